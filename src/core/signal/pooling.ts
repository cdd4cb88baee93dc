/**
 * Pooling.
 *
 * Values in one window are taken to be equally correlated, with the covariance that two places far apart have: exact for
 * inputs without correlation between places, since a convolution's weights at different taps are independent. The
 * greatest of k is then that of k normals with a common part; f is taken to be increasing, which costs nothing for
 * ReLU, tanh or sigmoid and at most its dip (0.17) for GELU and its like.
 */
import type { ScalarMap } from './maps';
import type { Moments } from './moments';
import { gammaNodes, visitNodes } from './quadrature';
import type { Normal } from './quadrature';
import { functionOf, plain, sourceOf, weakened } from './tensors';
import type { Tensor } from './tensors';

/** Gauss–Hermite with five points: what is integrated over the common part is smooth. */
const COMMON: readonly (readonly [number, number])[] = [
  [0, 8 / 15], [Math.sqrt(5 - Math.sqrt(10)), (7 + 2 * Math.sqrt(10)) / 60], [-Math.sqrt(5 - Math.sqrt(10)), (7 + 2 * Math.sqrt(10)) / 60],
  [Math.sqrt(5 + Math.sqrt(10)), (7 - 2 * Math.sqrt(10)) / 60], [-Math.sqrt(5 + Math.sqrt(10)), (7 - 2 * Math.sqrt(10)) / 60],
];

const ALONE: readonly (readonly [number, number])[] = [[0, 1]];

/** Φ to 7.5e-8 (Abramowitz & Stegun 26.2.17). */
function distribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = (Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}

/** How many values a window holds, and how many outputs there are for one input. */
export interface Window {
  readonly size: number;
  readonly outputsPerInput: number;
}

/** The mean of each window. */
export function averagePooled({ moments, paths }: Tensor, { size, outputsPerInput }: Window): Tensor {
  const mixed = (own: number, other: number): number => own / size + (1 - 1 / size) * other;
  const pooled: Moments = { ...moments, square: mixed(moments.square, moments.shared), cross: mixed(moments.cross, moments.crossShared) };
  return plain(pooled, weakened(paths, outputsPerInput / size));
}

/** The greatest value of each window. */
export function maxPooled(tensor: Tensor, { size, outputsPerInput }: Window): Tensor {
  const source = sourceOf(tensor);
  const { pre } = source;
  const map = functionOf(source);
  const sums: Pooled = { mean: 0, square: 0, shared: 0, slope: 0 };
  // A window lies in one input: its values are all large or all small.
  for (const [factor, share] of gammaNodes(pre.tails < 0.01 ? 0 : pre.tails)) greatest({ mean: pre.mean, variance: pre.variance * factor }, pre.shared * factor, map, size, share, sums);
  const { mean, square, shared, slope } = sums;
  const through = tensor.source ? weakened(source.paths, slope * outputsPerInput) : weakened(tensor.paths, outputsPerInput);
  return plain({ mean, square, shared, cross: mean ** 2, crossShared: mean ** 2, spread: tensor.moments.spread, peak: 3 }, through);
}

interface Pooled {
  mean: number;
  square: number;
  shared: number;
  slope: number;
}

/** Adds what the greatest of `size` normal values with a covariance gives. */
function greatest({ mean, variance }: Normal, covariance: number, map: ScalarMap, size: number, share: number, sums: Pooled): void {
  const common = covariance > 1e-9 * variance;
  const own = Math.max(0, variance - (common ? covariance : 0));
  for (const [node, part] of common ? COMMON : ALONE) {
    const centre = mean + node * Math.sqrt(covariance);
    const weight = share * part;
    let inner = 0;
    visitNodes({ mean: centre, variance: own }, map.breaks, (x, density, u) => {
      const at = own > 0 ? density * size * distribution(u) ** (size - 1) : density;
      const y = map.f(x);
      inner += at * y;
      sums.square += weight * at * y * y;
      sums.slope += weight * at * map.df(x) ** 2;
    });
    sums.mean += weight * inner;
    sums.shared += weight * inner * inner;
  }
}
