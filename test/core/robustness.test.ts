import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Analysis } from '../../src/core/analyze';
import { MAX_LENGTH, MAX_LINE_LENGTH } from '../../src/core/syntax/gate';
import { analyzeAll } from '../support/analysis';
import { fixturesIn } from '../support/fixtures';

const fixtures = ['rules', 'networks', 'roles', 'training', 'silence'].flatMap((folder) => fixturesIn(`test/fixtures/${folder}`));
const faultless = fixtures.filter(({ isPositive }) => !isPositive);

function rulesOf({ findings }: Analysis): readonly string[] {
  return findings.map(({ rule }) => rule);
}

/** What makes these right stands at the end: a second model that shares or shows a layer or goes through the same function, weights that are set. */
const WHOLE_WHEN_CUT = new Set(['shared-layer', 'shown-embedding', 'both', 'prediction']);
const SETS_WEIGHTS = /\b(?:set|load)Weights\b/;

test('a program that is cut off anywhere is analysed, and one without a fault gets no finding by that', () => {
  for (const { path, folder, name, text, language } of fixtures) {
    for (let end = 1 + (text.length % 7); end < text.length; end += 7) {
      const found = rulesOf(analyzeAll(text.slice(0, end), language));
      const isSound = folder.startsWith('test/fixtures/rules') && faultless.some((fixture) => fixture.path === path);
      if (isSound && !WHOLE_WHEN_CUT.has(name) && !SETS_WEIGHTS.test(text)) assert.deepEqual(found, [], `${path} up to ${JSON.stringify(text.slice(Math.max(0, end - 30), end))}`);
    }
  }
});

const NASTY = [
  '\uD800', '\uDC00', '\uD83D', '\uFEFF', '\r\n', '\r', '\u2028', '\0', '`', '${', '}', '{', '(', ')', '[', ']', '<', '</', '/*', '*/', '//', '"', "'", '\\', '=>', '...', '?.', '#', '@',
  '<<<<<<< HEAD\n', '=======\n', '>>>>>>> other\n', 'async ', 'await ', 'yield ', 'class ', 'function ', 'new ', 'return ', 'tf.', '.apply(', 'units: 1,', ', activation: ',
];

test('deletions and insertions at random places never break the analysis', () => {
  const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(40), insert: fc.constantFrom('', ...NASTY) });
  fc.assert(fc.property(fc.constantFrom(...fixtures), fc.array(edit, { minLength: 1, maxLength: 4 }), ({ text, language }, edits) => {
    let changed = text;
    for (const { at, length, insert } of edits) {
      const start = Math.floor(at * changed.length);
      changed = changed.slice(0, start) + insert + changed.slice(start + length);
    }
    analyzeAll(changed, language);
  }), { numRuns: 1500, seed: 20 });
});

test('whatever text stands around a use of TensorFlow.js is analysed', () => {
  const language = fc.constantFrom('typescript' as const, 'javascriptreact' as const, 'html' as const, 'vue' as const, 'svelte' as const, 'astro' as const, 'notebook' as const);
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: fc.constantFrom(...NASTY, ' ', 'a', '1', '\n'), maxLength: 60 }), language, (a, b, at) => {
    analyzeAll(`${b}\ntf.layers.dense({units: 1, activation: 'softmax'});${a}${b}`, at);
  }), { numRuns: 800, seed: 21 });
});

test('a byte order mark, CR LF, lone CR, single conflict markers and nested templates leave the findings where they are', () => {
  const fault = "const tf = require('@tensorflow/tfjs');\nconst m = tf.sequential();\nm.add(tf.layers.dense({ units: 1, activation: 'softmax' }));\n";
  const variants = [
    fault, `\uFEFF${fault}`, fault.replaceAll('\n', '\r\n'), fault.replaceAll('\n', '\r'), `${fault}<<<<<<< HEAD\nlet a = 1;\n`, `${fault}// =======\n`,
    `${fault}const t = \`a\${\`b\${\`c\${1}\`}\`}\`;\n`, `const emoji = '\uD83D\uDE00 \uD800';\n${fault}`,
  ];
  for (const text of variants) {
    const { findings } = analyzeAll(text, 'javascript');
    assert.deepEqual(findings.map(({ rule, span }) => [rule, text.slice(span.start, span.end)]), [['softmax-single-unit', "'softmax'"]], JSON.stringify(text));
  }
});

test('what nobody writes is not read, and it is said why', () => {
  const fault = "tf.layers.dense({ units: 1, activation: 'softmax' });\n";
  const reason = (text: string): string | undefined => analyzeAll(text, 'javascript').silence;
  assert.equal(reason('const nothing = 1;'), 'no-tfjs');
  assert.equal(reason(fault.repeat(Math.ceil(600_000 / fault.length))), 'too-large');
  assert.equal(reason(fault + '/'.repeat(25_000)), 'long-line');
  assert.equal(reason(`${fault}\0`), 'binary');
  for (const line of ['\n', '\r\n']) {
    const conflict = ['<<<<<<< HEAD', 'let a = 1;', '||||||| base', 'let a;', '=======', 'let a = 2;', '>>>>>>> theirs', ''].join(line);
    for (const text of [fault + conflict, conflict + fault]) assert.deepEqual([reason(text), analyzeAll(text, 'javascript').findings], ['conflict', []]);
    // Neither in another order nor within a line.
    assert.equal(reason(fault + conflict.split(line).reverse().join(line)), undefined);
    assert.equal(reason(fault + conflict.replaceAll(/^(?=[<=>])/gm, '// ')), undefined);
  }
  assert.equal(reason(fault), undefined);
  assert.equal(reason(`${fault}${'//\n'.repeat(Math.floor((MAX_LENGTH - fault.length) / 3))}`), undefined);
  assert.equal(reason(`${fault}//${' '.repeat(MAX_LINE_LENGTH - 2)}`), undefined);
});

/** Puts line ends into nested code, so that it is not taken for a minified file. */
function nested(open: string, middle: string, close: string, depth = 10_000): string {
  const lines = (text: string): string => `${text.repeat(50)}\n`.repeat(depth / 50);
  return `const tf = require('@tensorflow/tfjs');\nconst i = tf.input({ shape: [2] });\nconst x = ${lines(open)}${middle}${lines(close)};\n`;
}

const DEEP: readonly (readonly [string, string, string, string])[] = [
  ['parentheses', '(', '1', ')'], ['arrays', '[', '', ']'], ['objects', '{a:', '1', '}'], ['calls', 'tf.relu(', '1', ')'], ['applications', 'tf.layers.reLU().apply(', 'i', ')'],
  ['arrow functions', '() => ', '1', ''], ['negations', '!', '1', ''], ['powers', '1 ** ', '1', ''], ['choices', 'a ? b : ', 'c', ''], ['templates', '`${', '1', '}`'],
  ['assignments', 'y = ', '1', ''], ['sums', '1 + ', '1', ''], ['conjunctions', 'a && ', 'b', ''], ['sequences', 'a, ', 'b', ''], ['brackets that never close', '(', '', ''],
  ['elements', '<a>', '', '</a>'], ['functions', 'function f() {', 'tf.relu(1)', '}'], ['members', '', 'a', '.b'], ['method chains', '', 'tf.tensor1d([1])', '.relu()'],
  ['classes', 'class A { m = ', '1', '}'], ['loops', '() => { for (;;) ', '{}', '}'],
];

for (const [what, open, middle, close] of DEEP) {
  test(`ten thousand ${what} inside each other are read or refused`, () => {
    const text = nested(open, middle, close);
    for (const language of ['typescript', 'javascriptreact'] as const) {
      const first = analyzeAll(text, language);
      assert.ok(first.silence === undefined || first.silence === 'too-deep');
      assert.deepEqual(rulesOf(first), []);
      // The parser is whole again afterwards.
      const fault = "const f = (a) => (b) => tf.layers.dense({ units: 1, activation: 'softmax' });";
      assert.equal(analyzeAll(fault, language).findings.length, 1);
      assert.equal(analyzeAll(`${text}\n1;`, language, first).silence, first.silence);
    }
  });
}

const ENDLESS: readonly (readonly [string, string])[] = [
  ['a function that calls itself for ever', 'function f(n) { tf.relu(n); return f(n + 1); } f(0);'],
  ['functions that call each other twice', 'function f(n) { return g(n) + g(n); } function g(n) { return f(n) + f(n); } f(tf.relu(1));'],
  ['a loop to a thousand million', 'for (let i = 0; i < 1e9; i++) m.add(tf.layers.dense({ units: 1 }));'],
  ['a loop without an end', 'while (true) tf.relu(1);'],
  ['loops inside loops', 'for (let a = 0; a < 250; a++) for (let b = 0; b < 250; b++) for (let c = 0; c < 250; c++) tf.relu(a);'],
  ['a string that doubles', 'let s = "a"; for (let i = 0; i < 200; i++) { s += s; s = `${s}${s}`; s = s.concat(s); s = [s, s].join(s); } tf.relu(s);'],
  ['an array that doubles', 'let a = [1]; for (let i = 0; i < 200; i++) { a = [...a, ...a]; a = a.concat(a); a.push(...a); } tf.relu(a);'],
  ['arrays of arrays', 'Array.from({ length: 9999 }, () => Array.from({ length: 9999 }, (_, j) => tf.relu(j)));'],
  ['callbacks in callbacks', 'const a = Array.from({ length: 5000 }); a.map(() => a.map(() => a.map(() => tf.relu(1))));'],
  ['a chain of thousands of layers', 'let x = tf.input({ shape: [2] }); const i = x; for (let a = 0; a < 200; a++) for (let b = 0; b < 50; b++) x = tf.layers.reLU().apply(x); tf.model({ inputs: i, outputs: x });'],
  ['objects and arrays that hold themselves', 'const o = {}; o.o = o; const a = []; a.push(a); tf.layers.dense(o); tf.sequential({ layers: a }); tf.model({ inputs: o, outputs: a });'],
  ['a model that holds itself', 'm.add(m); m.add(tf.layers.dense({ units: 2 })); const k = tf.input({ shape: [1] }); tf.model({ inputs: k, outputs: m.apply(k) });'],
  ['models inside models, each twice', 'let k = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] }); for (let i = 0; i < 40; i++) { const x = tf.input({ shape: [2] }); k = tf.model({ inputs: x, outputs: k.apply(k.apply(x)) }); }'],
  ['a class that extends and makes itself', 'class A extends A { constructor() { super(); this.a = new A(); tf.relu(1); } } new A();'],
  ['a decided recursion without end', 'const f = (n) => f(n + 1); m.add(f(0));'],
  ['numbers of Fibonacci', 'const fib = (n) => (n < 2 ? 1 : fib(n - 1) + fib(n - 2)); m.add(tf.layers.dense({ units: fib(40) }));'],
  ['functions that make functions', 'const y = (f) => ((x) => x(x))((x) => f((v) => x(x)(v))); y((f) => (n) => f(f(n)))(1);'],
  ['choices in choices', `${'if (window.a) { m.add(tf.layers.dense({ units: 1 })); '.repeat(60)}${'} else { m.add(tf.layers.flatten()); }'.repeat(60)}`],
  ['choices one behind the other, in a recursion', 'function f(n) { if (window.a) f(n); if (window.b) f(n); if (window.c) f(n); m.add(tf.layers.dense({ units: n })); } f(1);'],
  ['an array of ten million', 'new Array(1e7).fill(1).forEach((n) => m.add(tf.layers.dense({ units: n }))); Array.from({ length: 1e7 }, (_, i) => m.add(tf.layers.dense({ units: i })));'],
  ['arrays that are copied again and again', 'const a = Array.from({ length: 9999 }); for (let i = 0; i < 250; i++) for (let j = 0; j < 250; j++) { const b = [...a]; b.sort(); b.reverse(); window.take(b); }'],
  ['a generator without an end', 'function* g() { let n = 0; while (true) yield n++; } for (const n of g()) m.add(tf.layers.dense({ units: n })); tf.relu([...g()]);'],
  ['generators that go through each other', 'function* g(n) { yield* g(n + 1); yield n; } [...g(0)]; function* h() { for (const x of h()) yield x; } for (const x of h()) tf.relu(x);'],
  ['a list that grows while it is gone through', 'const a = [1]; for (const n of a) a.push(n + 1); a.forEach((n) => a.push(n)); const s = new Set([1]); for (const n of s) s.add(n + 1); tf.relu(a.length);'],
  ['promises that wait for each other', 'async function f(n) { await tf.ready(); return g(n); } async function g(n) { await f(n); m.add(tf.layers.dense({ units: n })); } f(1).then(g).then(f); const again = (p) => p.then(again); again(f(2));'],
  ['getters and setters that call themselves', 'const o = { get a() { return this.a + 1; }, set a(v) { this.a = v; } }; o.a = o.a; class A { get b() { return this.b; } static get c() { return A.c; } } tf.relu(new A().b + A.c);'],
  ['objects that inherit from themselves', 'const o = {}; o.__proto__ = o; tf.relu(o.a); const p = Object.create(o); Object.setPrototypeOf(o, p); tf.relu(p.b); p.c = 1; for (const k in p) tf.relu(k);'],
  ['a topology that holds itself', 'const t = { class_name: "Sequential", config: { layers: [] } }; t.config.layers.push(t); tf.models.modelFromJSON(t);'],
  ['maps of maps', 'const k = new Map(); k.set(k, k); k.get(k).set(1, k); let j = k; for (let i = 0; i < 1e6; i++) { j = new Map([...j, [i, j]]); } tf.relu(j.size);'],
  ['JSON of what holds itself', 'const o = {}; o.o = o; JSON.stringify(o); structuredClone(o); JSON.parse(JSON.stringify([[[o]]])); tf.relu(1);'],
  ['text that repeats', 'let s = "ab"; for (let i = 0; i < 300; i++) { s = s.repeat(9999); s = s.replaceAll("a", s); s = s.padEnd(1e9); s = s.split("").join(s); } tf.relu(s);'],
  ['names that every object has', 'tf.layers.constructor(); tf.layers.__proto__({}); tf.train.toString(); m.compile({ loss: "constructor", optimizer: "toString" }); tf.layers.dense({ units: 2, activation: "__proto__" });'],
  ['sizes that are no sizes', 'm.add(tf.layers.dense({ units: 1e308, inputShape: [1e308, NaN, -1] })); m.add(tf.layers.flatten()); m.add(tf.layers.conv2d({ filters: -1, kernelSize: 0, strides: 0 })); m.add(tf.layers.reshape({ targetShape: [0, -1] }));'],
];

/** What may be said of these programs with good reason. */
const TRUE_OF_TOYS = new Set(['unknown-activation-name', 'discarded-activation-result']);

for (const [what, code] of ENDLESS) {
  test(`the analysis ends with ${what}`, () => {
    const text = `const tf = require('@tensorflow/tfjs');\nconst m = tf.sequential();\n${code}\n`;
    const analysis = analyzeAll(text, 'javascript');
    const rules = rulesOf(analysis);
    assert.equal(analysis.silence, undefined);
    assert.deepEqual(rules.filter((rule) => !TRUE_OF_TOYS.has(rule)), []);
  });
}

for (const { path, text, language } of fixturesIn('test/fixtures/silence')) {
  test(`${path} only looks like TensorFlow.js, and nothing is said of it`, () => {
    const analysis = analyzeAll(text, language);
    assert.deepEqual(analysis.activations.map((use) => use.function), []);
    assert.equal(analysis.networks.length, 0);
    assert.deepEqual(rulesOf(analysis), []);
  });
}
