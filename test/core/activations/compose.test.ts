import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compose, power } from '../../../src/core/activations/compose';
import { someContain } from '../../../src/core/activations/intervals';
import { activations, type ActivationId } from '../../../src/core/activations/registry.gen';
import { SATURATION_SLOPE, type Curve, type Parameters } from '../../../src/core/activations/types';
import { gridOf, passesZero, samples } from './curves';

const curve = (id: ActivationId, parameters?: Parameters): Curve => activations[id].curve(parameters);
const near = (a: number, b: number, tolerance = 1e-12): boolean => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));

test('an outer curve that is the identity on the inner range leaves the inner curve', () => {
  for (const [outer, inner] of [
    ['relu', 'softmax'],
    ['relu', 'sigmoid'],
    ['relu', 'softplus'],
    ['relu', 'hardSigmoid'],
    ['relu', 'relu6'],
    ['relu6', 'sigmoid'],
    ['leakyRelu', 'sigmoid'],
    ['elu', 'softmax'],
    ['linear', 'gelu'],
  ] as const) {
    const kept = curve(inner);
    assert.equal(compose(curve(outer), kept).range, kept.range, `${outer}∘${inner}`);
    assert.equal(compose(curve(outer), kept).f, kept.f);
  }
  const relu = curve('relu');
  assert.equal(compose(relu, relu), relu);
  assert.equal(compose(curve('tanh'), curve('linear')), curve('tanh'));
});

test('an outer curve that is constant on the inner range gives that constant', () => {
  for (const [outer, inner, value] of [
    ['relu', 'logSoftmax', 0],
    ['relu', 'logSigmoid', 0],
    ['relu6', 'logSoftmax', 0],
    ['step', 'sigmoid', 1],
    ['step', 'softplus', 1],
    ['step', 'logSoftmax', 0],
  ] as const) {
    const whole = compose(curve(outer), curve(inner));
    assert.equal(whole.monotonicity, 'constant', `${outer}∘${inner}`);
    assert.deepEqual(whole.range, { lo: value, hi: value });
    assert.deepEqual(whole.zeroGradient, [{ lo: -Infinity, hi: Infinity }]);
  }
  assert.equal(compose(curve('tanh'), curve('softmax', { classes: 1 })).f(5), Math.tanh(1));
});

test('repeated sigmoids squash: the largest slope is 0.25, 0.0590, 0.0134, 0.0030', () => {
  for (const [n, slope, lo, hi] of [
    [1, 0.25, 0, 1],
    [2, 0.058959, 0.5, 0.731059],
    [3, 0.013431, 0.622459, 0.675038],
    [4, 0.003028, 0.650778, 0.66263],
    [5, 0.000681, 0.657186, 0.659851],
    [6, 0.000153, 0.658628, 0.659226],
  ] as const) {
    const whole = power(curve('sigmoid'), n);
    assert.ok(Math.abs(whole.maxAbsSlope - slope) < 1e-6, `${n}: ${whole.maxAbsSlope}`);
    assert.ok(Math.abs(whole.range.lo - lo) < 1e-6 && Math.abs(whole.range.hi - hi) < 1e-6, `${n}: ${JSON.stringify(whole.range)}`);
    assert.equal(whole.range.loOpen && whole.range.hiOpen, true);
  }
  assert.deepEqual(power(curve('sigmoid'), 4).saturation, [{ lo: -Infinity, hi: Infinity }]);
});

test('powers: none is the identity, an idempotent curve stays, tanh keeps slope 1 at 0', () => {
  assert.equal(power(curve('tanh'), 0).f(3), 3);
  assert.equal(power(curve('tanh'), -2).f(3), 3);
  const relu = curve('relu');
  assert.equal(power(relu, 5), relu);
  assert.equal(power(curve('tanh'), 6).df(0), 1);
  assert.equal(power(curve('tanh'), 6).maxAbsSlope, 1);
  assert.ok(Number.isFinite(power(curve('gelu'), 1e9).f(1)));
});

test('a single point that differs is no jump, and the curve is not called constant', () => {
  const whole = compose(curve('step'), curve('leakyRelu', { alpha: -0.5 }));
  assert.deepEqual([whole.f(-1), whole.f(0), whole.f(1)], [1, 0, 1]);
  assert.deepEqual(whole.range, { lo: 0, hi: 1 });
  assert.equal(whole.monotonicity, 'none');
  assert.deepEqual(whole.zeroGradient, [{ lo: -Infinity, hi: Infinity }]);
});

test('kinks of either curve are found where they belong, with the subgradient that the chain rule gives', () => {
  assert.deepEqual(compose(curve('hardSigmoid'), curve('relu')).kinks, [
    { x: 0, left: 0, right: 0.2, tfjs: 0 },
    { x: 2.5, left: 0.2, right: 0, tfjs: 0.2 },
  ]);
  assert.deepEqual(compose(curve('relu'), curve('gelu')).kinks, [{ x: 0, left: 0, right: 0.5, tfjs: 0 }]);
  assert.deepEqual(compose(curve('step'), curve('tanh')).jumps, [{ x: 0, from: 0, to: 1 }]);
  const gap = compose(curve('relu'), curve('thresholdedRelu', { theta: -1 }));
  assert.deepEqual(gap.jumps, []);
  assert.deepEqual(gap.kinks, [{ x: 0, left: 0, right: 1, tfjs: 0 }]);
});

describe('every pair', () => {
  const all = samples().filter(({ title }) => !/classes|axis/.test(title));
  for (const outer of all) {
    test(`${outer.title} after each`, () => {
      for (const inner of all) checkPair(outer.curve, inner.curve, `${outer.title} ∘ ${inner.title}`);
    });
  }
});

function checkPair(outer: Curve, inner: Curve, title: string): void {
  const whole = compose(outer, inner);
  const grid = [...gridOf(inner, 250), ...gridOf(whole, 250)].sort((a, b) => a - b);
  const values = grid.map(whole.f);
  const slopes = grid.map(whole.df);
  for (const [i, x] of grid.entries()) {
    const value = values[i] ?? Number.NaN;
    const slope = slopes[i] ?? Number.NaN;
    assert.ok(Number.isFinite(whole.d2f(x)), `${title}: f″(${x})`);
    // Far out, float64 rounds an inner value onto a bound that it only approaches.
    if (Math.abs(x) < 5) {
      assert.ok(near(value, outer.f(inner.f(x))), `${title}: value at ${x}`);
      assert.ok(near(slope, outer.df(inner.f(x)) * inner.df(x)), `${title}: slope at ${x}`);
    }
    assert.ok(value >= whole.range.lo - 1e-9 && value <= whole.range.hi + 1e-9, `${title}: ${value} outside the range at ${x}`);
    // At a kink the product of two subgradients may be neither of the one-sided slopes.
    if (whole.kinks.some((kink) => kink.x === x)) continue;
    const { lo, hi } = whole.slopeRange;
    assert.ok(slope >= lo - 1e-9 && slope <= hi + 1e-9, `${title}: slope ${slope} outside [${lo}, ${hi}] at ${x}`);
    if (someContain(whole.zeroGradient, x)) assert.equal(slope, 0, `${title}: not flat at ${x}`);
    if (someContain(whole.identityOn, x)) assert.equal(value, x, `${title}: not the identity at ${x}`);
    const edge = whole.saturation.some((at) => near(at.lo, x, 1e-6) || near(at.hi, x, 1e-6));
    if (!edge) assert.equal(someContain(whole.saturation, x), Math.abs(slope) < SATURATION_SLOPE && !passesZero(whole, x), `${title}: saturation at ${x}`);
    if (whole.idempotent) assert.ok(near(whole.f(value), value, 1e-9), `${title}: not idempotent at ${x}`);
  }
  const falls = values.some((value, i) => i > 0 && value < (values[i - 1] ?? 0) && !near(value, values[i - 1] ?? 0));
  if (falls) assert.equal(whole.monotonicity, 'none', title);
  const span = whole.range.hi - whole.range.lo;
  if (Number.isFinite(span)) {
    assert.ok(Math.max(...values) >= whole.range.hi - 0.02 * span - 1e-9, `${title}: range too high`);
    assert.ok(Math.min(...values) <= whole.range.lo + 0.02 * span + 1e-9, `${title}: range too low`);
  }
  for (const kink of whole.kinks) {
    const h = 1e-7;
    const y = whole.f(kink.x);
    assert.ok(near((y - whole.f(kink.x - h)) / h, kink.left, 1e-5), `${title}: left of ${kink.x}`);
    assert.ok(near((whole.f(kink.x + h) - y) / h, kink.right, 1e-5), `${title}: right of ${kink.x}`);
  }
}
