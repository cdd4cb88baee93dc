/** Weighted sums: what becomes of moments on the way forward and of gradients on the way back. */
import { affineMap, composed, SAME } from './maps';
import type { Moments, PreActivation } from './moments';
import { sourceOf, tensorOf } from './tensors';
import type { Source, Tensor } from './tensors';
import type { Weighing } from './weights';

/** E[δ²] of a gradient's entries, and E[δᵢδⱼ] of two of them. */
export interface Delta {
  readonly square: number;
  readonly cross: number;
}

/** E[(Σx)²] of the values that one sum takes in, from the products of their pairs. */
function pairs(count: number, places: number, channels: number, own: number, elsewhere: number, cross: number, crossElsewhere: number): number {
  return count * own + places * (places - 1) * channels * elsewhere + places * channels * (channels - 1) * cross + places * (places - 1) * channels * (channels - 1) * crossElsewhere;
}

/**
 * A sum of independent weights times given values: mean μ·Σx, and with weights of mean 0 simply q = Var(w)·n·E[x²]
 * (Poole et al. 2016). With a mean, all units share what it makes of Σx. Few inputs leave their mark on the tails: for
 * one input the kurtosis is 3 + (κ − 3)·Σx⁴/(Σx²)², and what differs from input to input adds to it.
 */
function preActivation({ draw, bias, places, commonPlaces, uneven, channels }: Weighing, x: Moments): PreActivation {
  const count = places * channels;
  const mean = draw.mean * count * x.mean;
  const same = draw.mean === 0 ? 0 : draw.mean ** 2 * pairs(count, places, channels, x.square, x.shared, x.cross, x.crossShared) - mean ** 2;
  const other = draw.mean === 0 ? 0 : draw.mean ** 2 * pairs(count, places, channels, x.shared, x.shared, x.crossShared, x.crossShared) - mean ** 2;
  const own = draw.variance * count * x.square;
  const variance = Math.max(0, own + same + bias.variance);
  const share = variance > 0 ? (own / variance) ** 2 : 0;
  // Of two or three products the density is peaked at 0 besides, which undoes it.
  const few = count < 4 ? 1 : draw.kind === 'orthogonal' ? draw.kurtosis / 3 : 1 + ((draw.kurtosis - 3) / 3) * (x.peak / (count + x.peak - 1));
  return {
    mean: mean + bias.mean, variance, spread: x.spread * share, tails: ((1 + x.spread) * few * (1 + uneven) - 1) * share,
    shared: Math.max(0, Math.min(variance, draw.variance * commonPlaces * channels * x.shared + other + bias.variance)), cross: Math.max(0, same), crossShared: Math.max(0, Math.min(same, other)),
  };
}

/** A weighted layer's sums, and where they only pass on what came in, what that was. */
export interface Summed {
  readonly tensor: Tensor;
  readonly inner: Source | undefined;
}

/** True where every sum is the same function of one normal variable: a diagonal kernel, or one number times identical units. */
function passesOn({ draw, bias, channels, places }: Weighing, { moments }: Tensor): boolean {
  if (bias.variance !== 0 || places !== 1) return false;
  if (draw.kind === 'identity') return true;
  return draw.kind === 'constant' && draw.mean !== 0 && (channels === 1 || (moments.square > moments.mean ** 2 && moments.cross - moments.mean ** 2 > 0.999999 * (moments.square - moments.mean ** 2)));
}

/** The sums of a weighted layer, which is the root of its own gradients. */
export function weighed(weighing: Weighing, input: Tensor, root: number): Summed {
  const own = [{ root, factor: 1, cross: 1 }];
  if (passesOn(weighing, input)) {
    const inner = sourceOf(input);
    const gain = weighing.draw.mean * (weighing.draw.kind === 'identity' ? 1 : weighing.channels);
    const before = composed(inner.since, inner.start, inner.pre);
    const start = composed(affineMap(gain, weighing.bias.mean), before, inner.pre);
    const source: Source = { pre: weighing.draw.kind === 'identity' ? inner.pre : { ...inner.pre, cross: inner.pre.variance, crossShared: inner.pre.shared }, start, since: SAME, paths: own };
    return { tensor: tensorOf(source, weighing.size), inner };
  }
  return { tensor: tensorOf({ pre: preActivation(weighing, input.moments), start: SAME, since: SAME, paths: own }, weighing.size), inner: undefined };
}

/** The gradient with respect to the values that a weighted layer takes in. */
export function backward({ draw, ways }: Weighing, { square, cross }: Delta): Delta {
  if (draw.kind === 'identity') return { square: draw.mean ** 2 * square, cross: draw.mean ** 2 * cross };
  const together = draw.mean === 0 ? 0 : draw.mean ** 2 * (ways * square + ways * Math.max(0, ways - 1) * cross);
  return { square: draw.variance * ways * square + together, cross: together };
}
