import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import type { Analysis } from '../../../src/core/analyze';
import type { Language } from '../../../src/core/syntax/language';
import { sketch } from '../../support/sketch';

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";

function read(code: string, language: Language = 'typescript'): Analysis {
  return analyze(HEAD + code, language);
}

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['a helper that is called is known by its call, not by its unknown arguments',
    'function build(n) { const m = tf.sequential(); m.add(tf.layers.dense({ units: n })); return m; }\nfunction main() { return build(4); }', ['4']],
  ['a class that is extended makes no network of its own',
    'class A { constructor() { this.m = tf.sequential(); this.m.add(tf.layers.dense({ units: this.size() })); } size() { return 1; } }\nclass B extends A { size() { return 2; } }\nnew B();', ['2']],
  ['a callback for an unknown array may run, each time that it is given away',
    'export function build(sizes) { const m = tf.sequential(); sizes.forEach((units, i) => m.add(tf.layers.dense({ units, activation: i === 0 ? "relu" : "tanh" }))); m.add(tf.layers.dense({ units: 1 })); return m; }\nbuild(window.sizes);', ['Dense~ 1 …']],
  ['a spread of unknown length leaves a gap', 'export const build = (rest) => tf.sequential({ layers: [tf.layers.dense({ units: 1 }), ...rest, tf.layers.dense({ units: 2 })] });', ['1 ?~ …']],
  ['a model that is given away may have grown when it is built on', 'const m = tf.sequential();\nm.add(tf.layers.dense({ units: 1 }));\nextend(m);\nm.add(tf.layers.dense({ units: 2 }));', ['1 ?~ 2 …']],
  ['a model that is given away at the end is what it was', 'const m = tf.sequential();\nm.add(tf.layers.dense({ units: 1 }));\nshow(m);\nm.compile({ loss: "hinge", optimizer: "sgd" });', ['1']],
  ['both arms of an unknown branch may be there', 'const m = tf.sequential();\nif (window.a) m.add(tf.layers.dense({ units: 1 }));\nelse m.add(tf.layers.dense({ units: 2 }));', ['1~ 2~ …']],
  ['a known branch is taken', 'const deep = 3 > 2;\nconst m = tf.sequential();\nif (deep) m.add(tf.layers.dense({ units: 1 }));\nelse m.add(tf.layers.dense({ units: 2 }));', ['1']],
  ['a loop of unknown length may run', 'const m = tf.sequential();\nfor (const units of window.sizes) m.add(tf.layers.dense({ units }));', ['Dense~ …']],
  ['a variable that a branch may change is not known behind it', 'let units = 1;\nif (window.a) units = 2;\nconst m = tf.sequential({ layers: [tf.layers.dense({ units })] });', ['Dense']],
  ['an object that somebody else was given is not known any more', 'const o = { units: 3 };\nchange(o);\nconst m = tf.sequential({ layers: [tf.layers.dense(o)] });', ['Dense']],
  ['an object that was only printed is still known', 'const o = { units: 3 };\nconsole.log(o);\nconst m = tf.sequential({ layers: [tf.layers.dense(o)] });', ['3']],
  ['fields that a constructor declares are there when its body runs', 'class A { m = tf.sequential(); constructor(private units: number) { this.build(); } build() { this.m.add(tf.layers.dense({ units: this.units })); } }\nnew A(5);', ['5']],
  ['what is being typed is not known', 'const m = tf.sequential();\nm.add(tf.layers.dense({ units: 1', ['Dense']],
  ['items of a filtered list are kept as far as it is known', 'const m = tf.sequential({ layers: [1, 2, 3, 4].filter((n) => n % 2 === 0).map((units) => tf.layers.dense({ units })) });', ['2 4']],
  ['a parameter called tf is TensorFlow.js', 'export default (tf) => tf.sequential({ layers: [tf.layers.dense({ units: 6 })] });', ['6']],
  ['code behind a return makes nothing', 'function build() { const m = tf.sequential(); m.add(tf.layers.dense({ units: 1 })); return m; m.add(tf.layers.dense({ units: 2 })); }\nbuild();', ['1']],
];

for (const [title, code, expected] of cases) {
  test(title, () => {
    assert.deepEqual(sketch(read(code)), expected);
  });
}

test('a tensor of a typed parameter is certain, and one that only looks so is not', () => {
  const { activations } = read('export function f(x: tf.Tensor2D) { return x.relu(); }\nexport function g(x) { return x.relu(); }\nexport function h(x) { return x.leakyRelu(); }');
  assert.deepEqual(activations.map((use) => [use.function, use.certainty]), [['relu', 'certain'], ['leakyRelu', 'possible']]);
});
