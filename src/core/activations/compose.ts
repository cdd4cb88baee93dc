import { contains, impulsesOf, interval, someContain, within } from './intervals';
import { ascending, breakpoints, inside, limit, pieces, preimage, rememberBreakpoints, slopeBeside } from './pieces';
import { constantCurve, identityCurve } from './ramps';
import { joined, saturationOf, slopeRangeOf, type Stretch } from './slopes';
import { once } from './solve';
import type { Curve, Interval, Jump, Kink, Monotonicity } from './types';

/** f^n stops growing here: no program chains more, and the chain rule costs n² steps. */
const MOST = 64;

/**
 * The curve x ↦ outer(inner(x)), with every fact about it.
 *
 * Exact where the ranges decide it: an outer curve that is the identity on the inner one's range leaves the inner curve
 * (relu∘relu, relu∘softmax, relu∘sigmoid), one that is constant on it gives a constant (relu∘logSoftmax). Otherwise both
 * curves are cut into monotone pieces, the cuts of the outer one are pulled back through the inner one by bisection, and
 * kinks, jumps, flat stretches and range follow piece by piece; only the slope's extremes and the saturation are scanned.
 * For softmax and logSoftmax the slice is composed, which is right for an elementwise outer curve.
 */
export function compose(outer: Curve, inner: Curve): Curve {
  if (isIdentity(inner)) return outer;
  if (isIdentity(outer)) return inner;
  if (inner.monotonicity === 'constant') return constantCurve(outer.f(inner.range.lo));
  const chain = chained(outer, inner);
  const repeats = outer === inner && inner.idempotent;
  if (repeats || outer.identityOn.some((at) => within(inner.range, at))) return kept(inner, chain.df);
  if (outer.zeroGradient.some((at) => within(inner.range, at)) && !outer.jumps.some((jump) => contains(inner.range, jump.x))) {
    return constantCurve(outer.f(inside(inner.range.lo, inner.range.hi)));
  }
  return analysed(outer, inner, chain);
}

/** The curve applied n times; n ≤ 0 gives the identity. */
export function power(curve: Curve, n: number): Curve {
  let result = identityCurve();
  for (let i = 0; i < Math.min(n, MOST); i++) {
    const next = compose(curve, result);
    if (next === result) return result;
    result = next;
  }
  return result;
}

type Chain = Pick<Curve, 'f' | 'df' | 'd2f'>;

function chained(outer: Curve, inner: Curve): Chain {
  // 0 · ∞ is 0 here: a flat factor wins over a slope that overflowed.
  const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);
  return {
    f: (x) => outer.f(inner.f(x)),
    df: (x) => times(outer.df(inner.f(x)), inner.df(x)),
    d2f: (x) => {
      const y = inner.f(x);
      const slope = inner.df(x);
      return times(outer.d2f(y), slope * slope) + times(outer.df(y), inner.d2f(x));
    },
  };
}

function isIdentity(curve: Curve): boolean {
  return curve.identityOn.some((at) => at.lo === -Infinity && at.hi === Infinity);
}

/** The inner curve, with tfjs's subgradients as the chain rule multiplies them; the same object where they agree. */
function kept(inner: Curve, df: (x: number) => number): Curve {
  const kinks = inner.kinks.map((kink) => ({ ...kink, tfjs: df(kink.x) }));
  if (kinks.every((kink, i) => kink.tfjs === inner.kinks[i]?.tfjs)) return inner;
  const flat = inner.zeroGradient.map(({ lo, hi }) => interval(lo, hi));
  return { ...inner, df, kinks, zeroGradient: joined(flat, (x) => df(x) === 0) };
}

/** A piece of the composition: ]lo, hi[, the inner values at its ends and the outer ones. */
interface Segment extends Stretch {
  readonly yFrom: number;
  readonly yTo: number;
  readonly from: number;
  readonly to: number;
  readonly flat: boolean;
  readonly same: boolean;
}

function segments(outer: Curve, inner: Curve): Segment[] {
  const levels = breakpoints(outer);
  return pieces(inner).flatMap((piece) => {
    const cuts = levels.flatMap((y) => {
      const x = preimage(inner, piece, y);
      return x === undefined ? [] : [{ x, y }];
    });
    cuts.sort((a, b) => a.x - b.x);
    const ends = [{ x: piece.lo, y: piece.from }, ...cuts, { x: piece.hi, y: piece.to }];
    return ends.slice(1).flatMap((end, i) => {
      const start = ends[i];
      return start === undefined || start.x >= end.x ? [] : [segment(outer, inner, start, end)];
    });
  });
}

interface End {
  readonly x: number;
  readonly y: number;
}

function segment(outer: Curve, inner: Curve, start: End, end: End): Segment {
  const middle = inside(start.x, end.x);
  const still = someContain(inner.zeroGradient, middle);
  const rising = start.y <= end.y;
  const limitAt = (y: number, side: 'below' | 'above'): number => (still ? outer.f(inner.f(middle)) : limit(outer, y, side));
  const slopeAt = ({ x, y }: End, xSide: 'below' | 'above', ySide: 'below' | 'above'): number => {
    const slope = still ? 0 : slopeBeside(inner, x, xSide);
    return slope === 0 ? 0 : slope * slopeBeside(outer, y, ySide);
  };
  const flat = still || someContain(outer.zeroGradient, inner.f(middle));
  return {
    lo: start.x,
    hi: end.x,
    yFrom: start.y,
    yTo: end.y,
    from: limitAt(start.y, rising ? 'above' : 'below'),
    to: limitAt(end.y, rising ? 'below' : 'above'),
    slopeFrom: flat ? 0 : slopeAt(start, 'above', rising ? 'above' : 'below'),
    slopeTo: flat ? 0 : slopeAt(end, 'below', rising ? 'below' : 'above'),
    flat,
    same: someContain(inner.identityOn, middle) && someContain(outer.identityOn, middle),
  };
}

function analysed(outer: Curve, inner: Curve, chain: Chain): Curve {
  const parts = segments(outer, inner);
  const kinks: Kink[] = [];
  const jumps: Jump[] = [];
  for (const [i, right] of parts.entries()) {
    const left = parts[i - 1];
    if (left === undefined) continue;
    const x = right.lo;
    if (differ(left.to, right.from)) jumps.push({ x, from: left.to, to: right.from });
    else if (differ(left.slopeTo, right.slopeFrom)) {
      kinks.push({ x, left: left.slopeTo, right: right.slopeFrom, tfjs: chain.df(x) });
    }
  }
  const places = ascending(parts.flatMap((part) => [part.lo, part.hi])).filter(Number.isFinite);
  const range = rangeOf(outer, inner, parts, places);
  const monotonicity = monotonicityOf(chain.f, parts, jumps);
  if (monotonicity === 'constant') return constantCurve(range.lo);
  const identityOn = joined(parts.filter((part) => part.same).map(({ lo, hi }) => interval(lo, hi)), (x) => chain.f(x) === x);
  const flat = parts.filter((part) => part.flat).map(({ lo, hi }) => interval(lo, hi));
  // The two scans are the only costly part, and a link inside a longer chain never needs them.
  const slopeRange = once(() => slopeRangeOf(chain.df, parts));
  const saturation = once(() => saturationOf(chain.df, parts));
  const curve: Curve = {
    ...chain,
    range,
    get slopeRange() {
      return slopeRange();
    },
    get maxAbsSlope() {
      return Math.max(Math.abs(slopeRange().lo), Math.abs(slopeRange().hi));
    },
    kinks,
    jumps,
    impulses: impulsesOf(kinks, jumps),
    zeroGradient: joined(flat, (x) => chain.df(x) === 0),
    get saturation() {
      return saturation();
    },
    monotonicity,
    idempotent: isIdempotent(chain.f, parts, places, identityOn),
    identityOn,
  };
  return rememberBreakpoints(curve, places);
}

/** Whether every value the composition takes is one that it maps to itself. */
function isIdempotent(f: (x: number) => number, parts: readonly Segment[], places: readonly number[], identityOn: readonly Interval[]): boolean {
  return (
    places.every((x) => f(f(x)) === f(x)) &&
    parts.every(({ from, to, flat }) => {
      if (flat) return f(from) === from;
      const image = interval(Math.min(from, to), Math.max(from, to), { lo: true, hi: true });
      return identityOn.some((at) => within(image, at));
    })
  );
}

function differ(a: number, b: number): boolean {
  return Math.abs(a - b) > 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Extremes stand at or beside the ends of segments; one is attained where a segment is flat or the end itself takes it. */
function rangeOf(outer: Curve, inner: Curve, parts: readonly Segment[], places: readonly number[]): Interval {
  const levels = breakpoints(outer);
  const taken = new Set<number>();
  for (const x of places) {
    const y = inner.f(x);
    taken.add(outer.f(y));
    // The pulled-back cut may miss the outer breakpoint by a rounding.
    const exact = levels.find((level) => !differ(level, y));
    if (exact !== undefined) taken.add(outer.f(exact));
  }
  const limits = parts.flatMap(({ from, to }) => [from, to]);
  const lo = Math.min(...limits, ...taken);
  const hi = Math.max(...limits, ...taken);
  const attained = (value: number): boolean => taken.has(value) || parts.some((part) => part.flat && part.from === value);
  return interval(lo, hi, { lo: !attained(lo), hi: !attained(hi) });
}

function monotonicityOf(f: (x: number) => number, parts: readonly Segment[], jumps: readonly Jump[]): Monotonicity {
  // A single point may stand apart from both sides: step(leakyRelu(x)) with a negative slope is 0 at 0 and 1 elsewhere.
  const points = parts.slice(1).flatMap((right, i) => {
    const value = f(right.lo);
    return [settled(value - (parts[i]?.to ?? value)), settled(right.from - value)];
  });
  const moves = [...parts.map((part) => (part.flat ? 0 : part.to - part.from)), ...jumps.map((jump) => jump.to - jump.from)];
  if ([...moves, ...points].every((move) => move === 0)) return 'constant';
  if ([...moves, ...points].some((move) => move < 0)) return 'none';
  return moves.some((move) => move === 0) ? 'nondecreasing' : 'increasing';
}

/** A difference, or 0 where it is only rounding. */
function settled(difference: number): number {
  return Math.abs(difference) < 1e-9 ? 0 : difference;
}
