import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { activations } from '../../src/core/activations/registry.gen';
import { act, ACTIVATIONS, dense, INITIALIZERS, LAYER_LIMITS, type LayerState, type RunState, stack } from '../../src/demo/layers';
import { OPTIMIZERS, RATES } from '../../src/demo/optimizers';
import { DATA_SETS, type DemoState, ENGINES, initialState, LIMITS, parseState, rateAt, sameExperiment, SPEEDS, TASKS, trainingPoints } from '../../src/demo/state';

const between = ([min, max]: readonly [number, number]) => fc.double({ min, max, noNaN: true });
const whole = ([min, max]: readonly [number, number]) => fc.integer({ min, max });

const chain = fc.array(fc.record({ id: fc.constantFrom(...ACTIVATIONS), parameter: fc.option(between(LAYER_LIMITS.parameter), { nil: null }) }), { minLength: 1, maxLength: 4 });
const weights = { initializer: fc.constantFrom(...INITIALIZERS), gain: between(LAYER_LIMITS.gain), useBias: fc.boolean(), bias: between(LAYER_LIMITS.bias), frozen: fc.boolean() };
const anyDense = fc.record({ kind: fc.constant('dense' as const), units: whole([1, 24]), activation: chain, ...weights });
const flat: fc.Arbitrary<LayerState> = fc.oneof(
  anyDense, fc.record({ kind: fc.constant('dropout' as const), rate: between(LAYER_LIMITS.rate) }), fc.record({ kind: fc.constant('batchNorm' as const) }),
  fc.record({ kind: fc.constant('activation' as const), activation: chain }), fc.record({ kind: fc.constant('flatten' as const) }),
);
const conv: fc.Arbitrary<LayerState> = fc.record({ kind: fc.constant('conv2d' as const), filters: whole([1, 8]), size: whole(LAYER_LIMITS.size), padding: fc.constant('same' as const), stride: whole(LAYER_LIMITS.stride), activation: chain, ...weights });
const pool: fc.Arbitrary<LayerState> = fc.record({ kind: fc.constant('pool' as const), mode: fc.constantFrom('max' as const, 'average' as const), size: fc.constant(2), padding: fc.constant('same' as const), stride: fc.option(whole([1, 2]), { nil: null }) });

/** Any state that is within its limits. */
export const anyState: fc.Arbitrary<DemoState> = fc.constantFrom(...DATA_SETS).chain((set) => {
  const images = TASKS[set].shape.length === 3;
  const layers = images
    ? fc.tuple(fc.array(conv, { maxLength: 2 }), fc.array(pool, { maxLength: 2 }), fc.array(flat, { maxLength: 3 })).map(([a, b, c]): LayerState[] => [...a, ...b, { kind: 'flatten' }, ...c])
    : fc.array(flat, { maxLength: 8 });
  const run: fc.Arbitrary<RunState> = fc.record({ name: fc.string({ maxLength: 40 }), layers, output: chain, loss: fc.constantFrom(...TASKS[set].losses), head: fc.record(weights), own: fc.option(fc.record({ optimizer: fc.constantFrom(...OPTIMIZERS), learningRate: between(RATES) }), { nil: null }) });
  return fc.record({
    version: fc.constant(2 as const), preset: fc.string({ maxLength: 60 }),
    data: fc.record({
      set: fc.constant(set), noise: between(LIMITS.noise), points: whole(LIMITS.points), test: between(LIMITS.test),
      own: fc.array(fc.record({ x: between(LIMITS.reach), y: between(LIMITS.reach), label: whole([0, 1]) }), { minLength: 2, maxLength: 20 }),
      sample: fc.constant({ shape: [4], classes: 3 }),
    }),
    seed: whole(LIMITS.seed), learningRate: between(LIMITS.learningRate),
    schedule: fc.array(fc.record({ step: whole(LIMITS.step), rate: between(LIMITS.learningRate) }), { maxLength: 8 }).map((changes) => changes.toSorted((a, b) => a.step - b.step)),
    batchSize: fc.constant(1), optimizer: fc.constantFrom(...OPTIMIZERS), l1: between(LIMITS.penalty), l2: between(LIMITS.penalty), clip: fc.option(between(LIMITS.clip), { nil: null }),
    engine: fc.constantFrom(...ENGINES), speed: fc.constantFrom(...SPEEDS), runs: fc.array(run, { minLength: 1, maxLength: 6 }),
  });
});

describe('the state', () => {
  test('comes back from JSON as it was', () => {
    fc.assert(fc.property(anyState, (state) => assert.deepEqual(parseState(JSON.parse(JSON.stringify(state))), { ok: true, value: JSON.parse(JSON.stringify(state)) })));
  });

  test('is refused or valid, whatever is put into it, and reading never throws', () => {
    const broken = fc.tuple(anyState, fc.constantFrom('data', 'seed', 'learningRate', 'batchSize', 'optimizer', 'runs', 'version'), fc.anything()).map(([state, key, value]) => ({ ...state, [key]: value }));
    fc.assert(fc.property(fc.oneof(fc.anything(), broken), (value) => {
      const parsed = parseState(value);
      if (!parsed.ok) return assert.ok(parsed.reason.length > 0);
      assert.deepEqual(parseState(parsed.value), parsed);
      assert.ok(parsed.value.batchSize <= trainingPoints(parsed.value));
    }));
  });

  test('clamps numbers that are out of range and rounds where whole ones are meant', () => {
    const parsed = parseState({ ...initialState, learningRate: 1e9, seed: -3, batchSize: 1e6, data: { ...initialState.data, noise: 7, points: 100.4 } });
    assert.ok(parsed.ok);
    const { learningRate, seed, batchSize, data } = parsed.value;
    assert.deepEqual({ learningRate, seed, batchSize, data }, { learningRate: 100, seed: 0, batchSize: 100, data: { ...initialState.data, noise: 0.5, points: 100 } });
  });

  test('names what it refuses', () => {
    const reason = (value: unknown): string => {
      const parsed = parseState(value);
      return parsed.ok ? '' : parsed.reason;
    };
    assert.equal(reason({ ...initialState, version: 3 }), 'version comes from a newer version of the extension');
    assert.equal(reason({ ...initialState, learningRate: Number.NaN }), 'learningRate must be a number');
    const withRun = (run: unknown): string => reason({ ...initialState, runs: [run] });
    assert.equal(reason({ ...initialState, version: 1 }), 'version is not a version this demo knows');
    assert.match(withRun({ ...stack([8], 'relu'), layers: [dense(8, [{ ...act('relu'), id: 'sine' as 'relu' }])] }), /^runs \[0\] layers \[0\] activation \[0\] id must be one of relu, /);
    assert.match(withRun({ ...stack([8], 'relu'), layers: [{ kind: 'lstm' }] }), /^runs \[0\] layers \[0\] kind must be one of dense, /);
    assert.match(withRun(stack([8], 'relu', { loss: 'softmaxCrossEntropy', output: [] })), /^runs \[0\] output must have 1 to 4 entries/);
    assert.match(withRun({ ...stack([8], 'relu'), layers: [{ kind: 'pool', mode: 'max', size: 2 }] }), /^runs \[0\] layer 1 \(pool\) needs images/);
    assert.match(withRun(stack([128, 128, 128], 'relu')), /^runs \[0\] has 33537 parameters; 20000 can be trained here/);
    assert.match(reason({ ...initialState, data: { ...initialState.data, set: 'wave' } }), /^runs \[0\] loss must be one of meanSquaredError for this data/);
    assert.equal(reason({ ...initialState, data: { ...initialState.data, set: 'own' } }), 'data needs at least two points');
    const many = Array.from({ length: 10_000 }, () => ({ x: 0, y: 0, label: 0 }));
    assert.match(reason({ ...initialState, data: { ...initialState.data, set: 'own', own: many } }), /^data own must have 0 to 400 entries/);
    assert.equal(reason({ ...initialState, runs: [] }), 'runs must have 1 to 6 entries');
    assert.equal(reason([]), 'must be an object');
  });

  test('drops keys it does not know', () => {
    const parsed = parseState({ ...initialState, script: 'alert(1)' });
    assert.deepEqual(parsed, { ok: true, value: initialState });
  });

  test('takes a change of learning rate or speed for the same experiment, and nothing else', () => {
    assert.ok(sameExperiment(initialState, { ...initialState, learningRate: 1, speed: 'slow' }));
    assert.ok(sameExperiment(initialState, { ...initialState, schedule: [{ step: 3, rate: 1 }] }));
    assert.ok(!sameExperiment(initialState, { ...initialState, seed: 99 }));
  });

  test('has every activation of the core, and the step whose gradient is replaced', () => {
    assert.deepEqual([...ACTIVATIONS].sort(), [...Object.keys(activations), 'straightThrough'].filter((id) => id !== 'abs').sort());
  });

  test('changes the learning rate by its schedule', () => {
    const state = { learningRate: 4, schedule: [{ step: 60, rate: 0.3 }, { step: 100, rate: 0.1 }] };
    assert.deepEqual([0, 59, 60, 99, 100, 5000].map((step) => rateAt(state, step)), [4, 4, 0.3, 0.3, 0.1, 0.1]);
  });
});
