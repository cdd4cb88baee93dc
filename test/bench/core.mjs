/**
 * The speed of the analysis, beside the parser of TypeScript 6 on the same text in the same run.
 * Times are medians of interleaved rounds; read the ratios.
 */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { programOf } from './program.mjs';
import { root } from '../../scripts/lib/paths.mjs';

const require = createRequire(import.meta.url);
const compiler = require('typescript-6');

async function loadPeers() {
  const esbuild = require('esbuild');
  const { plugins } = require(path.join(root, 'esbuild.js'));
  const outfile = path.join(root, 'out', 'bench', 'core-peers.cjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await esbuild.build({ absWorkingDir: root, entryPoints: ['test/bench/core-peers.ts'], outfile, bundle: true, platform: 'node', format: 'cjs', minify: true, plugins, logLevel: 'error' });
  return require(outfile);
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Medians of several functions, run in turn. */
function compare(rounds, ...functions) {
  const times = functions.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, run] of functions.entries()) {
      const begin = performance.now();
      run(round);
      times[index].push(performance.now() - begin);
    }
  }
  return times.map((list) => median(list.slice(list.length >> 2)));
}

function row(what, value, ratio, bar) {
  console.log(`  ${what.padEnd(58)} ${value.padStart(10)}  ${ratio.padStart(8)}  ${bar}`);
}

const ms = (value) => `${value.toFixed(value < 1 ? 3 : 2)} ms`;

/** The text with one letter typed in the middle, another one each round. */
function typed(text, round) {
  const at = text.indexOf('\n', text.length >> 1) + 1;
  return `${text.slice(0, at)}let ${'abcdefgh'[round % 8]};${text.slice(at)}`;
}

function analysis(peers, lines, bars) {
  const text = programOf(lines);
  const parse = () => compiler.createSourceFile('file.js', text, { languageVersion: 99, jsDocParsingMode: compiler.JSDocParsingMode.ParseNone }, false, compiler.ScriptKind.JS);
  let previous = peers.analyze(typed(text, 7), 'javascript');
  const texts = Array.from({ length: 8 }, (_, round) => typed(text, round));
  const keystroke = (round) => {
    previous = peers.analyze(texts[round % 8], 'javascript', {}, previous);
  };
  const off = { severities: Object.fromEntries(peers.ruleIds.map((id) => [id, 'off'])) };
  let unruled = peers.analyze(typed(text, 7), 'javascript', off);
  const withoutRules = (round) => {
    unruled = peers.analyze(texts[round % 8], 'javascript', off, unruled);
  };
  const [base, key, without, cold] = compare(300, parse, keystroke, withoutRules, () => peers.analyze(text, 'javascript'));
  row(`${lines} lines: ts.createSourceFile (TypeScript 6)`, ms(base), '1.00', '');
  row(`${lines} lines: analysis after one keystroke`, ms(key), (key / base).toFixed(2), `at most ${bars.key}${bars.ms ? `, under ${bars.ms} ms` : ''}`);
  row(`${lines} lines: of it the ${peers.ruleIds.length} rules`, ms(Math.max(0, key - without)), '', bars.rules ? `under ${bars.rules} ms` : '');
  row(`${lines} lines: analysis from nothing`, ms(cold), (cold / base).toFixed(2), bars.cold ? `at most ${bars.cold}` : '');
}

/** What a thousand keystrokes leave behind, beside the first hundred. */
function memory(peers) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const text = programOf(1000);
  let analysed = peers.analyze(text, 'javascript');
  const heapAfter = (keystrokes) => {
    for (let round = 0; round < keystrokes; round++) analysed = peers.analyze(typed(text, round), 'javascript', {}, analysed);
    collect();
    return process.memoryUsage().heapUsed / 1024 ** 2;
  };
  const early = heapAfter(100);
  const late = heapAfter(900);
  row(`1000 lines, ${analysed.networks.length} networks: heap after 100 keystrokes`, `${early.toFixed(1)} MB`, '1.00', '');
  row('1000 lines: heap after 1,000 keystrokes', `${late.toFixed(1)} MB`, (late / early).toFixed(2), 'at most 1.05');
}

function silent(peers) {
  const line = 'export function area(width, height) { return width * height; } // nothing of ours here\n';
  const text = line.repeat(Math.ceil(100_000 / line.length));
  const [time] = compare(300, () => peers.analyze(text, 'javascript'));
  row('100 KB without TensorFlow.js', ms(time), '', 'under 0.2 ms');
}

function hovers(peers) {
  // As the editor does when it is idle, before anybody can hover.
  const seen = peers.analyze(peers.WARM_UP, 'javascript');
  for (const one of seen.activations) peers.hoverOf(peers.subjectOf(one, seen.networks), seen, { palette: 'dark' });
  const analysed = peers.analyze(programOf(300), 'javascript');
  const [use] = analysed.activations;
  const begin = performance.now();
  peers.hoverOf(peers.subjectOf(use, analysed.networks), analysed, { palette: 'dark' });
  const first = performance.now() - begin;
  const subject = peers.subjectOf(use, analysed.networks);
  const [warm] = compare(200, () => peers.hoverOf(subject, analysed, { palette: 'dark' }));
  row('hover, the first one', ms(first), '', 'under 5 ms');
  row('hover, warm', ms(warm), '', '');
  const sizes = analysed.activations.map((one) => peers.pictureOf(peers.subjectOf(one, analysed.networks), 'dark').length);
  row('hover, largest picture', `${Math.max(...sizes)} B`, '', 'under 3072 B');
}

/** Ten dense layers; a flow is kept with its network, so that each round needs one of its own. */
function signal(peers, activation) {
  const layers = Array.from({ length: 10 }, (_, i) => `tf.layers.dense({ units: 64, activation: '${activation}'${i === 0 ? ', inputShape: [64]' : ''} })`);
  const text = `import * as tf from '@tensorflow/tfjs';\nexport const model = tf.sequential({ layers: [${layers.join(', ')}] });`;
  const networks = Array.from({ length: 300 }, () => peers.analyze(text, 'javascript').networks[0]);
  const [time] = compare(300, (round) => peers.signalFlow(networks[round]));
  row(`signal flow of ten dense layers, ${activation}`, ms(time), '', 'under 1 ms');
}

async function sizes() {
  const esbuild = require('esbuild');
  const { builds } = require(path.join(root, 'esbuild.js'));
  for (const options of await builds({ production: true })) {
    const built = await esbuild.build({ ...options, write: false, metafile: true, logLevel: 'error' });
    const main = built.outputFiles.find(({ path: file }) => file.endsWith('.js'));
    const bytes = main?.contents.length ?? 0;
    const inputs = Object.values(built.metafile.outputs).flatMap(({ inputs: parts }) => Object.entries(parts));
    const parser = inputs.filter(([name]) => name.startsWith('typescript-6-parser:')).reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
    const bar = options.outfile.endsWith('extension.js') ? 'under 700 KiB, parser 400' : '';
    row(`${options.outfile}, gzip ${(gzipSync(main.contents).length / 1024).toFixed(0)} KiB${parser ? `, parser ${(parser / 1024).toFixed(0)} KiB` : ''}`, `${(bytes / 1024).toFixed(0)} KiB`, '', bar);
  }
}

/** Prints the table. */
export async function benchCore() {
  const peers = await loadPeers();
  console.log(`Analysis (Node ${process.version}, activation-lens ${JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version})`);
  row('', 'median', 'ratio', 'wanted');
  hovers(peers);
  analysis(peers, 300, { key: 1, cold: 3 });
  analysis(peers, 1000, { key: 2, ms: 8, rules: 2 });
  memory(peers);
  silent(peers);
  for (const activation of ['relu', 'tanh', 'gelu', 'softmax']) signal(peers, activation);
  await sizes();
}
