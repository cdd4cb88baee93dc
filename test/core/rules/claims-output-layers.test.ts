/** What the rules about mismatched outputs and layers behind them say of TensorFlow.js, measured on it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { doubleSoftmaxFloor } from '../../../src/core/signal/floors';

before(async () => {
  await tf.setBackend('cpu');
});

/** The loss that fit reports for a model which gives out what it is given. */
async function lossOf(loss: string, output: readonly number[], label: readonly number[]): Promise<number> {
  const model = tf.sequential({ layers: [tf.layers.activation({ activation: 'linear', inputShape: [output.length] })] });
  model.compile({ loss, optimizer: 'sgd' });
  const result = model.evaluate(tf.tensor2d([[...output]]), tf.tensor2d([[...label]])) as tf.Scalar;
  return result.dataSync()[0] ?? Number.NaN;
}

test('poisson is NaN for negative values and for nothing else', async () => {
  assert.ok(Number.isNaN(await lossOf('poisson', [-0.5], [1])));
  assert.ok(Number.isFinite(await lossOf('poisson', [0.5], [1])));
});

test('categorical crossentropy divides by the sum, binary crossentropy judges each output by itself', async () => {
  const once = await lossOf('categoricalCrossentropy', [0.2, 0.2], [1, 0]);
  const twice = await lossOf('categoricalCrossentropy', [0.4, 0.4], [1, 0]);
  assert.ok(Math.abs(once - Math.LN2) < 1e-5 && Math.abs(twice - Math.LN2) < 1e-5);
  assert.ok(Math.abs(await lossOf('binaryCrossentropy', [0.2, 0.2], [1, 0]) - await lossOf('binaryCrossentropy', [0.4, 0.4], [1, 0])) > 0.1);
});

test('log-probabilities have a positive quotient in categorical crossentropy, whose least is at the wrong class', async () => {
  const right = await lossOf('categoricalCrossentropy', [Math.log(0.9), Math.log(0.1)], [1, 0]);
  const wrong = await lossOf('categoricalCrossentropy', [Math.log(0.1), Math.log(0.9)], [1, 0]);
  assert.ok(wrong < right, `${wrong} and ${right}`);
});

test('softmax crossentropy of values between 0 and 1 stays above its floor', () => {
  for (const classes of [2, 4]) {
    const labels = tf.oneHot(tf.tensor1d([0], 'int32'), classes);
    for (let seed = 0; seed < 20; seed++) {
      const loss = tf.losses.softmaxCrossEntropy(labels, tf.randomNormal([1, classes], 0, 5, 'float32', seed).sigmoid()).dataSync()[0] ?? 0;
      assert.ok(loss >= doubleSoftmaxFloor(classes) - 1e-6);
    }
  }
});

test('dropout behind softmax sets probabilities to 0 and scales the others while training', () => {
  const dropped = [...(tf.layers.dropout({ rate: 0.5, seed: 3 }).apply(tf.ones([1, 64]).mul(0.25), { training: true }) as tf.Tensor).dataSync()];
  assert.deepEqual([...new Set(dropped)].sort(), [0, 0.5]);
});

test('normalisation behind probabilities makes some of them negative', () => {
  const p = tf.randomNormal([64, 3], 0, 1, 'float32', 1).softmax();
  for (const layer of [tf.layers.batchNormalization(), tf.layers.layerNormalization()]) {
    assert.ok(((layer.apply(p, { training: true }) as tf.Tensor).min().dataSync()[0] ?? 0) < 0);
  }
});
