import { interval } from './intervals';
import { nodes } from './pieces';
import { root } from './solve';
import { SATURATION_SLOPE, type Interval } from './types';

/** A stretch ]lo, hi[ without kink or jump, with the limits of f′ at its ends. */
export interface Stretch {
  readonly lo: number;
  readonly hi: number;
  readonly slopeFrom: number;
  readonly slopeTo: number;
}

/** Slopes nearer than this count as the same: far above rounding, far below anything that is drawn or said. */
const SAME = 1e-12;

/** The set of values of f′ over the stretches and the cuts between them; maxima refined to about 1e-12. */
export function slopeRangeOf(df: (x: number) => number, stretches: readonly Stretch[]): Interval {
  const most = stretches.map((stretch) => highest(df, stretch));
  const least = stretches.map((stretch) => highest((x) => -df(x), { ...stretch, slopeFrom: -stretch.slopeFrom, slopeTo: -stretch.slopeTo }));
  const hi = most.reduce(higher);
  const lo = least.reduce(higher);
  return interval(-lo.value + 0, hi.value + 0, { lo: !lo.attained, hi: !hi.attained });
}

interface Extreme {
  readonly value: number;
  readonly attained: boolean;
}

function higher(a: Extreme, b: Extreme): Extreme {
  if (Math.abs(a.value - b.value) <= SAME) return { value: Math.max(a.value, b.value), attained: a.attained || b.attained };
  return a.value > b.value ? a : b;
}

/** The supremum of df over a stretch and its finite ends, and whether it is attained. */
function highest(df: (x: number) => number, { lo, hi, slopeFrom, slopeTo }: Stretch): Extreme {
  const xs = nodes(lo, hi);
  const slopes = xs.map(df);
  const top = slopes.reduce((a, b) => Math.max(a, b), Math.max(slopeFrom, slopeTo));
  const near = (slope: number): boolean => slope >= top - SAME;
  if (slopes.every(near)) return { value: top, attained: true };
  let best: Extreme = { value: -Infinity, attained: false };
  for (const [end, slope] of [
    [lo, slopeFrom],
    [hi, slopeTo],
  ] as const) {
    // A limit at infinity is not attained; one at a finite end is where tfjs's own choice there equals it.
    best = higher(best, { value: slope, attained: Number.isFinite(end) && Math.abs(df(end) - slope) <= SAME });
  }
  if (near(best.value)) {
    // A peak inside may still touch the same height; a rise towards the end may not count as one.
    const first = slopes.findIndex((slope) => !near(slope));
    const last = slopes.findLastIndex((slope) => !near(slope));
    return slopes.slice(first, last).some(near) ? { ...best, attained: true } : best;
  }
  const at = slopes.findIndex(near);
  const peak = peakBetween(df, xs[at - 1] ?? xs[at] ?? 0, xs[at + 1] ?? xs[at] ?? 0);
  return { value: Math.max(top, peak), attained: true };
}

/** The maximum of a function with one peak in [lo, hi], by golden-section search. */
function peakBetween(f: (x: number) => number, lo: number, hi: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let a = lo;
  let b = hi;
  let c = b - ratio * (b - a);
  let d = a + ratio * (b - a);
  let fc = f(c);
  let fd = f(d);
  // A smooth peak would need 1e-7 of the place only; a corner of f′ (softsign, elu) needs all of it.
  while (b - a > 1e-13 * Math.max(1, Math.abs(a), Math.abs(b))) {
    if (fc >= fd) {
      [b, d, fd] = [d, c, fc];
      c = b - ratio * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + ratio * (b - a);
      fd = f(d);
    }
  }
  return Math.max(fc, fd);
}

/**
 * The maximal intervals on which |f′| stays below {@link SATURATION_SLOPE}, crossings solved to the last bit; those
 * left out in which f′ only passes from one sign to the other.
 */
export function saturationOf(df: (x: number) => number, stretches: readonly Stretch[]): Interval[] {
  const below = (slope: number): boolean => Math.abs(slope) < SATURATION_SLOPE;
  const excess = (x: number): number => Math.abs(df(x)) - SATURATION_SLOPE;
  const found: Interval[] = [];
  for (const { lo, hi, slopeFrom, slopeTo } of stretches) {
    let last = { x: lo, slope: slopeFrom };
    let start = below(slopeFrom) ? lo : undefined;
    for (const x of [...nodes(lo, hi), hi]) {
      const slope = x === hi ? slopeTo : df(x);
      if (below(slope) !== below(last.slope)) {
        const a = Number.isFinite(last.x) ? last.x : Math.min(-1e12, x * 1e6);
        const b = Number.isFinite(x) ? x : Math.max(1e12, last.x * 1e6);
        const crossing = root(excess, a, b);
        if (start === undefined) start = crossing;
        else {
          found.push(interval(start, crossing, { lo: start > lo, hi: true }));
          start = undefined;
        }
      }
      last = { x, slope };
    }
    if (start !== undefined) found.push(interval(start, hi, { lo: start > lo }));
  }
  return joined(found, (x) => below(df(x))).filter((at) => !passesZero(df, at));
}

/** Whether f′ has different signs towards the ends of a finite interval and is not zero on a stretch between them. */
function passesZero(df: (x: number) => number, { lo, hi }: Interval): boolean {
  if (!Number.isFinite(lo) || !Number.isFinite(hi)) return false;
  // The ends themselves may be kinks.
  const slopes = Array.from({ length: 33 }, (_, i) => df(lo + (hi - lo) * Math.min(Math.max(i / 32, 1e-6), 1 - 1e-6)));
  return (slopes[0] ?? 0) * (slopes.at(-1) ?? 0) < 0 && slopes.filter((slope) => slope === 0).length < 2;
}

/** Intervals in order, joined where they touch in a point of the set; an end that is not open already is tested. */
export function joined(intervals: readonly Interval[], belongs: (x: number) => boolean): Interval[] {
  const result: Interval[] = [];
  for (const next of intervals) {
    if (!(next.lo < next.hi)) continue;
    const last = result.at(-1);
    if (last !== undefined && last.hi === next.lo && belongs(next.lo)) {
      result[result.length - 1] = interval(last.lo, next.hi, { lo: last.loOpen === true, hi: next.hiOpen === true });
    } else result.push(next);
  }
  const open = (x: number): boolean => Number.isFinite(x) && !belongs(x);
  return result.map(({ lo, hi, loOpen, hiOpen }) =>
    interval(lo, hi, { lo: loOpen === true || open(lo), hi: hiOpen === true || open(hi) }),
  );
}
