import { interval } from './intervals';
import { once } from './solve';
import { SATURATION_SLOPE, type Activation, type Curve } from './types';

// 1/(1 + |x|)² = s at |x| = 1/√s − 1, which is 9 for s = 0.01.
const saturatedFrom = 1 / Math.sqrt(SATURATION_SLOPE) - 1;

const curve = once((): Curve => ({
  f: (x) => (Number.isFinite(x) ? x / (1 + Math.abs(x)) : Math.sign(x)),
  df: (x) => 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))),
  // f″ jumps from 2 to −2 at 0, where f′ is continuous; the mean stands there.
  d2f: (x) => (-2 * Math.sign(x)) / (1 + Math.abs(x)) ** 3,
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

/** x / (1 + |x|): a squashing function whose slope falls as a power, not exponentially. */
export const activation: Activation = {
  id: 'softsign',
  name: 'Softsign',
  kind: 'elementwise',
  summary: 'Squashes the line into (−1, 1) like tanh, but approaches the ends far more slowly.',
  formula: { f: 'x / (1 + |x|)', df: '1 / (1 + |x|)²', d2f: '−2·sgn(x) / (1 + |x|)³' },
  parameters: [],
  spelling: { config: 'softsign' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'glorotUniform',
    why: 'Its slope is 1 at 0, the case Glorot & Bengio 2010 treat; glorotNormal in TensorFlow.js draws only 0.77 of that variance.',
  },
  beware: ['Its slope falls off at once: ¼ at |x| = 1, where tanh still has 0.42.', 'There is no op: tf.softsign is undefined.'],
  sources: ['Bergstra et al. 2009', 'Glorot & Bengio 2010', 'tfjs-layers/src/backend/tfjs_backend.ts'],
  curve: () => curve(),
};
