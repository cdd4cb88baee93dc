import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { act, ACTIVATIONS, type ActivationId, type Chain, DEFAULT_WEIGHTS, dense, INITIALIZERS, type LayerState, type RunState, stack } from '../../src/demo/layers';
import { OPTIMIZERS, type OptimizerId } from '../../src/demo/optimizers';
import { type DemoState, initialState, TASKS, taskOf } from '../../src/demo/state';
import { generate } from '../../src/demo/worker/data';
import type { CreateEngine, Engine } from '../../src/demo/worker/engine';
import { createPlainEngine } from '../../src/demo/worker/engine-plain';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import { createExaminer } from '../../src/demo/worker/examiner';
import { initialParameters } from '../../src/demo/worker/initialize';
import { losses } from '../../src/demo/worker/losses';
import { type Network, networkOf } from '../../src/demo/worker/network';
import { stateLength, updates } from '../../src/demo/worker/optimizer';

const circle: DemoState = { ...initialState, seed: 3 };
const strokes: DemoState = { ...circle, data: { ...circle.data, set: 'strokes', points: 60, noise: 0.1 }, batchSize: 20 };
const wave: DemoState = { ...circle, data: { ...circle.data, set: 'wave' } };

interface Trial {
  readonly network: Network;
  readonly engine: Engine;
  values(): Float64Array;
}

function trial(create: CreateEngine, run: RunState, state: DemoState = circle, seed = state.seed): Trial {
  const data = generate(state);
  const network = networkOf(run, data.task);
  const engine = create({ network, data, recipe: state, parameters: initialParameters(network, seed) });
  return {
    network, engine,
    values() {
      const values = new Float64Array(stateLength(network, state.optimizer));
      engine.read(values);
      return values;
    },
  };
}

const distance = (a: Float64Array, b: Float64Array): number => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** Trains both engines and compares gradients, losses and parameters. */
function compare(run: RunState, state: DemoState, steps: number, rate: number, allowed: { readonly gradient: number; readonly values: number }): void {
  const [ours, theirs] = [trial(createPlainEngine, run, state), trial(createTfEngine, run, state)];
  const [g, h] = [new Float64Array(ours.network.size), new Float64Array(ours.network.size)];
  for (let t = 1; t <= steps; t += 1) {
    ours.engine.step(t, rate, t, g);
    theirs.engine.step(t, rate, t, h);
    if (t <= 5) assert.ok(distance(g, h) < allowed.gradient, `gradient at step ${t}: ${distance(g, h)}`);
  }
  assert.ok(g.some((value) => value !== 0));
  assert.ok(distance(ours.values(), theirs.values()) <= allowed.values, String(distance(ours.values(), theirs.values())));
  const examiner = createExaminer(ours.network, generate(state));
  assert.ok(Math.abs(examiner.examine(ours.values()).loss - examiner.examine(theirs.values()).loss) <= allowed.values);
  theirs.engine.dispose();
}

before(async () => {
  await tf.setBackend('cpu');
});

describe('initial parameters', () => {
  const wide = stack([64, 64], 'relu');

  test('have the mean and the variance that the initialisers of tfjs really draw', () => {
    const options = { seed: 1 };
    const nominal: Readonly<Record<string, number>> = { glorotNormal: 2 / 128, glorotUniform: 2 / 128, heNormal: 2 / 64, heUniform: 2 / 64, leCunNormal: 1 / 64, leCunUniform: 1 / 64, randomNormal: 0.05 ** 2, randomUniform: 0.1 ** 2 / 12, orthogonal: 1 / 64 };
    for (const [name, variance] of Object.entries(nominal)) {
      const network = networkOf({ ...wide, layers: wide.layers.map((layer) => ({ ...layer, initializer: name }) as LayerState) }, TASKS.circle);
      const kernel = network.layers[1]!.slots[0]!;
      const ours = initialParameters(network, 5).subarray(kernel.at, kernel.at + kernel.size);
      const spread = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length;
      const theirs = tf.initializers[name as 'glorotNormal'](options).apply([64, 64]).dataSync();
      assert.ok(Math.abs(spread(ours) / spread(theirs) - 1) < 0.06, `${name}: ${spread(ours)} and ${spread(theirs)}`);
      assert.ok(spread(ours) <= variance * 1.06);
    }
  });

  test('are orthonormal where they should be, and ±1/√n for Walsh and Hadamard', () => {
    for (const initializer of ['orthogonal', 'hadamard'] as const) {
      const network = networkOf(stack([16, 16], 'prelu', { weights: { initializer } }), TASKS.circle);
      const { at } = network.layers[1]!.slots[0]!;
      const w = initialParameters(network, 5).subarray(at, at + 256);
      for (let a = 0; a < 16; a += 1) for (let b = 0; b <= a; b += 1) {
        let product = 0;
        for (let i = 0; i < 16; i += 1) product += w[i * 16 + a]! * w[i * 16 + b]!;
        assert.ok(Math.abs(product - (a === b ? 1 : 0)) < 1e-6);
      }
      if (initializer === 'hadamard') assert.ok(w.every((value) => Math.abs(Math.abs(value) - 0.25) < 1e-7));
    }
  });

  test('put every bias and every slope where the state says', () => {
    const network = networkOf(stack([8], [act('prelu', 0.1)], { weights: { bias: -0.5 } }), TASKS.circle);
    const values = initialParameters(network, 1);
    const [, bias, slope] = network.layers[0]!.slots;
    assert.ok(values.subarray(bias!.at, bias!.at + 8).every((value) => value === -0.5));
    assert.ok(values.subarray(slope!.at, slope!.at + 8).every((value) => value === Math.fround(0.1)));
    for (const initializer of INITIALIZERS) assert.ok(initialParameters(networkOf(stack([4], 'relu', { weights: { initializer } }), TASKS.circle), 1).every(Number.isFinite));
  });
});

describe('the plain engine against TensorFlow.js', () => {
  after(() => tf.disposeVariables());

  for (const activation of ACTIVATIONS) {
    test(`${activation}: gradients agree to 1e-6, loss and parameters to 5e-6 over 300 steps`, () => {
      compare(stack([8, 8], [act(activation, activation === 'thresholdedRelu' ? 0.1 : null)]), circle, 300, 0.1, { gradient: 1e-6, values: 5e-6 });
    });
  }

  const chains: readonly (readonly ActivationId[])[] = [['relu', 'relu'], ['sigmoid', 'sigmoid'], ['softmax', 'relu'], ['tanh', 'prelu', 'softmax'], ['logSoftmax', 'elu']];
  for (const ids of chains) {
    test(`${ids.join(' then ')} agrees as well`, () => {
      const chain: Chain = ids.map((id) => act(id));
      compare(stack([6, 6], chain), circle, 200, 0.1, { gradient: 1e-6, values: 5e-6 });
    });
  }

  test('losses: softmax over two classes, squared error after a sigmoid, softmax twice, a value', () => {
    compare(stack([8], 'tanh', { loss: 'softmaxCrossEntropy' }), circle, 200, 0.2, { gradient: 1e-6, values: 5e-6 });
    compare(stack([8], 'tanh', { loss: 'softmaxCrossEntropy', output: [act('softmax')] }), circle, 200, 0.2, { gradient: 1e-6, values: 5e-6 });
    compare(stack([8], 'tanh', { loss: 'meanSquaredError', output: [act('sigmoid')] }), circle, 200, 0.2, { gradient: 1e-6, values: 5e-6 });
    compare(stack([16], 'tanh', { loss: 'meanSquaredError' }), wave, 200, 0.05, { gradient: 1e-6, values: 1e-5 });
  });

  test('convolution, pooling of both kinds, flatten, and an activation as a layer of its own', () => {
    const conv = (filters: number, size: number, id: ActivationId): LayerState => ({ kind: 'conv2d', filters, size, padding: 'same', stride: 1, activation: [act(id)], ...DEFAULT_WEIGHTS, initializer: 'heNormal', bias: 0.1 });
    const run: RunState = {
      ...stack([], 'linear', { loss: 'softmaxCrossEntropy' }),
      layers: [conv(3, 3, 'relu'), { kind: 'pool', mode: 'max', size: 2, padding: 'valid', stride: null }, conv(4, 2, 'linear'), { kind: 'activation', activation: [act('prelu')] }, { kind: 'pool', mode: 'average', size: 2, padding: 'valid', stride: null }, { kind: 'flatten' }, dense(6, 'tanh')],
    };
    compare(run, strokes, 30, 0.1, { gradient: 2e-6, values: 2e-5 });
  });

  for (const padding of ['valid', 'same'] as const) {
    test(`padding ${padding} with strides: convolutions, each channel by itself, pools that overlap, global pools`, () => {
      const placed = { padding, activation: [act('tanh')], ...DEFAULT_WEIGHTS };
      for (const mode of ['max', 'average'] as const) {
        const layers: LayerState[] = [
          { kind: 'conv2d', filters: 3, size: 3, stride: 2, ...placed }, { kind: 'depthwise', multiplier: 2, size: 2, stride: 1, ...placed },
          { kind: 'pool', mode, size: 2, stride: 1, padding }, { kind: 'globalPool', mode },
        ];
        compare({ ...stack([], 'linear', { loss: 'softmaxCrossEntropy' }), layers }, strokes, 30, 0.1, { gradient: 2e-6, values: 2e-5 });
      }
    });
  }

  test('layer normalisation of units and of channels', () => {
    compare({ ...stack([], 'relu'), layers: [dense(8, 'linear'), { kind: 'layerNorm' }, { kind: 'activation', activation: [act('relu')] }] }, circle, 200, 0.1, { gradient: 2e-6, values: 2e-5 });
    const layers: LayerState[] = [{ kind: 'conv2d', filters: 4, size: 3, stride: 1, padding: 'valid', activation: [act('relu')], ...DEFAULT_WEIGHTS }, { kind: 'layerNorm' }, { kind: 'flatten' }];
    compare({ ...stack([], 'linear', { loss: 'softmaxCrossEntropy' }), layers }, strokes, 30, 0.1, { gradient: 3e-6, values: 3e-5 });
  });

  for (const classes of [2, 3, 5]) {
    const arms: DemoState = { ...circle, data: { ...circle.data, set: 'arms', sample: { shape: [6], classes } } };
    for (const loss of taskOf(arms.data).losses) {
      const outputs = { multiLabelCrossEntropy: 'linear', sigmoidCrossEntropy: 'linear', softmaxCrossEntropy: 'linear', categoricalCrossentropy: 'softmax', binaryCrossentropy: 'sigmoid', oneHotBinaryCrossentropy: 'sigmoid', meanSquaredError: 'linear', oneHotSquaredError: 'linear' } as const;
      test(`${loss} with ${classes} classes`, () => compare(stack([8], 'tanh', { loss, output: [act(outputs[loss])] }), arms, 200, 0.1, { gradient: 2e-6, values: 2e-5 }));
    }
  }

  test('cross entropies of outputs that are no probabilities are those of tf.metrics, their gradients too', () => {
    const outputs = [[0.2, 0.3, 0.5], [-1, 2, 0.5], [3, 1, -0.25], [0, 0.7, 1], [1e-9, 2, 0.1], [-0.5, -1, 4]];
    for (const loss of ['categoricalCrossentropy', 'oneHotBinaryCrossentropy'] as const) for (const [label, out] of outputs.flatMap((one) => [0, 1, 2].map((label) => [label, one] as const))) {
      const theirs = (y: tf.Tensor): tf.Tensor => (loss === 'categoricalCrossentropy' ? tf.metrics.categoricalCrossentropy : tf.metrics.binaryCrossentropy)(tf.oneHot([label], 3).toFloat(), y.reshape([1, 3])).sum();
      const [value, gradient] = [theirs(tf.tensor1d(out)).dataSync()[0]!, tf.grad(theirs)(tf.tensor1d(out)).dataSync()];
      const [ours, to] = [losses[loss].value(Float64Array.from(out), 0, 3, label), new Float64Array(3)];
      losses[loss].backward(Float64Array.from(out), 0, 3, label, 1, to);
      assert.ok(Math.abs(ours - value) < 1e-3 * Math.max(1, value), `${loss} of ${out}: ${ours} and ${value}`);
      for (const [i, g] of gradient.entries()) assert.ok(Math.abs(g - to[i]!) < 1e-3 * Math.max(1, Math.abs(g)), `${loss} of ${out} for ${label}: ${to} and ${gradient}`);
    }
  });

  test('without biases, with a gain, and from a start of the output layer of its own', () => {
    const run = stack([8], 'tanh', { weights: { useBias: false, gain: 0.5 }, head: { ...DEFAULT_WEIGHTS, initializer: 'heUniform', bias: 0.25 } });
    compare(run, circle, 100, 0.3, { gradient: 1e-6, values: 5e-6 });
    const one = trial(createPlainEngine, run);
    const [start, whole] = [one.values(), trial(createPlainEngine, stack([8], 'tanh', { weights: { gain: 1 } })).values()];
    for (let t = 1; t <= 20; t += 1) one.engine.step(t, 0.3, t, new Float64Array(one.network.size));
    const [kernel, bias] = one.network.layers[0]!.slots;
    for (let i = 0; i < kernel!.size; i += 1) assert.ok(Math.abs(start[kernel!.at + i]! - 0.5 * whole[kernel!.at + i]!) < 1e-7);
    assert.ok(one.values().subarray(bias!.at, bias!.at + 8).every((value) => value === 0));
    assert.equal(start[one.network.layers[1]!.slots[1]!.at], 0.25);
  });

  test('dropout draws the same masks, and batch normalisation keeps the same averages', () => {
    const run: RunState = { ...stack([8], 'relu'), layers: [dense(8, 'linear'), { kind: 'batchNorm' }, { kind: 'activation', activation: [act('relu')] }, { kind: 'dropout', rate: 0.3 }, dense(8, 'tanh')] };
    compare(run, circle, 200, 0.1, { gradient: 2e-6, values: 2e-5 });
  });

  test('batch normalisation gives what tf.batchNorm gives, while training and after', () => {
    const run: RunState = { ...stack([], 'relu'), layers: [dense(4, 'linear'), { kind: 'batchNorm' }] };
    const one = trial(createTfEngine, run);
    for (let t = 1; t <= 50; t += 1) one.engine.step(t, 0.1, t, new Float64Array(one.network.size));
    const values = one.values();
    const data = generate(circle);
    const part = (l: number, s: number): tf.Tensor => {
      const { at, size, shape } = one.network.layers[l]!.slots[s]!;
      return tf.tensor(Float32Array.from(values.subarray(at, at + size)), [...shape]);
    };
    const sums = tf.tensor2d(data.inputs, [256, 2]).matMul(part(0, 0)).add(part(0, 1));
    const normed = tf.batchNorm(sums, part(1, 2) as tf.Tensor1D, part(1, 3) as tf.Tensor1D, part(1, 1) as tf.Tensor1D, part(1, 0) as tf.Tensor1D, 1e-3);
    const logits = normed.matMul(part(2, 0)).add(part(2, 1)).reshape([256]) as tf.Tensor1D;
    const expected = tf.losses.sigmoidCrossEntropy(tf.tensor1d(data.labels), logits).dataSync()[0]!;
    assert.ok(Math.abs(createExaminer(one.network, data).examine(values).loss - expected) < 1e-5);
    one.engine.dispose();
  });

  test('penalties, clipping and a kernel that is frozen', () => {
    compare(stack([8, 8], 'tanh'), { ...circle, l1: 0.001, l2: 0.01, clip: 0.2 }, 200, 0.3, { gradient: 1e-6, values: 5e-6 });
    const run = stack([8], 'prelu', { weights: { initializer: 'hadamard', frozen: true } });
    compare(run, circle, 100, 0.3, { gradient: 1e-6, values: 5e-6 });
    const one = trial(createTfEngine, run);
    const start = one.values();
    one.engine.step(1, 0.3, 1, new Float64Array(one.network.size));
    const [kernel, bias] = one.network.layers[0]!.slots;
    assert.deepEqual(one.values().subarray(kernel!.at, kernel!.at + kernel!.size), start.subarray(kernel!.at, kernel!.at + kernel!.size));
    assert.notDeepEqual(one.values().subarray(bias!.at, bias!.at + bias!.size), start.subarray(bias!.at, bias!.at + bias!.size));
    one.engine.dispose();
  });

  for (const optimizer of OPTIMIZERS.filter((id) => id !== 'sgd')) {
    test(`${optimizer} agrees as well, its memory included`, () => {
      compare(stack([8, 8], 'tanh'), { ...circle, optimizer }, 200, 0.01, { gradient: 1e-6, values: 5e-5 });
    });
  }
});

describe('updates in place', () => {
  const theirs: Readonly<Record<OptimizerId, () => tf.Optimizer>> = { sgd: () => tf.train.sgd(0.1), momentum: () => tf.train.momentum(0.1, 0.9), rmsprop: () => tf.train.rmsprop(0.1), adam: () => tf.train.adam(0.1) };
  for (const optimizer of OPTIMIZERS) {
    test(`${optimizer} moves weights as tf.train.${optimizer} does${optimizer === 'sgd' ? ', to the last bit' : ''}`, () => {
      const variable = tf.variable(tf.tensor1d([0.3, -1.7, 0.01]));
      const w = Float32Array.from(variable.dataSync());
      const memory = new Float64Array(6);
      const train = theirs[optimizer]();
      for (let t = 1; t <= 50; t += 1) {
        const g = Float64Array.from([Math.sin(t), 0.3 * Math.cos(3 * t), -0.2], Math.fround);
        tf.tidy(() => train.applyGradients([{ name: variable.name, tensor: tf.tensor1d(Float32Array.from(g)) }]));
        updates[optimizer].apply({ w, g, at: 0, memory, stride: 3, rate: 0.1, t });
      }
      if (optimizer === 'sgd') assert.deepEqual([...w], [...variable.dataSync()]);
      else for (const [i, value] of variable.dataSync().entries()) assert.ok(Math.abs(value - w[i]!) < 1e-4, `${value} and ${w[i]}`);
      variable.dispose();
      train.dispose();
    });
  }

  test('penalties have the gradients of tf.regularizers, and clipping shortens the whole', () => {
    const w = [0.5, -2, 0.25];
    const expected = tf.grad((x: tf.Tensor) => tf.regularizers.l1l2({ l1: 0.01, l2: 0.1 }).apply(x))(tf.tensor1d(w)).dataSync();
    const base: DemoState = { ...circle, l1: 0.01, l2: 0.1 };
    const run = stack([4], 'linear');
    const [plain, shaped] = [trial(createPlainEngine, run), trial(createPlainEngine, run, base)];
    const start = plain.values();
    for (const one of [plain, shaped]) one.engine.step(1, 1, 1, new Float64Array(one.network.size));
    const { at } = plain.network.layers[0]!.slots[0]!;
    for (let i = at; i < at + 8; i += 1) {
      assert.ok(Math.abs(plain.values()[i]! - shaped.values()[i]! - (0.01 * Math.sign(start[i]!) + 0.2 * start[i]!)) < 1e-7);
    }
    for (const [i, value] of expected.entries()) assert.ok(Math.abs(value - (0.01 * Math.sign(w[i]!) + 0.2 * w[i]!)) < 1e-6);
    const clipped = trial(createPlainEngine, run, { ...circle, clip: 0.01 });
    clipped.engine.step(1, 1, 1, new Float64Array(clipped.network.size));
    const moved = Math.hypot(...clipped.values().map((value, i) => value - start[i]!));
    assert.ok(Math.abs(moved - 0.01) < 1e-9);
  });
});

describe('an engine', () => {
  for (const create of [createPlainEngine, createTfEngine]) {
    for (const optimizer of OPTIMIZERS) {
      test(`${create.name} with ${optimizer} goes on from a saved state to the last bit`, () => {
        const run: RunState = { ...stack([], 'elu'), layers: [dense(8, 'elu'), { kind: 'batchNorm' }, { kind: 'dropout', rate: 0.2 }] };
        const state = { ...circle, optimizer };
        const [one, other] = [trial(create, run, state), trial(create, run, state, 99)];
        const g = new Float64Array(one.network.size);
        for (let t = 1; t <= 20; t += 1) one.engine.step(t, 0.05, t, g);
        other.engine.write(one.values());
        for (let t = 21; t <= 40; t += 1) for (const { engine } of [one, other]) engine.step(t, 0.05, t, g);
        assert.deepEqual(other.values(), one.values());
        one.engine.dispose();
        other.engine.dispose();
      });
    }
  }

  test('keeps as many tensors over 10,000 steps as it began with, and gives all back', () => {
    const before = tf.memory().numTensors;
    const run: RunState = { ...stack([], 'relu'), layers: [dense(8, [act('relu'), act('straightThrough'), act('thresholdedRelu')]), { kind: 'batchNorm' }, { kind: 'dropout', rate: 0.2 }, dense(8, 'prelu')] };
    const { engine, network } = trial(createTfEngine, run);
    const during = tf.memory().numTensors;
    const g = new Float64Array(network.size);
    for (let t = 1; t <= 10_000; t += 1) engine.step(t, 0.1, t, g);
    assert.equal(tf.memory().numTensors, during);
    engine.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
