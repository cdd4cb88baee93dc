/** Layers that move values and compute nothing (`layers/core.ts` of tfjs-layers). */
import { dimensionsOf, numberOf, valueOf } from '../config';
import type { LayerFacts } from '../layers';
import { refuse } from '../problems';
import type { Refused } from '../problems';
import type { Dimension, Shape } from '../types';
import { product } from './arithmetic';
import type { Kind } from './kind';
import { required, wrongOption } from './options';

type Input = readonly Dimension[];

export const flatten: Kind = {
  bare: true, spec: () => ({ leastRank: 3 }),
  outputs: (_, input) => {
    const open = input.indexOf(null, 1);
    return open > 0 ? refuse({ kind: 'open-size', axis: open, shape: input }) : [[input[0], product(...input.slice(1))]];
  },
};

const isOpen = (size: Dimension): boolean => size === null || (size !== undefined && size < 0);

function reshaped(target: readonly Dimension[], input: Input): readonly Shape[] | Refused {
  const open = target.flatMap((size, index) => (isOpen(size) ? [index] : []));
  const [batch, ...from] = input;
  // tfjs counts only where every size is known when the model is made, the batch too.
  if (input.some(isOpen)) return [[batch, ...target.map((size) => (isOpen(size) ? null : size))]];
  if (open.length > 1) return batch === undefined ? [undefined] : refuse({ kind: 'elements', from: input, to: target });
  const [at] = open;
  const whole = product(...from);
  const known = product(...target.filter((_, index) => index !== at));
  if (batch === undefined || whole === undefined || known === undefined) return [[batch, ...target.map((size, index) => (index === at ? undefined : size))]];
  const fits = at === undefined ? whole === known : known !== 0 && whole % known === 0;
  if (!fits) return refuse({ kind: 'elements', from: input, to: target });
  return [[batch, ...(at === undefined ? target : target.with(at, whole / known))]];
}

export const reshape: Kind = {
  made: required('targetShape'),
  outputs: (layer, input) => {
    const target = dimensionsOf(valueOf(layer, 'targetShape'));
    return target ? reshaped(target, input) : [undefined];
  },
};

function orderOf(layer: LayerFacts): readonly Dimension[] | undefined {
  return dimensionsOf(valueOf(layer, 'dims'));
}

export const permute: Kind = {
  made: (layer) => {
    const value = valueOf(layer, 'dims');
    const order = orderOf(layer);
    if (!order) return value === undefined || value.kind === 'known' ? wrongOption(layer, 'dims') : undefined;
    if (order.includes(undefined)) return undefined;
    const sorted = order.toSorted();
    return sorted.every((axis, index) => axis === index + 1) ? undefined : wrongOption(layer, 'dims');
  },
  spec: (layer) => {
    const order = orderOf(layer);
    return order && { rank: order.length + 1 };
  },
  outputs: (layer, input) => {
    const order = orderOf(layer);
    return [order && [input[0], ...order.map((axis) => (typeof axis === 'number' ? input[axis] : undefined))]];
  },
};

export const repeatVector: Kind = { spec: () => ({ rank: 2 }), rank: 2, outputs: (layer, input) => [[input[0], numberOf(layer, 'n'), input[1]]] };
