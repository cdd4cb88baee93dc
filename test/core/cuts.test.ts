/**
 * What is lost when a program is cut in one place: nothing but what the cut statement says, and what depends on it.
 *
 * Two statements depend on each other where they share a name, other than that of an import, directly or through
 * others. What is found in the statements that do not depend on the cut one must be found again, in its new place.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { forEachChild, SyntaxKind } from 'typescript-6';
import type { Node, SourceFile } from 'typescript-6';
import type { Analysis } from '../../src/core/analyze';
import type { Language } from '../../src/core/syntax/language';
import { isMarkup } from '../../src/core/syntax/language';
import { parse } from '../../src/core/syntax/tree';
import { analyzeAll } from '../support/analysis';
import { fixturesIn } from '../support/fixtures';

/** Parts of a program, each with names of its own, in the forms in which models are written. */
const PARTS = [
  "const small = tf.sequential({ layers: [\n  tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }),\n  tf.layers.dense({ units: 3, activation: 'softmax' }),\n] });\nsmall.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(0.01) });",
  "const deep = tf.sequential();\ndeep.add(tf.layers.dense({ units: 16, activation: 'tanh', inputShape: [2] }));\nfor (const width of [8, 4]) {\n  deep.add(tf.layers.dense({ units: width, activation: 'sigmoid' }));\n}\ndeep.add(tf.layers.dense({ units: 1 }));",
  "function convolution(classes) {\n  const net = tf.sequential();\n  net.add(tf.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }));\n  net.add(tf.layers.flatten());\n  net.add(tf.layers.dense({ units: classes, activation: 'softmax' }));\n  return net;\n}",
  "const pixels = tf.input({ shape: [10] });\nconst features = tf.layers.dense({ units: 5, activation: 'elu' }).apply(pixels);\nconst answer = tf.layers.dense({ units: 2, activation: 'softmax' }).apply(features);\nconst functional = tf.model({ inputs: pixels, outputs: answer });",
  "class Classifier {\n  constructor(inputs) {\n    this.network = tf.sequential();\n    this.network.add(tf.layers.lstm({ units: 4, activation: 'tanh', inputShape: [inputs, 1] }));\n    this.network.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));\n  }\n  predict(x) {\n    return tf.tidy(() => this.network.predict(x).round());\n  }\n}",
  "const squash = (a) => tf.tidy(() => tf.tanh(tf.matMul(a, tf.ones([4, 4]))));",
  "export function attend(query, key) {\n  const scores = tf.softmax(tf.matMul(query, key, false, true));\n  return tf.leakyRelu(scores, 0.1);\n}",
  "async function regress(rows) {\n  const line = tf.sequential();\n  line.add(tf.layers.dense({ units: 1, inputShape: [1] }));\n  line.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });\n  await line.fit(tf.tensor2d(rows), tf.tensor2d(rows));\n  return `${rows.length} rows`;\n}",
  "const totals = { mean: 0, count: 0 };\nif (globalThis.document) {\n  document.title = 'Ready';\n}",
] as const;

const IMPORT = "import * as tf from '@tensorflow/tfjs';\n";

interface Statement { readonly start: number; readonly end: number; readonly names: ReadonlySet<string>; readonly isImport: boolean }

function namesIn(node: Node, names: Set<string> = new Set()): Set<string> {
  if (node.kind === SyntaxKind.Identifier) names.add(String((node as Node & { readonly escapedText: unknown }).escapedText));
  forEachChild(node, (child) => {
    // `x.name` and `{ name: … }` name members.
    const isMember = (node.kind === SyntaxKind.PropertyAccessExpression || node.kind === SyntaxKind.PropertyAssignment) && 'name' in node && node.name === child;
    if (!isMember) namesIn(child, names);
  });
  return names;
}

function statementsOf(tree: SourceFile, text: string): readonly Statement[] {
  return tree.statements.map((node) => ({
    start: node.pos + (/^\s*/.exec(text.slice(node.pos))?.[0].length ?? 0), end: node.end, names: namesIn(node), isImport: node.kind === SyntaxKind.ImportDeclaration || /\brequire\(/.test(text.slice(node.pos, node.end)),
  }));
}

/** Statements that share no name with the one, directly or through others. */
function independentOf(cut: Statement, all: readonly Statement[]): readonly Statement[] {
  const imported = new Set(all.filter(({ isImport }) => isImport).flatMap(({ names }) => [...names]));
  const touched = new Set([...cut.names].filter((name) => !imported.has(name)));
  const dependent = new Set([cut]);
  for (let grown = true; grown;) {
    grown = false;
    for (const statement of all) {
      if (dependent.has(statement) || statement.isImport || ![...statement.names].some((name) => touched.has(name))) continue;
      dependent.add(statement);
      for (const name of statement.names) if (!imported.has(name)) touched.add(name);
      grown = true;
    }
  }
  return all.filter((statement) => !dependent.has(statement) && !statement.isImport);
}

/** What is found between two places, told by its distance from the first. */
function foundIn({ activations, networks }: Analysis, start: number, end: number): readonly string[] {
  const inside = ({ span }: { readonly span: { readonly start: number; readonly end: number } }): boolean => span.start >= start && span.end <= end;
  return [
    ...activations.filter(inside).map((use) => `${use.function} ${use.form} ${use.span.start - start}`),
    ...networks.filter(inside).map((network) => `${network.kind} ${network.span.start - start}: ${network.layers.map((layer) => `${layer.className}(${layer.units})`).join(' ')}`),
  ];
}

interface Program { readonly text: string; readonly language: Language; readonly statements: readonly Statement[]; readonly analysis: Analysis; readonly cuttable: readonly Statement[] }

function programOf(text: string, language: Language): Program {
  const tree = parse(text, language)?.scripts[0]?.tree;
  assert.ok(tree);
  const statements = statementsOf(tree, text);
  const analysis = analyzeAll(text, language);
  const cuttable = statements.filter((cut) => !cut.isImport && independentOf(cut, statements).some(({ start, end }) => foundIn(analysis, start, end).length > 0));
  return { text, language, statements, analysis, cuttable };
}

const fixtures = ['rules', 'networks'].flatMap((folder) => fixturesIn(`test/fixtures/${folder}`)).filter(({ language }) => !isMarkup(language))
  .map(({ text, language }) => programOf(text, language)).filter(({ cuttable }) => cuttable.length > 0);

const composed = fc.shuffledSubarray([...PARTS], { minLength: 3 }).map((parts) => programOf(IMPORT + parts.join('\n\n'), 'javascript'));
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const edit = fc.record({ program: fc.oneof(composed, fc.constantFrom(...fixtures)), which: place, from: place, length: fc.oneof(place, fc.constant(1)) });
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

interface Cut { readonly statement: Statement; readonly removed: string; readonly at: number; readonly text: string }

function cutOf({ program, which, from, length }: Edit): Cut {
  const statement = program.cuttable[Math.floor(which * program.cuttable.length)];
  assert.ok(statement);
  const at = statement.start + Math.floor(from * (statement.end - statement.start));
  const end = length === 1 ? statement.end : at + 1 + Math.floor(length * (statement.end - at));
  return { statement, removed: program.text.slice(at, end), at, text: program.text.slice(0, at) + program.text.slice(end) };
}

/** True where the statement still ends where it ended: brackets in pairs, no quote or comment left open. */
function isBalanced({ removed, at, text }: Cut): boolean {
  if (/[`/\\]/.test(removed) || text[at - 1] === '/' || text[at] === '/') return false;
  if (["'", '"'].some((quote) => removed.split(quote).length % 2 === 0)) return false;
  const open: string[] = [];
  for (const character of removed.replaceAll(/(['"])[^'"]*\1/g, '')) {
    if ('([{'.includes(character)) open.push(character);
    else if (')]}'.includes(character) && open.pop() !== '([{'[')]}'.indexOf(character)]) return false;
  }
  return open.length === 0;
}

/** What was found in the independent statements before, and is not found now. */
function lostBy({ program }: Edit, { statement, removed, text }: Cut): { readonly lost: readonly string[]; readonly kept: number } {
  const after = analyzeAll(text, program.language);
  const lost: string[] = [];
  let kept = 0;
  for (const { start, end } of independentOf(statement, program.statements)) {
    const shift = start > statement.start ? -removed.length : 0;
    const now = new Set(foundIn(after, start + shift, end + shift));
    for (const one of foundIn(program.analysis, start, end)) {
      if (now.has(one)) kept++;
      else lost.push(one);
    }
  }
  return { lost, kept };
}

/** So many cuts of a kind are tried, of programs drawn in rounds of so many until there are enough. */
const WANTED = 400;
const ROUND = 300;
const MAX_ROUNDS = 12;

/** Runs a sample of cuts, those that leave the brackets in pairs or the others. */
function sample(balanced: boolean, seed: number): { readonly losses: readonly string[]; readonly cuts: number; readonly all: number; readonly gone: number } {
  const losses: string[] = [];
  let cuts = 0;
  let all = 0;
  let gone = 0;
  for (let round = 0; round < MAX_ROUNDS && cuts < WANTED; round++) {
    for (const one of fc.sample(edit, { numRuns: ROUND, seed: seed + 100 * round })) {
      const cut = cutOf(one);
      if (isBalanced(cut) !== balanced) continue;
      const { lost, kept } = lostBy(one, cut);
      cuts++;
      all += lost.length + kept;
      gone += lost.length;
      if (lost.length > 0) losses.push(`${JSON.stringify(cut.removed)} taken out of ${JSON.stringify(one.program.text.slice(cut.statement.start, cut.statement.end))} at ${cut.at - cut.statement.start} loses ${lost.join(', ')}`);
    }
  }
  return { losses, cuts, all, gone };
}

test('a deletion inside a statement that leaves its brackets in pairs loses nothing of the others', () => {
  const { losses, cuts } = sample(true, 40);
  assert.equal(losses.length, 0, losses.join('\n'));
  assert.ok(cuts >= WANTED, `only ${cuts} cuts`);
});

test('a deletion that leaves a bracket or a quote open loses little of the other statements', () => {
  const { losses, cuts, all, gone } = sample(false, 41);
  assert.ok(cuts >= WANTED, `only ${cuts} cuts`);
  assert.ok(gone <= 0.03 * all, `${gone} of ${all} are lost\n${losses.join('\n')}`);
});
