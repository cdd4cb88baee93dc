import { interval } from './intervals';
import { once } from './solve';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

/** tanh′ = sech², written so that it keeps its relative accuracy in both tails. */
function slope(x: number): number {
  const e = Math.exp(-2 * Math.abs(x));
  return (4 * e) / ((1 + e) * (1 + e));
}

// sech²(x) = s at |x| = arcosh(1/√s), 2.9932 for s = 0.01.
const saturatedFrom = Math.acosh(1 / Math.sqrt(SATURATION_SLOPE));

const curve = once((): Curve => ({
  f: Math.tanh,
  df: slope,
  d2f: (x) => -2 * Math.tanh(x) * slope(x),
  range: interval(-1, 1, { lo: true, hi: true }),
  slopeRange: interval(0, 1, { lo: true }),
  maxAbsSlope: 1,
  kinks: [],
  jumps: [],
  impulses: [],
  zeroGradient: [],
  saturation: [interval(-Infinity, -saturatedFrom, { hi: true }), interval(saturatedFrom, Infinity, { lo: true })],
  monotonicity: 'increasing',
  idempotent: false,
  identityOn: [],
}));

/** The hyperbolic tangent. */
export const activation: Activation = {
  id: 'tanh',
  name: 'Tanh',
  kind: 'elementwise',
  summary: 'Squashes the line into (−1, 1), symmetric about 0.',
  formula: { f: '(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)', df: '1 − ƒ²', d2f: '−2ƒ(1 − ƒ²)' },
  parameters: [],
  spelling: { config: 'tanh', op: 'tanh' },
  cost: { forward: 1, backward: 0 },
  initializer: {
    name: 'glorotUniform',
    why: 'Its slope is 1 at 0, so variance 2 / (fan-in + fan-out) keeps signal and gradient level (Glorot & Bengio 2010); glorotNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'In float32 the slope is exactly 0 for |x| ≥ 9.05.',
    'An int32 tensor throws.',
  ],
  sources: ['LeCun et al. 1998', 'Glorot & Bengio 2010', 'tfjs-core/src/gradients/Tanh_grad.ts'],
  curve: () => curve(),
};
