/** What the rules about leaky slopes, alpha dropout and fused ops say of TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { seeded } from '../../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

const first = (tensor: tf.Tensor | tf.Tensor[]): number => (tensor as tf.Tensor).dataSync()[0] ?? Number.NaN;

test('the slope of leaky ReLU is 0.3 as a layer, 0.2 as an op, and what is given otherwise', () => {
  const minusOne = tf.tensor1d([-1]);
  const close = (found: number, expected: number): void => assert.ok(Math.abs(found - expected) < 1e-6, `${found}`);
  close(first(tf.layers.leakyReLU().apply(minusOne) as tf.Tensor), -0.3);
  close(first(tf.leakyRelu(minusOne)), -0.2);
  close(first(tf.layers.leakyReLU({ alpha: 2 }).apply(minusOne) as tf.Tensor), -2);
  close(first(tf.layers.leakyReLU({ alpha: -0.2 }).apply(minusOne) as tf.Tensor), 0.2);
});

test('the layer elu throws at every alpha but 1', () => {
  assert.throws(() => tf.layers.elu({ alpha: 0.5 }), /Non-default alpha value \(0\.5\) is not supported/);
  tf.layers.elu({ alpha: 1 });
});

test('alpha dropout shifts the mean while training and does nothing afterwards', async () => {
  await seeded(3, () => {
    const x = tf.randomNormal([1, 20_000], 0, 1, 'float32', 5);
    const mean = (training: boolean): number => first((tf.layers.alphaDropout({ rate: 0.2 }).apply(x, { training }) as tf.Tensor).mean());
    assert.ok(Math.abs(mean(true) - 0.61) < 0.03, `${mean(true)}`);
    assert.ok(Math.abs(mean(false)) < 0.03);
  });
});

test('fused convolutions have no default for the slope of leakyrelu, matMul has 0.2', () => {
  const x = tf.tensor4d([-1], [1, 1, 1, 1]);
  const filter = tf.ones([1, 1, 1, 1]) as tf.Tensor4D;
  const options = { x, filter, strides: 1, pad: 'same', activation: 'leakyrelu' } as const;
  assert.ok(Number.isNaN(first(tf.fused.conv2d(options))));
  assert.ok(Number.isNaN(first(tf.fused.depthwiseConv2d(options))));
  assert.ok(Math.abs(first(tf.fused.conv2d({ ...options, leakyreluAlpha: 0.2 })) + 0.2) < 1e-6);
  assert.ok(Math.abs(first(tf.fused.matMul({ a: tf.tensor2d([[-1]]), b: tf.tensor2d([[1]]), activation: 'leakyrelu' })) + 0.2) < 1e-6);
  const gradient = tf.grad((image: tf.Tensor) => tf.fused.conv2d({ ...options, x: image as tf.Tensor4D }).sum())(x);
  assert.ok(Math.abs(first(gradient) - 0.2) < 1e-6);
  for (const activation of ['tanh', 'softmax', 'leakyRelu', 'ReLU']) assert.throws(() => tf.fused.conv2d({ ...options, activation } as never), /has not been implemented for the CPU backend/);
});
