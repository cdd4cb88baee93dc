/**
 * Layers with several inputs, which are taken to be independent of each other: so are branches that end in different
 * weighted sums. A tensor that meets itself is added up as what it is.
 */
import { normalDensity, normalDistribution } from '../activations/special';
import { sumOf } from './maps';
import { varianceOf } from './moments';
import type { Moments } from './moments';
import { plain, tensorOf, weakened } from './tensors';
import type { Path, Tensor } from './tensors';

const ZERO: Moments = { mean: 0, square: 0, shared: 0, cross: 0, crossShared: 0, spread: 0, peak: 3 };

/** Products of sums of independent tensors: covariances add, means add. */
function summed(a: Moments, b: Moments): Moments {
  const square = a.square + b.square + 2 * a.mean * b.mean;
  const add = (x: number, y: number): number => x + y + 2 * a.mean * b.mean;
  return {
    mean: a.mean + b.mean, square, shared: add(a.shared, b.shared), cross: add(a.cross, b.cross), crossShared: add(a.crossShared, b.crossShared),
    spread: square > 0 ? (a.spread * a.square ** 2 + b.spread * b.square ** 2) / square ** 2 : 0, peak: 3,
  };
}

/** Ways back that meet in one weighted layer become one. */
function gathered(paths: readonly Path[]): readonly Path[] {
  const byRoot = new Map<number, Path>();
  for (const path of paths) {
    const found = byRoot.get(path.root);
    byRoot.set(path.root, found ? { root: path.root, factor: found.factor + path.factor, cross: found.cross + path.cross } : path);
  }
  return [...byRoot.values()];
}

/** The sum of the inputs. */
export function added(inputs: readonly Tensor[], width: number): Tensor {
  const rest: Tensor[] = [];
  for (const input of inputs) {
    // The same pre-activation on two ways is not independent of itself.
    const twin = rest.findIndex((other) => other.source !== undefined && input.source !== undefined && other.source.pre === input.source.pre && other.source.start === input.source.start);
    const [mine, other] = [input.source, rest[twin]?.source];
    if (mine && other) rest[twin] = tensorOf({ ...other, since: sumOf(other.since, mine.since) }, width);
    else rest.push(input);
  }
  if (rest.length === 1 && rest[0]) return rest[0];
  return plain(rest.reduce((sum, one) => summed(sum, one.moments), ZERO), gathered(rest.flatMap(({ paths }) => paths)));
}

/** Inputs side by side, each with its number of entries. */
export function concatenated(inputs: readonly Tensor[], sizes: readonly number[]): Tensor {
  const total = sizes.reduce((a, b) => a + b, 0);
  const average = (read: (moments: Moments) => number): number => inputs.reduce((sum, one, i) => sum + (read(one.moments) * (sizes[i] ?? 0)) / total, 0);
  const mean = average((m) => m.mean);
  const moments: Moments = { mean, square: average((m) => m.square), shared: average((m) => m.shared), cross: average((m) => m.cross), crossShared: average((m) => m.crossShared), spread: average((m) => m.spread), peak: average((m) => m.peak) };
  return plain(moments, gathered(inputs.flatMap(({ paths }) => paths)));
}

/** The product of the inputs, entry by entry. */
export function multiplied(inputs: readonly Tensor[]): Tensor {
  const product = (read: (moments: Moments) => number, except = -1): number => inputs.reduce((all, one, i) => (i === except ? all : all * read(one.moments)), 1);
  const moments: Moments = { mean: product((m) => m.mean), square: product((m) => m.square), shared: product((m) => m.shared), cross: product((m) => m.cross), crossShared: product((m) => m.crossShared), spread: 0, peak: product((m) => m.peak) };
  return plain(moments, gathered(inputs.flatMap(({ paths }, i) => weakened(paths, product((m) => m.square, i)))));
}

/** The greater of two normal variables: Clark 1961. `sign` −1 gives the smaller. */
function greater(a: Tensor, b: Tensor, sign: 1 | -1): Tensor {
  const [x, y] = [a.moments, b.moments];
  const distance = Math.sqrt(varianceOf(x) + varianceOf(y));
  if (!(distance > 0)) return sign * x.mean >= sign * y.mean ? a : b;
  const alpha = (sign * (x.mean - y.mean)) / distance;
  const [p, density] = [normalDistribution(alpha), normalDensity(alpha)];
  const mean = x.mean * p + y.mean * (1 - p) + sign * distance * density;
  const square = x.square * p + y.square * (1 - p) + sign * (x.mean + y.mean) * distance * density;
  return plain({ mean, square, shared: mean ** 2, cross: mean ** 2, crossShared: mean ** 2, spread: Math.max(x.spread, y.spread), peak: 3 }, gathered([...weakened(a.paths, p), ...weakened(b.paths, 1 - p)]));
}

/** Entry by entry the greatest (1) or the least (−1) of the inputs. */
export function extreme(inputs: readonly Tensor[], sign: 1 | -1): Tensor | undefined {
  const [first, ...rest] = inputs;
  return first && rest.reduce((best, one) => greater(best, one, sign), first);
}

/** Sums of `length` products of entries of two tensors. */
export function dotted(a: Tensor, b: Tensor, length: number): Tensor {
  const mean = length * a.moments.mean * b.moments.mean;
  const own = length * Math.max(0, a.moments.square * b.moments.square - (a.moments.mean * b.moments.mean) ** 2);
  const moments: Moments = { mean, square: own + mean ** 2, shared: mean ** 2, cross: mean ** 2, crossShared: mean ** 2, spread: 0, peak: 3 };
  return plain(moments, gathered([...weakened(a.paths, b.moments.square), ...weakened(b.paths, a.moments.square)]));
}
