/**
 * Charts of the demo, prepared while building: vega-lite is run here and not shipped, and every expression of the Vega
 * charts it gives is turned into a function, because the webview's policy allows no `eval`.
 */
import path from 'node:path';
import * as esbuild from 'esbuild';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import * as vega from 'vega';

/** Parts of Vega that these charts use; the maps, forces, trees, clouds and crossfilters stay away. */
const vegaModule = `
import { extend } from 'vega-util';
import { transforms } from 'vega-dataflow';
import * as encoders from 'vega-encode';
import * as views from 'vega-view-transforms';
import { aggregate, collect, extent, facet, formula, joinaggregate, prefacet, project, proxy, relay, sieve, values, filter, multiextent, multivalues, params, subflow } from 'vega-transforms';
extend(transforms, encoders, views, { aggregate, collect, extent, facet, formula, joinaggregate, prefacet, project, proxy, relay, sieve, values, filter, multiextent, multivalues, params, subflow });
export { changeset } from 'vega-dataflow';
export { parse } from 'vega-parser';
export { View } from 'vega-view';
`;

/**
 * Rows that make every part of a chart come to life, so that no expression is missed.
 * @type {{ run: string, step: number, value: number }[]}
 */
const sampleRows = ['A', 'B'].flatMap((run) => [0, 1, 2].map((step) => ({ run, step, value: step / 4 })));

/**
 * Bundles the specifications and runs them.
 * @param {string} file
 * @returns {Promise<Record<string, import('vega-lite').TopLevelSpec>>}
 */
async function loadSpecs(file) {
  const { outputFiles } = await esbuild.build({ entryPoints: [file], bundle: true, format: 'esm', platform: 'neutral', write: false, logLevel: 'warning' });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/**
 * The code of every expression that a chart evaluates, found by running it once.
 * @param {import('vega').Spec} spec
 * @returns {Promise<Set<string>>}
 */
async function expressionsOf(spec) {
  const found = new Set();
  /** @type {Record<string, any>} */
  const recorder = {};
  for (const kind of ['operator', 'parameter', 'event', 'handler']) {
    recorder[kind] = (context, expression) => {
      found.add(expression.code);
      return expressionInterpreter[kind](context, expression);
    };
  }
  recorder.encode = (context, encode) => {
    for (const channel of Object.values(encode.channels)) found.add(channel.code);
    return expressionInterpreter.encode(context, encode);
  };
  const view = new vega.View(vega.parse(spec, undefined, { ast: true }), { expr: recorder, renderer: 'none', logLevel: vega.Error });
  await view.change('history', vega.changeset().insert(sampleRows.map((row) => ({ ...row })))).runAsync();
  view.finalize();
  return found;
}

/**
 * Fills `src/demo/charts/compiled.ts`, and cuts `vega` down.
 * @param {{ root: string }} settings
 * @returns {import('esbuild').Plugin}
 */
export function chartsPlugin({ root }) {
  const specFile = path.join(root, 'src/demo/charts/specs.ts');
  return {
    name: 'compiled-charts',
    setup(build) {
      build.onResolve({ filter: /^vega$/ }, () => ({ path: 'vega', namespace: 'vega-cut', sideEffects: true }));
      build.onLoad({ filter: /.*/, namespace: 'vega-cut' }, () => ({ contents: vegaModule, resolveDir: root, loader: 'js' }));
      build.onLoad({ filter: /[\\/]demo[\\/]charts[\\/]compiled\.ts$/ }, async () => {
        const charts = Object.fromEntries(Object.entries(await loadSpecs(specFile)).map(([name, spec]) => [name, compile(spec).spec]));
        const codes = new Set();
        for (const spec of Object.values(charts)) for (const code of await expressionsOf(spec)) codes.add(code);
        const functions = [...codes].map((code) => `${JSON.stringify(code)}: function (_, datum, event, item) { return (${code}); },`);
        return {
          contents: `export const charts = ${JSON.stringify(charts)};\nexport const expressions = {\n${functions.join('\n')}\n};\n`,
          loader: 'js',
          watchFiles: [specFile, path.join(root, 'src/demo/charts/names.ts')],
        };
      });
    },
  };
}
