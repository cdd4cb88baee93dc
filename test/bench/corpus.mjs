/**
 * Trees of sources for `scan.mjs`. They are copied, so that every program reads the same files: folders that one of
 * them passes over get another name, and no ignore file of the surroundings counts.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';

const SOURCE = /\.[mc]?[jt]sx?$/;
const NOT_SOURCE = /\.(?:min\.m?js|d\.[mc]?ts)$/;
/** What `check` passes over inside a checkout. */
const SKIPPED = new Set(['node_modules', 'bower_components', 'dist', 'out', 'build', 'coverage', 'vendor']);
const MAX_SIZE = 500_000;

/** @param {string} folder @param {boolean} everything with what was built too @returns {Generator<string>} */
function* sources(folder, everything) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && (everything || !SKIPPED.has(entry.name))) yield* sources(file, everything);
    } else if (entry.isFile() && SOURCE.test(entry.name) && !NOT_SOURCE.test(entry.name) && statSync(file).size <= MAX_SIZE) yield file;
  }
}

/** @typedef {{ name: string, folder: string, files: number, bytes: number }} Corpus */

/**
 * @param {string} name
 * @param {string} target
 * @param {Iterable<string>} files
 * @param {string} base
 * @returns {Corpus}
 */
function copy(name, target, files, base) {
  const corpus = { name, folder: target, files: 0, bytes: 0 };
  for (const file of files) {
    const parts = path.relative(base, file).split(path.sep).map((part) => (SKIPPED.has(part) ? `_${part}` : part));
    const to = path.join(target, ...parts);
    mkdirSync(path.dirname(to), { recursive: true });
    copyFileSync(file, to);
    corpus.files++;
    corpus.bytes += statSync(to).size;
  }
  return corpus;
}

/** The sources of a checkout. @param {string} checkout @param {string} target */
export function checkoutCorpus(checkout, target) {
  const base = path.resolve(checkout);
  return copy(base, target, sources(base, false), base);
}

/** What the packages of TensorFlow.js hold. @param {string} target */
export function tensorflowCorpus(target) {
  const base = inRoot('node_modules', '@tensorflow');
  return copy('the packages of TensorFlow.js', target, sources(base, true), base);
}

/** What the other packages hold that this project was made with: nothing of TensorFlow.js. @param {string} target */
export function otherCorpus(target) {
  const base = inRoot('node_modules');
  const files = readdirSync(base, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== '@tensorflow')
    .flatMap(({ name }) => [...sources(path.join(base, name), true)])
    .filter((file) => !/tensorflow|tfjs/.test(readFileSync(file, 'latin1')));
  return copy('packages without TensorFlow.js', target, files, base);
}
