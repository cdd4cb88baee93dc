import { interval } from './intervals';
import { once } from './solve';
import { logistic, logisticSlope, logOnePlusExp } from './special';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

const curve = once((): Curve => ({
  f: logOnePlusExp,
  df: logistic,
  d2f: logisticSlope,
  range: interval(0, Infinity, { lo: true }),
  slopeRange: interval(0, 1, { lo: true, hi: true }),
  maxAbsSlope: 1,
  kinks: [],
  jumps: [],
  impulses: [],
  zeroGradient: [],
  saturation: [interval(-Infinity, -Math.log(1 / SATURATION_SLOPE - 1), { hi: true })],
  monotonicity: 'increasing',
  idempotent: false,
  identityOn: [],
}));

/** A smooth ReLU, log(1 + eˣ). */
export const activation: Activation = {
  id: 'softplus',
  name: 'Softplus',
  kind: 'elementwise',
  summary: 'A smooth ReLU whose output is always positive.',
  formula: { f: 'ln(1 + eˣ)', df: '1 / (1 + e⁻ˣ)', d2f: 'ƒ′(1 − ƒ′)' },
  parameters: [],
  spelling: { config: 'softplus', op: 'softplus' },
  cost: { forward: 2, backward: 1 },
  initializer: {
    name: 'glorotUniform',
    why: 'Near 0 its slope is ½ and its output ln 2, so He\'s larger variance only adds to the drift; glorotNormal in TensorFlow.js draws only 0.77 of Glorot\'s.',
  },
  beware: [
    'Its output is never 0 and is 0.693 at 0, so every layer shifts the mean upwards.',
    'Writing it by hand as log(1 + exp(x)) overflows to Infinity for x > 88.',
  ],
  sources: ['Dugas et al. 2001', 'Glorot, Bordes & Bengio 2011', 'tfjs-core/src/gradients/Softplus_grad.ts'],
  curve: () => curve(),
};
