import { breakpoints, limit, slopeBeside } from '../activations/pieces';
import type { Curve } from '../activations/types';

export type Order = 'f' | 'df' | 'd2f';

/** A stretch of a graph without a break, as (x, y) in the curve's own units. */
export type Run = readonly (readonly [x: number, y: number])[];

export type Domain = readonly [lo: number, hi: number];

// What is drawn must stay a number that a scale can divide by.
const MOST = 1e100;
const LEAST = 1e-100;

/** A value that can be drawn: not a number is 0, so is what is immeasurably small, and nothing lies beyond ±1e100. */
export function tame(y: number): number {
  return Math.abs(y) >= LEAST ? Math.min(Math.max(y, -MOST), MOST) : 0;
}

/** Even places over a domain and every breakpoint of the curve in it, ascending: corners are met exactly. */
export function placesOf(curve: Curve, [lo, hi]: Domain, steps: number): number[] {
  const corners = breakpoints(curve).filter((x) => x > lo && x < hi);
  const places: number[] = [];
  let next = 0;
  for (let i = 0; i <= steps; i++) {
    const x = i === steps ? hi : lo + ((hi - lo) * i) / steps;
    for (let corner = corners[next]; corner !== undefined && corner <= x; corner = corners[++next]) {
      if (corner < x) places.push(corner);
    }
    places.push(x);
  }
  return places;
}

/**
 * The graph of f, f′ or f″ at the places, cut where it is not continuous.
 *
 * Simplification afterwards removes what a straight line already says. A run ends in the one-sided limit at the cut.
 */
export function runsOf(curve: Curve, order: Order, places: readonly number[]): Run[] {
  const cuts = new Set(cutsOf(curve, order));
  const last = places.length - 1;
  const runs: [number, number][][] = [[]];
  for (const [i, x] of places.entries()) {
    const run = runs.at(-1) ?? [];
    if (!cuts.has(x)) {
      run.push([x, tame(curve[order](x))]);
      continue;
    }
    if (i > 0) run.push([x, tame(beside(curve, order, x, 'below'))]);
    if (i < last) runs.push([[x, tame(beside(curve, order, x, 'above'))]]);
  }
  return runs.filter((run) => run.length > 1);
}

/** Where the graph breaks: f at jumps, f′ at kinks too, f″ wherever the pieces of the curve meet and at 0 (softsign). */
function cutsOf(curve: Curve, order: Order): readonly number[] {
  const jumps = curve.jumps.map((at) => at.x);
  if (order === 'f') return jumps;
  const kinks = curve.kinks.map((at) => at.x);
  return order === 'df' ? [...jumps, ...kinks] : [...jumps, ...kinks, ...breakpoints(curve), 0];
}

function beside(curve: Curve, order: Order, x: number, side: 'below' | 'above'): number {
  if (order === 'f') return limit(curve, x, side);
  if (order === 'df') return slopeBeside(curve, x, side);
  const step = 1e-9 * Math.max(1, Math.abs(x));
  return curve.d2f(side === 'below' ? x - step : x + step);
}
