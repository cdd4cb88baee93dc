import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { byConfig, byFused, byId, byLayer, byOp, bySpelling, names } from '../../../src/core/activations/lookup';
import { activations } from '../../../src/core/activations/registry.gen';
import type { Activation } from '../../../src/core/activations/types';

// What TensorFlow.js 4.22 offers; each list is checked against the installed package below.
const strings = 'elu selu relu relu6 linear sigmoid hardSigmoid softplus softsign tanh softmax logSoftmax gelu gelu_new mish swish'.split(' ');
const ops = 'relu relu6 leakyRelu prelu elu selu sigmoid tanh softmax logSoftmax softplus step logSigmoid erf'.split(' ');
const layers = 'reLU leakyReLU prelu elu thresholdedReLU softmax'.split(' ');
const fused = 'linear relu prelu elu relu6 leakyrelu sigmoid'.split(' ');
const notStrings = 'leakyRelu leakyReLU leaky_relu hard_sigmoid Relu RELU Sigmoid prelu step silu Swish log_softmax logSigmoid geluNew GELU identity erf thresholdedRelu'.split(' ');

before(async () => {
  await tf.setBackend('cpu');
});

const sorted = (list: readonly string[]): string[] => [...list].sort();

test('every string, op, factory and fused name is covered and none is invented', () => {
  assert.deepEqual(sorted(names.config), sorted(strings));
  assert.deepEqual(sorted(names.op), sorted(ops));
  assert.deepEqual(sorted(names.layer), sorted(layers));
  assert.deepEqual(sorted(names.fused), sorted(fused));
});

test('every activation string is accepted by the installed TensorFlow.js, and near misses are not', () => {
  for (const name of strings) assert.doesNotThrow(() => tf.layers.activation({ activation: name as 'relu' }), name);
  for (const name of notStrings) {
    assert.throws(() => tf.layers.activation({ activation: name as 'relu' }), /Unknown activation/, name);
    assert.equal(byConfig(name), undefined);
  }
});

test('every op exists as a function and as a chained method', () => {
  const root = tf as unknown as Readonly<Record<string, unknown>>;
  const tensor = tf.scalar(1) as unknown as Readonly<Record<string, unknown>>;
  for (const name of ops) {
    assert.equal(typeof root[name], 'function', name);
    assert.equal(typeof tensor[name], 'function', name);
  }
  for (const name of ['swish', 'mish', 'silu', 'gelu', 'hardSigmoid', 'softsign', 'leakyReLU']) {
    assert.equal(root[name], undefined);
    assert.equal(byOp(name), undefined);
  }
});

test('every layer factory makes a layer', () => {
  const factories = tf.layers as unknown as Readonly<Record<string, () => unknown>>;
  for (const name of layers) assert.ok(factories[name]?.() instanceof tf.layers.Layer, name);
});

test('every fused name runs, and others do not', () => {
  const apply = (name: string): tf.Tensor =>
    tf.fused.matMul({ a: tf.ones([1, 1]), b: tf.ones([1, 1]), activation: name as 'relu', preluActivationWeights: tf.scalar(0.1) });
  for (const name of fused) assert.doesNotThrow(() => apply(name), name);
  for (const name of ['tanh', 'leakyRelu', 'softmax', 'selu']) {
    assert.throws(() => apply(name));
    assert.equal(byFused(name), undefined);
  }
});

test('default parameters are those of the installed TensorFlow.js', () => {
  const config = (layer: tf.layers.Layer): Readonly<Record<string, unknown>> => layer.getConfig();
  const defaultOf = (activation: Activation, name: string, form: 'layer' | 'op' | 'fused'): number | undefined =>
    activation.parameters.find((parameter) => parameter.name === name)?.defaults[form];
  assert.equal(defaultOf(activations.leakyRelu, 'alpha', 'layer'), config(tf.layers.leakyReLU())['alpha']);
  assert.equal(defaultOf(activations.elu, 'alpha', 'layer'), config(tf.layers.elu())['alpha']);
  assert.equal(defaultOf(activations.thresholdedRelu, 'theta', 'layer'), config(tf.layers.thresholdedReLU())['theta']);
  assert.equal(defaultOf(activations.softmax, 'axis', 'layer'), config(tf.layers.softmax())['axis']);
  assert.equal(config(tf.layers.reLU())['maxValue'], undefined);
  assert.throws(() => tf.layers.elu({ alpha: 0.5 }), /not supported/);
  assert.ok(Math.abs((tf.leakyRelu(-1).dataSync()[0] ?? 0) + (defaultOf(activations.leakyRelu, 'alpha', 'op') ?? 0)) < 1e-7);
  const prelu = tf.layers.prelu();
  prelu.apply(tf.ones([1, 2]));
  assert.deepEqual([...(prelu.getWeights()[0]?.dataSync() ?? [])], [0, 0]);
  assert.equal(defaultOf(activations.prelu, 'alpha', 'layer'), 0);
  assert.deepEqual(activations.prelu.parameters[0]?.required, ['op', 'method', 'fused']);
});

test('every recommended initialiser is accepted as a string', () => {
  for (const { initializer, id } of Object.values(activations)) {
    assert.doesNotThrow(() => tf.layers.dense({ units: 1, kernelInitializer: initializer.name as 'heUniform' }), `${id}: ${initializer.name}`);
  }
  assert.throws(() => tf.layers.dense({ units: 1, kernelInitializer: 'lecunNormal' as 'leCunNormal' }));
});

test('TensorFlow.js draws 0.77 of the variance with heNormal and all of it with heUniform', () => {
  const variance = (initializer: ReturnType<typeof tf.initializers.heNormal>): number =>
    tf.tidy(() => tf.moments(initializer.apply([300, 300], 'float32')).variance.arraySync() as number);
  const nominal = 2 / 300;
  assert.ok(Math.abs(variance(tf.initializers.heNormal({ seed: 1 })) / nominal - 0.774) < 0.02);
  assert.ok(Math.abs(variance(tf.initializers.heUniform({ seed: 1 })) / nominal - 1) < 0.02);
});

test('a look-up by form finds the same activation and misses quietly', () => {
  assert.equal(byConfig('relu'), activations.relu);
  assert.equal(byLayer('thresholdedReLU'), activations.thresholdedRelu);
  assert.equal(byLayer('ReLU'), undefined);
  assert.equal(bySpelling('method', 'leakyRelu'), activations.leakyRelu);
  assert.equal(bySpelling('fused', 'leakyrelu'), activations.leakyRelu);
  assert.equal(byId('gelu_new'), activations.gelu_new);
  for (const name of ['constructor', '__proto__', 'toString', '']) {
    assert.equal(byId(name), undefined);
    assert.equal(bySpelling('config', name), undefined);
  }
});
