import { impulsesOf, interval } from './intervals';
import { once } from './solve';
import type { Activation, Curve, Interval, Kink } from './types';

const SLOPE = 0.2;
const EDGE = 2.5;

// tfjs clips with tf.clipByValue, whose gradient at both bounds is that of the inside.
const kinks: readonly Kink[] = [
  { x: -EDGE, left: 0, right: SLOPE, tfjs: SLOPE },
  { x: EDGE, left: SLOPE, right: 0, tfjs: SLOPE },
];
const flat: readonly Interval[] = [interval(-Infinity, -EDGE, { hi: true }), interval(EDGE, Infinity, { lo: true })];

const curve = once((): Curve => ({
  f: (x) => Math.min(Math.max(SLOPE * x + 0.5, 0), 1),
  // tfjs gives 0 for NaN here: the comparison that masks is false.
  df: (x) => (Math.abs(x) <= EDGE ? SLOPE : 0),
  d2f: () => 0,
  range: interval(0, 1),
  slopeRange: interval(0, SLOPE),
  maxAbsSlope: SLOPE,
  kinks,
  jumps: [],
  impulses: impulsesOf(kinks, []),
  zeroGradient: flat,
  saturation: flat,
  monotonicity: 'nondecreasing',
  idempotent: false,
  identityOn: [],
}));

/** A sigmoid made of three straight pieces; tfjs's default for the gates of lstm, gru and convLstm2d. */
export const activation: Activation = {
  id: 'hardSigmoid',
  name: 'Hard sigmoid',
  kind: 'elementwise',
  summary: 'A sigmoid of three straight pieces: 0 below −2.5, 1 above 2.5, a line of slope 0.2 between.',
  formula: { f: 'min(max(0.2x + 0.5, 0), 1)', df: '0.2 for |x| ≤ 2.5, else 0', d2f: 'impulses of weight 0.2 at −2.5 and −0.2 at 2.5' },
  parameters: [],
  spelling: { config: 'hardSigmoid' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'glorotUniform',
    why: 'Small, level pre-activations stay on the sloped piece (Glorot & Bengio 2010); glorotNormal in TensorFlow.js draws only 0.77 of that variance.',
  },
  beware: [
    'No gradient at all for |x| > 2.5.',
    'It is the default recurrentActivation of lstm, gru and convLstm2d, where Keras in Python uses sigmoid.',
    'The spelling hard_sigmoid throws.',
  ],
  sources: ['Courbariaux, Bengio & David 2015', 'tfjs-layers/src/backend/tfjs_backend.ts'],
  curve: () => curve(),
};
