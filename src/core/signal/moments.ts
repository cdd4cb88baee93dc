/** What a function makes of a normal pre-activation, on average over weights, inputs and places. */
import { SATURATION_SLOPE } from '../activations/types';
import type { ScalarMap } from './maps';
import { gammaNodes, visitNodes } from './quadrature';
import type { Normal } from './quadrature';

/**
 * A pre-activation: normal for one input, with a variance that differs from input to input.
 *
 * `spread` is the relative variance of that variance, 2/d for d standard normal inputs; `tails` is a third of the excess
 * kurtosis that this and the weights leave, so that both are equal for normal weights. `shared` is the covariance of
 * the same unit's values for two independent inputs (or at two places of an image): what batch normalisation takes
 * away. `cross` is the covariance of two units for the same input: 0 unless weights have a mean.
 */
export interface PreActivation {
  readonly mean: number;
  readonly variance: number;
  readonly spread: number;
  readonly tails: number;
  readonly shared: number;
  readonly cross: number;
  readonly crossShared: number;
}

/**
 * The entries of a tensor. E[x²] and three products: `shared` of the same unit for two independent inputs or places,
 * `cross` of two units for the same input, `crossShared` of both.
 */
export interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly shared: number;
  readonly cross: number;
  readonly crossShared: number;
  /** Relative variance of one input's mean square, over inputs. */
  readonly spread: number;
  /** E[x⁴]/E[x²]². */
  readonly peak: number;
}

/** What an elementwise function does with a pre-activation. */
export interface Response {
  readonly moments: Moments;
  /** E[f′²]: how much of a squared gradient comes through. */
  readonly slope: number;
  /** d ln E[f²] / d ln q and d ln E[f′²] / d ln q: how both follow the variance. */
  readonly squareFollows: number;
  readonly slopeFollows: number;
  /** E[f′(a) f′(b)] for two units of the same input. */
  readonly crossSlope: number;
  /** E[(y − E y)⁴] / Var(y)² − 1, the relative variance of a squared deviation; 0 for a constant. */
  readonly scatter: number;
  /** Share of units without any gradient. */
  readonly inactive: number;
  /** Share of units with |f′| < 0.01, the inactive ones included. */
  readonly saturated: number;
}

/** Squares below this are 0: their own squares would underflow. */
const TINY = 1e-120;

/** Hermite coefficients that are summed exactly; what is left is put at the next even order. */
const ORDERS = 24;

/** What follows from one pass over the nodes. */
interface Pass {
  mean: number;
  square: number;
  third: number;
  fourth: number;
  slope: number;
  meanSlope: number;
  squareGrowth: number;
  slopeGrowth: number;
  inactive: number;
  saturated: number;
}

function pass(normal: Normal, { f, df, breaks }: ScalarMap, share: number, sums: Pass): void {
  visitNodes(normal, breaks, (x, density, u) => {
    const weight = share * density;
    const y = f(x);
    const slope = df(x);
    const square = weight * y * y;
    const steep = weight * slope * slope;
    // dE[g]/d ln q = E[g·(u² − 1)]/2 for normal u.
    const growth = normal.variance > 0 ? (u * u - 1) / 2 : 0;
    sums.mean += weight * y;
    sums.square += square;
    sums.third += square * y;
    sums.fourth += square * y * y;
    sums.slope += steep;
    sums.meanSlope += weight * slope;
    sums.squareGrowth += square * growth;
    sums.slopeGrowth += steep * growth;
    if (slope === 0) sums.inactive += weight;
    if (Math.abs(slope) < SATURATION_SLOPE) sums.saturated += weight;
  });
}

/** Below this, averaging over tails changes nothing worth saying. */
const NEGLIGIBLE = 1e-3;

/** A pre-activation through a function. `width` is the number of units whose squares one input averages. */
export function respond(pre: PreActivation, map: ScalarMap, width: number): Response {
  const { mean, variance, spread, tails } = pre;
  const nodes = gammaNodes(tails < NEGLIGIBLE ? 0 : tails);
  const sum: Pass = { mean: 0, square: 0, third: 0, fourth: 0, slope: 0, meanSlope: 0, squareGrowth: 0, slopeGrowth: 0, inactive: 0, saturated: 0 };
  let squares = 0;
  for (const [factor, share] of nodes) {
    const before = sum.square;
    pass({ mean, variance: variance * factor }, map, share, sum);
    squares += (sum.square - before) ** 2 / share;
  }
  const { square } = sum;
  const squareFollows = square > TINY ? sum.squareGrowth / square : 0;
  const peak = square > TINY ? sum.fourth / square ** 2 : 3;
  // What one input has in common for all units stays; what each unit has of its own averages out.
  const common = square > TINY && nodes.length > 1 ? ((squares / square ** 2 - 1) * spread) / tails : squareFollows ** 2 * spread;
  const product = correlated(pre, map, sum.mean, square);
  return {
    moments: { mean: sum.mean, square, shared: product(pre.shared), cross: product(pre.cross), crossShared: product(pre.crossShared), peak, spread: Math.max(0, common + Math.max(0, peak - 1 - common) / Math.max(1, width)) },
    slope: sum.slope, crossSlope: correlated(pre, { ...map, f: map.df }, sum.meanSlope, sum.slope)(pre.cross),
    squareFollows, slopeFollows: sum.slope > TINY ? sum.slopeGrowth / sum.slope : 0, scatter: scatterOf(sum), inactive: sum.inactive, saturated: sum.saturated,
  };
}

/** E[(y − E y)⁴]/Var(y)² − 1. */
function scatterOf({ mean, square, third, fourth }: Pass): number {
  const variance = square - mean ** 2;
  return variance > TINY ? Math.max(0, (fourth - 4 * mean * third + 6 * mean ** 2 * square - 3 * mean ** 4) / variance ** 2 - 1) : 0;
}

/**
 * E[f(a)f(b)] of two jointly normal values by their covariance: Σ cₖ² ρᵏ over the Hermite coefficients of f (Mehler's
 * formula), which are found when they are first needed.
 */
function correlated({ mean, variance }: PreActivation, map: ScalarMap, first: number, square: number): (covariance: number) => number {
  let coefficients: Float64Array | undefined;
  return (covariance) => {
    const rho = variance > 0 ? Math.max(0, Math.min(1, covariance / variance)) : 1;
    if (rho < 1e-12) return first * first;
    if (rho > 1 - 1e-12) return square;
    coefficients ??= hermite(mean, variance, map);
    let [sum, power, left] = [first * first, 1, square - first * first];
    for (let k = 1; k < ORDERS; k++) {
      power *= rho;
      const term = (coefficients[k] ?? 0) ** 2;
      sum += term * power;
      left -= term;
    }
    return Math.min(square, sum + Math.max(0, left) * power * rho);
  };
}

function hermite(mean: number, variance: number, map: ScalarMap): Float64Array {
  const sums = new Float64Array(ORDERS);
  visitNodes({ mean, variance }, map.breaks, (x, weight, u) => {
    const y = weight * map.f(x);
    // Normalised: h₀ = 1, h₁ = u, hₖ = (u hₖ₋₁ − √(k−1) hₖ₋₂) / √k.
    let [before, value] = [0, 1];
    for (let k = 0; k < ORDERS; k++) {
      sums[k] = (sums[k] ?? 0) + y * value;
      [before, value] = [value, (u * value - Math.sqrt(k) * before) / Math.sqrt(k + 1)];
    }
  });
  return sums;
}

/** The variance of the entries. */
export function varianceOf({ mean, square }: Moments): number {
  return Math.max(0, square - mean * mean);
}

/** Entries times a factor, plus an offset. */
export function rescaled(moments: Moments, scale: number, offset: number): Moments {
  const product = (value: number): number => scale * scale * value + 2 * scale * offset * moments.mean + offset * offset;
  const square = product(moments.square);
  return {
    mean: scale * moments.mean + offset, square, shared: product(moments.shared), cross: product(moments.cross), crossShared: product(moments.crossShared),
    spread: square > TINY ? (moments.spread * (scale * scale * moments.square) ** 2) / square ** 2 : 0, peak: offset === 0 ? moments.peak : 3,
  };
}
