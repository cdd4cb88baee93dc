/** What the rule about fixed linear maps says of layers that are not trained. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { seeded } from '../../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

function weightsOf(model: tf.LayersModel, layer: number): readonly number[] {
  return (model.layers[layer]?.getWeights() ?? []).flatMap((weights) => [...weights.dataSync()]);
}

test('training moves all weights but those of the layer that is made with trainable: false, and learns through it', async () => {
  await seeded(3, async () => {
    const model = tf.sequential();
    model.add(tf.layers.dense({ units: 16, activation: 'tanh', inputShape: [2] }));
    model.add(tf.layers.dense({ units: 16, kernelInitializer: 'orthogonal', trainable: false }));
    model.add(tf.layers.prelu());
    model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
    model.compile({ loss: 'binaryCrossentropy', optimizer: tf.train.adam(0.05) });
    const earlier = [0, 1, 2, 3].map((layer) => weightsOf(model, layer));
    const x = tf.tensor2d([[0, 0], [0, 1], [1, 0], [1, 1]]);
    const y = tf.tensor2d([[0], [1], [1], [0]]);
    const { history } = await model.fit(x, y, { epochs: 60, verbose: 0 });
    assert.deepEqual([0, 1, 2, 3].map((layer) => weightsOf(model, layer).every((value, index) => value === earlier[layer]?.[index])), [false, true, false, false]);
    assert.ok(Number(history['loss']?.at(-1)) < 0.1, String(history['loss']?.at(-1)));
  });
});

test('a square orthogonal layer keeps the length of what it is given', async () => {
  await seeded(4, () => {
    const layer = tf.layers.dense({ units: 12, kernelInitializer: 'orthogonal', trainable: false, inputShape: [12] });
    const model = tf.sequential({ layers: [layer] });
    const x = tf.randomNormal([5, 12]);
    const lengths = (values: tf.Tensor): Float32Array => values.norm('euclidean', 1).dataSync<'float32'>();
    const out = lengths(model.predict(x) as tf.Tensor);
    for (const [index, length] of lengths(x).entries()) assert.ok(Math.abs((out[index] ?? 0) - length) < 1e-4);
  });
});

test('a fixed layer and the weights behind it are one linear map of the rank that the message names', async () => {
  const program = `const model = tf.sequential();
model.add(tf.layers.dense({ units: 6, trainable: false, inputShape: [5] }));
model.add(tf.layers.dense({ units: 4 }));`;
  const [finding] = analyze(`import * as tf from '@tensorflow/tfjs';\n${program}`, 'javascript').findings;
  assert.deepEqual([finding?.rule, finding?.say.data], ['fixed-linear-mixing-block', { count: 36, layers: 2, inputs: 5, outputs: 4, rank: 4 }]);
  await seeded(5, () => {
    const model = new Function('tf', `${program} return model;`)(tf) as tf.LayersModel;
    assert.equal(model.layers[0]?.countParams(), 36);
    const f = (x: tf.Tensor2D): tf.Tensor => model.predict(x) as tf.Tensor;
    const matrix = f(tf.eye(5)).sub(f(tf.zeros([1, 5])));
    const x = tf.randomNormal<tf.Rank.R2>([3, 5]);
    const difference = f(x).sub(x.matMul(matrix as tf.Tensor2D).add(f(tf.zeros([1, 5])))).abs().max().dataSync()[0];
    assert.ok((difference ?? 1) < 1e-5);
  });
});
