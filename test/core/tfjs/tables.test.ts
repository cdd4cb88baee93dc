import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { accidentalActivationStrings, activationStrings, fusedActivations } from '../../../src/core/tfjs/activation-names';
import { isTensorFlowModule } from '../../../src/core/tfjs/imports';
import { layerClass, layerFactories } from '../../../src/core/tfjs/layers';
import { activationOps, isChainable, tensorFunctions, transparentOps, weightedSumOps } from '../../../src/core/tfjs/ops';
import { lossFunctions, lossStrings, optimizerAliases, optimizerFactories, optimizerStrings } from '../../../src/core/tfjs/training';

before(async () => {
  await tf.setBackend('cpu');
});

type Factory = (config: Record<string, unknown>) => tf.layers.Layer;

/** Factories that are functions of the namespace and make no layer: classes for extension, and `input`, a tensor. */
const NO_LAYERS = new Set(['Layer', 'RNN', 'RNNCell', 'input']);

const factories = Object.entries(tf.layers as unknown as Record<string, unknown>)
  .filter((entry): entry is [string, Factory] => typeof entry[1] === 'function' && !NO_LAYERS.has(entry[0]));

/** What a layer cannot be made without. */
function minimal(name: string): Record<string, unknown> {
  const cell = tf.layers.simpleRNNCell({ units: 2 });
  const special: Record<string, Record<string, unknown>> = {
    rnn: { cell }, stackedRNNCells: { cells: [cell] }, bidirectional: { layer: tf.layers.lstm({ units: 2 }) }, timeDistributed: { layer: tf.layers.dense({ units: 2 }) },
    reshape: { targetShape: [2] }, permute: { dims: [2, 1] }, repeatVector: { n: 2 }, embedding: { inputDim: 3, outputDim: 2 }, inputLayer: { inputShape: [2] },
    dot: { axes: 1 }, activation: { activation: 'relu' }, centerCrop: { height: 2, width: 2 }, resizing: { height: 2, width: 2 }, randomWidth: { factor: 0.5 },
    categoryEncoding: { numTokens: 3, outputMode: 'oneHot' }, rescaling: { scale: 1 }, cropping2D: { cropping: 1 }, depthwiseConv2d: { kernelSize: 2 },
    dropout: { rate: 0.5 }, spatialDropout1d: { rate: 0.5 }, alphaDropout: { rate: 0.5 }, gaussianDropout: { rate: 0.5 }, gaussianNoise: { stddev: 1 },
  };
  return special[name] ?? { units: 2, filters: 2, kernelSize: 2, poolSize: 2 };
}

test('every factory of tf.layers is in the table, and the table has no other', () => {
  assert.deepEqual(Object.keys(layerFactories).sort(), factories.map(([name]) => name).sort());
});

for (const [name, make] of factories) {
  test(`tf.layers.${name} makes the class of the table, with its default activations`, () => {
    const facts = layerFactories[name];
    assert.ok(facts);
    const layer = make(minimal(name));
    assert.equal(layer.getClassName(), facts.className);
    assert.equal(layerClass(facts.className)?.className, facts.className);
    const config = layer.getConfig();
    for (const key of ['activation', 'recurrentActivation'] as const) {
      const has = key in config && !(name === 'rnn');
      assert.equal(facts[key] !== undefined, has, `${key} of ${name}`);
      if (!has || name === 'activation') continue;
      const holder = ('cell' in layer ? layer.cell : layer) as Record<string, { readonly getClassName: () => string }>;
      assert.equal(facts[key], holder[key]?.getClassName());
    }
    if (facts.size) assert.equal(config[facts.size], 2);
  });
}

test('the layer factories that are functions are those functions', () => {
  const x = tf.tensor2d([[-3, -0.5, 0, 0.5, 3]]);
  const expected: Record<string, tf.Tensor> = {
    relu: tf.relu(x), leakyRelu: tf.leakyRelu(x, 0.3), prelu: tf.relu(x), elu: tf.elu(x), thresholdedRelu: tf.tensor2d([[0, 0, 0, 0, 3]]), softmax: tf.softmax(x),
  };
  const found = Object.entries(layerFactories).filter(([, facts]) => facts.function !== undefined);
  assert.deepEqual(found.map(([, facts]) => facts.function).sort(), Object.keys(expected).sort());
  for (const [name, facts] of found) {
    const made = factories.find(([factory]) => factory === name)?.[1]({});
    const y = made?.apply(x) as tf.Tensor;
    assert.ok(tf.max(tf.abs(tf.sub(y, expected[facts.function ?? ''] as tf.Tensor))).dataSync()[0] as number < 1e-6, name);
  }
});

test('null means linear for gated layers and the default for simpleRNN', () => {
  const nameOf = (layer: tf.layers.Layer): string => (layer as unknown as { readonly cell: { readonly activation: { getClassName: () => string } } }).cell.activation.getClassName();
  const nothing = null as unknown as 'linear';
  assert.equal(nameOf(tf.layers.lstm({ units: 1, activation: nothing })), 'linear');
  assert.equal(nameOf(tf.layers.gru({ units: 1, activation: nothing })), 'linear');
  assert.equal(nameOf(tf.layers.simpleRNN({ units: 1, activation: nothing })), 'tanh');
});

const namespace = tf as unknown as Readonly<Record<string, unknown>>;
const tensorMethods = tf.tensor1d([1]) as unknown as Readonly<Record<string, unknown>>;

test('every activation op is a function and a method of tfjs', () => {
  for (const op of activationOps) {
    assert.equal(typeof namespace[op], 'function', op);
    assert.equal(typeof tensorMethods[op], 'function', op);
    assert.ok(tensorFunctions.has(op) && isChainable(op));
  }
});

test('every tensor function is one, and those of tfjs that give tensors are known', () => {
  for (const name of tensorFunctions) assert.equal(typeof namespace[name], 'function', name);
  for (const name of weightedSumOps) assert.ok(typeof namespace[name] === 'function' || typeof tensorMethods[name] === 'function', name);
  for (const name of transparentOps) assert.ok(typeof namespace[name] === 'function' || typeof tensorMethods[name] === 'function', name);
});

test('every method of a tensor that gives a tensor can be chained, and no other', () => {
  const x = tf.tensor2d([[0.5, 0.25], [0.125, 0.75]]);
  const names = new Set<string>();
  for (let at: object | null = Object.getPrototypeOf(x) as object; at && at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  const wrong: string[] = [];
  for (const name of names) {
    if (['constructor', 'dispose', 'print', 'throwIfDisposed', 'rank', 'isDisposed', 'rankType', 'sortOrder', 'dataToGPU'].includes(name)) continue;
    const results = [[], [x], [0], [[2, 2]], [[4]], [1, 1], [x, 1]].map((args) => {
      try {
        const method = (x as unknown as Record<string, unknown>)[name];
        return typeof method === 'function' ? (method as (...given: unknown[]) => unknown).apply(x.clone(), args) : undefined;
      } catch {
        return undefined;
      }
    });
    const gives = results.find((result) => result !== undefined && !(result instanceof Promise));
    if (gives === undefined) continue;
    if ((gives instanceof tf.Tensor) !== isChainable(name)) wrong.push(name);
  }
  assert.deepEqual(wrong, []);
});

function isAccepted(activation: string): boolean {
  try {
    tf.layers.activation({ activation: activation as 'relu' });
    return true;
  } catch (error) {
    // Some classes of the registry are found and then want arguments that an activation does not give.
    return !/Unknown activation/.test(String(error));
  }
}

test('every activation string is accepted, and so is every accidental one', () => {
  for (const name of activationStrings) assert.ok(isAccepted(name), name);
  for (const name of accidentalActivationStrings) assert.ok(isAccepted(name), name);
});

test('the strings that tfjs accepts are known to the last', () => {
  const { classNameMap } = (tf.serialization as unknown as { readonly SerializationMap: { getMap: () => { readonly classNameMap: Readonly<Record<string, unknown>> } } }).SerializationMap.getMap();
  const known = new Set([...activationStrings, ...accidentalActivationStrings]);
  assert.deepEqual(Object.keys(classNameMap).filter((name) => !known.has(name)), []);
  for (const name of ['leakyRelu', 'hard_sigmoid', 'Relu', 'prelu', 'step', 'silu', 'logSigmoid', 'identity', '']) assert.ok(!isAccepted(name), name);
});

test('the fused activations are those that tfjs computes', () => {
  const a = tf.tensor2d([[1, -1]]);
  const b = tf.tensor2d([[1, 2], [3, 4]]);
  const run = (activation: string): unknown => tf.fused.matMul({ a, b, activation: activation as 'relu', preluActivationWeights: tf.tensor1d([0.1, 0.1]) }).dataSync();
  for (const name of fusedActivations) assert.ok(run(name), name);
  for (const name of ['tanh', 'leakyRelu', 'softmax', 'selu']) assert.throws(() => run(name), /has not been implemented/, name);
});

function compiled(options: { readonly loss?: unknown; readonly optimizer?: unknown }): tf.Sequential {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd', ...options } as tf.ModelCompileArgs);
  return model;
}

test('every loss string compiles, every loss function exists, and tfjs has no other', () => {
  for (const loss of Object.keys(lossStrings)) assert.doesNotThrow(() => compiled({ loss }), loss);
  for (const loss of ['mse', 'mae', 'softmaxCrossEntropy', 'categorical_crossentropy', 'huber']) assert.throws(() => compiled({ loss }), /Unknown loss/, loss);
  assert.deepEqual(Object.keys(lossFunctions).sort(), Object.keys(tf.losses).sort());
});

function rateOf(model: tf.Sequential): number {
  return (model.optimizer as unknown as { readonly learningRate: number }).learningRate;
}

test('every optimizer string means the optimizer and the rate of the table', () => {
  for (const [name, rate] of Object.entries(optimizerStrings)) {
    const model = compiled({ optimizer: name });
    assert.equal(model.optimizer.getClassName().toLowerCase(), name);
    assert.equal(rateOf(model), rate, name);
  }
  for (const [alias, name] of Object.entries(optimizerAliases)) assert.equal(compiled({ optimizer: alias }).optimizer.getClassName().toLowerCase(), name);
  for (const name of ['RMSprop', 'momentum', 'nadam']) assert.throws(() => compiled({ optimizer: name }), /Unknown Optimizer/, name);
});

test('every optimizer factory exists, with the default rate of the table', () => {
  const train = tf.train as unknown as Record<string, (rate?: number) => tf.Optimizer & { readonly learningRate?: number }>;
  assert.deepEqual(Object.keys(optimizerFactories).sort(), Object.getOwnPropertyNames(tf.train).filter((name) => !['length', 'name', 'prototype'].includes(name)).sort());
  for (const [name, rate] of Object.entries(optimizerFactories)) {
    if (rate !== null) assert.equal(train[name]?.().learningRate, rate, name);
    else {
      let made: number | undefined;
      try {
        made = train[name]?.().learningRate;
      } catch {
        made = undefined;
      }
      assert.equal(made, undefined, name);
    }
  }
});

test('packages, their deep paths and addresses are TensorFlow.js, and what only sounds like it is not', () => {
  for (const specifier of [
    '@tensorflow/tfjs', '@tensorflow/tfjs-core', '@tensorflow/tfjs-layers/dist/layers/core', '@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-react-native',
    'deeplearn', 'npm:@tensorflow/tfjs@4', 'https://esm.sh/@tensorflow/tfjs@4.22.0', 'https://cdn.jsdelivr.net/npm/@tensorflow/tfjs/dist/tf.min.js', '//unpkg.com/@tensorflow/tfjs', './vendor/tf.min.js', 'lib/tfjs.esm.js',
  ]) assert.ok(isTensorFlowModule(specifier), specifier);
  for (const specifier of [
    '@tensorflow/tfjs-vis', '@tensorflow-models/mobilenet', '@tensorflow/tfjs-converter-tools', './tf', 'tf', 'tfjs-wrapper', 'https://cdn.jsdelivr.net/npm/@tensorflow-models/coco-ssd', 'brain.js', './tf-helpers.js', 'https://example.com/tf/app.js',
  ]) assert.ok(!isTensorFlowModule(specifier), specifier);
});
