import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { CLAIMS, PRESET_IDS, type PresetId, presets } from '../../src/demo/presets';
import { type DemoState, parseState, rateAt } from '../../src/demo/state';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import type { RunFrame } from '../../src/demo/worker/messages';
import { networkOf } from '../../src/demo/worker/network';
import { createRace, type Race } from '../../src/demo/worker/race';

before(async () => {
  await tf.setBackend('cpu');
});

interface Shown {
  readonly state: DemoState;
  readonly race: Race;
  readonly first: readonly RunFrame[];
  readonly last: readonly RunFrame[];
}

/** Trains a preset as the demo does, and looks at it before and after. */
function show(id: PresetId, steps: number, seed = presets[id].state.seed): Shown {
  const state = { ...presets[id].state, seed };
  const race = createRace(state, createTfEngine, null);
  const first = race.look().runs;
  while (race.step < steps) race.advance(rateAt(state, race.step));
  return { state, race, first, last: race.look().runs };
}

const accuracies = ({ last }: Shown): readonly number[] => last.map(({ accuracy }) => accuracy);
const dead = ({ layers }: RunFrame): number => layers.flatMap((layer) => layer.dead).filter(Boolean).length;
/** What the first layer's kernel receives of the last one's gradient. */
const reaching = ({ gradientNorms }: RunFrame): number => gradientNorms[0]! / gradientNorms.at(-1)!;

/** What each preset must show, with a tolerance; DEMO.md of the project has the measurements it began from. */
const effects: Readonly<Record<PresetId, () => void>> = {
  'relu-alone'() {
    const shown = show('relu-alone', 800);
    const [few, many] = shown.last;
    assert.ok(many!.accuracy > 0.95 && few!.accuracy > 0.8, `${few!.accuracy}, ${many!.accuracy}`);
    // Piecewise linear: between neighbouring places of the picture the slope changes at as many places as there are units, at most.
    for (const [run, units] of [[few!, 4], [many!, 16]] as const) {
      const { picture } = run;
      const bends = picture.slice(2).filter((y, i) => Math.abs(y - 2 * picture[i + 1]! + picture[i]!) > 1e-5).length;
      // A kink between two places bends the curve at both.
      assert.ok(bends >= 1 && bends <= 2 * units, `${bends} bends of ${units} units`);
    }
  },
  'two-slopes'() {
    const shown = show('two-slopes', 600);
    for (const accuracy of accuracies(shown)) assert.ok(accuracy > 0.95);
    const [relu, mish] = shown.last;
    // Every slope is 0 or 1: what is saturated is exactly what is silent. Mish is never exactly 0.
    for (const { saturated, sparse } of relu!.layers) assert.ok(sparse > 0.1 && saturated === sparse);
    for (const { sparse } of mish!.layers) assert.equal(sparse, 0);
  },
  'vanishing-depth'() {
    const shown = show('vanishing-depth', 700);
    const [sigmoid, tanh, relu] = shown.first.map(reaching);
    assert.ok(sigmoid! < 1e-3 && tanh! > 0.1 && relu! > 0.1, `${sigmoid}, ${tanh}, ${relu}`);
    const [a, b, c] = accuracies(shown);
    assert.ok(a! < 0.7 && b! > 0.85 && c! > 0.95, `${a}, ${b}, ${c}`);
  },
  'depth-rescued'() {
    const shown = show('depth-rescued', 900);
    const [alone, normed] = accuracies(shown);
    assert.ok(alone! < 0.7 && normed! > 0.9, `${alone}, ${normed}`);
    assert.ok(reaching(shown.first[0]!) < 1e-3 && reaching(shown.first[1]!) > 0.1);
  },
  'relu-twice'() {
    const [once, twice] = show('relu-twice', 300).last;
    assert.deepEqual(twice!.values, once!.values);
    assert.equal(twice!.loss, once!.loss);
  },
  'squash-again'() {
    const shown = show('squash-again', 1000);
    const norms = shown.first.map(({ gradientNorms }) => gradientNorms[0]!);
    assert.ok(norms[0]! > 3 * norms[1]! && norms[1]! > 3 * norms[2]!, norms.join(', '));
    const losses = shown.last.map(({ loss }) => loss);
    assert.ok(losses[0]! < 0.12 && losses[1]! > 0.2 && losses[2]! > losses[1]!, losses.join(', '));
  },
  'dead-by-rate'() {
    const shown = show('dead-by-rate', 900);
    const [relu, leaky, elu] = shown.last;
    assert.ok(dead(relu!) >= 8 && relu!.accuracy < 0.6, `${dead(relu!)} dead, ${relu!.accuracy}`);
    assert.ok(dead(leaky!) === 0 && leaky!.accuracy > 0.95);
    // Its e^z vanishes as well: ELU is no remedy against a burst.
    assert.ok(dead(elu!) >= 6 && elu!.accuracy < 0.8, `${dead(elu!)} dead, ${elu!.accuracy}`);
    assert.equal(dead(shown.first[0]!), 0);
  },
  'dead-by-bias'() {
    const shown = show('dead-by-bias', 1000);
    const [relu, slight, leaky, elu] = shown.last;
    assert.ok(dead(shown.first[0]!) >= 8 && dead(relu!) >= 8 && relu!.accuracy < 0.6);
    assert.ok(slight!.accuracy < 0.85 && leaky!.accuracy > 0.95 && elu!.accuracy > 0.95, accuracies(shown).join(', '));
  },
  'one-unit'() {
    const shown = show('one-unit', 800);
    const [one, eight, prelu] = shown.last;
    assert.equal(dead(one!), 1);
    assert.ok(one!.accuracy < 0.05 && eight!.accuracy > 0.95 && prelu!.accuracy > 0.95, accuracies(shown).join(', '));
    // Issue 918 of TensorFlow.js: about half of all starts.
    let lost = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      const race = createRace({ ...shown.state, seed, runs: shown.state.runs.slice(0, 1) }, createTfEngine, null);
      lost += dead(race.look().runs[0]!);
      race.dispose();
    }
    assert.ok(lost >= 35 && lost <= 65, `${lost} of 100 dead at the start`);
  },
  'softmax-between'() {
    for (const seed of [presets['softmax-between'].state.seed, 1, 2, 3]) {
      const [relu, softmax] = show('softmax-between', 800, seed).last;
      assert.ok(relu!.accuracy >= 0.95, `seed ${seed}: ReLU ${relu!.accuracy}`);
      assert.ok(softmax!.accuracy < 0.85 && softmax!.loss > 0.6, `seed ${seed}: softmax ${softmax!.accuracy}, ${softmax!.loss}`);
    }
  },
  'relu-of-softmax'() {
    const [softmax, composed] = show('relu-of-softmax', 300).last;
    assert.deepEqual(composed!.values, softmax!.values);
  },
  'softmax-output'() {
    for (const accuracy of accuracies(show('softmax-output', 800))) assert.ok(accuracy > 0.95);
  },
  'softmax-twice'() {
    const [logits, twice] = show('softmax-twice', 900).last;
    // The second softmax sees numbers of 0 to 1 only: the loss ends at log(1 + 1/e).
    assert.ok(twice!.loss > Math.log1p(Math.exp(-1)) && twice!.loss < 0.36, String(twice!.loss));
    assert.ok(logits!.loss < 0.05 && twice!.accuracy > 0.95);
  },
  'small-cnn'() {
    const [{ accuracy, test: tested }] = show('small-cnn', 60).last as [RunFrame];
    assert.ok(accuracy > 0.95 && tested!.accuracy > 0.9, `${accuracy}, ${tested!.accuracy}`);
  },
  'linear-cnn'() {
    const [relu, linear] = show('linear-cnn', 80).last;
    assert.ok(relu!.accuracy > 0.95 && linear!.accuracy < 0.8, `${relu!.accuracy}, ${linear!.accuracy}`);
  },
  switches() {
    const shown = show('switches', 600);
    assert.ok(shown.last[0]!.accuracy > 0.95);
    const places = [[0.3, 0.2], [-0.7, 0.4], [0.1, -0.9], [0.9, 0.9]] as const;
    const patterns = new Set<string>();
    for (const at of places) {
      const { output, jacobian, offset, pattern, regions } = shown.race.mapAt(0, at)!;
      assert.ok(Math.abs(output[0]! - (jacobian[0]! * at[0] + jacobian[1]! * at[1] + offset[0]!)) < 1e-12);
      assert.ok(regions >= 12 && regions <= 150, String(regions));
      patterns.add(pattern.join(';'));
      // The same map holds right beside it; that of a smooth network does not.
      const near = [at[0] + 1e-6, at[1]] as const;
      assert.deepEqual(shown.race.mapAt(0, near)!.jacobian, jacobian);
      assert.notDeepEqual(shown.race.mapAt(1, near)!.jacobian, shown.race.mapAt(1, at)!.jacobian);
    }
    assert.ok(patterns.size > 2);
    // Across the plane the map jumps and the output does not.
    let [steepest, jump] = [0, 0];
    for (let i = 0; i < 400; i += 1) {
      const [a, b] = [shown.race.mapAt(0, [i / 200 - 1, 0.1])!, shown.race.mapAt(0, [(i + 1) / 200 - 1, 0.1])!];
      steepest = Math.max(steepest, Math.abs(a.output[0]! - b.output[0]!));
      jump = Math.max(jump, Math.abs(a.jacobian[0]! - b.jacobian[0]!));
    }
    assert.ok(jump > 1 && steepest < 0.5, `${jump}, ${steepest}`);
  },
  'walsh-hadamard'() {
    const shown = show('walsh-hadamard', 600);
    const [prelu, linear] = accuracies(shown);
    assert.ok(prelu! > 0.95 && linear! < 0.7, `${prelu}, ${linear}`);
    const network = networkOf(shown.state.runs[0]!, { shape: [2], classes: 2 });
    for (const { slots } of network.layers.slice(0, 3)) {
      const [kernel] = slots;
      assert.deepEqual(shown.last[0]!.values.subarray(kernel!.at, kernel!.at + kernel!.size), shown.first[0]!.values.subarray(kernel!.at, kernel!.at + kernel!.size));
    }
  },
  step() {
    const shown = show('step', 800);
    const [step, straight] = shown.last;
    assert.deepEqual(step!.gradientNorms.slice(0, 2), [0, 0]);
    assert.equal(dead(step!), 32);
    const output = networkOf(shown.state.runs[0]!, { shape: [2], classes: 2 }).layers[2]!.slots[0]!.at;
    assert.deepEqual(step!.values.subarray(0, output), shown.first[0]!.values.subarray(0, output));
    assert.notDeepEqual(step!.values.subarray(output), shown.first[0]!.values.subarray(output));
    assert.ok(step!.accuracy < 0.7 && straight!.accuracy > 0.85, `${step!.accuracy}, ${straight!.accuracy}`);
  },
  'linear-collapse'() {
    const shown = show('linear-collapse', 700);
    const [linear, relu] = accuracies(shown);
    assert.ok(linear! < 0.75 && relu! > 0.95, `${linear}, ${relu}`);
    assert.equal(shown.race.mapAt(0, [0, 0])!.regions, 1);
  },
};

describe('every preset shows what it says, trained with TensorFlow.js', () => {
  for (const id of PRESET_IDS) test(id, effects[id]);
});

describe('the gallery', () => {
  test('has a preset for each claim, in their order, and both good and bad ones', () => {
    assert.deepEqual([...new Set(PRESET_IDS.map((id) => presets[id].claim))], [...CLAIMS]);
    assert.deepEqual([...new Set(PRESET_IDS.map((id) => presets[id].tone))].sort(), ['bad', 'good']);
  });

  test('holds states that are valid as they stand and know their preset', () => {
    for (const id of PRESET_IDS) {
      const { state } = presets[id];
      assert.deepEqual(parseState(JSON.parse(JSON.stringify(state))), { ok: true, value: state });
      assert.equal(state.preset, id);
    }
  });

  test('links to pages that there are', () => {
    for (const id of PRESET_IDS) {
      const { kind, id: name } = presets[id].page;
      assert.ok(existsSync(kind === 'rules' ? `docs/rules/${name}.md` : `src/core/activations/${name}.ts`), `${id}: ${kind}/${name}`);
    }
  });
});
