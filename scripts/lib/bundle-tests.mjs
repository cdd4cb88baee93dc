/** Bundles the tests, with the plugins of the product so that they see the same code. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isAlive } from './cache.mjs';
import { atEnd } from './lifetime.mjs';
import { inRoot, outDir, root } from './paths.mjs';

const require = createRequire(import.meta.url);

/** @typedef {'node' | 'web'} HostKind which of the two extension hosts */

/** @typedef {'en' | 'fr'} Language of the window that suites run in */

/**
 * The files of suites for a window of a language: `name.fr.test.ts` are for a French one, all others for an English one.
 * @param {Language} language
 * @param {string} [only] a text that the path of a test file must contain
 */
export function hostSuites(language, only = '') {
  const files = readdirSync(inRoot('test', 'host')).filter((file) => file.endsWith('.test.ts') && `host/${file}`.includes(only)).sort();
  return files.filter((file) => file.endsWith('.fr.test.ts') === (language === 'fr'));
}

/** Where the bundles of this run are: inside the repository for its packages, and its own so that runs may overlap. */
export const bundleDir = path.join(outDir, 'test', String(process.pid));

/** Makes the folder for the bundles. */
function prepareFolder() {
  const parent = path.dirname(bundleDir);
  mkdirSync(parent, { recursive: true });
  // Those of runs that were killed.
  for (const name of readdirSync(parent)) if (!isAlive(Number(name))) rmSync(path.join(parent, name), { recursive: true, force: true });
  mkdirSync(bundleDir, { recursive: true });
  atEnd(() => rmSync(bundleDir, { recursive: true, force: true }));
}

/** Options that all tests share. @returns {import('esbuild').BuildOptions} */
function common() {
  const { plugins } = /** @type {{ plugins: import('esbuild').Plugin[] }} */ (require('../../esbuild.js'));
  return { absWorkingDir: root, bundle: true, target: 'es2022', sourcemap: 'linked', logLevel: 'warning', plugins };
}

/**
 * Bundles test files for Node, each on its own.
 * @param {readonly string[]} files relative to the repository
 * @returns {Promise<string[]>} the bundles, in the same order
 */
export async function bundleNodeTests(files) {
  const { build } = await import('esbuild');
  prepareFolder();
  await build({
    ...common(), entryPoints: [...files], outdir: bundleDir, outbase: 'test', platform: 'node', format: 'esm', packages: 'external', outExtension: { '.js': '.mjs' },
  });
  return files.map((file) => path.join(bundleDir, path.relative('test', file).replace(/\.ts$/, '.mjs')));
}

/**
 * Bundles the host suites into the one module that VS Code loads.
 * @param {HostKind} kind
 * @param {readonly string[]} files of test/host
 * @returns {Promise<string>} its file
 */
export async function bundleHostSuites(kind, files) {
  const { build } = await import('esbuild');
  const name = kind === 'node' ? 'run' : 'run-web';
  prepareFolder();
  const outfile = path.join(bundleDir, 'host', `${name}.js`);
  const options = common();
  await build({
    ...options,
    entryPoints: [`test/host/${name}.ts`],
    outfile,
    format: 'cjs',
    platform: kind === 'node' ? 'node' : 'browser',
    external: kind === 'node' ? ['vscode', 'mocha'] : ['vscode'],
    plugins: [listSuites(files), mochaForWorkers, ...(options.plugins ?? [])],
    ...(kind === 'web' && { alias: { 'node:assert/strict': './test/support/assert-web.ts' } }),
  });
  return outfile;
}

/**
 * Makes the module `host-suites`, which lists the suites so that one bundle holds them all.
 * @param {readonly string[]} files
 * @returns {import('esbuild').Plugin}
 */
const listSuites = (files) => ({
  name: 'host-suites',
  setup(build) {
    build.onResolve({ filter: /^host-suites$/ }, () => ({ path: 'host-suites', namespace: 'host-suites' }));
    build.onLoad({ filter: /.*/, namespace: 'host-suites' }, () => {
      const entries = files.map((file) => `{ file: ${JSON.stringify(file)}, load: () => import(${JSON.stringify(`./${file}`)}) }`);
      return { contents: `export const suites = [${entries.join(', ')}];`, resolveDir: inRoot('test', 'host') };
    });
  },
});

/**
 * Makes mocha's build for browsers put itself on the global object. Its package says that it is an ES module, so
 * esbuild does not wrap it, and it would replace the `module.exports` of the bundle it ends up in.
 * @type {import('esbuild').Plugin}
 */
const mochaForWorkers = {
  name: 'mocha-for-workers',
  setup(build) {
    build.onLoad({ filter: /[\\/]mocha[\\/]mocha\.js$/ }, ({ path: file }) => {
      return { contents: `const exports = undefined, module = undefined, define = undefined;\n${readFileSync(file, 'utf8')}` };
    });
  },
};
