/** What TensorFlow.js makes of losses that do not fit the output, and of weights that are drawn too large. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { execute, seeded } from '../../../support/execute';

test('where softmax is sure of a wrong class the squared error passes nothing on, and the crossentropy the whole error', () => {
  const labels = tf.tensor2d([[0, 0, 1]]);
  const logits = tf.tensor2d([[12, 0, 0]]);
  const largest = (loss: (probabilities: tf.Tensor) => tf.Tensor): number => tf.grad((z) => loss(tf.softmax(z)).sum())(logits).abs().max().arraySync() as number;
  assert.ok(largest((p) => tf.metrics.meanSquaredError(labels, p)) < 1e-4);
  assert.ok(largest((p) => tf.metrics.meanAbsoluteError(labels, p)) < 1e-4);
  assert.ok(largest((p) => tf.metrics.categoricalCrossentropy(labels, p)) > 0.9);
});

test('computeWeightedLoss as a loss throws when the model is fitted', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  model.compile({ optimizer: 'sgd', loss: tf.losses.computeWeightedLoss });
  await assert.rejects(model.fit(tf.ones([4, 3]), tf.ones([4, 2]), { verbose: 0 }), /gradient function not found for NotEqual/);
});

test('the logarithm of a negative output is NaN, and has no gradient where it is clipped', () => {
  const outputs = tf.tensor1d([-0.5]);
  assert.ok(Number.isNaN(tf.log(outputs).arraySync()[0]));
  assert.equal((tf.grad((z) => tf.log(z.clipByValue(1e-7, 1)).sum())(outputs).arraySync() as number[])[0], 0);
});

test('a loss of tf.metrics is the one that the string of its name stands for', () => {
  const labels = tf.tensor2d([[0, 1, 0], [1, 0, 0]]);
  const outputs = tf.tensor2d([[0.2, 0.5, 0.3], [0.6, -0.1, 0.4]]);
  for (const name of ['categoricalCrossentropy', 'binaryCrossentropy'] as const) {
    const loss = (given: string | ((a: tf.Tensor, b: tf.Tensor) => tf.Tensor)): number => {
      const model = tf.sequential({ layers: [tf.layers.activation({ activation: 'linear', inputShape: [3] })] });
      model.compile({ optimizer: 'sgd', loss: given });
      return (model.evaluate(outputs, labels) as tf.Scalar).arraySync();
    };
    assert.equal(loss(tf.metrics[name]), loss(name));
  }
});

test('weights of deviation 1 let the variance grow as the message says', async () => {
  const text = `import * as tf from '@tensorflow/tfjs';
const kernelInitializer = tf.initializers.randomNormal({ stddev: 1 });
const model = tf.sequential();
for (let index = 0; index < 3; index++) model.add(tf.layers.dense({ units: 100, activation: 'relu', kernelInitializer, ...(index === 0 ? { inputShape: [100] } : {}) }));
model.add(tf.layers.dense({ units: 3 }));`;
  const found = analyze(text, 'javascript').findings.find(({ rule }) => rule === 'init-activation-mismatch');
  const said = Number(found?.say.data['times']);
  let sum = 0;
  const runs = 20;
  for (let seed = 1; seed <= runs; seed++) {
    const { models: [model] } = await seeded(seed, () => execute(text, 'javascript'));
    assert.ok(model);
    let x: tf.Tensor = tf.randomNormal([64, 100], 0, 1, 'float32', seed);
    const variances: number[] = [];
    for (const layer of model.layers.slice(0, 3)) {
      const [kernel] = layer.getWeights();
      const sums = tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D);
      variances.push(sums.square().mean().arraySync() as number);
      x = sums.relu();
    }
    sum += (variances[2] ?? Number.NaN) / (variances[0] ?? Number.NaN);
  }
  const measured = sum / runs;
  assert.ok(Math.abs(said / measured - 1) < 0.15, `${said} is said, ${measured} is measured`);
});
