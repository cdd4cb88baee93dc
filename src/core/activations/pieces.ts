import { root } from './solve';
import type { Curve } from './types';

/** A stretch of the line on which a curve is continuous and monotone; from and to are its limits at the ends. */
export interface Piece {
  readonly lo: number;
  readonly hi: number;
  readonly from: number;
  readonly to: number;
}

// The distances from an end at which a piece is looked at: dense near the end, as features are, and sparse far out.
const STEPS = 124;
const REACH: readonly number[] = Array.from({ length: STEPS }, (_, k) => Math.sinh((k + 1) * 0.08));

/** Finite points strictly inside ]lo, hi[, ascending, denser towards finite ends (or 0 where there is none). */
export function nodes(lo: number, hi: number): number[] {
  const finiteLo = Number.isFinite(lo);
  const finiteHi = Number.isFinite(hi);
  if (!finiteLo && !finiteHi) return [...REACH.map((r) => -r).reverse(), 0, ...REACH];
  if (finiteLo && !finiteHi) return REACH.map((r) => lo + r / 4);
  if (!finiteLo) return REACH.map((r) => hi - r / 4).reverse();
  const length = hi - lo;
  const scale = Math.min(0.25, length / 16);
  const middle = lo + length / 2;
  const left = REACH.map((r) => lo + r * scale).filter((x) => x > lo && x < middle);
  const right = REACH.map((r) => hi - r * scale).filter((x) => x < hi && x > middle);
  return [...left, ...(middle > lo && middle < hi ? [middle] : []), ...right.reverse()];
}

/** A point well inside ]lo, hi[, of moderate size, so that nothing there is rounded to 0 that is not 0. */
export function inside(lo: number, hi: number): number {
  if (Number.isFinite(lo)) return Number.isFinite(hi) ? lo + (hi - lo) / 2 : lo + 1;
  return Number.isFinite(hi) ? hi - 1 : 0;
}

/** The numbers in ascending order, each once. */
export function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

// A composition knows its places exactly and finding them again would mean a scan of every curve in the chain; those of
// any other curve are found once. A curve never changes, so remembering is invisible.
const remembered = new WeakMap<Curve, readonly number[]>();

/** Records the breakpoints of a curve whose maker knows them all. */
export function rememberBreakpoints(curve: Curve, places: readonly number[]): Curve {
  remembered.set(curve, places);
  return curve;
}

/** Every finite place where something about the curve changes: kinks, jumps, ends of flat and identity stretches, turns. */
export function breakpoints(curve: Curve): readonly number[] {
  const places = remembered.get(curve);
  if (places !== undefined) return places;
  const known = ascending([
    ...[...curve.kinks, ...curve.jumps].map((at) => at.x),
    ...[...curve.zeroGradient, ...curve.identityOn].flatMap((at) => [at.lo, at.hi]),
  ]).filter(Number.isFinite);
  const found = curve.monotonicity === 'none' ? ascending([...known, ...turns(curve, known)]) : known;
  remembered.set(curve, found);
  return found;
}

/** Points strictly between the known ones where f′ changes sign. */
function turns(curve: Curve, known: readonly number[]): number[] {
  const found: number[] = [];
  const ends = [-Infinity, ...known, Infinity];
  for (let i = 1; i < ends.length; i++) {
    let last: { readonly x: number; readonly sign: number } | undefined;
    for (const x of nodes(ends[i - 1] ?? -Infinity, ends[i] ?? Infinity)) {
      const sign = Math.sign(curve.df(x));
      if (sign === 0 || Number.isNaN(sign)) continue;
      if (last !== undefined && sign !== last.sign) found.push(root(curve.df, last.x, x));
      last = { x, sign };
    }
  }
  return found;
}

/** The curve cut into monotone, continuous pieces, from −∞ to ∞. */
export function pieces(curve: Curve): Piece[] {
  const ends = [-Infinity, ...breakpoints(curve), Infinity];
  return ends.slice(1).map((hi, i) => {
    const lo = ends[i] ?? -Infinity;
    return { lo, hi, from: limit(curve, lo, 'above'), to: limit(curve, hi, 'below') };
  });
}

/** The limit of f at x from one side; at ±∞ the curve's own value is its limit. */
export function limit(curve: Curve, x: number, side: 'below' | 'above'): number {
  const jump = curve.jumps.find((at) => at.x === x);
  if (jump !== undefined) return side === 'below' ? jump.from : jump.to;
  return curve.f(x);
}

/** The slope of f just beside x. */
export function slopeBeside(curve: Curve, x: number, side: 'below' | 'above'): number {
  const kink = curve.kinks.find((at) => at.x === x);
  if (kink !== undefined) return side === 'below' ? kink.left : kink.right;
  // Beside a jump the curves of this folder are affine, so a small step off it loses nothing.
  const step = curve.jumps.some((at) => at.x === x) ? 1e-9 * Math.max(1, Math.abs(x)) : 0;
  return curve.df(side === 'below' ? x - step : x + step);
}

/** Where a piece of the curve takes the value y, strictly inside; undefined if it does not or only in a flat stretch. */
export function preimage(curve: Curve, piece: Piece, y: number): number | undefined {
  if (!(Math.min(piece.from, piece.to) < y && y < Math.max(piece.from, piece.to))) return undefined;
  const rising = piece.from < piece.to;
  const beyond = (x: number): boolean => (rising ? curve.f(x) >= y : curve.f(x) <= y);
  const points = nodes(piece.lo, piece.hi);
  if (!Number.isFinite(piece.lo)) points.unshift(-1e300, -1e100, -1e30, -1e10);
  else points.unshift(piece.lo);
  if (!Number.isFinite(piece.hi)) points.push(1e10, 1e30, 1e100, 1e300);
  else points.push(piece.hi);
  const after = points.findIndex((x, i) => i > 0 && beyond(x));
  const [a, b] = [points[after - 1], points[after]];
  if (a === undefined || b === undefined) return undefined;
  const x = root((at) => curve.f(at) - y, a, b);
  // A place that is exact in few digits should be found as such: 2.5, not 2.4999999999999996, and 0, not -5e-324.
  const round = Math.abs(x) < 1e-12 ? 0 : Number(x.toPrecision(12));
  return curve.f(round) === y ? round : x;
}
