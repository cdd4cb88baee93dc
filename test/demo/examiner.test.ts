import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { act, type ActivationId, DEFAULT_WEIGHTS, dense, type LayerState, type RunState, stack } from '../../src/demo/layers';
import { DATA_SETS, type DataSetId, type DemoState, initialState, pointsOf, TASKS } from '../../src/demo/state';
import { generate } from '../../src/demo/worker/data';
import { createPlainEngine } from '../../src/demo/worker/engine-plain';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import { createExaminer, GRID_SIDE, LINE_PLACES, MAP_SIDE, pictureInputs } from '../../src/demo/worker/examiner';
import { initialParameters } from '../../src/demo/worker/initialize';
import { networkOf } from '../../src/demo/worker/network';
import { createPlainNetwork } from '../../src/demo/worker/plain-network';
import { createRace } from '../../src/demo/worker/race';
import { sampleCurve } from '../../src/demo/worker/sampled';

const circle: DemoState = { ...initialState, seed: 3 };
const own = [{ x: -0.5, y: 0.25, label: 0 }, { x: 0.75, y: -1, label: 1 }, { x: 0, y: 0, label: 1 }];
const withSet = (set: DataSetId, seed = 1): DemoState => ({ ...circle, seed, data: { ...circle.data, set, points: 198, own, test: 0.25 } });

before(async () => {
  await tf.setBackend('cpu');
});

describe('data', () => {
  for (const set of DATA_SETS) {
    test(`${set}: the same seed gives the same examples, another others; classes are even; a share is kept for tests`, () => {
      const [a, b, c] = [generate(withSet(set)), generate(withSet(set)), generate(withSet(set, 2))];
      assert.deepEqual(a, b);
      const { classes, shape } = TASKS[set];
      assert.equal(a.inputs.length, pointsOf(withSet(set)) * shape.reduce((x, y) => x * y, 1));
      if (set === 'own') return assert.deepEqual([...a.inputs], own.flatMap(({ x, y }) => [x, y]));
      assert.notDeepEqual(a.inputs, c.inputs);
      for (let k = 0; k < classes; k += 1) assert.equal(a.labels.filter((label) => label === k).length, 198 / classes);
      assert.equal(a.training, 148);
      assert.ok(a.inputs.every((x) => Math.abs(x) < 1.5));
    });
  }
});

describe('an examination', () => {
  const examined = (run: RunState, change: (values: Float64Array, bias: number) => void = () => {}) => {
    const network = networkOf(run, TASKS.circle);
    const values = initialParameters(network, 3);
    change(values, network.layers[0]!.slots[1]!.at);
    return createExaminer(network, generate(circle)).examine(values);
  };

  test('calls a unit dead where no point sends a gradient through, not where z is negative', () => {
    const dead = (activation: ActivationId, bias: number): number => examined(stack([8], activation), (values, at) => values.fill(bias, at, at + 8)).layers[0]!.dead.filter(Boolean).length;
    assert.equal(dead('relu', -5), 8);
    assert.equal(dead('relu', 0), 0);
    assert.equal(dead('elu', -5), 0);
    assert.equal(dead('leakyRelu', -50), 0);
    assert.equal(dead('elu', -50), 8);
    assert.equal(dead('step', 0), 8);
    assert.equal(dead('softmax', -5), 0);
    assert.equal(dead('hardSigmoid', -5), 8);
  });

  test('counts what is saturated and what is exactly 0, and draws a histogram of every output', () => {
    const [relu, sigmoid] = [examined(stack([8], 'relu')).layers[0]!, examined(stack([8], 'sigmoid'), (values, at) => values.fill(9, at, at + 8)).layers[0]!];
    assert.ok(relu.sparse > 0.3 && relu.sparse < 0.7 && Math.abs(relu.sparse - relu.saturated) < 1e-12);
    assert.equal(sigmoid.saturated, 1);
    assert.equal(sigmoid.sparse, 0);
    for (const { histogram } of [relu, sigmoid]) assert.equal(histogram.reduce((a, b) => a + b, 0), 8 * 256);
    assert.equal(relu.from, 0);
    assert.ok(relu.histogram[0]! >= relu.sparse * 8 * 256);
  });

  test('gives the loss and the accuracy that tfjs gives, on training and on test points', () => {
    const state = withSet('circle');
    const data = generate(state);
    const network = networkOf(stack([8, 8], 'tanh'), data.task);
    const values = initialParameters(network, 8);
    const found = createExaminer(network, data).examine(values);
    const logits = tf.tidy(() => {
      let h: tf.Tensor = tf.tensor2d(data.inputs, [198, 2]);
      for (const [l, { slots: [kernel, bias] }] of network.layers.entries()) {
        h = h.matMul(tf.tensor2d(Float32Array.from(values.subarray(kernel!.at, kernel!.at + kernel!.size)), kernel!.shape as [number, number])).add(tf.tensor1d(Float32Array.from(values.subarray(bias!.at, bias!.at + bias!.size))));
        if (l < 2) h = h.tanh();
      }
      return h.reshape([198]) as tf.Tensor1D;
    });
    for (const [score, from, to] of [[found, 0, 148], [found.test!, 148, 198]] as const) {
      const [labels, z] = [tf.tensor1d(data.labels).slice(from, to - from), logits.slice(from, to - from)];
      assert.ok(Math.abs(score.loss - tf.losses.sigmoidCrossEntropy(labels, z).dataSync()[0]!) < 1e-6);
      assert.equal(score.accuracy, z.dataSync().filter((value, i) => value > 0 === (data.labels[from + i] === 1)).length / (to - from));
    }
  });

  test('takes a picture of what the network answers, and the sums of every unit where they are asked for', () => {
    const network = networkOf(stack([4, 3], 'relu'), TASKS.circle);
    const { picture, maps } = createExaminer(network, generate(circle)).picture(initialParameters(network, 3), true);
    assert.equal(picture.length, GRID_SIDE ** 2);
    assert.ok(picture.every((p) => p > 0 && p < 1));
    assert.equal(maps!.z.length, 7 * MAP_SIDE ** 2);
    assert.ok(maps!.out.every((value, i) => value === Math.max(0, maps!.z[i]!)));
    const line = networkOf(stack([5], 'tanh', { loss: 'meanSquaredError' }), TASKS.wave);
    assert.equal(createExaminer(line, generate(withSet('wave'))).picture(initialParameters(line, 3), true).maps!.z.length, 5 * LINE_PLACES);
    const images = networkOf({ ...stack([], 'relu', { loss: 'softmaxCrossEntropy' }), layers: [{ kind: 'flatten' }] }, TASKS.strokes);
    const sheet = createExaminer(images, generate(withSet('strokes'))).picture(initialParameters(images, 3), true);
    assert.equal(sheet.picture.length, 24 * 3);
    for (let i = 0; i < 24; i += 1) assert.ok(Math.abs(sheet.picture.subarray(3 * i, 3 * i + 3).reduce((a, b) => a + b, 0) - 1) < 1e-6);
    assert.equal(sheet.maps, null);
  });

  test('says how much of a value’s variance is explained', () => {
    const state: DemoState = { ...withSet('wave'), runs: [stack([16], 'tanh', { loss: 'meanSquaredError' })], optimizer: 'adam' };
    const one = createRace(state, createTfEngine, null);
    const before = one.look().runs[0]!;
    for (let i = 0; i < 800; i += 1) one.advance(0.02);
    const after = one.look().runs[0]!;
    assert.ok(before.accuracy < 0.3 && after.accuracy > 0.95, `${before.accuracy} to ${after.accuracy}`);
    one.dispose();
  });
});

describe('answers', () => {
  test('the effective linear map reproduces the network around the point, and its regions are those of ReLU', () => {
    const one = createRace({ ...circle, runs: [stack([8, 8], 'relu')] }, createTfEngine, null);
    for (let i = 0; i < 200; i += 1) one.advance(0.3);
    const here = one.mapAt(0, [0.3, -0.2])!;
    const near = one.mapAt(0, [0.3 + 1e-7, -0.2])!;
    assert.deepEqual(near.pattern, here.pattern);
    const [j1, j2] = here.jacobian;
    assert.ok(Math.abs(here.output[0]! - (j1! * 0.3 + j2! * -0.2 + here.offset[0]!)) < 1e-12);
    assert.ok(Math.abs(near.output[0]! - (j1! * (0.3 + 1e-7) + j2! * -0.2 + here.offset[0]!)) < 1e-12);
    assert.ok(here.regions > 15 && here.regions < 200, String(here.regions));
    assert.equal(one.mapAt(0, [1]), undefined);
    assert.equal(one.mapAt(3, [0, 0]), undefined);
    one.dispose();
  });

  test('a linear network is one region, and its map the product of its kernels', () => {
    const one = createRace({ ...circle, runs: [stack([4, 4], 'linear')] }, createTfEngine, null);
    assert.equal(one.mapAt(0, [0, 0])!.regions, 1);
    assert.deepEqual(one.mapAt(0, [0.5, 0.1])!.jacobian.map((value) => value.toFixed(9)), one.mapAt(0, [-1, 1])!.jacobian.map((value) => value.toFixed(9)));
    one.dispose();
  });

  test('a step is written out as it is taken: w′ = w − rate·g, and the loss is that of the example', () => {
    const one = createRace(circle, createTfEngine, null);
    const step = one.explain(0, 0.3)!;
    assert.equal(step.step, 1);
    assert.equal(one.step, 1);
    assert.equal(step.layers.length, 3);
    for (const { weight } of step.layers) assert.ok(Math.abs(weight!.after - (weight!.before - 0.3 * weight!.gradient)) < 1e-7);
    const [z] = step.layers[2]!.out;
    assert.ok(Math.abs(step.loss - (Math.log1p(Math.exp(z!)) - z! * step.label)) < 1e-9);
    assert.ok(Math.abs(step.layers[2]!.slope[0]! - (1 / (1 + Math.exp(-z!)) - step.label)) < 1e-12);
    one.dispose();
  });

  test('the predicted gradients are those that are measured, within 25 % over 60 seeds', () => {
    const all: string[] = [];
    for (const [activation, depth] of [['sigmoid', 6], ['tanh', 6], ['relu', 4]] as const) {
      const run = stack(Array.from({ length: depth }, () => 32), activation);
      let predicted = 0;
      let squares = 0;
      for (let seed = 0; seed < 60; seed += 1) {
        const one = createRace({ ...circle, seed, batchSize: 1, runs: [run] }, createPlainEngine, null);
        const norms = one.look().runs[0]!.gradientNorms;
        squares += Math.log(norms[0]! / norms.at(-1)!) / 60;
        if (seed < 3) predicted += Math.log(one.predict()[0]![0]!) / 3;
      }
      const ratio = Math.exp(squares - predicted);
      if (ratio < 0.75 || ratio > 1.33) all.push(`${activation}: measured ${Math.exp(squares)}, predicted ${Math.exp(predicted)}`);
    }
    assert.deepEqual(all, []);
    assert.equal(createRace({ ...circle, runs: [stack([4], 'straightThrough')] }, createPlainEngine, null).predict()[0]![0], null);
  });

  test('curves are those of the core, n times over', () => {
    const slopes = [0.25, 0.059, 0.0134, 0.003];
    for (const [i, slope] of slopes.entries()) assert.ok(Math.abs(sampleCurve([act('sigmoid')], 1, i + 1).steepest - slope) < slope * 0.02);
    assert.ok(sampleCurve([act('relu')], 1, 5).idempotent);
    const cubed = sampleCurve([act('sigmoid')], 1, 3);
    assert.ok(Math.abs(cubed.from - 0.6225) < 1e-3 && Math.abs(cubed.to - 0.675) < 1e-3);
  });
});

test('a network that does not fit is refused where the state is read', () => {
  assert.throws(() => networkOf({ ...stack([], 'relu'), layers: [dense(4, 'relu')], loss: 'softmaxCrossEntropy' }, TASKS.strokes), /put flatten before it/);
});

describe('the picture of a network that takes long', () => {
  test('is taken at fewer places, and stays close to that at all of them', () => {
    const layers: LayerState[] = [{ kind: 'conv2d', filters: 8, size: 5, stride: 1, padding: 'same', activation: [act('tanh')], ...DEFAULT_WEIGHTS }, { kind: 'flatten' }];
    const run: RunState = { ...stack([], 'linear', { loss: 'softmaxCrossEntropy' }), layers };
    const state: DemoState = { ...initialState, data: { ...initialState.data, set: 'arms', points: 32, sample: { shape: [16, 16, 1], classes: 3 } } };
    const data = generate(state);
    const network = networkOf(run, data.task);
    const parameters = initialParameters(network, 2);
    const { picture } = createExaminer(network, data).picture(parameters, false);
    const places = pictureInputs(data);
    const net = createPlainNetwork(network, 1);
    net.w.set(parameters);
    assert.equal(picture.length, places.length / network.inputs);
    let [worst, spread] = [0, 0];
    for (let i = 0; i < picture.length; i += 1) {
      const [x, y] = [i % 50, Math.floor(i / 50)];
      // At the edge the nearest place stands for what lies beyond it.
      if (Math.min(x, y) < 3 || Math.max(x, y) > 46) continue;
      const out = net.forward(places, i * network.inputs, 1, null);
      const sum = [0, 1, 2].reduce((all, j) => all + Math.exp(out[j]!), 0);
      worst = Math.max(worst, Math.abs(Math.exp(out[1]!) / sum - picture[i]!));
      spread = Math.max(spread, Math.abs(picture[i]! - picture[1275]!));
    }
    assert.ok(spread > 0.1 && worst < 0.005, `${worst} of ${spread}`);
  });
});
