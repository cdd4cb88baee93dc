import { bind } from './bind';
import { impulsesOf, interval, REALS } from './intervals';
import { constantCurve } from './ramps';
import type { Activation, Curve, Jump } from './types';

function stepFrom(alpha: number): Curve {
  if (alpha === 1) return constantCurve(1);
  const jumps: Jump[] = [{ x: 0, from: alpha, to: 1 }];
  return {
    f: (x) => (Number.isNaN(x) ? x : x > 0 ? 1 : alpha),
    df: () => 0,
    d2f: () => 0,
    range: interval(Math.min(alpha, 1), Math.max(alpha, 1)),
    slopeRange: interval(0, 0),
    maxAbsSlope: 0,
    kinks: [],
    jumps,
    impulses: impulsesOf([], jumps),
    zeroGradient: [REALS],
    saturation: [REALS],
    monotonicity: alpha < 1 ? 'nondecreasing' : 'none',
    // The values are α and 1; 1 maps to 1, and α to itself only if it is not positive.
    idempotent: alpha <= 0,
    identityOn: [],
  };
}

/** The unit step: a threshold, whose gradient is zero everywhere it exists. */
export const activation: Activation = {
  id: 'step',
  name: 'Step',
  kind: 'elementwise',
  summary: 'Returns 1 for positive pre-activations and alpha, 0 unless given, for the others.',
  formula: { f: '1 for x > 0, else α', df: '0, and an impulse of weight 1 − α at 0' },
  parameters: [
    {
      name: 'alpha',
      meaning: 'The value returned for x ≤ 0; not a threshold.',
      defaults: { op: 0, method: 0 },
      domain: { lo: -Infinity, hi: Infinity },
    },
  ],
  spelling: { op: 'step' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'glorotUniform',
    why: 'No initialiser makes it trainable: its gradient is 0 everywhere.',
  },
  beware: [
    'Its gradient is exactly 0 everywhere, so nothing before it learns; train with a straight-through gradient or a sigmoid.',
    'The second argument is the value for x ≤ 0, not the threshold: tf.step(x, 0.5) never returns less than 0.5.',
  ],
  sources: [
    'McCulloch & Pitts 1943',
    'Bengio, Léonard & Courville 2013',
    'tfjs-core/src/gradients/Step_grad.ts',
    'tfjs-core/src/ops/step.ts',
  ],
  curve: (parameters) => stepFrom(bind(parameters, 'alpha', 0)),
};
