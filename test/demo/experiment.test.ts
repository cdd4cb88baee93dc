import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../src/core/analyze';
import { format } from '../../src/core/rules/format';
import { type Experiment, experimentOf, type Read, stateOf } from '../../src/demo/experiment';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import { initialParameters } from '../../src/demo/worker/initialize';
import { networkOf } from '../../src/demo/worker/network';
import { createPlainNetwork } from '../../src/demo/worker/plain-network';
import { createRace } from '../../src/demo/worker/race';

before(async () => {
  await tf.setBackend('cpu');
});

const layers = (...lines: readonly string[]): string => lines.map((line) => `model.add(tf.layers.${line});`).join('\n');

function read(body: string, compile = "model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' });"): Read {
  const [network] = analyze(`import * as tf from '@tensorflow/tfjs';\nconst model = tf.sequential();\n${body}\n${compile}\n`, 'javascript').networks;
  assert.ok(network);
  return experimentOf(network);
}

function trained(body: string, compile?: string): Experiment {
  const result = read(body, compile);
  assert.ok(result.ok, result.ok ? '' : format(result.reason));
  return result.experiment;
}

const notes = (experiment: Experiment): readonly string[] => experiment.notes.map((note) => format(note));
const softmax = "dense({ units: 3, activation: 'softmax' })";

describe('the network of a program', () => {
  test('gives in the demo what tf.layers gives with the same weights', () => {
    const body = layers(
      "conv2d({ inputShape: [13, 11, 2], filters: 4, kernelSize: 3, strides: 2, activation: 'relu', useBias: false })", "separableConv2d({ filters: 3, kernelSize: 2, padding: 'same', depthMultiplier: 2 })",
      'layerNormalization()', "depthwiseConv2d({ kernelSize: 2, activation: 'tanh' })", 'averagePooling2d({ poolSize: 2, strides: 1 })', 'globalAveragePooling2d({})', 'leakyReLU()', softmax);
    const { run, sample, notes: said } = trained(body);
    assert.deepEqual(said, []);
    const network = networkOf(run, sample);
    const parameters = initialParameters(network, 3);
    const model = new Function('tf', `const model = tf.sequential();\n${body}\nreturn model;`)(tf) as tf.Sequential;
    // A separable convolution of tfjs has both kernels before its bias, and none for the first one.
    const slots = network.layers.flatMap(({ slots: own, state }) => own.filter(({ role }) => role !== 'bias' || !('useBias' in state) || state.useBias));
    model.setWeights(slots.map(({ at, size, shape }) => tf.tensor(Float32Array.from(parameters.subarray(at, at + size)), [...shape])));
    const inputs = Float32Array.from({ length: 4 * network.inputs }, (_, i) => Math.sin(i * 1.7));
    const expected = tf.log(model.predict(tf.tensor(inputs, [4, ...sample.shape])) as tf.Tensor).dataSync();
    const plain = createPlainNetwork(network, 4);
    plain.w.set(parameters);
    const logits = plain.forward(Float64Array.from(inputs), 0, 4, null);
    for (let row = 0; row < 4; row += 1) for (let j = 1; j < 3; j += 1) {
      const [ours, theirs] = [logits[3 * row + j]! - logits[3 * row]!, expected[3 * row + j]! - expected[3 * row]!];
      assert.ok(Math.abs(ours - theirs) < 1e-5, `${ours} and ${theirs}`);
    }
  });

  test('starts as its initialisers say, the output layer too', () => {
    const { run } = trained(layers(
      "dense({ inputShape: [4], units: 8, activation: 'relu', kernelInitializer: tf.initializers.varianceScaling({ scale: 4, mode: 'fanAvg', distribution: 'uniform' }) })",
      "dense({ units: 8, activation: 'relu', kernelInitializer: tf.initializers.randomNormal({ stddev: 0.5 }), useBias: false })",
      "dense({ units: 3, activation: 'softmax', kernelInitializer: 'heUniform', biasInitializer: 'ones' })"));
    const start = run.layers.map((layer) => ('initializer' in layer ? [layer.initializer, layer.gain, layer.useBias] : []));
    assert.deepEqual(start, [['glorotUniform', 2, true], ['randomNormal', 10, false]]);
    assert.deepEqual(run.head, { initializer: 'heUniform', gain: 1, bias: 1, useBias: true, frozen: false });
  });

  test('draws what tf.initializers draws', () => {
    for (const call of ["varianceScaling({ scale: 4, mode: 'fanAvg', distribution: 'uniform' })", 'varianceScaling({ scale: 3 })', 'varianceScaling({ scale: 2 })', 'randomUniform({ minval: -0.3, maxval: 0.3 })', 'truncatedNormal({ stddev: 0.2 })', 'orthogonal({ gain: 2 })', 'constant({ value: 0.25 })', 'heNormal({})']) {
      const { run, sample } = trained(layers(`dense({ inputShape: [60], units: 64, kernelInitializer: tf.initializers.${call} })`, softmax));
      const network = networkOf(run, sample);
      const { at, size } = network.layers[0]!.slots[0]!;
      const square = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / size;
      const theirs = (new Function('tf', `return tf.initializers.${call}`)(tf) as { apply(shape: number[]): tf.Tensor }).apply([60, 64]).dataSync();
      const ratio = square(initialParameters(network, 1).subarray(at, at + size)) / square(theirs);
      assert.ok(Math.abs(ratio - 1) < 0.08, `${call}: ${ratio}`);
    }
  });

  test('with several labels, and with outputs that its loss does not expect', () => {
    const hidden = "dense({ inputShape: [4], units: 8, activation: 'relu' })";
    const compiled = (loss: string): string => `model.compile({ optimizer: 'adam', loss: '${loss}' });`;
    const lossOf = (output: string, loss: string): unknown => {
      const { run, sample } = trained(layers(hidden, output), compiled(loss));
      return [run.loss, run.output[0]?.id, sample.classes];
    };
    assert.deepEqual(lossOf("dense({ units: 5, activation: 'sigmoid' })", 'binaryCrossentropy'), ['multiLabelCrossEntropy', 'linear', 5]);
    assert.deepEqual(lossOf("dense({ units: 5, activation: 'softmax' })", 'binaryCrossentropy'), ['oneHotBinaryCrossentropy', 'softmax', 5]);
    assert.deepEqual(lossOf('dense({ units: 5 })', 'categoricalCrossentropy'), ['categoricalCrossentropy', 'linear', 5]);
    assert.deepEqual(lossOf("dense({ units: 1, activation: 'relu' })", 'binaryCrossentropy'), ['binaryCrossentropy', 'relu', 2]);
    assert.deepEqual(lossOf("dense({ units: 4, activation: 'softmax' })", 'meanSquaredError'), ['oneHotSquaredError', 'softmax', 4]);
  });

  test('is made smaller until it trains in seconds, and this is said', () => {
    const wide = trained(layers("dense({ inputShape: [784], units: 512, activation: 'relu' })", "dense({ units: 10, activation: 'softmax' })"));
    assert.match(notes(wide).join(' '), /The input is \d+ here instead of 784, to train in seconds\. Layer 1 \(Dense\) has \d+ units here instead of 512, to train in seconds\./);
    assert.equal(wide.sample.classes, 10);
    const deep = trained(layers("conv2d({ inputShape: [224, 224, 3], filters: 32, kernelSize: 3, activation: 'relu' })", 'maxPooling2d({ poolSize: 2 })', 'flatten()', softmax));
    assert.match(notes(deep)[0]!, /^The input is \d+ × \d+ × 3 here instead of 224 × 224 × 3, to train in seconds\.$/);
    assert.match(notes(trained(layers("dense({ inputShape: [size], units: count, activation: 'relu' })", softmax))).join(' '), /The shape of the input is not known; it is 8 here\. How many units layer 1 \(Dense\) has is not known; it has 16 here\./);
  });

  test('in several parts is refused with what would be needed', () => {
    const functional = (body: string): string => {
      const [network] = analyze(`import * as tf from '@tensorflow/tfjs';\n${body}`, 'javascript').networks;
      const result = experimentOf(network!);
      return result.ok ? '' : format(result.reason);
    };
    assert.equal(functional(`const x = tf.input({ shape: [4] });
const h = tf.layers.dense({ units: 4, activation: 'relu' }).apply(x);
const a = tf.layers.dense({ units: 1 }).apply(h);
const b = tf.layers.dense({ units: 3, activation: 'softmax' }).apply(h);
const model = tf.model({ inputs: x, outputs: [a, b] });`), 'This network has 2 outputs; the demo trains one, the last layer, and would need a model of that alone.');
    assert.match(functional(`const x = tf.input({ shape: [4] });
const h = tf.layers.dense({ units: 4, activation: 'relu' }).apply(x);
const s = tf.layers.add().apply([x, h]);
const model = tf.model({ inputs: x, outputs: tf.layers.dense({ units: 1 }).apply(s) });`), /^Layer 3 \(Add\) is not fed by the layer before it alone; the demo trains layers in a row, without branches or skips\.$/);
  });
});

describe('before and after a fix', () => {
  test('differ where only the optimiser or its rate does', () => {
    const network = layers("dense({ inputShape: [4], units: 8, activation: 'relu' })", softmax);
    const [before, after] = ['tf.train.sgd(0.5)', 'tf.train.adam(0.01)'].map((optimizer) => trained(network, `model.compile({ optimizer: ${optimizer}, loss: 'categoricalCrossentropy' });`));
    const state = stateOf(before!, after);
    assert.ok(state);
    assert.deepEqual(state.runs.map(({ own }) => own), [null, { optimizer: 'adam', learningRate: 0.01 }]);
    const race = createRace(state, createTfEngine, null);
    for (let step = 0; step < 40; step += 1) race.advance(state.learningRate);
    const [first, second] = race.look().runs;
    assert.ok(Math.abs(first!.loss - second!.loss) > 0.01, `${first!.loss} and ${second!.loss}`);
    const alone = createRace({ ...state, optimizer: 'adam', learningRate: 0.01, runs: [after!.run] }, createTfEngine, null);
    for (let step = 0; step < 40; step += 1) alone.advance(0.01);
    assert.deepEqual(alone.look().runs[0]!.values, second!.values);
    for (const one of [race, alone]) one.dispose();
    assert.equal(stateOf(before!, before)?.runs[1]?.own, null);
  });

  test('compare a softmax with what stood there without', () => {
    const network = (output: string): string => layers("dense({ inputShape: [4], units: 8, activation: 'relu' })", output);
    const state = stateOf(trained(network('dense({ units: 3 })')), trained(network(softmax)));
    assert.deepEqual(state?.runs.map(({ loss }) => loss), ['categoricalCrossentropy', 'softmaxCrossEntropy']);
  });
});
