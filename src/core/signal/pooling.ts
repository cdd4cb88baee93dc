/**
 * Pooling.
 *
 * Values in one window are taken to be equally correlated, with the covariance that two places far apart have: exact for
 * inputs without correlation between places, since a convolution's weights at different taps are independent. The
 * greatest of k is then that of k normals with a common part; f is taken to be increasing, which costs nothing for
 * ReLU, tanh or sigmoid and at most its dip (0.17) for GELU and its like.
 */
import type { ScalarMap } from './maps';
import { composed } from './maps';
import type { Moments } from './moments';
import { visitNodes } from './quadrature';
import { plain, sourceOf, weakened } from './tensors';
import type { Tensor } from './tensors';

/** Gauss–Hermite with five points: what is integrated over the common part is smooth. */
const COMMON: readonly (readonly [number, number])[] = [
  [0, 8 / 15], [Math.sqrt(5 - Math.sqrt(10)), (7 + 2 * Math.sqrt(10)) / 60], [-Math.sqrt(5 - Math.sqrt(10)), (7 + 2 * Math.sqrt(10)) / 60],
  [Math.sqrt(5 + Math.sqrt(10)), (7 - 2 * Math.sqrt(10)) / 60], [-Math.sqrt(5 + Math.sqrt(10)), (7 - 2 * Math.sqrt(10)) / 60],
];

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
  const map: ScalarMap = composed(source.since, source.start, pre);
  const own = Math.max(0, pre.variance - pre.shared);
  const deviation = Math.sqrt(own);
  let [mean, square, shared, slope] = [0, 0, 0, 0];
  for (const [node, share] of pre.shared > 1e-9 * pre.variance ? COMMON : COMMON.slice(0, 1)) {
    const centre = pre.mean + node * Math.sqrt(pre.shared);
    const weight = pre.shared > 1e-9 * pre.variance ? share : 1;
    let inner = 0;
    visitNodes({ mean: centre, variance: own }, map.breaks, (x, density) => {
      const at = deviation > 0 ? density * size * distribution((x - centre) / deviation) ** (size - 1) : density;
      const y = map.f(x);
      inner += at * y;
      square += weight * at * y * y;
      slope += weight * at * map.df(x) ** 2;
    });
    mean += weight * inner;
    shared += weight * inner * inner;
  }
  const through = tensor.source ? weakened(source.paths, slope * outputsPerInput) : weakened(tensor.paths, outputsPerInput);
  return plain({ mean, square, shared, cross: mean ** 2, crossShared: mean ** 2, spread: tensor.moments.spread }, through);
}
