import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { ACTIVATIONS, type ActivationId, DATA_SETS, OPTIMIZERS } from '../../src/demo/state';
import { generate } from '../../src/demo/worker/data';
import { createExaminer } from '../../src/demo/worker/diagnostics';
import type { CreateEngine, Engine } from '../../src/demo/worker/engine';
import { createPlainEngine } from '../../src/demo/worker/engine-plain';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import { initialParameters, networkOf } from '../../src/demo/worker/network';
import { updates } from '../../src/demo/worker/optimizer';

const networkWith = (activation: ActivationId) => networkOf({ hidden: [{ units: 8, activation }, { units: 8, activation }] });
const data = generate('circle', 256, 0.05, 3);

function engine(create: CreateEngine, activation: ActivationId, optimizer: 'sgd' | 'adam' = 'sgd', seed = 3): Engine {
  const network = networkWith(activation);
  return create({ network, data, batchSize: 32, optimizer, parameters: initialParameters(network, seed) });
}

function stateOf(one: Engine, optimizer: 'sgd' | 'adam' = 'sgd'): Float64Array {
  const state = new Float64Array(networkWith('relu').size * (1 + updates[optimizer].slots));
  one.read(state);
  return state;
}

const distance = (a: Float64Array, b: Float64Array): number => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

before(async () => {
  await tf.setBackend('cpu');
});

describe('data', () => {
  for (const set of DATA_SETS) {
    test(`${set}: the same seed gives the same points, another gives others; classes are even and within reach`, () => {
      const [a, b, c] = [generate(set, 200, 0.05, 1), generate(set, 200, 0.05, 1), generate(set, 200, 0.05, 2)];
      assert.deepEqual(a, b);
      assert.notDeepEqual(a.inputs, c.inputs);
      assert.equal(a.labels.reduce((sum, label) => sum + label, 0), 100);
      assert.ok(a.inputs.every((x) => Math.abs(x) < 1.4));
    });
  }
});

describe('initial parameters', () => {
  test('have the variance that glorotNormal of tfjs really draws, 0.774 of the nominal one, and biases of zero', () => {
    const network = networkOf({ hidden: [{ units: 64, activation: 'relu' }, { units: 64, activation: 'relu' }] });
    const layer = network.layers[1]!;
    const ours = initialParameters(network, 5).subarray(layer.weights, layer.bias);
    const variance = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length;
    const kernel = tf.initializers.glorotNormal({ seed: 1 }).apply([64, 64]).dataSync();
    const nominal = 2 / 128;
    assert.ok(Math.abs(variance(ours) / nominal - 0.774) < 0.05);
    assert.ok(Math.abs(variance(kernel) / nominal - 0.774) < 0.05);
    assert.ok(Math.max(...ours) <= 2 * Math.sqrt(nominal));
    assert.ok(initialParameters(network, 5).subarray(layer.bias, layer.bias + 64).every((value) => value === 0));
  });
});

describe('the plain engine against TensorFlow.js', () => {
  after(() => tf.disposeVariables());

  for (const activation of ACTIVATIONS) {
    test(`${activation}: the loss agrees to 1e-6 over 300 steps, the parameters to 3e-6, the first gradients to 1e-6`, () => {
      const [ours, theirs] = [engine(createPlainEngine, activation), engine(createTfEngine, activation)];
      const [g, h] = [new Float64Array(105), new Float64Array(105)];
      for (let t = 1; t <= 300; t += 1) {
        ours.step(t, 0.1, t, g);
        theirs.step(t, 0.1, t, h);
        if (t <= 5) assert.ok(distance(g, h) < 1e-6, `gradient at step ${t}: ${distance(g, h)}`);
      }
      const apart = distance(stateOf(ours), stateOf(theirs));
      assert.ok(apart <= 3e-6, String(apart));
      const examiner = createExaminer(networkWith(activation));
      assert.ok(Math.abs(examiner.examine(stateOf(ours), data).loss - examiner.examine(stateOf(theirs), data).loss) <= 1e-6);
      theirs.dispose();
    });
  }

  test('Adam agrees as well, its memory included', () => {
    const [ours, theirs] = [engine(createPlainEngine, 'tanh', 'adam'), engine(createTfEngine, 'tanh', 'adam')];
    for (let t = 1; t <= 300; t += 1) for (const one of [ours, theirs]) one.step(t, 0.01, t);
    assert.ok(distance(stateOf(ours, 'adam'), stateOf(theirs, 'adam')) <= 1e-5);
    theirs.dispose();
  });
});

describe('updates in place', () => {
  for (const optimizer of OPTIMIZERS) {
    test(`${optimizer} moves weights as tf.train.${optimizer} does${optimizer === 'sgd' ? ', to the last bit' : ''}`, () => {
      const theirs = tf.variable(tf.tensor1d([0.3, -1.7, 0.01]));
      const ours = Float32Array.from(theirs.dataSync());
      const memory = new Float64Array(6);
      const train = optimizer === 'sgd' ? tf.train.sgd(0.1) : tf.train.adam(0.1);
      for (let t = 1; t <= 50; t += 1) {
        const gradient = Float32Array.from([Math.sin(t), 0.3 * Math.cos(3 * t), -0.2]);
        tf.tidy(() => train.applyGradients([{ name: theirs.name, tensor: tf.tensor1d(gradient) }]));
        updates[optimizer].apply(ours, gradient, memory, 0.1, t);
      }
      if (optimizer === 'sgd') assert.deepEqual([...ours], [...theirs.dataSync()]);
      else for (const [i, value] of theirs.dataSync().entries()) assert.ok(Math.abs(value - ours[i]!) < 1e-4, `${value} and ${ours[i]}`);
      theirs.dispose();
      train.dispose();
    });
  }
});

describe('an engine', () => {
  for (const create of [createPlainEngine, createTfEngine]) {
    for (const optimizer of OPTIMIZERS) {
      test(`${create.name} with ${optimizer} goes on from a saved state to the last bit`, () => {
        const [one, other] = [engine(create, 'elu', optimizer), engine(create, 'elu', optimizer, 99)];
        for (let t = 1; t <= 20; t += 1) one.step(t, 0.05, t);
        other.write(stateOf(one, optimizer));
        for (let t = 21; t <= 40; t += 1) for (const each of [one, other]) each.step(t, 0.05, t);
        assert.deepEqual(stateOf(other, optimizer), stateOf(one, optimizer));
        one.dispose();
        other.dispose();
      });
    }
  }

  test('keeps as many tensors over 10,000 steps as it began with, and gives all back', () => {
    const before = tf.memory().numTensors;
    const one = engine(createTfEngine, 'relu');
    const during = tf.memory().numTensors;
    for (let t = 1; t <= 10_000; t += 1) one.step(t, 0.1, t);
    assert.equal(tf.memory().numTensors, during);
    one.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('an examination', () => {
  test('calls a unit dead where no point sends a gradient through, not where z is negative', () => {
    const dead = (activation: ActivationId, bias: number): number => {
      const network = networkOf({ hidden: [{ units: 8, activation }] });
      const parameters = initialParameters(network, 3).fill(bias, network.layers[0]!.bias, network.layers[1]!.weights);
      return createExaminer(network).examine(parameters, data).dead[0]!;
    };
    assert.equal(dead('relu', -5), 8);
    assert.equal(dead('relu', 0), 0);
    assert.equal(dead('elu', -5), 0);
    assert.equal(dead('leakyRelu', -50), 0);
    assert.equal(dead('elu', -50), 8);
    assert.equal(dead('step', 0), 8);
    assert.equal(dead('softmax', -5), 0);
  });

  test('gives the loss and the accuracy that tfjs gives, and a grid that is the network', () => {
    const network = networkWith('tanh');
    const parameters = initialParameters(network, 8);
    const { loss, accuracy } = createExaminer(network).examine(parameters, data);
    const logits = tf.tidy(() => {
      let h = tf.tensor2d(data.inputs, [256, 2]);
      for (const [l, { inputs, units, weights, bias }] of network.layers.entries()) {
        h = h.matMul(tf.tensor2d(Float32Array.from(parameters.subarray(weights, bias)), [inputs, units])).add(tf.tensor1d(Float32Array.from(parameters.subarray(bias, bias + units))));
        if (l < 2) h = h.tanh();
      }
      return h.reshape([256]) as tf.Tensor1D;
    });
    const expected = tf.losses.sigmoidCrossEntropy(tf.tensor1d(data.labels), logits).dataSync()[0]!;
    assert.ok(Math.abs(loss - expected) < 1e-6);
    assert.equal(accuracy, logits.dataSync().filter((z, i) => z > 0 === (data.labels[i] === 1)).length / 256);
    const grid = createExaminer(network).grid(parameters, 4, 1);
    assert.equal(grid.length, 16);
    assert.ok(grid.every((p) => p > 0 && p < 1));
  });
});
