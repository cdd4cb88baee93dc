/**
 * `check` over a tree of sources, the whole process as it is built, beside oxlint and ESLint with one rule each on the
 * same files. Rounds are interleaved; read the ratios.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../scripts/lib/processes.mjs';
import { Failure } from '../../scripts/lib/errors.mjs';
import { atEnd } from '../../scripts/lib/lifetime.mjs';
import { installLinter } from '../../scripts/lib/linters-install.mjs';
import { inRoot, outDir, root } from '../../scripts/lib/paths.mjs';
import { step } from '../../scripts/lib/report.mjs';
import { checkoutCorpus, otherCorpus, tensorflowCorpus } from './corpus.mjs';

const require = createRequire(import.meta.url);
const ROUNDS = 5;
/** ESLint takes long, and its ratio is not close. */
const SLOW_ROUNDS = 2;

/** @typedef {{ wall: number, cpu: number, memory: number, files: number }} Measured */

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function buildCli() {
  const { builds } = require(path.join(root, 'esbuild.js'));
  const options = (await builds({ production: true })).find(({ outfile }) => outfile.endsWith('cli.js'));
  const outfile = path.join(outDir, 'bench', 'cli.js');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await require('esbuild').build({ ...options, outfile, logLevel: 'error' });
  return outfile;
}

/** @param {readonly string[]} args @param {string} cwd @param {RegExp} counted @returns {Promise<Measured>} */
async function measure(args, cwd, counted) {
  const usage = path.join(cwd, '..', 'usage.json');
  const env = { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(inRoot('test', 'bench', 'usage.cjs'))}`, BENCH_USAGE: usage };
  const begin = performance.now();
  const { output } = await run(process.execPath, args, { cwd, env, onLine: () => {} });
  const wall = performance.now() - begin;
  const files = [...output.matchAll(counted)].map(([, count]) => Number(count)).reduce((sum, count) => sum + count, 0);
  if (files === 0) throw new Failure(`${path.basename(args[0])} did not say how many files it read:\n${output.slice(-500)}`);
  return { wall, files, ...JSON.parse(readFileSync(usage, 'utf8')) };
}

/** @param {import('./corpus.mjs').Corpus} corpus @param {readonly [name: string, rounds: number, args: readonly string[], counted: RegExp][]} programs */
async function compare(corpus, programs) {
  step(`Reading ${corpus.name}`);
  /** @type {Measured[][]} */
  const results = programs.map(() => []);
  // The first round fills the file system's cache and does not count.
  for (let round = -1; round < ROUNDS; round++) {
    for (const [index, [, rounds, args, counted]] of programs.entries()) {
      if (round >= rounds || (round < 0 && rounds < ROUNDS)) continue;
      const measured = await measure(args, corpus.folder, counted);
      // oxlint passes over a few that look minified.
      if (measured.files < 0.99 * corpus.files) throw new Failure(`${programs[index][0]} read ${measured.files} of ${corpus.files} files.`);
      if (round >= 0) results[index].push(measured);
    }
  }
  return results.map((list) => ({ wall: median(list.map(({ wall }) => wall)), cpu: median(list.map(({ cpu }) => cpu)), memory: Math.max(...list.map(({ memory }) => memory)) }));
}

const cell = (value, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

function row(name, wall, ratio, cpu, cpuRatio, memory) {
  console.log(`  ${name.padEnd(52)} ${wall.padStart(9)} ${ratio.padStart(7)} ${cpu.padStart(10)} ${cpuRatio.padStart(7)} ${memory.padStart(8)}`);
}

/** Prints one table for each tree. @param {readonly string[]} paths checkouts; without any what lies in node_modules */
export async function benchScan(paths) {
  const cli = await buildCli();
  const eslint = await installLinter();
  const folder = mkdtempSync(path.join(tmpdir(), 'activation-lens-bench-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const target = (index) => path.join(folder, String(index), 'tree');
  const corpora = paths.length > 0
    ? paths.map((checkout, index) => checkoutCorpus(checkout, target(index)))
    : [tensorflowCorpus(target(0)), otherCorpus(target(1))];
  for (const corpus of corpora) {
    if (corpus.files === 0) throw new Failure(`There is no JavaScript or TypeScript file in ${corpus.name}.`);
    const programs = [
      ['activation-lens check', ROUNDS, [cli, 'check', '.'], /(\d+) (?:files? checked|without TensorFlow\.js)/g],
      ['oxlint, one rule', ROUNDS, [inRoot('node_modules', 'oxlint', 'bin', 'oxlint'), '--no-ignore', '--allow', 'all', '--deny', 'no-debugger', '.'], /on (\d+) files?/g],
      [`${eslint.name}, one rule`, SLOW_ROUNDS, [eslint.script, '--config', eslint.configuration, '--format', eslint.formatter, '.'], /(\d+) files/g],
    ];
    const [ours, ...others] = await compare(corpus, programs);
    console.log(`${corpus.name}: ${cell(corpus.files)} files, ${cell(corpus.bytes / 1e6, 1)} MB (Node ${process.version})`);
    row('', 'wall', 'ratio', 'processor', 'ratio', 'memory');
    for (const [index, { wall, cpu, memory }] of [ours, ...others].entries()) {
      row(programs[index][0], `${cell(wall)} ms`, (wall / others[0].wall).toFixed(2), `${cell(cpu)} ms`, (cpu / others[0].cpu).toFixed(2), `${cell(memory)} MB`);
    }
    console.log(`  ESLint takes ${(others[1].wall / ours.wall).toFixed(1)} times as long; wanted: at least 12, and at most 6.00 of oxlint, less than 1.00 without TensorFlow.js`);
  }
}
