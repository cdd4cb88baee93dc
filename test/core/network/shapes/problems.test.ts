import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../../src/core/analyze';
import type { Analysis } from '../../../../src/core/analyze';

function read(code: string): Analysis {
  return analyze(`import * as tf from '@tensorflow/tfjs';\n${code}`, 'javascript');
}

/** Each problem as the class of the layer and the kind. */
function problemsOf({ networks, strays }: Analysis): readonly string[] {
  return [...networks.flatMap(({ layers }) => layers), ...strays].flatMap(({ className, problem }) => (problem ? [`${className} ${problem.kind}`] : []));
}

const sequential = (...layers: readonly string[]): string => `tf.sequential({ layers: [${layers.map((layer) => `tf.layers.${layer}`).join(', ')}] });`;

const refused: readonly (readonly [string, string, string])[] = [
  ['a dense layer on one axis', 'const x = tf.input({ batchShape: [4] });\ntf.model({ inputs: x, outputs: tf.layers.dense({ units: 1 }).apply(x) });', 'Dense rank'],
  ['a convolution on a vector', sequential('conv2d({ filters: 2, kernelSize: 3, inputShape: [784] })'), 'Conv2D rank'],
  ['a kernel larger than its input', sequential('conv2d({ filters: 2, kernelSize: 5, inputShape: [3, 3, 1] })'), 'Conv2D negative-size'],
  ['recurrent layers without sequences between them', sequential('lstm({ units: 4, inputShape: [10, 3] })', 'lstm({ units: 2 })'), 'LSTM rank'],
  ['a first layer that does not say what it takes', sequential('dense({ units: 4 })', 'dense({ units: 1 })'), 'Dense no-input-shape'],
  ['a dense layer behind a flatten that is missing its size', sequential('flatten({ inputShape: [null, 3] })'), 'Flatten open-size'],
  ['a reshape to another number of elements where the batch is fixed', sequential('reshape({ targetShape: [5], batchInputShape: [2, 2, 2] })'), 'Reshape elements'],
  ['a sum of shapes that do not fit', 'const a = tf.input({ shape: [3] }), b = tf.input({ shape: [4] });\ntf.model({ inputs: [a, b], outputs: tf.layers.add().apply([a, b]) });', 'Add shapes-differ'],
  ['a list of one', 'const a = tf.input({ shape: [3] });\ntf.model({ inputs: a, outputs: tf.layers.concatenate().apply([a]) });', 'Concatenate input-count'],
  ['states in a sequential model', sequential('lstm({ units: 2, returnState: true, inputShape: [4, 3] })'), 'LSTM several-outputs'],
  ['a layer without units, which stands in a wrapper', sequential('timeDistributed({ layer: tf.layers.dense({}), inputShape: [4, 3] })'), 'Dense option'],
  ['a pooling layer without options', 'tf.layers.maxPooling2d();', 'MaxPooling2D option'],
];

for (const [what, code, expected] of refused) {
  test(`${what} is a problem of the network`, () => {
    assert.deepEqual(problemsOf(read(code)), [expected]);
  });
}

const silent: readonly (readonly [string, string])[] = [
  ['options that are not known', `import { options } from './options';\n${sequential('dense(options)', 'dense({ units: 1 })')}`],
  ['a size that is not known', `import { size } from './size';\n${sequential('conv2d({ filters: size, kernelSize: size, inputShape: [3, 3, 1] })', 'flatten()')}`],
  ['a layer that may stand between', `import { deep } from './options';\nconst m = tf.sequential();\nm.add(tf.layers.lstm({ units: 4, inputShape: [10, 3] }));\nif (deep) m.add(tf.layers.repeatVector({ n: 3 }));\nm.add(tf.layers.lstm({ units: 2 }));`],
  ['one of two arms', `import { deep } from './options';\nconst m = tf.sequential();\nif (deep) m.add(tf.layers.inputLayer({ inputShape: [3] }));\nm.add(tf.layers.dense({ units: 2 }));`],
  ['layers that somebody else may have added', `import { begin } from './begin';\nconst m = tf.sequential();\nbegin(m);\nm.add(tf.layers.dense({ units: 2 }));`],
  ['a list that may be longer', `import { more } from './more';\nconst a = tf.input({ shape: [3] });\ntf.model({ inputs: a, outputs: tf.layers.concatenate().apply([a, ...more]) });`],
  ['layers behind a model that is loaded', `async function f() { const base = await tf.loadLayersModel('x');\nconst m = tf.sequential();\nm.add(base);\nm.add(tf.layers.dense({ units: 2 })); }`],
  ['a reshape that fails only when it is called', sequential('reshape({ targetShape: [5], inputShape: [2, 2] })')],
  ['a layer that is still being typed', 'const m = tf.sequential();\nm.add(tf.layers.dense({ units: , inputShape: [1] }));'],
  ['a convolution that a functional model lets through', 'const x = tf.input({ shape: [3, 3, 1] });\ntf.model({ inputs: x, outputs: tf.layers.conv2d({ filters: 2, kernelSize: 5 }).apply(x) });'],
];

for (const [what, code] of silent) {
  test(`${what} is no problem that anybody could know of`, () => {
    assert.deepEqual(problemsOf(read(code)), []);
  });
}

test('moving averages and frozen layers are told from what is trained', () => {
  const [network] = read(sequential('dense({ units: 4, inputShape: [3] })', 'batchNormalization()', 'dense({ units: 2, trainable: false })')).networks;
  assert.deepEqual(network?.layers.map(({ parameters, trainable }) => [parameters, trainable]), [[16, 16], [16, 8], [10, 0]]);
});

test('what is trained is not known where the program freezes layers that it has made', () => {
  const [network] = read(`const m = ${sequential('dense({ units: 4, inputShape: [3] })', 'reLU()')}\nm.layers[0].trainable = false;`).networks;
  assert.deepEqual(network?.layers.map(({ parameters, trainable }) => [parameters, trainable]), [[16, undefined], [0, 0]]);
});

test('several outputs are told apart by their places', () => {
  const [network] = read('const x = tf.input({ shape: [5, 3] });\nconst [seq, ...states] = tf.layers.lstm({ units: 4, returnState: true, returnSequences: true }).apply(x);\nconst y = tf.layers.lstm({ units: 4 }).apply(x, { initialState: states });\ntf.model({ inputs: x, outputs: [tf.layers.flatten().apply(seq), y] });').networks;
  assert.ok(network?.complete);
  assert.deepEqual(network.layers.map(({ className, inputs, outputShapes }) => [className, inputs, outputShapes]), [
    ['InputLayer', [], [[null, 5, 3]]], ['LSTM', [0], [[null, 5, 4], [null, 4], [null, 4]]], ['Flatten', [1], [[null, 20]]], ['LSTM', [0, 1], [[null, 4]]],
  ]);
});
