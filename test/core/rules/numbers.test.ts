import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { bornDead } from '../../../src/core/signal/dead';
import { doubleSoftmaxFloor } from '../../../src/core/signal/floors';
import { seeded } from '../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

function oneHot(classes: number, at: number): tf.Tensor2D {
  return tf.tensor2d([Array.from({ length: classes }, (_, i) => (i === at ? 1 : 0))]);
}

for (const classes of [2, 3, 4, 10, 100]) {
  test(`the least loss that softmaxCrossEntropy makes of ${classes} probabilities is the floor of the message`, () => {
    const labels = oneHot(classes, 0);
    const loss = (p: tf.Tensor): number => tf.losses.softmaxCrossEntropy(labels, p).dataSync()[0] ?? Number.NaN;
    const floor = doubleSoftmaxFloor(classes);
    assert.ok(Math.abs(loss(labels) - floor) < 1e-5, `${loss(labels)} and ${floor}`);
    for (let seed = 0; seed < 50; seed++) {
      const p = tf.randomNormal([1, classes], 0, 1 + seed / 5, 'float32', seed).softmax();
      assert.ok(loss(p) >= floor - 1e-5);
    }
  });
}

const initializers = {
  glorotNormal: tf.initializers.glorotNormal, glorotUniform: tf.initializers.glorotUniform, heNormal: tf.initializers.heNormal, heUniform: tf.initializers.heUniform,
  leCunNormal: tf.initializers.leCunNormal, leCunUniform: tf.initializers.leCunUniform, randomNormal: tf.initializers.randomNormal,
};

/** True where one of some ReLU layers, fed with the one number 1, is wholly off. */
function isDead(widths: readonly number[], draw: (shape: number[]) => tf.Tensor): boolean {
  return tf.tidy(() => {
    let x: tf.Tensor = tf.ones([1, 1]);
    for (const units of widths) x = tf.relu(tf.matMul(x as tf.Tensor2D, draw([x.shape[1] ?? 1, units]) as tf.Tensor2D));
    return x.sum().dataSync()[0] === 0;
  });
}

for (const [index, [name, make]] of Object.entries(initializers).entries()) {
  test(`networks drawn by ${name} are born dead as often as the message says`, async () => {
    const trials = 300;
    await seeded(100 + index, () => {
      for (const widths of [[1], [2], [3], [2, 2, 2], [1, 3]]) {
        let dead = 0;
        for (let trial = 0; trial < trials; trial++) if (isDead(widths, (shape) => make({}).apply(shape))) dead++;
        const p = bornDead(widths);
        const sigma = Math.sqrt(p * (1 - p) / trials);
        assert.ok(Math.abs(dead / trials - p) <= 3 * sigma, `${String(widths)}: ${dead / trials}, predicted ${p}`);
      }
    });
  });
}

/** The Jacobian of softmax by tfjs's own gradients, row by row. */
function jacobian(z: tf.Tensor2D): readonly Float32Array[] {
  const classes = z.shape[1];
  return Array.from({ length: classes }, (_, at) => tf.grad((x: tf.Tensor) => x.softmax().mul(oneHot(classes, at)).sum())(z).dataSync<'float32'>());
}

/** The largest singular value of a symmetric positive matrix, by power iteration. */
function norm(matrix: readonly Float32Array[]): number {
  let v = matrix.map((_, i) => Math.sin(i + 1));
  let size = 0;
  for (let round = 0; round < 300; round++) {
    const next = matrix.map((row) => row.reduce((sum, value, i) => sum + value * (v[i] ?? 0), 0));
    size = Math.hypot(...next);
    v = next.map((value) => value / size);
  }
  return size;
}

test('the Jacobian of softmax passes 1/n of a gradient around uniform outputs, and never more than half', () => {
  for (const n of [2, 3, 8, 16]) {
    assert.ok(Math.abs(norm(jacobian(tf.zeros([1, n]))) - 1 / n) < 1e-6);
    for (let seed = 0; seed < 10; seed++) assert.ok(norm(jacobian(tf.randomNormal([1, n], 0, seed / 2 + 0.1, 'float32', seed))) <= 0.5 + 1e-6);
  }
  assert.ok(norm(jacobian(tf.tensor2d([[3, 3, -60]]))) > 0.4999);
});

/** The norm of the first kernel's gradient over that of the last, after some softmax layers of 16 units. */
function gradientRatio(hidden: number, features: number): number {
  const model = tf.sequential();
  for (let i = 0; i < hidden; i++) model.add(tf.layers.dense({ units: 16, activation: 'softmax', inputShape: [features] }));
  model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
  return tf.tidy(() => {
    const x = tf.randomNormal([32, features]);
    const labels = tf.oneHot(tf.randomUniform([32], 0, 3, 'int32').toInt(), 3);
    const { grads } = tf.variableGrads(() => tf.metrics.categoricalCrossentropy(labels, model.apply(x) as tf.Tensor).mean());
    const kernels = model.layers.map((layer) => grads[layer.trainableWeights[0]?.name ?? '']?.norm().dataSync()[0] ?? Number.NaN);
    return (kernels[0] ?? Number.NaN) / (kernels.at(-1) ?? Number.NaN);
  });
}

test('softmax layers starve the first layer of gradient as the documentation says', async () => {
  const mean = async (hidden: number): Promise<number> => seeded(7, () => {
    const ratios = Array.from({ length: 8 }, () => gradientRatio(hidden, 2));
    return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  });
  const two = await mean(2);
  const six = await mean(6);
  assert.ok(two > 0.04 && two < 0.065, `two layers: ${two}`);
  assert.ok(six > 0 && six < 1e-6, `six layers: ${six}`);
});

test('two softmax in a row pass the product of what each of them passes', () => {
  for (const n of [4, 8, 16]) {
    const z = tf.zeros([1, n]) as tf.Tensor2D;
    const twice = Array.from({ length: n }, (_, at) => tf.grad((x: tf.Tensor) => x.softmax().softmax().mul(oneHot(n, at)).sum())(z).dataSync<'float32'>());
    assert.ok(Math.abs(norm(twice) - 1 / n ** 2) < 1e-6, `${n}: ${norm(twice)}`);
  }
});

test('relu changes nothing behind softmax, and softmax little behind logSoftmax', () => {
  for (let seed = 0; seed < 20; seed++) {
    const z = tf.randomNormal([4, 7], 0, seed / 4 + 0.1, 'float32', seed);
    const p = z.softmax();
    assert.deepEqual(p.relu().arraySync(), p.arraySync());
    const difference = z.logSoftmax().softmax().sub(p).abs().max().dataSync()[0] ?? Number.NaN;
    // Not the same to the last bit: to take it out is a suggestion.
    assert.ok(difference < 1e-6, String(difference));
  }
});
