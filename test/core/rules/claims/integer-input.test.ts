/** What the rule about integers says of TensorFlow.js, and the element types that are taken to be known. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';

before(async () => {
  await tf.setBackend('cpu');
});

type Ops = Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>>;
const apply = (name: string): tf.Tensor => (tf as unknown as Ops)[name]?.(tf.tensor1d([-1, 1, 2], 'int32')) as tf.Tensor;

for (const name of ['sigmoid', 'tanh', 'elu', 'softmax']) {
  test(`${name} throws at integers`, () => {
    assert.throws(() => apply(name), new RegExp(`passed to '${name}' must be float32 tensor, but got int32 tensor`));
  });
}

for (const name of ['selu', 'softplus', 'logSigmoid']) {
  test(`${name} gives integers for integers`, () => {
    assert.equal(apply(name).dtype, 'int32');
    assert.ok([...apply(name).dataSync()].every((value) => Number.isInteger(value)));
  });
}

for (const name of ['relu', 'relu6', 'leakyRelu', 'logSoftmax', 'step', 'erf']) {
  test(`${name} takes integers`, () => {
    apply(name);
  });
}

/** Expressions, of which sigmoid throws where they are integers. */
const EXPRESSIONS: readonly string[] = [
  "tf.tensor1d([1, 2], 'int32')", "tf.tensor2d([1, 2], [1, 2], 'int32')", "tf.tensor([1, 2], [2], 'int32')", "tf.scalar(1, 'int32')", "tf.zeros([2], 'int32')", "tf.ones([2], 'int32')", "tf.fill([2], 1, 'int32')",
  "tf.range(0, 3, 1, 'int32')", 'tf.range(0, 3)', "tf.randomUniform([2], 0, 3, 'int32')", 'tf.randomUniformInt([2], 0, 3)', 'tf.multinomial([0.5, 0.5], 2)', 'tf.tensor1d([1, 2]).argMax()', 'tf.tensor1d([1.5]).toInt()',
  "tf.tensor1d([1.5]).cast('int32')", "tf.cast([1.5], 'int32')", "tf.oneHot(tf.tensor1d([1], 'int32'), 3)", "tf.oneHot(tf.tensor1d([1], 'int32'), 3, 1, 0, 'float32')", "tf.tensor1d([1, 2], 'int32').mul(2)",
  "tf.tensor1d([1, 2], 'int32').add(tf.scalar(1, 'int32'))", "tf.tensor1d([1, 2], 'int32').div(255)", "tf.tensor1d([1, 2], 'int32').reshape([2, 1]).transpose().squeeze()", "tf.tensor1d([1, 2], 'int32').slice(1).tile([2]).reverse()",
  "tf.tensor1d([1, 2], 'int32').gather(tf.tensor1d([0], 'int32'))", "tf.tensor1d([1, 2], 'int32').pad([[1, 1]])", "tf.tensor1d([-1, 2], 'int32').relu()", "tf.tensor1d([-1, 2], 'int32').abs().neg().square()",
  "tf.tensor1d([1, 2], 'int32').sum()", "tf.tensor1d([1, 2], 'int32').max()", "tf.tensor1d([1, 2], 'int32').mean()", 'tf.tensor1d([1, 2])', "tf.browser.fromPixels({ data: new Uint8Array(4), width: 1, height: 1 })",
  "tf.maximum(tf.tensor1d([1, 2], 'int32'), tf.scalar(1, 'int32'))", "tf.tensor1d([1, 2], 'int32').toFloat()",
];

for (const expression of EXPRESSIONS) {
  test(`the element type of ${expression} is what it is taken to be`, () => {
    const made = new Function('tf', `return ${expression};`)(tf) as tf.Tensor;
    const { findings } = analyze(`import * as tf from '@tensorflow/tfjs';\nexport const y = ${expression}.sigmoid();`, 'javascript');
    assert.equal(findings.some(({ rule }) => rule === 'integer-input'), made.dtype === 'int32');
  });
}
