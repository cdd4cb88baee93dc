import { interval } from './intervals';
import { once, root } from './solve';
import { normalDensity, normalDistribution } from './special';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

// Φ(−40) and φ(40) are 0 in float64, and 0 · ∞ would be NaN.
const FAR = 40;

function value(x: number): number {
  return x < -FAR ? 0 : x * normalDistribution(x);
}

function slope(x: number): number {
  if (Math.abs(x) > FAR) return x > 0 ? 1 : 0;
  return normalDistribution(x) + x * normalDensity(x);
}

function curvature(x: number): number {
  return Math.abs(x) > FAR ? 0 : normalDensity(x) * (2 - x * x);
}

const curve = once((): Curve => {
  const minimum = root(slope, -1, -0.5);
  // f″ = φ(x)(2 − x²): the slope is extreme at ±√2, and its two extremes mirror each other about ½.
  const most = slope(Math.SQRT2);
  return {
    f: value,
    df: slope,
    d2f: curvature,
    range: interval(value(minimum), Infinity),
    slopeRange: interval(1 - most, most),
    maxAbsSlope: most,
    kinks: [],
    jumps: [],
    impulses: [],
    zeroGradient: [],
    saturation: [interval(-Infinity, root((x) => slope(x) + SATURATION_SLOPE, -10, -Math.SQRT2), { hi: true })],
    monotonicity: 'none',
    idempotent: false,
    identityOn: [],
  };
});

/** Gaussian error linear unit, x · Φ(x), exact. */
export const activation: Activation = {
  id: 'gelu',
  name: 'GELU',
  kind: 'elementwise',
  summary: 'Multiplies the pre-activation by the probability that a standard normal stays below it: a smooth ReLU with a shallow dip.',
  formula: { f: 'x·Φ(x)', df: 'Φ(x) + x·φ(x)', d2f: 'φ(x)(2 − x²)' },
  parameters: [],
  spelling: { config: 'gelu', since: '4.19.0' },
  cost: { forward: 1, backward: 1 },
  initializer: {
    name: 'heUniform',
    why: 'It is close to ReLU away from 0, so He\'s variance fits; heNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'There is no op: tf.gelu is undefined, and the string needs TensorFlow.js 4.19 or later.',
    'It is not monotone: its least value is −0.1700 at x = −0.752, and below that its slope is negative.',
  ],
  sources: ['Hendrycks & Gimpel 2016', 'tfjs-layers/src/activations.ts'],
  curve: () => curve(),
};
