/** Bundles the tests, with the plugins of the product so that they see the same code. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inRoot, outDir, root } from './paths.mjs';

const require = createRequire(import.meta.url);

/** @typedef {'node' | 'web'} HostKind which of the two extension hosts */

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
  const target = path.join(outDir, 'test');
  await build({
    ...common(), entryPoints: [...files], outdir: target, outbase: 'test', platform: 'node', format: 'esm', packages: 'external', outExtension: { '.js': '.mjs' },
  });
  return files.map((file) => path.join(target, path.relative('test', file).replace(/\.ts$/, '.mjs')));
}

/** Removes what earlier runs bundled: a deleted test must not live on. */
export function cleanBundles() {
  for (const folder of ['test', 'host']) rmSync(path.join(outDir, folder), { recursive: true, force: true });
}

/**
 * Bundles the host suites into the one module that VS Code loads.
 * @param {HostKind} kind
 * @returns {Promise<string>} its file
 */
export async function bundleHostSuites(kind) {
  const { build } = await import('esbuild');
  const name = kind === 'node' ? 'run' : 'run-web';
  const outfile = path.join(outDir, 'host', `${name}.js`);
  const options = common();
  await build({
    ...options,
    entryPoints: [`test/host/${name}.ts`],
    outfile,
    format: 'cjs',
    platform: kind === 'node' ? 'node' : 'browser',
    external: kind === 'node' ? ['vscode', 'mocha'] : ['vscode'],
    plugins: [listSuites, mochaForWorkers, ...(options.plugins ?? [])],
    ...(kind === 'web' && { alias: { 'node:assert/strict': './test/support/assert-web.ts' } }),
  });
  return outfile;
}

/** Makes the module `host-suites`, which lists the suites so that one bundle holds them all. @type {import('esbuild').Plugin} */
const listSuites = {
  name: 'host-suites',
  setup(build) {
    build.onResolve({ filter: /^host-suites$/ }, () => ({ path: 'host-suites', namespace: 'host-suites' }));
    build.onLoad({ filter: /.*/, namespace: 'host-suites' }, () => {
      const folder = inRoot('test', 'host');
      const files = readdirSync(folder).filter((file) => file.endsWith('.test.ts')).sort();
      const entries = files.map((file) => `{ file: ${JSON.stringify(file)}, load: () => import(${JSON.stringify(`./${file}`)}) }`);
      return { contents: `export const suites = [${entries.join(', ')}];`, resolveDir: folder };
    });
  },
};

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
