/** What a function makes of an interval, and whether it does anything to it at all. */
import { contains, interval, within } from '../activations/intervals';
import { inside, limit, nodes, pieces } from '../activations/pieces';
import type { Curve, Interval } from '../activations/types';

/**
 * What an outer function is on the values that reach it. `identity`: f(x) = x. `constant`: one value and no gradient.
 * `affine`: slope·x + offset, as SELU is on what ReLU gives.
 */
export type Effect =
  | { readonly kind: 'identity' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'affine'; readonly slope: number; readonly offset: number }
  | { readonly kind: 'other' };

/** What a curve does to an interval as a whole; `other` also where nothing simple can be said. */
export function effectOn(curve: Curve, given: Interval): Effect {
  if (curve.identityOn.some((part) => within(given, part))) return { kind: 'identity' };
  if (given.lo === given.hi) return { kind: 'constant', value: curve.f(given.lo) };
  const jumps = curve.jumps.some(({ x }) => contains(given, x));
  if (!jumps && curve.zeroGradient.some((part) => within(given, part))) return { kind: 'constant', value: curve.f(inside(given.lo, given.hi)) };
  if (jumps || curve.kinks.some(({ x }) => x > given.lo && x < given.hi)) return { kind: 'other' };
  const points = nodes(given.lo, given.hi);
  const [first] = points;
  if (first === undefined || points.some((x) => curve.d2f(x) !== 0 || !Number.isFinite(curve.f(x)))) return { kind: 'other' };
  const slope = curve.df(first);
  const offset = curve.f(first) - slope * first;
  // A second derivative may be zero in float64 far out and nowhere else.
  const straight = points.every((x) => Math.abs(curve.f(x) - slope * x - offset) <= 1e-9 * Math.max(1, Math.abs(x)));
  return straight && slope !== 0 ? { kind: 'affine', slope, offset: Math.abs(offset) < 1e-12 ? 0 : offset } : { kind: 'other' };
}

/** The values of a curve on an interval: bounds that hold, open where they are not attained as far as the pieces tell. */
export function imageOf(curve: Curve, given: Interval): Interval {
  if (given.lo === -Infinity && given.hi === Infinity) return curve.range;
  if (given.lo === given.hi) return interval(curve.f(given.lo), curve.f(given.lo));
  const values: { readonly value: number; readonly open: boolean }[] = [];
  for (const piece of pieces(curve)) {
    const lo = Math.max(piece.lo, given.lo);
    const hi = Math.min(piece.hi, given.hi);
    if (lo > hi) continue;
    const flat = curve.zeroGradient.some((part) => contains(part, inside(lo, hi)));
    const openAt = (x: number): boolean => !flat && (!Number.isFinite(x) || !contains(given, x));
    if (lo < hi) {
      values.push({ value: limit(curve, lo, 'above'), open: openAt(lo) || curve.jumps.some((jump) => jump.x === lo) }, { value: limit(curve, hi, 'below'), open: openAt(hi) || curve.jumps.some((jump) => jump.x === hi) });
    }
    for (const x of [lo, hi]) if (Number.isFinite(x) && contains(given, x)) values.push({ value: curve.f(x), open: false });
  }
  const lo = Math.min(...values.map(({ value }) => value));
  const hi = Math.max(...values.map(({ value }) => value));
  const attained = (bound: number): boolean => values.some(({ value, open }) => value === bound && !open);
  return lo === hi ? interval(lo, hi) : interval(lo, hi, { lo: !attained(lo), hi: !attained(hi) });
}

/** The smallest interval around several. */
export function hull(...parts: readonly Interval[]): Interval {
  const lo = Math.min(...parts.map((part) => part.lo));
  const hi = Math.max(...parts.map((part) => part.hi));
  return interval(lo, hi, { lo: parts.every((part) => part.lo > lo || part.loOpen === true), hi: parts.every((part) => part.hi < hi || part.hiOpen === true) });
}

/** {a + b}. */
export function sumInterval(a: Interval, b: Interval): Interval {
  return interval(a.lo + b.lo, a.hi + b.hi, { lo: a.loOpen === true || b.loOpen === true, hi: a.hiOpen === true || b.hiOpen === true });
}

/** {scale·x + offset}. */
export function affineInterval(given: Interval, scale: number, offset: number): Interval {
  if (scale === 0) return interval(offset, offset);
  const ends = [scale * given.lo + offset, scale * given.hi + offset];
  const [lo = 0, hi = 0] = scale > 0 ? ends : ends.reverse();
  const [loOpen, hiOpen] = scale > 0 ? [given.loOpen, given.hiOpen] : [given.hiOpen, given.loOpen];
  return interval(lo, hi, { lo: loOpen === true, hi: hiOpen === true });
}

/** {a · b}: closed, which is never too narrow. */
export function productInterval(a: Interval, b: Interval): Interval {
  // 0 · ∞: the values are finite, however large.
  const times = (x: number, y: number): number => (x === 0 || y === 0 ? 0 : x * y);
  const ends = [times(a.lo, b.lo), times(a.lo, b.hi), times(a.hi, b.lo), times(a.hi, b.hi)];
  return interval(Math.min(...ends), Math.max(...ends));
}
