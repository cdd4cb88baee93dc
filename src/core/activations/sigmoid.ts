import { interval } from './intervals';
import { once } from './solve';
import { logistic, logisticCurvature, logisticSlope } from './special';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

// σ(1 − σ) = s has the roots ½(1 ± √(1 − 4s)); their logit is ±4.5849 for s = 0.01.
const rootOfQuarter = Math.sqrt(1 - 4 * SATURATION_SLOPE);
const saturatedFrom = Math.log((1 + rootOfQuarter) / (1 - rootOfQuarter));

const curve = once((): Curve => ({
  f: logistic,
  df: logisticSlope,
  d2f: logisticCurvature,
  range: interval(0, 1, { lo: true, hi: true }),
  slopeRange: interval(0, 0.25, { lo: true }),
  maxAbsSlope: 0.25,
  kinks: [],
  jumps: [],
  impulses: [],
  zeroGradient: [],
  saturation: [interval(-Infinity, -saturatedFrom, { hi: true }), interval(saturatedFrom, Infinity, { lo: true })],
  monotonicity: 'increasing',
  idempotent: false,
  identityOn: [],
}));

/** The logistic function. */
export const activation: Activation = {
  id: 'sigmoid',
  name: 'Sigmoid',
  kind: 'elementwise',
  summary: 'Squashes the line into (0, 1), so that an output can be read as a probability.',
  formula: { f: '1 / (1 + e⁻ˣ)', df: 'ƒ(1 − ƒ)', d2f: 'ƒ(1 − ƒ)(1 − 2ƒ)' },
  parameters: [],
  spelling: { config: 'sigmoid', op: 'sigmoid', fused: 'sigmoid' },
  cost: { forward: 1, backward: 0 },
  initializer: {
    name: 'glorotUniform',
    why: 'Small, level pre-activations keep it out of saturation (Glorot & Bengio 2010); glorotNormal in TensorFlow.js draws only 0.77 of that variance.',
  },
  beware: [
    'In float32 the slope is exactly 0 for x ≥ 17.35.',
    'Its output is always positive, so the weight gradients of a unit in the next layer all have one sign for a given example.',
    'log(sigmoid(x)) breaks for large negative x; use tf.logSigmoid or a loss on logits.',
    'An int32 tensor throws.',
  ],
  sources: ['LeCun et al. 1998', 'Glorot & Bengio 2010', 'tfjs-core/src/gradients/Sigmoid_grad.ts'],
  curve: () => curve(),
};
