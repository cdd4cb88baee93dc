import { interval } from './intervals';
import { once, root } from './solve';
import { logistic, logisticSlope } from './special';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

// Every exponential is 0 in float64 long before this, and x · 0 would be NaN at −∞.
const FAR = 800;

/** tanh(softplus(x)) and its complement to 1, each without cancellation: with u = eˣ, t = (u² + 2u)/(u² + 2u + 2). */
function gate(x: number): { readonly t: number; readonly rest: number } {
  if (x <= 0) {
    const u = Math.exp(x);
    const n = u * (u + 2);
    return { t: n / (n + 2), rest: 2 / (n + 2) };
  }
  const v = Math.exp(-x);
  const d = 1 + 2 * v + 2 * v * v;
  return { t: (1 + 2 * v) / d, rest: (2 * v * v) / d };
}

function value(x: number): number {
  return x < -FAR ? 0 : x * gate(x).t;
}

function slope(x: number): number {
  if (Math.abs(x) > FAR) return x > 0 ? 1 : 0;
  const { t, rest } = gate(x);
  return t + x * logistic(x) * rest * (1 + t);
}

function curvature(x: number): number {
  if (Math.abs(x) > FAR) return 0;
  const { t, rest } = gate(x);
  const s = logistic(x);
  return rest * (1 + t) * (2 * s + x * (logisticSlope(x) - 2 * t * s * s));
}

const curve = once((): Curve => {
  const least = root(curvature, -4, -1.5);
  const steepest = root(curvature, 1, 3);
  const minimum = root(slope, -2, 0);
  return {
    f: value,
    df: slope,
    d2f: curvature,
    range: interval(value(minimum), Infinity),
    slopeRange: interval(slope(least), slope(steepest)),
    maxAbsSlope: slope(steepest),
    kinks: [],
    jumps: [],
    impulses: [],
    zeroGradient: [],
    saturation: [interval(-Infinity, root((x) => slope(x) + SATURATION_SLOPE, -30, least), { hi: true })],
    monotonicity: 'none',
    idempotent: false,
    identityOn: [],
  };
});

/** x · tanh(softplus(x)). */
export const activation: Activation = {
  id: 'mish',
  name: 'Mish',
  kind: 'elementwise',
  summary: 'Multiplies the pre-activation by tanh of its softplus: a smooth ReLU with a shallow dip below 0.',
  formula: {
    f: 'x·t, t = tanh(ln(1 + eˣ))',
    df: 't + x·σ(x)(1 − t²)',
    d2f: '(1 − t²)(2σ(x) + x(σ′(x) − 2t·σ(x)²))',
  },
  parameters: [],
  spelling: { config: 'mish', since: '3.5.0' },
  cost: { forward: 3, backward: 1 },
  initializer: {
    name: 'heUniform',
    why: 'It is close to ReLU away from 0, so He\'s variance fits; heNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'There is no op: tf.mish is undefined.',
    'It takes three transcendental calls for a value, where Swish takes one.',
    'It is not monotone: its least value is −0.3088 at x = −1.192, and below that its slope is negative.',
  ],
  sources: ['Misra 2020', 'tfjs-layers/src/activations.ts'],
  curve: () => curve(),
};
