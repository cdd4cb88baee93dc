import type { Curve, Interval } from './types';

/** The curve moved right by `by`: x ↦ f(x − by). Values and slopes stay; places move, and what hangs on f(x) = x is lost. */
export function shift(curve: Curve, by: number): Curve {
  if (by === 0) return curve;
  const move = <T extends { readonly x: number }>(at: T): T => ({ ...at, x: at.x + by });
  const moveInterval = (at: Interval): Interval => ({ ...at, lo: at.lo + by, hi: at.hi + by });
  return {
    ...curve,
    f: (x) => curve.f(x - by),
    df: (x) => curve.df(x - by),
    d2f: (x) => curve.d2f(x - by),
    kinks: curve.kinks.map(move),
    jumps: curve.jumps.map(move),
    impulses: curve.impulses.map(move),
    zeroGradient: curve.zeroGradient.map(moveInterval),
    saturation: curve.saturation.map(moveInterval),
    idempotent: curve.monotonicity === 'constant',
    identityOn: [],
  };
}
