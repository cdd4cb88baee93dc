import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { ACTIVATIONS, DATA_SETS, type DemoState, ENGINES, initialState, LIMITS, OPTIMIZERS, parseState, sameExperiment, SPEEDS } from '../../src/demo/state';

const between = ([min, max]: readonly [number, number]) => fc.double({ min, max, noNaN: true });
const whole = ([min, max]: readonly [number, number]) => fc.integer({ min, max });

/** Any state that is within its limits. */
export const anyState: fc.Arbitrary<DemoState> = fc.record({
  version: fc.constant(1 as const),
  data: fc.record({ set: fc.constantFrom(...DATA_SETS), noise: between(LIMITS.noise), points: whole(LIMITS.points) }),
  seed: whole(LIMITS.seed),
  learningRate: between(LIMITS.learningRate),
  batchSize: whole([1, LIMITS.points[0]]),
  optimizer: fc.constantFrom(...OPTIMIZERS),
  engine: fc.constantFrom(...ENGINES),
  speed: fc.constantFrom(...SPEEDS),
  runs: fc.array(fc.record({ hidden: fc.array(fc.record({ units: whole(LIMITS.units), activation: fc.constantFrom(...ACTIVATIONS) }), { minLength: 1, maxLength: 8 }) }), { minLength: 1, maxLength: 6 }),
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
      assert.ok(parsed.value.batchSize <= parsed.value.data.points);
    }));
  });

  test('clamps numbers that are out of range and rounds where whole ones are meant', () => {
    const parsed = parseState({ ...initialState, learningRate: 1e9, seed: -3, batchSize: 1e6, data: { ...initialState.data, noise: 7, points: 100.4 } });
    assert.ok(parsed.ok);
    const { learningRate, seed, batchSize, data } = parsed.value;
    assert.deepEqual({ learningRate, seed, batchSize, data }, { learningRate: 100, seed: 0, batchSize: 100, data: { set: 'circle', noise: 0.5, points: 100 } });
  });

  test('names what it refuses', () => {
    const reason = (value: unknown): string => {
      const parsed = parseState(value);
      return parsed.ok ? '' : parsed.reason;
    };
    assert.equal(reason({ ...initialState, version: 2 }), 'version comes from a newer version of the extension');
    assert.equal(reason({ ...initialState, learningRate: Number.NaN }), 'learningRate must be a number');
    assert.match(reason({ ...initialState, runs: [{ hidden: [{ units: 8, activation: 'mish' }] }] }), /^runs \[0\] hidden \[0\] activation must be one of relu, /);
    assert.equal(reason({ ...initialState, runs: [] }), 'runs must have 1 to 6 entries');
    assert.equal(reason([]), 'must be an object');
  });

  test('drops keys it does not know', () => {
    const parsed = parseState({ ...initialState, script: 'alert(1)' });
    assert.deepEqual(parsed, { ok: true, value: initialState });
  });

  test('takes a change of learning rate or speed for the same experiment, and nothing else', () => {
    assert.ok(sameExperiment(initialState, { ...initialState, learningRate: 1, speed: 'slow' }));
    assert.ok(!sameExperiment(initialState, { ...initialState, seed: 99 }));
  });
});
