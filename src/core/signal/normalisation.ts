/** Layers that scale by statistics of what they are given, and layers that add noise while training. */
import { numberOf, valueOf } from '../network/config';
import type { Layer } from '../network/types';
import { drawOf } from './initialisers';
import { affineMap } from './maps';
import type { Moments } from './moments';
import { rescaled } from './moments';
import { applied, plain, weakened } from './tensors';
import type { Tensor } from './tensors';

/** γ and β as they are drawn: E[γ²], E[γ], E[β] and the variance of β. */
function learnt(layer: Layer): { readonly gain: number; readonly offset: number } | undefined {
  if (!layer.configKnown || valueOf(layer, 'weights') !== undefined) return undefined;
  const gamma = drawOf(valueOf(layer, 'gammaInitializer'), 'ones', [1]);
  const beta = drawOf(valueOf(layer, 'betaInitializer'), 'zeros', [1]);
  // Other starts are rare and would have to be drawn unit by unit.
  return gamma && beta && gamma.variance === 0 && beta.variance === 0 ? { gain: gamma.mean, offset: beta.mean } : undefined;
}

/** What is left of the products when each entry is freed of what it shares with its own unit, or with its own input, and scaled. */
function standardised(moments: Moments, common: 'shared' | 'cross', variance: number): Moments {
  const left = (product: number, without: number): number => Math.max(0, product - without) / variance;
  const square = left(moments.square, moments[common]);
  const [shared, cross] = common === 'shared' ? [0, left(moments.cross, moments.crossShared)] : [left(moments.shared, moments.crossShared), 0];
  return { mean: 0, square, shared, cross, crossShared: 0, spread: common === 'cross' ? 0 : moments.spread, peak: 3 };
}

/**
 * Batch normalisation while training, for a large batch: for each unit the mean over inputs and places goes, and what
 * the same unit has in common for all of them goes with it. While predicting, the moving averages still stand at 0 and 1.
 */
export function batchNormalised(tensor: Tensor, layer: Layer, width: number, training: boolean): Tensor | undefined {
  const parameters = learnt(layer);
  const epsilon = numberOf(layer, 'epsilon', 1e-3);
  if (!parameters || epsilon === undefined) return undefined;
  const { gain, offset } = parameters;
  if (!training) return applied(tensor, affineMap(gain / Math.sqrt(1 + epsilon), offset), width);
  const { moments, source } = tensor;
  const variance = Math.max(0, moments.square - moments.shared);
  const scale = gain / Math.sqrt(variance + epsilon);
  // Without a common part the unit's mean is the mean of all: the function stays known.
  if (source && moments.shared - moments.mean ** 2 < 1e-6 * variance) return applied(tensor, affineMap(scale, offset - scale * moments.mean), width);
  return plain(rescaled(standardised(moments, 'shared', variance + epsilon), gain, offset), weakened(tensor.paths, scale * scale));
}

/**
 * Layer normalisation over the last axis of n units. Its own derivative takes two of n directions from the gradient, and
 * the variance it divides by differs from input to input, which 1/variance feels: E[1/v] ≈ (1 + Var(v)/v²)/v.
 */
export function layerNormalised(tensor: Tensor, layer: Layer, units: number, width: number): Tensor | undefined {
  const parameters = learnt(layer);
  const epsilon = numberOf(layer, 'epsilon', 1e-3);
  const axis = numberOf(layer, 'axis', -1);
  if (!parameters || epsilon === undefined || (axis !== -1 && axis !== (layer.inputShape?.length ?? 0) - 1)) return undefined;
  const { gain, offset } = parameters;
  const { moments } = tensor;
  const variance = Math.max(0, moments.square - moments.cross);
  const scale = gain / Math.sqrt(variance + epsilon);
  const { source, response } = tensor;
  const kept = (Math.max(0, units - 2) / Math.max(1, units - 1)) * (1 + (response?.scatter ?? 2) / units);
  if (source && source.since.breaks.length > 0 && moments.cross - moments.mean ** 2 < 1e-6 * variance) {
    const made = applied(tensor, affineMap(scale, offset - scale * moments.mean), width);
    return { ...made, moments: { ...made.moments, spread: 0 }, paths: weakened(made.paths, kept) };
  }
  return plain(rescaled(standardised(moments, 'cross', variance + epsilon), gain, offset), weakened(tensor.paths, kept * scale * scale));
}

/** Noise that multiplies or adds while training; undefined for what is not known, alphaDropout among it: its sign is wrong in tfjs 4.22. */
export function noised(tensor: Tensor, layer: Layer, training: boolean): Tensor | undefined {
  if (!training) return tensor;
  const { moments, paths } = tensor;
  const more = (factor: number, added = 0): Tensor => plain({ ...moments, square: moments.square * factor + added, peak: moments.peak * factor }, weakened(paths, factor));
  switch (layer.className) {
    case 'Dropout': case 'SpatialDropout1D': case 'GaussianDropout': {
      const rate = numberOf(layer, 'rate');
      if (rate === undefined || !layer.configKnown || Number.isNaN(rate) || rate < 0) return undefined;
      // tfjs drops nothing for rates from 1 on.
      return rate === 0 || rate >= 1 ? tensor : more(1 / (1 - rate));
    }
    case 'GaussianNoise': {
      const deviation = numberOf(layer, 'stddev');
      return deviation === undefined || !layer.configKnown ? undefined : { ...more(1, deviation ** 2), paths };
    }
    default: return undefined;
  }
}
