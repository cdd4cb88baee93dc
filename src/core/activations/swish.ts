import { interval } from './intervals';
import { once, root } from './solve';
import { logistic, logisticCurvature, logisticSlope } from './special';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

// σ(x) is 0 in float64 long before this, and x · 0 would be NaN at −∞.
const FAR = 800;

function value(x: number): number {
  return x < -FAR ? 0 : x * logistic(x);
}

function slope(x: number): number {
  if (Math.abs(x) > FAR) return x > 0 ? 1 : 0;
  return logistic(x) + x * logisticSlope(x);
}

function curvature(x: number): number {
  return Math.abs(x) > FAR ? 0 : 2 * logisticSlope(x) + x * logisticCurvature(x);
}

const curve = once((): Curve => {
  // f″ is even: the slope is least at −2.3994 and greatest at 2.3994, its mirror about (0, ½).
  const steepest = root(curvature, 1, 5);
  const minimum = root(slope, -2, 0);
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
    saturation: [interval(-Infinity, root((x) => slope(x) + SATURATION_SLOPE, -30, -steepest), { hi: true })],
    monotonicity: 'none',
    idempotent: false,
    identityOn: [],
  };
});

/** x · σ(x), also known as SiLU. */
export const activation: Activation = {
  id: 'swish',
  name: 'Swish (SiLU)',
  kind: 'elementwise',
  summary: 'Multiplies the pre-activation by its own sigmoid: a smooth ReLU with a shallow dip below 0.',
  formula: { f: 'x·σ(x)', df: 'σ(x)(1 + x(1 − σ(x)))', d2f: 'σ′(x)(2 + x(1 − 2σ(x)))' },
  parameters: [],
  spelling: { config: 'swish', since: '2.5.0' },
  cost: { forward: 1, backward: 0 },
  initializer: {
    name: 'heUniform',
    why: 'It is close to ReLU away from 0, so He\'s variance fits; heNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'There is no op and no other name: tf.swish and tf.silu are undefined, \'silu\' throws.',
    'It is not monotone: its least value is −0.2785 at x = −1.278, and below that its slope is negative.',
  ],
  sources: ['Elfwing, Uchibe & Doya 2018', 'Ramachandran, Zoph & Le 2017', 'tfjs-layers/src/activations.ts'],
  curve: () => curve(),
};
