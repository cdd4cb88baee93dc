import { interval } from './intervals';
import { once } from './solve';
import { logistic, logisticSlope, logOnePlusExp } from './special';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

const curve = once((): Curve => ({
  f: (x) => -logOnePlusExp(-x),
  df: (x) => logistic(-x),
  d2f: (x) => -logisticSlope(x),
  range: interval(-Infinity, 0, { hi: true }),
  slopeRange: interval(0, 1, { lo: true, hi: true }),
  maxAbsSlope: 1,
  kinks: [],
  jumps: [],
  impulses: [],
  zeroGradient: [],
  saturation: [interval(Math.log(1 / SATURATION_SLOPE - 1), Infinity, { lo: true })],
  monotonicity: 'increasing',
  idempotent: false,
  identityOn: [],
}));

/** The logarithm of the sigmoid, computed without leaving the safe range. */
export const activation: Activation = {
  id: 'logSigmoid',
  name: 'Log sigmoid',
  kind: 'elementwise',
  summary: 'The logarithm of the sigmoid: the log-probability that a logit stands for.',
  formula: { f: '−ln(1 + e⁻ˣ)', df: '1 / (1 + eˣ)', d2f: '−ƒ′(1 − ƒ′)' },
  parameters: [],
  spelling: { op: 'logSigmoid' },
  cost: { forward: 2, backward: 1 },
  initializer: {
    name: 'glorotUniform',
    why: 'It stands at an output, where Glorot\'s variance keeps the logits small; glorotNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'There is no activation string for it: activation: \'logSigmoid\' throws.',
    'Its output is negative: a ReLU after it returns 0 for every input.',
  ],
  sources: ['tfjs-core/src/ops/log_sigmoid.ts'],
  curve: () => curve(),
};
