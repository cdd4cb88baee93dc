import { interval } from './intervals';
import { once } from './solve';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

const curve = once((): Curve => ({
  f: (x) => (x >= 0 ? x : Math.expm1(x)),
  df: (x) => (x >= 0 ? 1 : Math.exp(x)),
  // f″ jumps from 1 to 0 at 0, where f′ is continuous.
  d2f: (x) => (x >= 0 ? 0 : Math.exp(x)),
  range: interval(-1, Infinity, { lo: true }),
  slopeRange: interval(0, 1, { lo: true }),
  maxAbsSlope: 1,
  kinks: [],
  jumps: [],
  impulses: [],
  zeroGradient: [],
  saturation: [interval(-Infinity, Math.log(SATURATION_SLOPE), { hi: true })],
  monotonicity: 'increasing',
  idempotent: false,
  identityOn: [interval(0, Infinity)],
}));

/** Exponential linear unit with its scale at 1, the only one that tfjs supports. */
export const activation: Activation = {
  id: 'elu',
  name: 'ELU',
  kind: 'elementwise',
  summary: 'Passes positive pre-activations unchanged and lets the others approach −1 smoothly.',
  formula: { f: 'x for x ≥ 0, else eˣ − 1', df: '1 for x ≥ 0, else eˣ', d2f: '0 for x > 0, eˣ for x < 0' },
  parameters: [
    {
      name: 'alpha',
      meaning: 'The depth of the left side; TensorFlow.js accepts only 1.',
      defaults: { layer: 1 },
      domain: { lo: 1, hi: 1 },
    },
  ],
  spelling: { config: 'elu', layer: 'elu', op: 'elu', fused: 'elu' },
  cost: { forward: 1, backward: 0 },
  initializer: {
    name: 'heUniform',
    why: 'The right half is ReLU\'s; He\'s variance is what its paper uses (Clevert et al. 2016), and heNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'tf.layers.elu with any alpha but 1 throws; the second argument of tf.elu is ignored.',
    'Its left slope eˣ vanishes too: in float32 it is exactly 0 for x ≤ −17.35.',
    'An int32 tensor throws.',
  ],
  sources: [
    'Clevert, Unterthiner & Hochreiter 2016',
    'tfjs-core/src/gradients/Elu_grad.ts',
    'tfjs-layers/src/layers/advanced_activations.ts',
  ],
  curve: () => curve(),
};
