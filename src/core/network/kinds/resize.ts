/** Layers that change the size of pictures (`padding.ts`, `convolutional.ts` and `preprocessing/` of tfjs-layers). */
import type { Value } from '../../evaluate/values';
import { asNumber } from '../../evaluate/values';
import { dimensionsOf, numberOf, stringOf, valueOf } from '../config';
import type { LayerFacts } from '../layers';
import type { Dimension, Shape } from '../types';
import { sum } from './arithmetic';
import { channelsFirst } from './convolution';
import type { Kind, Made } from './kind';
import { checks, choice, dataFormat, wrongOption } from './options';

/** Changes height and width, wherever they are. */
function sized(layer: LayerFacts, input: readonly Dimension[], change: (size: Dimension, axis: 0 | 1) => Dimension): readonly Shape[] {
  const first = channelsFirst(layer);
  if (first === undefined || input.length < 4) return [undefined];
  const [batch, a, b, c] = input;
  return [first ? [batch, a, change(b, 0), change(c, 1)] : [batch, change(a, 0), change(b, 1), c]];
}

/** A number given for an axis in a list; a single number for both gives none (`size: 2` makes NaN of every size). */
export const upSampling2d: Kind = {
  made: checks(dataFormat, choice('interpolation', 'nearest', 'bilinear')), spec: () => ({ rank: 4 }), rank: 4,
  outputs: (layer, input) => {
    const value = valueOf(layer, 'size');
    const given = value === undefined || (value.kind === 'known' && value.value === null) ? [2, 2] : dimensionsOf(value);
    return sized(layer, input, (size, axis) => {
      const factor = given?.[axis];
      return size === null ? null : size === undefined || typeof factor !== 'number' ? undefined : factor * size;
    });
  },
};

type Margin = number | undefined;

/** Both margins of both axes together: a number, `[a, b]` or `[[top, bottom], [left, right]]`. */
function margins(value: Value | undefined, fallback: number): readonly [Margin, Margin] {
  if (value === undefined || (value.kind === 'known' && value.value === null)) return [2 * fallback, 2 * fallback];
  const single = asNumber(value);
  if (single !== undefined) return [2 * single, 2 * single];
  if (value.kind !== 'array' || value.open) return [undefined, undefined];
  const nested = value.items[0]?.kind === 'array';
  const [a, b] = value.items.map((item) => {
    const one = asNumber(item);
    if (!nested) return one === undefined ? undefined : 2 * one;
    const [before, after] = dimensionsOf(item) ?? [];
    return sum([before ?? undefined, after ?? undefined]);
  });
  return [a, b];
}

function wrongPadding(layer: LayerFacts): ReturnType<Made> {
  const value = valueOf(layer, 'padding');
  if (value?.kind !== 'array' || value.open) return undefined;
  const nested = value.items[0]?.kind === 'array';
  const wrong = value.items.length !== 2 || (nested && value.items.some((item) => item.kind === 'array' && !item.open && item.items.length !== 2));
  return wrong ? wrongOption(layer, 'padding') : undefined;
}

export const zeroPadding2d: Kind = {
  bare: true, made: wrongPadding, spec: () => ({ rank: 4 }), rank: 4,
  outputs: (layer, input) => {
    const more = margins(valueOf(layer, 'padding'), 1);
    return sized(layer, input, (size, axis) => (size === null || (size !== undefined && size < 0) ? null : sum([size, more[axis]])));
  },
};

export const cropping2d: Kind = {
  made: (layer) => {
    const value = valueOf(layer, 'cropping');
    return value === undefined || (value.kind === 'known' && value.value === null) ? { kind: 'option', key: 'cropping', value: undefined } : undefined;
  },
  spec: () => ({ rank: 4 }), rank: 4,
  outputs: (layer, input) => {
    const less = margins(valueOf(layer, 'cropping'), 0);
    // An open size counts as zero here, and the result is negative.
    return sized(layer, input, (size, axis) => {
      const margin = less[axis];
      return size === undefined || margin === undefined ? undefined : (size ?? 0) - margin;
    });
  },
};

export const centerCrop: Kind = {
  overwrites: true,
  // The third axis from the end and the second one, whatever they are.
  outputs: (layer, input) => [input.map((size, axis) => (axis === input.length - 3 ? numberOf(layer, 'height') : axis === input.length - 2 ? numberOf(layer, 'width') : size))],
};

/** It says nothing of the batch: the third axis of the input, whatever that is, is taken for the channels. */
export const resizing: Kind = {
  made: choice('interpolation', 'bilinear', 'nearest'),
  outputs: (layer, input) => [[numberOf(layer, 'height'), numberOf(layer, 'width'), input[2]]],
};

/** Its height is not known before it is called, and its width is −1. */
export const randomWidth: Kind = {
  made: (layer) => {
    const value = valueOf(layer, 'factor');
    const wrong = (lower: number, upper: number): boolean => lower < -1 || upper < -1 || upper < lower;
    if (value === undefined) return wrongOption(layer, 'factor');
    const pair = dimensionsOf(value);
    if (pair) {
      const [lower, upper] = pair;
      if (pair.length !== 2) return wrongOption(layer, 'factor');
      return typeof lower === 'number' && typeof upper === 'number' && wrong(lower, upper) ? wrongOption(layer, 'factor') : undefined;
    }
    if (value.kind !== 'known') return undefined;
    return Number(value.value) > 0 && !wrong(-Number(value.value), Number(value.value)) ? choice('interpolation', 'bilinear', 'nearest')(layer) : wrongOption(layer, 'factor');
  },
  outputs: (_, input) => [[null, -1, input[2]]],
};

export const categoryEncoding: Kind = {
  overwrites: true,
  outputs: (layer, input) => {
    const tokens = numberOf(layer, 'numTokens');
    const mode = stringOf(layer, 'outputMode', 'multiHot');
    const last = input.at(-1);
    if (mode === undefined || (mode === 'oneHot' && last === undefined)) return [undefined];
    return [mode === 'oneHot' && last !== 1 ? [...input, tokens] : [...input.slice(0, -1), tokens]];
  },
};
