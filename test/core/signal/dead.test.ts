import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { bornDead, bornDeadNetwork, stepShift, switchedOff } from '../../../src/core/signal/dead';
import { signalFlow } from '../../../src/core/signal/flow';
import type { SignalFlow } from '../../../src/core/signal/flow';
import { seeded } from '../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

const draw = tf.initializers.glorotUniform({});

/** Shares of draws of ReLU layers that are dead for one input and for all of them. */
function simulate(widths: readonly number[], features: number, signed: boolean, bias: number, draws: number): { readonly one: number; readonly all: number } {
  let [one, all] = [0, 0];
  for (let i = 0; i < draws; i++) {
    tf.tidy(() => {
      const x = tf.randomNormal([60, features]);
      let values: tf.Tensor = signed ? x : x.abs();
      // Off somewhere on the way is off for good: with a bias a later layer may give something again, but no gradient comes back.
      let alive: tf.Tensor = tf.ones([60]);
      for (const units of widths) {
        values = tf.relu(tf.matMul(values as tf.Tensor2D, draw.apply([values.shape[1] ?? 1, units]) as tf.Tensor2D).add(bias));
        alive = alive.mul(values.max(1).greater(0).toFloat());
      }
      const lives = alive.dataSync();
      if (lives[0] === 0) one++;
      if (lives.every((value) => value === 0)) all++;
    });
  }
  return { one: one / draws, all: all / draws };
}

/** Four standard deviations of a share. */
const slack = (share: number, draws: number): number => 4 * Math.sqrt(Math.max(share * (1 - share), 1 / draws) / draws);

describe('a given input is lost with 1 − ∏(1 − 2^−N), and all of them within the bounds', () => {
  const draws = 700;
  for (const [index, [features, signed]] of ([[1, false], [1, true], [2, false], [2, true], [6, true]] as const).entries()) {
    for (const widths of [[1, 1], [2, 2], [3, 3, 3], [2, 2, 2, 2], [4, 1, 4]]) {
      test(`${features} features${signed ? '' : ' of one sign'}, widths ${widths.join(', ')}`, async (t) => {
        const { one, all } = await seeded(index * 10 + widths.length, () => simulate(widths, features, signed, 0, draws));
        const predicted = bornDead(widths);
        const { atLeast, atMost } = bornDeadNetwork(widths, features, signed);
        t.diagnostic(`one input ${one.toFixed(3)}, predicted ${predicted.toFixed(3)}; all ${all.toFixed(3)}, between ${atLeast.toFixed(3)} and ${atMost.toFixed(3)}`);
        assert.ok(Math.abs(one - predicted) <= slack(predicted, draws), `${one}, predicted ${predicted}`);
        assert.ok(all >= atLeast - slack(all, draws) && all <= atMost + slack(all, draws), `${all}, not between ${atLeast} and ${atMost}`);
        if (features === 1 && !signed) assert.equal(atLeast, atMost);
      });
    }
  }
});

function flowOf(layers: readonly string[], input: 'signed' | 'positive' = 'signed'): SignalFlow {
  const text = `import * as tf from '@tensorflow/tfjs';\nconst model = tf.sequential();\n${layers.map((layer) => `model.add(tf.layers.${layer});`).join('\n')}`;
  const [network] = analyze(text, 'typescript').networks;
  assert.ok(network);
  return signalFlow(network, { input });
}

test('a bias moves the chance of a unit to be off', async () => {
  for (const [bias, at] of [[0.4, 1], [-0.4, 2]] as const) {
    const flow = flowOf([`dense({ units: 2, activation: 'relu', kernelInitializer: 'glorotUniform', biasInitializer: tf.initializers.constant({ value: ${bias} }), inputShape: [12] })`, 'dense({ units: 1 })']);
    const dead = flow.bornDead;
    assert.ok(dead);
    const { one } = await seeded(at, () => simulate([2], 12, true, bias, 1500));
    assert.ok(Math.abs(dead.perInput - one) < 0.03, `${one}, predicted ${dead.perInput}`);
    assert.ok(bias > 0 === (dead.layers[0]?.off ?? 1) < 0.5);
    assert.deepEqual(dead.network, { atLeast: 0, atMost: dead.perInput });
  }
});

test('the layers of a network are found by themselves and by their activation layers', () => {
  const own = flowOf(['dense({ units: 2, activation: \'relu\', inputShape: [1] })', 'dense({ units: 3, activation: \'relu\' })', 'dense({ units: 1 })'], 'positive').bornDead;
  const apart = flowOf(['dense({ units: 2, inputShape: [1] })', 'reLU()', 'dense({ units: 3 })', 'activation({ activation: \'relu\' })', 'dense({ units: 1 })'], 'positive').bornDead;
  assert.deepEqual(own?.layers.map(({ units, off }) => [units, Number(off.toFixed(9))]), [[2, 0.5], [3, 0.5]]);
  assert.deepEqual(apart?.layers.map(({ layer }) => layer), [1, 3]);
  assert.ok(own && apart && Math.abs(own.perInput - bornDead([2, 3])) < 1e-9 && Math.abs(own.perInput - apart.perInput) < 1e-9);
  assert.ok(Math.abs(own.network.atLeast - own.perInput) < 1e-9);
});

test('where nothing is a ReLU, or something is not known, nothing is said', () => {
  assert.equal(flowOf(['dense({ units: 2, activation: \'tanh\', inputShape: [1] })']).bornDead, undefined);
  assert.equal(flowOf(['dense({ units: 2, activation: \'relu\', inputShape: [1], kernelInitializer: unknown })']).bornDead, undefined);
  assert.equal(flowOf(['lstm({ units: 2, inputShape: [4, 1] })', 'dense({ units: 2, activation: \'relu\' })']).bornDead, undefined);
  // Of what stands between, only the bounds that hold of anything.
  const between = flowOf(['dense({ units: 2, activation: \'tanh\', inputShape: [4] })', 'dense({ units: 2, activation: \'relu\' })', 'dense({ units: 1 })']).bornDead;
  assert.equal(between?.network.atLeast, 0);
});

/** The share of units that were on for an input and are off after one step of Adam. */
function switchedBy(rate: number, draws: number): { readonly off: number; readonly predicted: number } {
  let [off, on] = [0, 0];
  const width = 32;
  const x = tf.randomNormal([256, width]).relu();
  for (let i = 0; i < draws; i++) {
    const kernel = tf.variable(tf.initializers.heUniform({}).apply([width, width]));
    const bias = tf.variable(tf.zeros([width]));
    const direction = tf.randomNormal([1, width]);
    const sums = (): tf.Tensor => tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D).add(bias);
    const before = sums().dataSync();
    tf.train.adam(rate).minimize(() => sums().relu().mul(direction).mean().asScalar());
    const after = sums().dataSync();
    for (const [at, value] of before.entries()) {
      if (value <= 0) continue;
      on++;
      if ((after[at] ?? 0) <= 0) off++;
    }
    tf.dispose([kernel, bias, direction]);
  }
  // x is half a normal: mean 1/√(2π), E[x²] ½, and heUniform's 2/n makes the variance of the sums 1.
  return { off: off / on, predicted: switchedOff(stepShift(rate, width, 1 / Math.sqrt(2 * Math.PI), 1)) };
}

test('what one step of Adam switches off is of the order that is estimated', async (t) => {
  for (const rate of [0.003, 0.01, 0.03, 0.1, 0.3]) {
    const { off, predicted } = await seeded(3, () => switchedBy(rate, 6));
    t.diagnostic(`rate ${rate}: ${off.toFixed(3)} of the active units are switched off, estimated ${predicted.toFixed(3)}`);
    assert.ok(off > predicted / 2 && off < predicted * 2, `rate ${rate}: ${off}, estimated ${predicted}`);
  }
});
