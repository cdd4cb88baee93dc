import type { Impulse, Interval, Jump, Kink } from './types';

/** The whole real line. */
export const REALS: Interval = { lo: -Infinity, hi: Infinity };

/** Whether x lies in the interval, open ends respected; an infinite bound contains every finite number. */
export function contains(interval: Interval, x: number): boolean {
  const above = interval.loOpen === true && Number.isFinite(interval.lo) ? x > interval.lo : x >= interval.lo;
  const below = interval.hiOpen === true && Number.isFinite(interval.hi) ? x < interval.hi : x <= interval.hi;
  return above && below;
}

/** Whether some interval of the list contains x. */
export function someContain(intervals: readonly Interval[], x: number): boolean {
  return intervals.some((interval) => contains(interval, x));
}

/** Whether every point of `inner` lies in `outer`. */
export function within(inner: Interval, outer: Interval): boolean {
  const lo = inner.lo > outer.lo || (inner.lo === outer.lo && (outer.loOpen !== true || inner.loOpen === true || !Number.isFinite(inner.lo)));
  const hi = inner.hi < outer.hi || (inner.hi === outer.hi && (outer.hiOpen !== true || inner.hiOpen === true || !Number.isFinite(inner.hi)));
  return lo && hi;
}

/** An interval from its bounds; a flag is set only where it is true, so that equal intervals are deeply equal. */
export function interval(lo: number, hi: number, open: { readonly lo?: boolean; readonly hi?: boolean } = {}): Interval {
  return {
    lo,
    hi,
    ...(open.lo === true && Number.isFinite(lo) ? { loOpen: true } : {}),
    ...(open.hi === true && Number.isFinite(hi) ? { hiOpen: true } : {}),
  };
}

/** Impulses that kinks put into f″ (the change of slope) and jumps into f′ (the height of the jump), in order of x. */
export function impulsesOf(kinks: readonly Kink[], jumps: readonly Jump[]): Impulse[] {
  const impulses = [
    ...kinks.map((kink) => ({ x: kink.x, weight: kink.right - kink.left })),
    ...jumps.map((jump) => ({ x: jump.x, weight: jump.to - jump.from })),
  ];
  return impulses.sort((a, b) => a.x - b.x);
}
