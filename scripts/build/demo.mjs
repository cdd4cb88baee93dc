/**
 * How the demo is built: one script for the page, one for its trainer.
 *
 * Both are single files because a webview under a strict content security policy can import nothing; both are kept
 * small by leaving out of the two big libraries what the demo never calls.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartsPlugin } from './demo-charts.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * tfjs's `long` compiles a few bytes of WebAssembly on load to see whether it can; under our policy that is a
 * violation. It catches the failure and does without, so we take the attempt out.
 */
const longPlugin = {
  name: 'long-without-wasm',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/]long[\\/]src[\\/]long\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = source.replace(/try\s*\{\s*wasm = new WebAssembly[\s\S]*?\}\s*catch\s*\(e\)\s*\{[\s\S]*?\}/, '');
      if (contents === source) return { errors: [{ text: 'the WebAssembly probe was not found; look at this version of long' }] };
      return { contents, loader: 'js' };
    });
  },
};

/** tfjs-core without the registration of optimisers, which would pull all of them in. */
const tfjsPlugin = {
  name: 'tfjs-core-base',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, () => ({ path: 'tfjs-core', namespace: 'tfjs-core-base', sideEffects: true }));
    build.onLoad({ filter: /.*/, namespace: 'tfjs-core-base' }, () => ({
      contents: "import '@tensorflow/tfjs-core/dist/base_side_effects';\nexport * from '@tensorflow/tfjs-core/dist/base';",
      resolveDir: root,
      loader: 'js',
    }));
  },
};

/**
 * Options for both scripts.
 * @param {{ production: boolean }} settings
 * @returns {Promise<import('esbuild').BuildOptions[]>}
 */
export async function demoBuilds({ production }) {
  /** @type {import('esbuild').BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['browser'],
    // A CommonJS copy beside an ES one would be a second engine, with no backend.
    mainFields: ['browser', 'module', 'main'],
    minify: production,
    // An inline map would stand in the page; a linked one could not be fetched there.
    sourcemap: false,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  };
  return [
    { ...common, entryPoints: ['src/demo/page/main.ts'], outfile: 'dist/demo/main.js', plugins: [chartsPlugin({ root })] },
    { ...common, entryPoints: ['src/demo/worker/main.ts'], outfile: 'dist/demo/worker.js', plugins: [longPlugin, tfjsPlugin] },
  ];
}
