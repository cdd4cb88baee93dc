/** Pooling over windows and over everything (`layers/pooling.ts` of tfjs-layers). */
import { isSet, perAxis, stringOf } from '../config';
import type { LayerFacts } from '../layers';
import type { Dimension, Shape } from '../types';
import { slide } from './arithmetic';
import { channelsFirst } from './convolution';
import type { Kind } from './kind';
import { checks, dataFormat, padding, windows } from './options';

/** `strides` or, where they are absent, the windows. */
function stridesOf(layer: LayerFacts, axes: number, pool: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const given = isSet(layer, 'strides');
  return given === undefined ? pool.map(() => undefined) : given ? perAxis(layer, 'strides', axes) : pool;
}

function pooled(layer: LayerFacts, axes: number, first: boolean | undefined, input: readonly Dimension[]): readonly Shape[] {
  if (first === undefined || input.length < axes + 2) return [undefined];
  const pool = perAxis(layer, 'poolSize', axes, 2);
  const stride = stridesOf(layer, axes, pool);
  const pad = stringOf(layer, 'padding', 'valid');
  const offset = first ? 2 : 1;
  return [input.map((size, axis) => (axis >= offset && axis < offset + axes ? slide(size, pool[axis - offset], stride[axis - offset], pad) : size))];
}

export const pool1d: Kind = {
  made: checks(windows(1, true, 'poolSize', 'strides'), padding), spec: () => ({ rank: 3 }), rank: 3,
  outputs: (layer, input) => pooled(layer, 1, false, input.slice(0, 3)),
};

const pool = (axes: number): Kind => ({
  made: checks(windows(axes, false, 'poolSize'), windows(axes, true, 'strides'), padding, dataFormat), spec: () => ({ rank: axes + 2 }), rank: axes + 2,
  outputs: (layer, input) => pooled(layer, axes, channelsFirst(layer), input),
});

export const pool2d = pool(2);
export const pool3d = pool(3);

export const globalPool1d: Kind = { bare: true, spec: () => ({ rank: 3 }), rank: 3, outputs: (_, input) => [[input[0], input[2]]] };

export const globalPool2d: Kind = {
  made: dataFormat, spec: () => ({ rank: 4 }), rank: 4,
  outputs: (layer, input) => {
    const first = channelsFirst(layer);
    return [[input[0], first === undefined ? undefined : input[first ? 1 : 3]]];
  },
};
