/**
 * Charts of the demo, prepared while building: vega-lite is run here and not shipped, and every expression of the Vega
 * charts it gives is turned into a function, because the webview's policy allows no `eval`.
 */
import path from 'node:path';
import * as esbuild from 'esbuild';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import * as vega from 'vega';

/** Packages of Vega in which the charts' transforms are looked for; maps, forces, trees and clouds are not among them. */
const transformPackages = ['vega-transforms', 'vega-encode', 'vega-view-transforms'];

/**
 * Rows that make every part of a chart come to life, so that no expression is missed.
 * @type {{ run: string, step: number, value: number, end: number, kind: string }[]}
 */
const sampleRows = ['A', 'B'].flatMap((run) => [1, 2, 3].flatMap((step) => ['measured', 'predicted'].map((kind) => ({ run, step, value: step / 4, end: step + 0.5, kind }))));

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
 * Everything a chart calls by name, found by running it once: the code of its expressions, and its transforms.
 * @param {import('vega').Spec} spec
 * @param {{ expressions: Set<string>, transforms: Set<string> }} found
 */
async function rehearse(spec, found) {
  /** @type {Record<string, any>} */
  const recorder = {};
  for (const kind of ['operator', 'parameter', 'event', 'handler']) {
    recorder[kind] = (context, expression) => {
      found.expressions.add(expression.code);
      return expressionInterpreter[kind](context, expression);
    };
  }
  recorder.encode = (context, encode) => {
    for (const channel of Object.values(encode.channels)) found.expressions.add(channel.code);
    return expressionInterpreter.encode(context, encode);
  };
  const runtime = vega.parse(spec, undefined, { ast: true });
  const view = new vega.View(runtime, { expr: recorder, renderer: 'none', logLevel: vega.Error });
  await view.change('history', vega.changeset().insert(sampleRows.map((row) => ({ ...row })))).runAsync();
  view.finalize();
  // Operators of the dataflow and of the subflows in it carry the names of their transforms.
  JSON.stringify(runtime, (key, value) => {
    if (key === 'type' && typeof value === 'string' && Object.hasOwn(vega.transforms, value)) found.transforms.add(value);
    return value;
  });
}

/**
 * A module `vega` with what the charts need and no more.
 * @param {Set<string>} transforms
 * @returns {Promise<string>}
 */
async function cutVega(transforms) {
  const lines = [];
  const known = new Set();
  for (const name of transformPackages) {
    const names = Object.keys(await import(name)).filter((key) => transforms.has(key) && !known.has(key));
    for (const key of names) known.add(key);
    if (names.length > 0) lines.push(`import { ${names.join(', ')} } from '${name}';`);
  }
  const missing = [...transforms].filter((key) => !known.has(key));
  if (missing.length > 0) throw new Error(`the charts need transforms of other packages: ${missing.join(', ')}`);
  return `${lines.join('\n')}
import { transforms } from 'vega-dataflow';
Object.assign(transforms, { ${[...known].join(', ')} });
export { changeset } from 'vega-dataflow';
export { numberFormatDefaultLocale as formatLocale } from 'vega-format';
export { parse } from 'vega-parser';
export { View } from 'vega-view';
`;
}

/**
 * A module with these exports and nothing behind them; arrays stand for palettes, which are read when they are loaded.
 * @param {readonly string[]} names
 * @returns {string}
 */
function emptied(names) {
  return names.map((name) => `export const ${name} = ${name.startsWith('scheme') ? '[]' : 'undefined'};`).join('\n');
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
      /** Read again for every build, for those that watch. @type {Promise<Awaited<ReturnType<typeof prepare>>> | undefined} */
      let prepared;
      build.onStart(() => {
        prepared = undefined;
      });
      const ready = () => (prepared ??= prepare(specFile));
      // Taken from the sources, one file per transform: in the packages' own bundles all hang together.
      build.onResolve({ filter: new RegExp(`^(${transformPackages.join('|')})$`) }, ({ path: name }) => ({ path: path.join(root, 'node_modules', name, 'index.js'), sideEffects: false }));
      build.onResolve({ filter: /^\.\/src\// }, ({ path: file, resolveDir }) => (transformPackages.includes(path.basename(resolveDir)) ? { path: path.join(resolveDir, file), sideEffects: false } : undefined));
      // Named palettes and maps of the world: no chart here has either, and they are a tenth of the whole.
      build.onResolve({ filter: /^(d3-scale-chromatic|d3-geo|d3-geo-projection)$/ }, ({ path: name }) => ({ path: name, namespace: 'vega-empty', sideEffects: false }));
      build.onLoad({ filter: /.*/, namespace: 'vega-empty' }, async ({ path: name }) => ({ contents: emptied(Object.keys(await import(name))), loader: 'js' }));
      build.onResolve({ filter: /^vega$/ }, () => ({ path: 'vega', namespace: 'vega-cut', sideEffects: true }));
      build.onLoad({ filter: /.*/, namespace: 'vega-cut' }, async () => ({ contents: await cutVega((await ready()).found.transforms), resolveDir: root, loader: 'js' }));
      build.onLoad({ filter: /[\\/]demo[\\/]charts[\\/]compiled\.ts$/ }, async () => {
        const { charts, found } = await ready();
        const functions = [...found.expressions].map((code) => `${JSON.stringify(code)}: function (_, datum, event, item) { return (${code}); },`);
        return {
          contents: `export const charts = ${JSON.stringify(charts)};\nexport const expressions = {\n${functions.join('\n')}\n};\n`,
          loader: 'js',
          watchFiles: [specFile, path.join(root, 'src/demo/charts/names.ts')],
        };
      });
    },
  };
}

/**
 * Compiles the specifications and rehearses them.
 * @param {string} specFile
 */
async function prepare(specFile) {
  const charts = Object.fromEntries(Object.entries(await loadSpecs(specFile)).map(([name, spec]) => [name, compile(spec).spec]));
  const found = { expressions: new Set(), transforms: new Set() };
  for (const spec of Object.values(charts)) await rehearse(spec, found);
  return { charts, found };
}
