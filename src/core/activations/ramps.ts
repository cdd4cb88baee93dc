import { impulsesOf, interval, REALS } from './intervals';
import type { Curve, Interval, Kink } from './types';

/** A curve that takes one value everywhere: its gradient is zero everywhere. */
export function constantCurve(value: number): Curve {
  const still = (): number => 0;
  return {
    f: (x) => (Number.isNaN(x) ? x : value),
    df: still,
    d2f: still,
    range: interval(value, value),
    slopeRange: interval(0, 0),
    maxAbsSlope: 0,
    kinks: [],
    jumps: [],
    impulses: [],
    zeroGradient: [REALS],
    saturation: [REALS],
    monotonicity: 'constant',
    idempotent: true,
    identityOn: [],
  };
}

/** The identity f(x) = x. */
export function identityCurve(): Curve {
  return {
    f: (x) => x,
    df: () => 1,
    d2f: () => 0,
    range: REALS,
    slopeRange: interval(1, 1),
    maxAbsSlope: 1,
    kinks: [],
    jumps: [],
    impulses: [],
    zeroGradient: [],
    saturation: [],
    monotonicity: 'increasing',
    idempotent: true,
    identityOn: [REALS],
  };
}

/**
 * max(0, x) clipped from above at `cap` ≥ 0 (Infinity: not clipped), with tfjs's subgradient 0 at 0.
 *
 * The subgradient at the cap depends on how the clipping is written: 0 through `tf.minimum` (the string 'relu6'), 1
 * through `tf.relu6` and through `tf.clipByValue` (`tf.layers.reLU({maxValue})`).
 */
export function cappedRamp(cap: number, slopeAtCap: 0 | 1): Curve {
  if (cap <= 0) return constantCurve(0);
  const capped = Number.isFinite(cap);
  const kinks: Kink[] = [
    { x: 0, left: 0, right: 1, tfjs: 0 },
    ...(capped ? [{ x: cap, left: 1, right: 0, tfjs: slopeAtCap }] : []),
  ];
  const flat: Interval[] = [
    interval(-Infinity, 0),
    ...(capped ? [interval(cap, Infinity, { lo: slopeAtCap === 1 })] : []),
  ];
  return {
    f: (x) => Math.min(Math.max(x, 0), cap),
    df: (x) => {
      if (Number.isNaN(x)) return x;
      if (x === cap) return capped ? slopeAtCap : 1;
      return x > 0 && x < cap ? 1 : 0;
    },
    d2f: () => 0,
    range: interval(0, cap),
    slopeRange: interval(0, 1),
    maxAbsSlope: 1,
    kinks,
    jumps: [],
    impulses: impulsesOf(kinks, []),
    zeroGradient: flat,
    saturation: flat,
    monotonicity: 'nondecreasing',
    idempotent: true,
    identityOn: [interval(0, cap)],
  };
}

/** x for x > 0 and αx below, with tfjs's subgradient α at 0 (Maas et al. 2013; He et al. 2015 for a learnt α). */
export function leakyRamp(alpha: number): Curve {
  if (alpha === 1) return identityCurve();
  const kinks: Kink[] = [{ x: 0, left: alpha, right: 1, tfjs: alpha }];
  const flat = alpha === 0 ? [interval(-Infinity, 0)] : [];
  // Strictly below the threshold, and the slope at 0 is α itself.
  const saturated = Math.abs(alpha) < 0.01 ? [interval(-Infinity, 0)] : [];
  return {
    // 0 · −∞ would be NaN where the limit is 0.
    f: (x) => (x < 0 ? (alpha === 0 ? 0 : alpha * x) : x),
    // tfjs masks with x > 0, so that even NaN takes the left slope.
    df: (x) => (x > 0 ? 1 : alpha),
    d2f: () => 0,
    range: alpha > 0 ? REALS : interval(0, Infinity),
    slopeRange: interval(Math.min(alpha, 1), Math.max(alpha, 1)),
    maxAbsSlope: Math.max(Math.abs(alpha), 1),
    kinks,
    jumps: [],
    impulses: impulsesOf(kinks, []),
    zeroGradient: flat,
    saturation: saturated,
    monotonicity: alpha > 0 ? 'increasing' : alpha === 0 ? 'nondecreasing' : 'none',
    // For α ≤ 0 every value is ≥ 0, where the curve is the identity.
    idempotent: alpha <= 0,
    identityOn: [interval(0, Infinity)],
  };
}
