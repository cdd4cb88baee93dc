/** What the rules about names say of TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { layerFactories } from '../../../../src/core/tfjs/layers';
import { tensorFunctions } from '../../../../src/core/tfjs/ops';
import { initializerStrings, lossStrings, metricStrings, optimizerAliases, optimizerStrings } from '../../../../src/core/tfjs/training';

before(async () => {
  await tf.setBackend('cpu');
});

type Options = Record<string, unknown>;
const dense = (options: Options): tf.layers.Layer => tf.layers.dense({ units: 3, inputShape: [3], ...options } as never);

async function reload(activation: string): Promise<void> {
  const model = tf.sequential({ layers: [dense({ activation })] });
  await tf.models.modelFromJSON(model.toJSON(null, false) as never);
}

for (const name of ['ReLU', 'LeakyReLU', 'PReLU', 'ThresholdedReLU', 'Dropout']) {
  test(`a model with the activation '${name}' is made and cannot be loaded again`, async () => {
    await assert.rejects(reload(name), /Unknown activation/);
  });
}

for (const name of ['ELU', 'Softmax', 'relu']) {
  test(`a model with the activation '${name}' can be loaded again`, async () => {
    await reload(name);
  });
}

test("'LeakyReLU' has the slope of the layer, 'PReLU' a slope of 0 that is not trained, 'Dropout' drops nothing", () => {
  const apply = (activation: string): number[] => {
    const layer = dense({ activation, kernelInitializer: 'identity', useBias: false });
    const output = layer.apply(tf.tensor2d([[-1, 0.5, 2]]), { training: true }) as tf.Tensor;
    assert.equal(layer.trainableWeights.length, 1);
    return [...output.dataSync()].map((one) => one + 0);
  };
  assert.ok(Math.abs((apply('LeakyReLU')[0] ?? 0) + 0.3) < 1e-6);
  assert.deepEqual(apply('PReLU'), [0, 0.5, 2]);
  assert.deepEqual(apply('Dropout'), [-1, 0.5, 2]);
});

test("'ThresholdedReLU' cannot be trained", async () => {
  const model = tf.sequential({ layers: [dense({ activation: 'ThresholdedReLU' })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  await assert.rejects(model.fit(tf.ones([2, 3]), tf.ones([2, 3]), { verbose: 0 }), /gradient function not found for Greater/);
});

test('a layer throws at an activation that is a function, a layer, a number or a truth value, and takes what is undefined for nothing', () => {
  for (const activation of [tf.relu, (x: tf.Tensor) => x, tf.layers.reLU(), 1, false]) assert.throws(() => dense({ activation }), /Improper config format/);
  for (const name of ['reLu', 'ReLU', 'leakyReLU', 'swish', 'gelu', 'mish', 'hardSigmoid', 'softsign', 'linear']) {
    assert.equal((tf as unknown as Options)[name], undefined);
    assert.ok(!tensorFunctions.has(name));
  }
  for (const name of ['relu', 'tanh', 'sigmoid', 'LeakyReLU', 'leakyRelu']) {
    assert.equal((tf.layers as unknown as Options)[name], undefined);
    assert.ok(!(name in layerFactories));
  }
  assert.equal(dense({ activation: undefined }).getConfig()['activation'], 'linear');
});

const model = (): tf.Sequential => tf.sequential({ layers: [dense({})] });
const compile = (options: Options): void => model().compile({ loss: 'meanSquaredError', optimizer: 'sgd', ...options } as never);

test('tfjs takes every loss, metric, optimizer and initializer that is listed', () => {
  for (const loss of Object.keys(lossStrings)) compile({ loss });
  for (const metric of metricStrings) compile({ metrics: [metric] });
  for (const optimizer of [...Object.keys(optimizerStrings), ...Object.keys(optimizerAliases)]) compile({ optimizer });
  for (const name of initializerStrings.filter((one) => one !== 'constant')) {
    dense({ kernelInitializer: name }).apply(tf.input({ shape: [3] }));
    dense({ kernelInitializer: `${name[0]?.toUpperCase()}${name.slice(1)}` }).apply(tf.input({ shape: [3] }));
  }
});

test('tfjs throws at the names of other libraries', () => {
  for (const loss of ['mse', 'mae', 'kld', 'categorical_crossentropy', 'categoricalCrossEntropy', 'binaryCrossEntropy', 'softmaxCrossEntropy', 'huber']) assert.throws(() => compile({ loss }), /Unknown loss/);
  for (const metric of ['recall', 'auc', 'meanSquaredError', 'sparseCategoricalAccuracy', 'Accuracy', 'binaryCrossentropy']) assert.throws(() => compile({ metrics: [metric] }), /Unknown metric/);
  for (const optimizer of ['RMSprop', 'momentum', 'nadam', 'ADAM']) assert.throws(() => compile({ optimizer }), /Unknown Optimizer/);
  for (const name of ['lecunNormal', 'he_normal', 'glorot_uniform', 'zero', 'normal', 'xavier']) assert.throws(() => dense({ kernelInitializer: name }), /Unknown initializer/);
});

test('the kernel of a depthwise convolution and the pointwise kernel of a separable one are not initialised by options of these names', () => {
  tf.layers.depthwiseConv2d({ kernelSize: 2, kernelInitializer: 'he_normal' } as never);
  tf.layers.separableConv2d({ filters: 1, kernelSize: 2, pointwiseInitializer: 'he_normal' } as never);
});

test('what tf.layers and tf.train have is called without a finding, and what they lack throws and has one', () => {
  const callOf = (path: string): readonly string[] => analyze(`import * as tf from '@tensorflow/tfjs';\nexport const made = [tf.layers.flatten(), tf.${path}()];`, 'javascript').findings.filter(({ say }) => say.template.includes('is not a function')).map(({ say }) => String(say.data['meant']));
  for (const name of Object.keys(tf.layers)) assert.deepEqual(callOf(`layers.${name}`), [], name);
  for (const name of ['sgd', 'momentum', 'rmsprop', 'adam', 'adadelta', 'adamax', 'adagrad']) assert.deepEqual(callOf(`train.${name}`), [], name);
  const lacking = { 'layers.LeakyReLU': 'leakyReLU', 'layers.relu': 'reLU', 'layers.Dense': 'dense', 'layers.LSTM': 'lstm', 'layers.sigmoid': "activation({ activation: 'sigmoid' })", 'train.Adam': 'adam', 'train.RMSProp': 'rmsprop', 'train.AdamOptimizer': 'adam' };
  for (const [path, meant] of Object.entries(lacking)) {
    assert.throws(() => new Function('tf', `tf.${path}();`)(tf), new RegExp(`tf.${path} is not a function`));
    assert.deepEqual(callOf(path), [meant], path);
  }
});

test('layers that need an option throw at a number in its place', () => {
  const call = (code: string): unknown => new Function('tf', code)(tf);
  for (const code of ["tf.layers.dense(32, 'relu')", 'tf.layers.lstm(8)', 'tf.layers.gru(8)', 'tf.layers.simpleRNN(8)']) assert.throws(() => call(code), /Expected units to be a positive integer/, code);
  for (const code of ['tf.layers.conv1d(8, 3)', 'tf.layers.conv2d(8, 3)', 'tf.layers.conv3d(8, 3)']) assert.throws(() => call(code), /Cannot use 'in' operator/, code);
  for (const code of ['tf.layers.maxPooling1d(2)', 'tf.layers.maxPooling2d(2)', 'tf.layers.averagePooling1d(2)', 'tf.layers.averagePooling2d(2)']) assert.throws(() => call(code), /Cannot create property/, code);
});
