import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { decodeState, encodeState } from '../../src/demo/address';
import { act, ACTIVATIONS, DEFAULT_WEIGHTS, dense, type LayerState, type RunState, stack } from '../../src/demo/layers';
import { PRESET_IDS, presets } from '../../src/demo/presets';
import { programOf } from '../../src/demo/program';
import { type DemoState, initialState, rateAt, taskOf } from '../../src/demo/state';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import { createRace } from '../../src/demo/worker/race';

before(async () => {
  await tf.setBackend('cpu');
});

const AsyncFunction = (async () => {}).constructor as new (...parameters: string[]) => (...values: unknown[]) => Promise<void>;

/** Runs a program as Node would, and gives the last number that it prints. */
async function lossOf(program: string): Promise<number> {
  let printed = Number.NaN;
  const console = { log: (_words: string, value?: number) => (printed = value ?? printed) };
  tf.engine().startScope();
  await new AsyncFunction('tf', 'console', program.replace("import * as tf from '@tensorflow/tfjs';", ''))(tf, console);
  tf.engine().endScope();
  return printed;
}

async function reproduces(state: DemoState, index: number, steps: number, tolerance = 2e-4): Promise<void> {
  const race = createRace({ ...state, runs: [state.runs[index]!] }, createTfEngine, null);
  while (race.step < steps) race.advance(rateAt(state, race.step));
  const { loss } = race.look().runs[0]!;
  race.dispose();
  const theirs = await lossOf(programOf(state, index, steps));
  assert.ok(Math.abs(theirs - loss) <= tolerance * Math.max(1, loss), `the demo ends at ${loss}, the program at ${theirs}`);
}

describe('a run as a TensorFlow.js program ends at the same loss', () => {
  for (const id of PRESET_IDS) {
    test(id, async () => {
      for (const i of presets[id].state.runs.keys()) await reproduces(presets[id].state, i, id.endsWith('cnn') ? 12 : 70, id === 'depth-rescued' ? 0.02 : 2e-4);
    });
  }

  test('every activation, with every optimiser, penalties and clipping', async () => {
    for (const activation of ACTIVATIONS) await reproduces({ ...initialState, runs: [stack([6], [act(activation, activation === 'thresholdedRelu' ? 0.1 : null)])] }, 0, 40);
    const run: RunState = { ...stack([8], 'tanh'), layers: [dense(8, [act('tanh'), act('prelu'), act('softmax')]), { kind: 'activation', activation: [act('elu'), act('step')] }] };
    for (const optimizer of ['momentum', 'rmsprop', 'adam'] as const) await reproduces({ ...initialState, optimizer, learningRate: 0.02, l1: 0.001, l2: 0.01, clip: 0.3, runs: [run] }, 0, 60, 1e-3);
  });
});

describe('what networks of programs have', () => {
  const arms = (shape: readonly number[], classes: number): DemoState => ({ ...initialState, data: { ...initialState.data, set: 'arms', points: 60, sample: { shape, classes } }, learningRate: 0.05 });

  test('convolutions of either padding with strides, each channel by itself, pools that overlap, global pools', async () => {
    for (const padding of ['valid', 'same'] as const) for (const mode of ['max', 'average'] as const) {
      const placed = { padding, activation: [act('relu')], ...DEFAULT_WEIGHTS };
      const layers: LayerState[] = [
        { kind: 'conv2d', filters: 3, size: 3, stride: 2, ...placed }, { kind: 'depthwise', multiplier: 2, size: 2, stride: 1, ...placed, useBias: false },
        { kind: 'layerNorm' }, { kind: 'pool', mode, size: 3, stride: 1, padding }, { kind: 'globalPool', mode },
      ];
      await reproduces({ ...arms([11, 9, 2], 3), runs: [{ ...stack([], 'linear', { loss: 'softmaxCrossEntropy' }), layers }] }, 0, 12);
    }
  });

  test('every loss over several outputs, and an optimiser of its own', async () => {
    for (const classes of [2, 4]) for (const loss of taskOf(arms([5], classes).data).losses) {
      const output = [act(loss === 'categoricalCrossentropy' ? 'softmax' : loss.endsWith('inaryCrossentropy') ? 'sigmoid' : 'linear')];
      await reproduces({ ...arms([5], classes), runs: [stack([8], 'tanh', { loss, output, head: { ...DEFAULT_WEIGHTS, useBias: false }, own: { optimizer: 'adam', learningRate: 0.01 } })] }, 0, 50);
    }
  });
});

describe('a state in a link', () => {
  test('comes back as it was, and is short where little differs', () => {
    for (const id of PRESET_IDS) assert.deepEqual(decodeState(encodeState(presets[id].state)), { ok: true, value: presets[id].state });
    assert.ok(encodeState(initialState).length < 40);
    assert.match(encodeState(presets['dead-by-bias'].state), /^[\w-]+$/);
  });

  test('is refused where it is damaged, too long, newer or out of bounds', () => {
    const reason = (text: string): string => {
      const parsed = decodeState(text);
      return parsed.ok ? '' : parsed.reason;
    };
    const text = encodeState(initialState);
    assert.equal(reason(text.slice(3)), 'is damaged');
    assert.equal(reason('%%%'), 'is damaged');
    assert.equal(reason('A'.repeat(100_000)), 'is too long');
    assert.equal(reason(encodeState({ ...initialState, version: 9 as 2 })), 'version comes from a newer version of the extension');
    assert.match(reason(encodeState({ ...initialState, learningRate: 'fast' as unknown as number })), /^learningRate must be a number/);
    assert.equal(reason(btoa('{}')), 'version is not a version this demo knows');
    assert.equal(reason(btoa('[]')), 'is damaged');
  });
});
