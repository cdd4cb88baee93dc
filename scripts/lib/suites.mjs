/** The suites of `npm test`, in the order in which they run: the quick ones first. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { prepareBrowser } from './browser.mjs';
import { runDesktopTests } from './desktop-tests.mjs';
import { runHostTests } from './host-tests.mjs';
import { runNodeTests } from './node-tests.mjs';
import { runPackageTests } from './package-tests.mjs';
import { inRoot, root } from './paths.mjs';
import { run } from './processes.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {boolean} needsBuild
 * @property {boolean} [onlyByName] not part of a plain `npm test`
 * @property {(only?: string) => Promise<import('./results.mjs').Results>} run only the test files whose path contains the text
 */

/** Folders of `test` that are not run by Node's test runner, or not as part of the core suite. */
const otherFolders = new Set(['bench', 'demo', 'fixtures', 'host', 'package', 'support']);

/** @type {readonly Suite[]} */
export const suites = [
  { name: 'types', needsBuild: false, run: () => runTool('typescript', 'tsc', ['-b']) },
  { name: 'lint', needsBuild: false, run: () => runTool('oxlint', 'oxlint', ['--deny-warnings']) },
  { name: 'core', needsBuild: true, run: (only) => runNodeTests(coreFolders(), { only }) },
  { name: 'host', needsBuild: true, run: (only) => runHostTests('node', only) },
  { name: 'web', needsBuild: true, run: (only) => runHostTests('web', only) },
  { name: 'demo', needsBuild: true, run: runDemoTests },
  { name: 'package', needsBuild: false, run: runPackageTests },
  { name: 'desktop', needsBuild: true, onlyByName: true, run: runDesktopTests },
];

/** Every other folder of `test`, so that a new one cannot be forgotten. @returns {string[]} */
function coreFolders() {
  const entries = readdirSync(inRoot('test'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && !otherFolders.has(entry.name)).map(({ name }) => name);
}

/** The tests find the browser by test/support/browser.ts. @param {string} [only] */
async function runDemoTests(only = '') {
  return runNodeTests(['demo'], { only, env: { ACTIVATION_LENS_BROWSER: JSON.stringify(await prepareBrowser()) } });
}

/**
 * Runs a checker, which counts as one test.
 * @param {string} packageName
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<import('./results.mjs').Results>}
 */
async function runTool(packageName, command, args) {
  const file = path.join(root, 'node_modules', packageName, 'bin', command);
  if (!existsSync(file)) return { passed: 0, failures: [{ title: command, message: `${packageName} is not installed` }] };
  const { code, output } = await run(process.execPath, [file, ...args], { cwd: root });
  return code === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [{ title: [command, ...args].join(' '), message: output }] };
}
