import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';

before(async () => {
  await tf.setBackend('cpu');
});

const REFUSED = /Softmax along a non-last dimension is not yet supported/;

function run(shape: readonly number[], config?: { readonly axis: number | number[] }): tf.Tensor {
  const input = tf.input({ shape: [...shape] });
  return tf.model({ inputs: input, outputs: tf.layers.softmax(config as never).apply(input) as tf.SymbolicTensor }).predict(tf.ones([2, ...shape])) as tf.Tensor;
}

test('tf.layers.softmax() normalises axis 1: the last of two, refused where there are more', () => {
  assert.deepEqual(run([3]).shape, [2, 3]);
  assert.throws(() => run([4, 3]), REFUSED);
  assert.throws(() => run([4, 4, 3]), REFUSED);
});

test('only the last axis, several axes at once, or a list of the last one are not refused', () => {
  for (const axis of [-1, 2, [-1], [1, 2]]) assert.deepEqual(run([4, 3], { axis }).shape, [2, 4, 3]);
  for (const axis of [0, 1, [1]]) assert.throws(() => run([4, 3], { axis }), REFUSED);
});

test('the op refuses every axis but the last', () => {
  assert.throws(() => tf.softmax(tf.ones([2, 3]), -2), REFUSED);
  assert.throws(() => tf.logSoftmax(tf.ones([2, 3]), -2), REFUSED);
  assert.deepEqual(tf.softmax(tf.ones([3]), 0).shape, [3]);
});
