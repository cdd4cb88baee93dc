/**
 * Functions of one normal variable, with the places where they change.
 *
 * Several elementwise layers in a row (an activation, a rescaling, a second activation) are one such function of the
 * last weighted sum, so that relu∘relu is seen to pass what relu passed and not half of it.
 */
import type { Curve } from '../activations/types';
import { REACH } from './quadrature';
import type { Normal } from './quadrature';

/** A function of one variable, its slope, and the places where either of them jumps or bends. */
export interface ScalarMap {
  readonly f: (x: number) => number;
  readonly df: (x: number) => number;
  readonly breaks: readonly number[];
}

/** x ↦ x. */
export const SAME: ScalarMap = { f: (x) => x, df: () => 1, breaks: [] };

const ofCurves = new WeakMap<Curve, ScalarMap>();

/** An activation as a map; the ends of its flat and saturated stretches are places to cut at. */
export function mapOf(curve: Curve): ScalarMap {
  const found = ofCurves.get(curve);
  if (found) return found;
  const ends = [...curve.zeroGradient, ...curve.saturation, ...curve.identityOn].flatMap(({ lo, hi }) => [lo, hi]).filter(Number.isFinite);
  const breaks = [...new Set([...curve.kinks.map(({ x }) => x), ...curve.jumps.map(({ x }) => x), ...ends])].sort((a, b) => a - b);
  const made: ScalarMap = { f: curve.f, df: curve.df, breaks };
  ofCurves.set(curve, made);
  return made;
}

/** x ↦ scale·x + offset. */
export function affineMap(scale: number, offset: number): ScalarMap {
  return scale === 1 && offset === 0 ? SAME : { f: (x) => scale * x + offset, df: () => scale, breaks: [] };
}

/** x ↦ outer(inner(x)), where x is drawn from a normal distribution: its far tails are not searched for breaks. */
export function composed(outer: ScalarMap, inner: ScalarMap, { mean, variance }: Normal): ScalarMap {
  if (inner === SAME) return outer;
  if (outer === SAME) return inner;
  const reach = REACH * Math.sqrt(variance);
  const breaks = [...inner.breaks, ...outer.breaks.flatMap((level) => preimages(inner, level, mean - reach, mean + reach))];
  return {
    f: (x) => outer.f(inner.f(x)),
    df: (x) => {
      const slope = inner.df(x);
      return slope === 0 ? 0 : slope * outer.df(inner.f(x));
    },
    breaks: [...new Set(breaks)].sort((a, b) => a - b),
  };
}

const GRID = 48;

/** Where a map crosses a level between two points, as far as a grid shows. */
function preimages({ f, breaks }: ScalarMap, level: number, lo: number, hi: number): number[] {
  const points = [...Array.from({ length: GRID + 1 }, (_, i) => lo + ((hi - lo) * i) / GRID), ...breaks.filter((x) => x > lo && x < hi)].sort((a, b) => a - b);
  const found: number[] = [];
  for (let i = 1; i < points.length; i++) {
    let [a, b] = [points[i - 1] ?? lo, points[i] ?? hi];
    const above = f(a) > level;
    if (f(b) > level === above) continue;
    for (let round = 0; round < 60; round++) {
      const middle = (a + b) / 2;
      if (f(middle) > level === above) a = middle;
      else b = middle;
    }
    found.push(b);
  }
  return found;
}

/** The sum of two functions of the same variable. */
export function sumOf(a: ScalarMap, b: ScalarMap): ScalarMap {
  return { f: (x) => a.f(x) + b.f(x), df: (x) => a.df(x) + b.df(x), breaks: [...new Set([...a.breaks, ...b.breaks])].sort((x, y) => x - y) };
}
