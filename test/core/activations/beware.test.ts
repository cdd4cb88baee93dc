import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';

// The traps that the activations' texts warn of, each shown with the installed TensorFlow.js.

before(async () => {
  await tf.setBackend('cpu');
});

const slopeAt = (f: (x: tf.Tensor) => tf.Tensor, x: number): number => tf.grad((at: tf.Tensor) => f(at).sum())(tf.tensor1d([x])).dataSync()[0] ?? Number.NaN;
const valueOf = (x: tf.Tensor): number => x.dataSync()[0] ?? Number.NaN;

test('tf.maximum(x, 0) has slope 1 at 0, tf.relu has 0', () => {
  assert.equal(slopeAt((x) => tf.maximum(x, 0), 0), 1);
  assert.equal(slopeAt((x) => tf.relu(x), 0), 0);
});

test('layers ignore arguments they do not know, without a message', () => {
  const layers = tf.layers as unknown as Readonly<Record<string, (argument: unknown) => tf.layers.Layer>>;
  const at = (name: string, argument: unknown, x: number): number => valueOf(layers[name]?.(argument).apply(tf.tensor2d([[x]])) as tf.Tensor);
  assert.equal(at('reLU', { negativeSlope: 0.1 }, -1), 0);
  assert.equal(at('reLU', { threshold: 2 }, 1), 1);
  assert.ok(Math.abs(at('leakyReLU', 0.2, -1) + 0.3) < 1e-6);
});

test('sqrt, log and division after relu have NaN gradients where relu is 0', () => {
  assert.ok(Number.isNaN(slopeAt((x) => tf.sqrt(tf.relu(x)), -1)));
  assert.ok(Number.isNaN(slopeAt((x) => tf.log(tf.relu(x)), -1)));
  assert.ok(Number.isNaN(slopeAt((x) => tf.div(1, tf.relu(x)), -1)));
});

test('slopes vanish in float32 where the texts say', () => {
  assert.equal(slopeAt((x) => tf.sigmoid(x), 17.35), 0);
  assert.notEqual(slopeAt((x) => tf.sigmoid(x), 17.3), 0);
  for (const x of [9.05, -9.05]) assert.equal(slopeAt((at) => tf.tanh(at), x), 0);
  assert.notEqual(slopeAt((x) => tf.tanh(x), 8.9), 0);
  assert.equal(slopeAt((x) => tf.elu(x), -17.35), 0);
  assert.notEqual(slopeAt((x) => tf.elu(x), -17.2), 0);
});

test('int32 tensors throw in elu, sigmoid, tanh and softmax', () => {
  const x = tf.tensor1d([1, 2], 'int32');
  for (const op of [tf.elu, tf.sigmoid, tf.tanh, tf.softmax]) assert.throws(() => (op as (at: tf.Tensor) => tf.Tensor)(x), /float32/);
});

test('softmax: one unit is constant, axis 1 throws beyond rank 2, log after it breaks', () => {
  assert.equal(valueOf(tf.softmax(tf.tensor2d([[7]]))), 1);
  assert.throws(() => tf.layers.softmax().apply(tf.ones([1, 2, 3])), /non-last dimension/);
  assert.doesNotThrow(() => tf.layers.softmax({ axis: -1 }).apply(tf.ones([1, 2, 3])));
  assert.throws(() => tf.softmax(tf.ones([2, 2]), 0), /non-last dimension/);
  const z = tf.tensor1d([1000, 0]);
  assert.equal(tf.log(tf.softmax(z)).dataSync()[1], -Infinity);
  assert.ok(tf.grad((at: tf.Tensor) => tf.log(tf.softmax(at)).sum())(z).dataSync().every(Number.isNaN));
  assert.equal(tf.logSoftmax(z).dataSync()[1], -1000);
});

test('thresholdedReLU and step: no training, and the second argument of step is a value', () => {
  assert.throws(() => slopeAt((x) => tf.layers.thresholdedReLU().apply(x.reshape([1, 1])) as tf.Tensor, 2), /gradient function not found for Greater/);
  assert.deepEqual([...tf.step(tf.tensor1d([-1, 0, 1]), 0.5).dataSync()], [0.5, 0.5, 1]);
});

test('a model with gelu_new cannot be loaded again, one with gelu can', async () => {
  const reload = async (name: string): Promise<unknown> => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], activation: name as 'relu' })] });
    let saved: tf.io.ModelArtifacts = {};
    await model.save({
      save: (artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      },
    });
    return tf.loadLayersModel({ load: () => Promise.resolve(saved) });
  };
  await assert.rejects(reload('gelu_new'), /Unknown activation: geluNew/);
  await assert.doesNotReject(reload('gelu'));
});

test('log(sigmoid(x)) breaks for very negative x, logSigmoid does not', () => {
  assert.equal(valueOf(tf.log(tf.sigmoid(tf.tensor1d([-200])))), -Infinity);
  assert.equal(valueOf(tf.logSigmoid(tf.tensor1d([-200]))), -200);
  assert.equal(valueOf(tf.log(tf.add(1, tf.exp(tf.tensor1d([100]))))), Infinity);
});

test('the slope of a PReLU string is never trained, and fused convolutions need leakyreluAlpha', () => {
  const dense = tf.layers.dense({ units: 2, inputShape: [2], activation: 'PReLU' as 'relu' });
  dense.apply(tf.ones([1, 2]));
  assert.equal(dense.trainableWeights.length, 2);
  const conv = { x: tf.tensor4d([-1], [1, 1, 1, 1]), filter: tf.tensor4d([1], [1, 1, 1, 1]), strides: 1, pad: 'valid' as const };
  assert.ok(Number.isNaN(valueOf(tf.fused.conv2d({ ...conv, activation: 'leakyrelu' as 'relu' }))));
  assert.ok(Math.abs(valueOf(tf.fused.conv2d({ ...conv, activation: 'leakyrelu' as 'relu', leakyreluAlpha: 0.2 })) + 0.2) < 1e-6);
});

test('alphaDropout has the wrong sign: dropped units become positive', () => {
  const dropped = tf.layers.alphaDropout({ rate: 0.5 }).apply(tf.zeros([1, 2000]), { training: true }) as tf.Tensor;
  assert.ok(valueOf(tf.mean(dropped)) > 0.3);
});

test('hardSigmoid is the default gate of the recurrent layers', () => {
  for (const layer of [tf.layers.lstm({ units: 1 }), tf.layers.gru({ units: 1 })]) {
    const config: Readonly<Record<string, unknown>> = layer.getConfig();
    assert.equal(config['recurrentActivation'] ?? (config['cell'] as { config: Record<string, unknown> }).config['recurrentActivation'], 'hardSigmoid');
  }
});
