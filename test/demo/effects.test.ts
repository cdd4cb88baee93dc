import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { act, type ActivationId, type Chain, stack } from '../../src/demo/layers';
import { initialState, TASKS } from '../../src/demo/state';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import { createPlainEngine } from '../../src/demo/worker/engine-plain';
import type { RunFrame } from '../../src/demo/worker/messages';
import { networkOf } from '../../src/demo/worker/network';
import { createRace, type Race } from '../../src/demo/worker/race';

before(async () => {
  await tf.setBackend('cpu');
});

const dead = ({ layers }: RunFrame): number => layers.flatMap((layer) => layer.dead).filter(Boolean).length;

const SEEDS = [1, 2, 3, 4, 5, 6];

type Activation = ActivationId | Chain;

function race(activations: readonly Activation[], seed: number, engine = createTfEngine): Race {
  const runs = activations.map((activation) => stack([8, 8], activation));
  return createRace({ ...initialState, seed, runs }, engine, null);
}

function trained(activations: readonly Activation[], seed: number, steps: number, rate: number, engine = createTfEngine): readonly RunFrame[] {
  const one = race(activations, seed, engine);
  for (let i = 0; i < steps; i += 1) one.advance(rate);
  const { runs } = one.look();
  one.dispose();
  return runs;
}

describe('what the demo shows, trained with TensorFlow.js at a rate of 0.3 for 800 steps on the circle', () => {
  test('ReLU learns from every seed; a softmax between hidden layers from none', () => {
    for (const seed of SEEDS) {
      const [relu, softmax] = trained(['relu', 'softmax'], seed, 800, 0.3);
      assert.ok(relu!.accuracy >= 0.95, `seed ${seed}: ReLU ${relu!.accuracy}`);
      assert.ok(softmax!.accuracy < 0.85 && softmax!.loss > 0.6, `seed ${seed}: softmax ${softmax!.accuracy}, ${softmax!.loss}`);
    }
  });

  test('relu(softmax(z)) is softmax to the last bit: the ReLU does nothing', () => {
    const [softmax, composed] = trained(['softmax', [act('softmax'), act('relu')]], 2, 200, 0.3);
    assert.deepEqual(composed!.values, softmax!.values);
  });

  test('step: exactly no gradient reaches the first layers, and every hidden unit is dead', () => {
    const one = race(['step'], 1);
    const first = one.look().runs[0]!;
    for (let i = 0; i < 100; i += 1) {
      one.advance(0.3);
      if (i % 25 === 0) assert.deepEqual(one.look().runs[0]!.gradientNorms.slice(0, 2), [0, 0]);
    }
    const last = one.look().runs[0]!;
    const output = networkOf(stack([8, 8], 'step'), TASKS.circle).layers[2]!.slots[0]!.at;
    assert.deepEqual(last.values.subarray(0, output), first.values.subarray(0, output));
    assert.notDeepEqual(last.values.subarray(output), first.values.subarray(output));
    assert.ok(last.layers.every(({ dead }) => dead.every(Boolean)));
    one.dispose();
  });

  test('without a non-linearity the circle cannot be learnt', () => {
    for (const seed of SEEDS.slice(0, 3)) assert.ok(trained(['linear'], seed, 800, 0.3)[0]!.accuracy < 0.8);
  });
});

describe('more, with the plain engine', () => {
  test('a rate far too large kills ReLU units for good, and fewer leaky ones', () => {
    let [relu, leaky] = [0, 0];
    for (const seed of SEEDS) {
      const one = race(['relu', 'leakyRelu'], seed, createPlainEngine);
      for (let i = 0; i < 60; i += 1) one.advance(4);
      for (let i = 0; i < 800; i += 1) one.advance(0.3);
      const [a, b] = one.look().runs;
      relu += dead(a!);
      leaky += dead(b!);
    }
    assert.ok(relu >= 16 * SEEDS.length * 0.3, `${relu} dead ReLU units`);
    assert.equal(leaky, 0);
  });
});
