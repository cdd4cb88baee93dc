/** Runs tests of Node's own test runner, bundled, and counts them. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bundleDir, bundleNodeTests } from './bundle-tests.mjs';
import { inRoot, root } from './paths.mjs';
import { start } from './processes.mjs';
import { detail } from './report.mjs';

const reporter = inRoot('scripts', 'lib', 'node-reporter.mjs');

/** @typedef {import('./node-reporter.mjs').NodeEvent} NodeEvent */

/**
 * The test files below a folder of `test`, relative to the repository.
 * @param {string} folder
 * @returns {string[]}
 */
function findTests(folder) {
  const base = inRoot('test', folder);
  if (!existsSync(base)) return [];
  const files = /** @type {string[]} */ (readdirSync(base, { recursive: true }));
  return files.filter((file) => file.endsWith('.test.ts')).sort().map((file) => path.join('test', folder, file));
}

/**
 * Bundles and runs the tests in some folders of `test`.
 * @param {readonly string[]} folders
 * @param {{ only?: string, env?: NodeJS.ProcessEnv }} [options] a text that the path of a test file must contain; more variables for the tests
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runNodeTests(folders, { only = '', env = {} } = {}) {
  const files = folders.flatMap(findTests).filter((file) => file.includes(only));
  const bundles = await bundleNodeTests(files);
  /** @type {import('./results.mjs').Results} */
  const results = { passed: 0, failures: [] };
  if (bundles.length === 0) return results;
  const args = ['--enable-source-maps', '--test', `--test-reporter=${reporter}`, '--test-reporter-destination=stdout', ...bundles];
  const seen = new Set();
  const runner = start(process.execPath, args, {
    // Tests name the files of the repository relative to it: they run from a bundle that is elsewhere.
    cwd: root,
    env: { ...process.env, ...env },
    onLine: (line) => {
      const event = parse(line);
      if (event === undefined) detail(line);
      else seen.add(count(event, results));
    },
  });
  const code = await runner.ended;
  for (const file of files.filter((file) => !seen.has(stem(file)))) results.failures.push({ title: file, message: 'no test ran in this file' });
  if (code !== 0 && results.failures.length === 0) results.failures.push({ title: 'test runner', message: `it ended with code ${code}\n${runner.output().slice(-2000)}` });
  return results;
}

/**
 * Counts a test.
 * @param {NodeEvent} event
 * @param {import('./results.mjs').Results} results
 * @returns {string | undefined} the stem of the file it stands for; none if a file only ended without having run a test
 */
function count({ kind, title, message, file, isFile }, results) {
  const name = stem(file);
  if (kind === 'fail') results.failures.push({ title: isFile ? name : `${name}: ${title}`, message });
  else if (isFile) return undefined;
  else results.passed++;
  return name;
}

/** The same for a test file and for its bundle: with source maps Node names the one, without them the other. @param {string} file */
function stem(file) {
  const absolute = path.resolve(root, file);
  const base = absolute.startsWith(bundleDir) ? bundleDir : inRoot('test');
  return path.relative(base, absolute).replace(/\.test\.(ts|mjs)$/, '');
}

/** @param {string} line @returns {NodeEvent | undefined} */
function parse(line) {
  if (!line.startsWith('{"kind":')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
