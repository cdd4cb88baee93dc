import { interval } from './intervals';
import { once } from './solve';
import { erf, TWO_OVER_SQRT_PI } from './special';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

function slope(x: number): number {
  return TWO_OVER_SQRT_PI * Math.exp(-x * x);
}

function curvature(x: number): number {
  const s = slope(x);
  return s === 0 ? 0 : -2 * x * s;
}

// (2/√π)e^(−x²) = s at |x| = √ln(2/(s√π)), 2.1739 for s = 0.01.
const saturatedFrom = Math.sqrt(Math.log(TWO_OVER_SQRT_PI / SATURATION_SLOPE));

const curve = once((): Curve => ({
  f: erf,
  df: slope,
  d2f: curvature,
  range: interval(-1, 1, { lo: true, hi: true }),
  slopeRange: interval(0, TWO_OVER_SQRT_PI, { lo: true }),
  maxAbsSlope: TWO_OVER_SQRT_PI,
  kinks: [],
  jumps: [],
  impulses: [],
  zeroGradient: [],
  saturation: [interval(-Infinity, -saturatedFrom, { hi: true }), interval(saturatedFrom, Infinity, { lo: true })],
  monotonicity: 'increasing',
  idempotent: false,
  identityOn: [],
}));

/** The error function, the building block of GELU. */
export const activation: Activation = {
  id: 'erf',
  name: 'Error function',
  kind: 'elementwise',
  summary: 'Squashes the line into (−1, 1), faster than tanh; the building block of GELU.',
  formula: { f: '2/√π · ∫₀ˣ e^(−t²) dt', df: '2/√π · e^(−x²)', d2f: '−2x·ƒ′' },
  parameters: [],
  spelling: { op: 'erf' },
  cost: { forward: 1, backward: 1 },
  initializer: {
    name: 'glorotUniform',
    why: 'Its slope at 0 is near 1, the case Glorot & Bengio 2010 treat; glorotNormal in TensorFlow.js draws only 0.77 of that variance.',
  },
  beware: [
    'Its slope falls as e^(−x²): below 0.01 from |x| = 2.17 on.',
    'TensorFlow.js approximates it with an absolute error of up to 1.5e-7.',
  ],
  sources: ['Abramowitz & Stegun 1964, §7.1', 'tfjs-core/src/gradients/Erf_grad.ts'],
  curve: () => curve(),
};
