import { impulsesOf, interval } from './intervals';
import { once } from './solve';
import { SATURATION_SLOPE, type Activation, type Curve, type Kink } from './types';

// Klambauer et al. 2017, equation 14, to the digits that tfjs keeps (tfjs-core/src/ops/selu_util.ts).
const SCALE = 1.0507009873554805;
const SCALE_ALPHA = SCALE * 1.6732632423543772;

const kinks: readonly Kink[] = [{ x: 0, left: SCALE_ALPHA, right: SCALE, tfjs: SCALE_ALPHA }];

const curve = once((): Curve => ({
  f: (x) => (x >= 0 ? SCALE * x : SCALE_ALPHA * Math.expm1(x)),
  df: (x) => (x > 0 ? SCALE : SCALE_ALPHA * Math.exp(x)),
  d2f: (x) => (x > 0 ? 0 : SCALE_ALPHA * Math.exp(x)),
  range: interval(-SCALE_ALPHA, Infinity, { lo: true }),
  slopeRange: interval(0, SCALE_ALPHA, { lo: true }),
  maxAbsSlope: SCALE_ALPHA,
  kinks,
  jumps: [],
  impulses: impulsesOf(kinks, []),
  zeroGradient: [],
  saturation: [interval(-Infinity, Math.log(SATURATION_SLOPE / SCALE_ALPHA), { hi: true })],
  monotonicity: 'increasing',
  idempotent: false,
  identityOn: [],
}));

/** Scaled ELU: its two constants hold the activations of a deep dense network near mean 0 and variance 1. */
export const activation: Activation = {
  id: 'selu',
  name: 'SELU',
  kind: 'elementwise',
  summary: 'An ELU scaled so that, layer after layer, activations drift towards mean 0 and variance 1.',
  formula: {
    f: 's·x for x ≥ 0, else sα(eˣ − 1); s = 1.0507, sα = 1.7581',
    df: 's for x > 0, else sα·eˣ',
    d2f: '0 for x > 0, sα·eˣ for x < 0, impulse of weight −0.7074 at 0',
  },
  parameters: [],
  spelling: { config: 'selu', op: 'selu' },
  cost: { forward: 1, backward: 1 },
  initializer: {
    name: 'leCunUniform',
    why: 'Self-normalisation needs variance 1 / fan-in (Klambauer et al. 2017); leCunNormal in TensorFlow.js draws only 0.77 of it, and the spelling lecunNormal throws.',
  },
  beware: [
    'Self-normalisation asks for standardised inputs, plain dense layers and weights of variance 1 / fan-in.',
    'tf.layers.alphaDropout has a sign error up to TensorFlow.js 4.22 and destroys the normalisation.',
    'At exactly 0 the gradient is the left one, 1.7581.',
  ],
  sources: ['Klambauer et al. 2017', 'tfjs-core/src/gradients/Selu_grad.ts', 'tfjs-core/src/ops/selu_util.ts'],
  curve: () => curve(),
};
