/** Layers that compute nothing: they move values, repeat them, put zeros beside them, or look at them through windows. */
import { numberOf, perAxis, stringOf } from '../network/config';
import type { Layer, Shape } from '../network/types';
import { affineMap } from './maps';
import type { Moments } from './moments';
import type { Window } from './pooling';
import { applied, fieldOf, plain, sizeOf, weakened } from './tensors';
import type { Tensor } from './tensors';

/** Places of an image or a sequence: all axes but the batch and the channels. */
function placesOf(layer: Layer, shape: Shape): number | undefined {
  if (!shape) return undefined;
  const format = stringOf(layer, 'dataFormat', 'channelsLast');
  return format === undefined ? undefined : sizeOf(format === 'channelsFirst' ? [null, ...shape.slice(2)] : [null, ...shape.slice(1, -1)]);
}

/** The window of a pooling layer; undefined where its size or the image's is not known. */
export function windowOf(layer: Layer): Window | undefined {
  const { className = '', inputShape, outputShape } = layer;
  const before = placesOf(layer, inputShape);
  if (className.startsWith('Global')) return before === undefined ? undefined : { size: before, outputsPerInput: 1 / before };
  const axes = Number(/(\d)D$/.exec(className)?.[1] ?? 0);
  const sizes = perAxis(layer, 'poolSize', axes, 2);
  const size = sizes.reduce<number | undefined>((all, one) => (all === undefined || one === undefined ? undefined : all * one), 1);
  const after = placesOf(layer, outputShape);
  if (size === undefined || !layer.configKnown || before === undefined || after === undefined) return undefined;
  return { size, outputsPerInput: after / before };
}

const MOVES: ReadonlySet<string> = new Set(['Flatten', 'Reshape', 'Permute', 'RepeatVector', 'Cropping2D', 'CenterCrop', 'UpSampling2D', 'ZeroPadding2D']);

/** Layers that move values, and those that repeat them or put zeros beside them. */
export function reshaped(layer: Layer, input: Tensor): Tensor | undefined {
  if (layer.className === undefined || !MOVES.has(layer.className)) return undefined;
  const [before, after] = [sizeOf(layer.inputShape), sizeOf(layer.outputShape)];
  if (layer.className === 'UpSampling2D' && stringOf(layer, 'interpolation', 'nearest') !== 'nearest') return undefined;
  if (layer.className === 'Flatten' || layer.className === 'Reshape' || layer.className === 'Permute') {
    const spread = after === undefined ? input.moments.spread : (input.moments.spread * fieldOf(layer.inputShape)) / Math.max(fieldOf(layer.inputShape), fieldOf(layer.outputShape));
    return { ...input, moments: { ...input.moments, spread } };
  }
  if (before === undefined || after === undefined) return undefined;
  const times = after / before;
  if (layer.className === 'ZeroPadding2D') return plain(thinned(input.moments, 1 / times), input.paths);
  return { ...input, paths: weakened(input.paths, times) };
}

/** Entries of which only a share is left among zeros. */
function thinned(moments: Moments, share: number): Moments {
  return { ...moments, mean: moments.mean * share, square: moments.square * share, shared: moments.shared * share ** 2, cross: moments.cross * share, crossShared: moments.crossShared * share ** 2 };
}

/** `tf.layers.rescaling`. */
export function scaledBy(layer: Layer, input: Tensor, width: number): Tensor | undefined {
  const scale = numberOf(layer, 'scale');
  const offset = numberOf(layer, 'offset', 0);
  return scale === undefined || offset === undefined || !layer.configKnown ? undefined : applied(input, affineMap(scale, offset), width);
}
