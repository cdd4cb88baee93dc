import type { Curve } from '../activations/types';
import type { Domain } from './sample';

const USUAL = 4;

/**
 * The stretch of pre-activations that shows what a curve does: [-4, 4], wider where kinks, jumps or the start of
 * saturation lie outside. A curve that squashes on both sides is shown until it does; one that creeps towards a bound on
 * one side only as far as 5.5.
 */
export function defaultDomain(curve: Curve): Domain {
  const corners = [...curve.kinks, ...curve.jumps].map((at) => at.x).filter((x) => Math.abs(x) <= 1e12);
  const left = curve.saturation.filter((at) => at.lo === -Infinity).map((at) => at.hi);
  const right = curve.saturation.filter((at) => at.hi === Infinity).map((at) => at.lo);
  const squashes = left.length > 0 && right.length > 0;
  const tails = [...left, ...right].filter((x) => Math.abs(x) <= (squashes ? 20 : 5.5));
  const lo = Math.min(-USUAL, ...tails.map((x) => Math.floor(x - 0.8)), ...corners.map((x) => Math.floor(x - beside(x))));
  const hi = Math.max(USUAL, ...tails.map((x) => Math.ceil(x + 0.8)), ...corners.map((x) => Math.ceil(x + beside(x))));
  // Corners on one side only (ReLU6): the empty other side need not take half the picture.
  if (corners.length > 0 && Math.min(...corners) >= 0 && hi > USUAL) return [Math.max(lo, -2), hi];
  return [lo, hi];
}

/** How much to show beyond a corner. */
function beside(x: number): number {
  return Math.max(1.5, Math.abs(x) / 4);
}

/** A domain that can be drawn: the wished one if its ends are neither too far nor too near for ticks, else the curve's own. */
export function domainOf(curve: Curve, wished: Domain | undefined): Domain {
  const [lo, hi] = wished ?? [0, 0];
  const size = Math.max(Math.abs(lo), Math.abs(hi));
  return size <= 1e12 && hi - lo >= Math.max(1e-6 * size, 1e-9) ? [lo, hi] : defaultDomain(curve);
}
