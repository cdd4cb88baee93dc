import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { normalDensity, normalDistribution } from '../../../src/core/activations/special';
import { mapOf, composed, affineMap, SAME } from '../../../src/core/signal/maps';
import { respond } from '../../../src/core/signal/moments';
import type { PreActivation, Response } from '../../../src/core/signal/moments';
import { expectation, gammaNodes } from '../../../src/core/signal/quadrature';
import { logSoftmaxResponse, softmaxResponse } from '../../../src/core/signal/softmax';
import { activations } from '../../../src/core/activations/registry.gen';
import type { ActivationId } from '../../../src/core/activations/registry.gen';
import { samples } from '../activations/curves';

const normal = (mean: number, variance: number, more: Partial<PreActivation> = {}): PreActivation => ({ mean, variance, spread: 0, tails: 0, shared: 0, cross: 0, crossShared: 0, ...more });
const response = (id: ActivationId, mean: number, variance: number, more: Partial<PreActivation> = {}): Response => respond(normal(mean, variance, more), mapOf(activations[id].curve()), 1e9);
const near = (a: number, b: number, tolerance = 1e-9): void => { assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${a}, expected ${b}`); };

/** Finite numbers of moderate size. */
const means = fc.double({ min: -3, max: 3, noNaN: true });
const variances = fc.double({ min: 1e-4, max: 100, noNaN: true });

test('relu has the moments of half a normal, whatever its mean', () => {
  fc.assert(fc.property(means, variances, (mean, variance) => {
    const deviation = Math.sqrt(variance);
    const at = mean / deviation;
    const { moments, slope, inactive } = response('relu', mean, variance);
    near(moments.mean, mean * normalDistribution(at) + deviation * normalDensity(at));
    near(moments.square, (mean * mean + variance) * normalDistribution(at) + mean * deviation * normalDensity(at));
    near(slope, normalDistribution(at));
    near(inactive, normalDistribution(-at));
  }));
});

test('erf has E[erf²] = 2/π·asin(2q/(1 + 2q)) and E[erf′²] = 4/(π√(1 + 4q))', () => {
  fc.assert(fc.property(variances, (variance) => {
    const { moments, slope } = response('erf', 0, variance);
    near(moments.square, (2 / Math.PI) * Math.asin((2 * variance) / (1 + 2 * variance)), 1e-7);
    near(slope, 4 / (Math.PI * Math.sqrt(1 + 4 * variance)), 1e-7);
  }));
});

test('gelu has E[x·Φ(x)] = q/√(2π(1 + q)), elu E[x; x > 0] and that of an exponential', () => {
  fc.assert(fc.property(variances, (variance) => {
    const deviation = Math.sqrt(variance);
    near(response('gelu', 0, variance).moments.mean, variance / Math.sqrt(2 * Math.PI * (1 + variance)), 1e-7);
    const exponential = Math.exp(Math.min(variance / 2, 500)) * normalDistribution(-deviation) - 0.5;
    near(response('elu', 0, variance).moments.mean, deviation / Math.sqrt(2 * Math.PI) + exponential, 1e-7);
  }));
});

describe('every activation agrees with a fine sum of its values', () => {
  for (const { title, curve } of samples()) {
    test(title, () => {
      for (const [mean, variance] of [[0, 0.01], [0, 1], [0.5, 2], [-1, 25], [3, 400]] as const) {
        const { moments, slope } = respond(normal(mean, variance), mapOf(curve), 1e9);
        const deviation = Math.sqrt(variance);
        const count = 40_000;
        let [first, second, slopes] = [0, 0, 0];
        // Midpoints that no kink falls on.
        for (let i = 0; i < count; i++) {
          const u = -9 + (18 * (i + 0.5 + 1e-7)) / count;
          const weight = (18 / count) * normalDensity(u);
          const x = mean + deviation * u;
          first += weight * curve.f(x);
          second += weight * curve.f(x) ** 2;
          slopes += weight * curve.df(x) ** 2;
        }
        near(moments.mean, first, 5e-4);
        near(moments.square, second, 5e-4);
        near(slope, slopes, 5e-4);
      }
    });
  }
});

test('the shares of inactive and saturated units are those of the normal distribution', () => {
  fc.assert(fc.property(means, variances, (mean, variance) => {
    const below = (x: number): number => normalDistribution((x - mean) / Math.sqrt(variance));
    near(response('hardSigmoid', mean, variance).inactive, below(-2.5) + 1 - below(2.5), 1e-8);
    const { saturated, inactive } = response('tanh', mean, variance);
    const edge = Math.atanh(Math.sqrt(0.99));
    near(saturated, below(-edge) + 1 - below(edge), 1e-8);
    near(inactive, 0);
    near(response('step', mean, variance).inactive, 1, 1e-12);
  }));
});

test('a point is a normal distribution too', () => {
  const { moments, slope } = response('tanh', 0.7, 0);
  near(moments.mean, Math.tanh(0.7));
  near(slope, (1 - Math.tanh(0.7) ** 2) ** 2);
  assert.equal(expectation({ mean: 2, variance: 0 }, [], (x) => x * x), 4);
});

test('three points have the first five moments of a gamma distribution', () => {
  fc.assert(fc.property(fc.double({ min: 1e-3, max: 8, noNaN: true }), (variance) => {
    const nodes = gammaNodes(variance);
    let expected = 1;
    for (let power = 0; power <= 5; power++) {
      near(nodes.reduce((sum, [x, weight]) => sum + weight * x ** power, 0), expected, 1e-8);
      expected *= 1 + power * variance;
    }
    return nodes.every(([x, weight]) => x > 0 && weight > 0);
  }));
});

test('two relus of correlated values have the arc-cosine kernel (Cho & Saul 2009)', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), variances, (rho, variance) => {
    const { moments } = response('relu', 0, variance, { shared: rho * variance });
    const angle = Math.acos(rho);
    near(moments.shared / variance, (Math.sin(angle) + (Math.PI - angle) * rho) / (2 * Math.PI), 2e-3);
  }));
});

test('functions one behind another are cut where either of them bends', () => {
  const relu = mapOf(activations.relu.curve());
  const base = { mean: 0, variance: 4 };
  const shifted = composed(relu, composed(affineMap(-2, 1), SAME, base), base);
  assert.ok(shifted.breaks.some((x) => Math.abs(x - 0.5) < 1e-9), String(shifted.breaks));
  // max(0, 1 − 2z) for z of variance 4 is half of a normal of mean 1 and variance 16.
  near(expectation(base, shifted.breaks, shifted.f), normalDistribution(0.25) + 4 * normalDensity(0.25), 1e-9);
  near(expectation(base, composed(relu, relu, base).breaks, (x) => composed(relu, relu, base).df(x)), 0.5, 1e-9);
});

test('softmax of two logits is a sigmoid of their difference', () => {
  for (const variance of [0.01, 0.5, 2, 20]) {
    const sigmoid = respond(normal(0, 2 * variance), mapOf(activations.sigmoid.curve()), 1e9);
    const { moments, slope } = softmaxResponse(normal(0, variance), 2);
    near(moments.square, sigmoid.moments.square, 1e-4);
    // J = σ′·[[1, −1], [−1, 1]]: ‖J‖²/2 = 2σ′².
    near(slope, 2 * sigmoid.slope, 2e-3);
    near(moments.mean, 0.5);
    const log = respond(normal(0, 2 * variance), mapOf(activations.logSigmoid.curve()), 1e9);
    const both = logSoftmaxResponse(normal(0, variance), 2);
    near(both.moments.mean, log.moments.mean, 1e-3);
    near(both.moments.square, log.moments.square, 3e-3);
  }
});

test('softmax of equal logits is even, and over one unit it is 1 without a gradient', () => {
  for (const classes of [2, 3, 10, 1000]) {
    const { moments, slope } = softmaxResponse(normal(0, 0), classes);
    near(moments.square, 1 / classes ** 2, 1e-6);
    // ‖(I − 11ᵀ/n)/n‖²/n = (n − 1)/n³.
    near(slope * classes ** 3, classes - 1, 1e-3);
  }
  assert.equal(softmaxResponse(normal(0, 3), 1).slope, 0);
  assert.equal(softmaxResponse(normal(0, 3), 1).moments.mean, 1);
});

test('no parameters make a moment negative or not a number', () => {
  const sizes = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(fc.property(fc.constantFrom(...Object.values(activations)), means, sizes, fc.double({ min: 0, max: 10, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (activation, mean, variance, tails, rho) => {
    const { moments, slope, inactive, saturated, crossSlope } = respond(normal(mean, variance, { tails, spread: tails, shared: rho * variance, cross: rho * variance }), mapOf(activation.curve()), 16);
    const all = [moments.mean, moments.square, moments.shared, moments.cross, moments.spread, moments.peak, slope, crossSlope, inactive, saturated];
    return all.every(Number.isFinite) && moments.square >= moments.mean ** 2 - 1e-9 * moments.square && inactive <= saturated + 1e-12 && saturated <= 1 + 1e-9;
  }), { numRuns: 300 });
});
