import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { someContain } from '../../../src/core/activations/intervals';
import { activations } from '../../../src/core/activations/registry.gen';
import { SATURATION_SLOPE, type Curve, type Interval } from '../../../src/core/activations/types';
import { gridOf, passesZero, samples } from './curves';

const finite = fc.oneof(fc.double({ min: -20, max: 20, noNaN: true }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const near = (a: number, b: number, tolerance = 1e-12): boolean => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
const edges = (intervals: readonly Interval[]): number[] => intervals.flatMap(({ lo, hi }) => [lo, hi]);
const besideEdge = (intervals: readonly Interval[], x: number): boolean => edges(intervals).some((edge) => near(edge, x, 1e-9));

/** Values may be rounded onto an open bound, never past it. */
function respects(bounds: Interval, value: number): boolean {
  return (value >= bounds.lo || near(value, bounds.lo)) && (value <= bounds.hi || near(value, bounds.hi));
}

/** Both bounds are reached, or approached where they are open or infinite. */
function fills(bounds: Interval, values: readonly number[]): boolean {
  const lo = Math.min(...values);
  const hi = Math.max(...values);
  const low = bounds.lo === -Infinity ? lo < -20 : near(lo, bounds.lo, 1e-4);
  const high = bounds.hi === Infinity ? hi > 20 : near(hi, bounds.hi, 1e-4);
  return low && high;
}

const holds = (predicate: (x: number) => boolean): void => fc.assert(fc.property(finite, predicate), { numRuns: 300 });

function checkIdempotence(curve: Curve): void {
  const grid = gridOf(curve);
  const same = grid.every((x) => near(curve.f(curve.f(x)), curve.f(x)));
  assert.equal(same, curve.idempotent);
}

function checkMonotonicity(curve: Curve): void {
  const values = gridOf(curve).map(curve.f);
  const falls = values.some((value, i) => i > 0 && value < (values[i - 1] ?? 0) && !near(value, values[i - 1] ?? 0));
  const moves = values.some((value) => value !== values[0]);
  assert.equal(curve.monotonicity === 'none', falls);
  assert.equal(curve.monotonicity === 'constant', !moves);
  if (curve.monotonicity === 'increasing') {
    for (let x = -5; x < 5; x += 0.01) assert.ok(curve.f(x + 0.01) > curve.f(x), `flat or falling at ${x}`);
  }
  if (curve.monotonicity === 'nondecreasing') assert.ok(curve.zeroGradient.length > 0 || curve.jumps.length > 0);
}

for (const { title, curve } of samples()) {
  describe(title, () => {
    test('gives finite numbers for every finite input', () => {
      holds((x) => [curve.df(x), curve.d2f(x)].every(Number.isFinite) && !Number.isNaN(curve.f(x)));
    });

    test('gives its limits at ±∞, not NaN', () => {
      for (const x of [-Infinity, Infinity]) {
        for (const value of [curve.f(x), curve.df(x), curve.d2f(x)]) assert.ok(!Number.isNaN(value), `NaN at ${x}`);
      }
    });

    test('keeps within its range and fills it', () => {
      holds((x) => respects(curve.range, curve.f(x)));
      assert.ok(fills(curve.range, gridOf(curve).map(curve.f)));
    });

    test('keeps within its slopes and reaches them', () => {
      holds((x) => respects(curve.slopeRange, curve.df(x)));
      const slopes = [...gridOf(curve).map(curve.df), ...curve.kinks.flatMap((kink) => [kink.left, kink.right])];
      const { lo, hi } = curve.slopeRange;
      assert.ok(near(Math.min(...slopes), lo, 1e-4) && near(Math.max(...slopes), hi, 1e-4));
      assert.equal(curve.maxAbsSlope, Math.max(Math.abs(lo), Math.abs(hi)));
    });

    test('has zero gradient exactly where it says', () => {
      holds((x) => !someContain(curve.zeroGradient, x) || curve.df(x) === 0);
      for (const x of gridOf(curve).filter((at) => Math.abs(at) < 20)) {
        if (!someContain(curve.zeroGradient, x)) assert.notEqual(curve.df(x), 0, `zero at ${x}`);
      }
      for (const edge of edges(curve.zeroGradient).filter(Number.isFinite)) {
        assert.equal(someContain(curve.zeroGradient, edge), curve.df(edge) === 0, `flag at ${edge}`);
      }
    });

    test('saturates exactly where it says', () => {
      const check = (x: number): boolean =>
        besideEdge(curve.saturation, x) || someContain(curve.saturation, x) === (Math.abs(curve.df(x)) < SATURATION_SLOPE && !passesZero(curve, x));
      holds(check);
      for (const x of gridOf(curve)) assert.ok(check(x), `at ${x}`);
      for (const edge of edges(curve.saturation).filter(Number.isFinite)) {
        if (![...curve.kinks, ...curve.jumps].some((at) => at.x === edge)) {
          assert.ok(Math.abs(Math.abs(curve.df(edge)) - SATURATION_SLOPE) < 1e-9, `edge ${edge}`);
        }
      }
    });

    test('is monotone as it says', () => checkMonotonicity(curve));
    test('is idempotent as it says', () => checkIdempotence(curve));

    test('is the identity where it says and, but for single points, nowhere else', () => {
      holds((x) => !someContain(curve.identityOn, x) || curve.f(x) === x);
      const grid = gridOf(curve).filter((x) => Math.abs(x) > 1e-3 && Math.abs(x) < 5);
      const others = grid.filter((x) => curve.f(x) === x && !someContain(curve.identityOn, x));
      assert.ok(others.length <= 1, `also at ${String(others)}`);
    });

    test('has the kinks, jumps and impulses that its one-sided values show', () => {
      for (const kink of curve.kinks) {
        const h = 1e-7;
        const y = curve.f(kink.x);
        assert.ok(near((y - curve.f(kink.x - h)) / h, kink.left, 1e-5), `left of ${kink.x}`);
        assert.ok(near((curve.f(kink.x + h) - y) / h, kink.right, 1e-5), `right of ${kink.x}`);
        assert.ok(curve.impulses.some((at) => at.x === kink.x && at.weight === kink.right - kink.left));
      }
      for (const jump of curve.jumps) {
        assert.ok(near(curve.f(jump.x - 1e-9), jump.from, 1e-8) && near(curve.f(jump.x + 1e-9), jump.to, 1e-8));
        assert.ok(curve.impulses.some((at) => at.x === jump.x && at.weight === jump.to - jump.from));
      }
      assert.equal(curve.impulses.length, curve.kinks.length + curve.jumps.length);
    });

    test('has derivatives that agree with central differences', () => {
      const places = [0, ...curve.kinks.map((at) => at.x), ...curve.jumps.map((at) => at.x)];
      const h = 1e-5;
      for (let x = -12.003; x < 12; x += 0.024) {
        if (places.some((place) => Math.abs(place - x) < 3 * h)) continue;
        const slope = (curve.f(x + h) - curve.f(x - h)) / (2 * h);
        const bend = (curve.df(x + h) - curve.df(x - h)) / (2 * h);
        assert.ok(near(curve.df(x), slope, 1e-8), `f′(${x}) = ${curve.df(x)}, differences give ${slope}`);
        assert.ok(near(curve.d2f(x), bend, 1e-8), `f″(${x}) = ${curve.d2f(x)}, differences give ${bend}`);
      }
    });
  });
}

test('no parameter value makes a curve throw or return NaN', () => {
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), fc.constantFrom(0, 1, -1, 1e-300));
  const parameters = fc.record({ alpha: number, theta: number, maxValue: number, axis: number, classes: number });
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(activations)), parameters, finite, (activation, bound, x) => {
      const curve = activation.curve(bound);
      return ![curve.f(x), curve.df(x), curve.d2f(x), curve.maxAbsSlope].some(Number.isNaN);
    }),
    { numRuns: 3000 },
  );
});

test('a parameter that is not a number counts as missing', () => {
  const plain = activations.leakyRelu.curve();
  for (const alpha of [Number.NaN, Infinity, -Infinity]) assert.equal(activations.leakyRelu.curve({ alpha }).f(-1), plain.f(-1));
  assert.equal(activations.relu.curve({ maxValue: Infinity }).range.hi, Infinity);
});
