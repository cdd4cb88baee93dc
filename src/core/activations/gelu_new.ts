import { interval } from './intervals';
import { once, root } from './solve';
import { logistic, logisticCurvature, logisticSlope } from './special';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

// ½(1 + tanh u) = σ(2u): the same function with full relative accuracy in the left tail.
const TWICE_SCALE = 2 * Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;
// σ(2u) is 0 or 1 in float64 here, and x³ must not overflow into ∞ · 0.
const FAR = 40;

function inner(x: number): number {
  return TWICE_SCALE * (x + CUBIC * x * x * x);
}

function innerSlope(x: number): number {
  return TWICE_SCALE * (1 + 3 * CUBIC * x * x);
}

function value(x: number): number {
  if (Math.abs(x) > FAR) return x > 0 ? x : 0;
  return x * logistic(inner(x));
}

function slope(x: number): number {
  if (Math.abs(x) > FAR) return x > 0 ? 1 : 0;
  const v = inner(x);
  return logistic(v) + x * logisticSlope(v) * innerSlope(x);
}

function curvature(x: number): number {
  if (Math.abs(x) > FAR) return 0;
  const v = inner(x);
  const dv = innerSlope(x);
  const d2v = TWICE_SCALE * 6 * CUBIC * x;
  return 2 * logisticSlope(v) * dv + x * (logisticCurvature(v) * dv * dv + logisticSlope(v) * d2v);
}

const curve = once((): Curve => {
  const minimum = root(slope, -1, -0.5);
  // f′(−x) = 1 − f′(x), so the two extremes mirror each other about ½.
  const steepest = root(curvature, 1, 2);
  const most = slope(steepest);
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
    saturation: [interval(-Infinity, root((x) => slope(x) + SATURATION_SLOPE, -10, -steepest), { hi: true })],
    monotonicity: 'none',
    idempotent: false,
    identityOn: [],
  };
});

/** GELU through the tanh approximation of Φ. */
export const activation: Activation = {
  id: 'gelu_new',
  name: 'GELU (tanh approximation)',
  kind: 'elementwise',
  summary: 'GELU with Φ approximated through tanh, as GPT-2 uses it; within 0.0005 of the exact one.',
  formula: {
    f: '½x(1 + tanh u), u = √(2/π)(x + 0.044715x³)',
    df: '½(1 + tanh u) + ½x(1 − tanh²u)u′',
  },
  parameters: [],
  spelling: { config: 'gelu_new', since: '4.19.0' },
  cost: { forward: 1, backward: 0 },
  initializer: {
    name: 'heUniform',
    why: 'It is close to ReLU away from 0, so He\'s variance fits; heNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'A saved model that uses it cannot be loaded again: loading throws "Unknown activation: geluNew".',
    'The string needs TensorFlow.js 4.19 or later; geluNew throws.',
    'It is not monotone: its least value is −0.1700 at x = −0.752, and below that its slope is negative.',
  ],
  sources: ['Hendrycks & Gimpel 2016', 'tfjs-layers/src/activations.ts'],
  curve: () => curve(),
};
