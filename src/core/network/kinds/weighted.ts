/** Dense, embedding, normalisation and PReLU: layers with weights of their own (tfjs-layers). */
import { booleanOf, dimensionsOf, isSet, listOf, numberOf, valueOf } from '../config';
import type { LayerFacts } from '../layers';
import { isRefused, refuse } from '../problems';
import type { Dimension } from '../types';
import { axisOf, bias, differ, weigh } from './arithmetic';
import type { Kind } from './kind';
import { checks, mainSize, sizes } from './options';

export const dense: Kind = {
  made: mainSize, spec: () => ({ leastRank: 2 }),
  build: (layer, input) => {
    const weights = weigh(layer, [[input.at(-1), layer.units], ...bias(layer, layer.units)]);
    return isRefused(weights) ? weights : { weights, spec: { leastRank: 2, axes: [[-1, input.at(-1)]] } };
  },
  outputs: (layer, input) => [[...input.slice(0, -1), layer.units]],
};

/** `inputLength` as a list, null where it is not set. */
function lengths(layer: LayerFacts): readonly Dimension[] | null | undefined {
  const set = isSet(layer, 'inputLength');
  if (set !== true) return set === undefined ? undefined : null;
  const single = numberOf(layer, 'inputLength');
  return single === undefined ? dimensionsOf(valueOf(layer, 'inputLength')) : [single];
}

export const embedding: Kind = {
  made: checks(sizes('inputDim'), mainSize),
  build: (layer) => {
    const weights = weigh(layer, [[numberOf(layer, 'inputDim'), layer.units]]);
    return isRefused(weights) ? weights : { weights };
  },
  outputs: (layer, input) => {
    const given = lengths(layer);
    const [batch, ...rest] = input;
    if (given === null) return [[...input, layer.units]];
    if (given === undefined) return [[batch, ...rest.map((size) => (size === null ? undefined : size)), layer.units]];
    if (given.length !== rest.length) return refuse({ kind: 'rank', expected: given.length + 1, least: false, found: input.length });
    const other = given.findIndex((size, index) => size !== null && rest[index] !== null && differ(size, rest[index]));
    if (other >= 0) return refuse({ kind: 'other-size', axis: other + 1, expected: given[other], found: rest[other] });
    return [[batch, ...given.map((size, index) => (size === null ? rest[index] : size)), layer.units]];
  },
};

/** The weights of a normalisation, of one shape each: as many of them as are wanted. */
function scaled(layer: LayerFacts, shape: readonly Dimension[]): readonly (readonly Dimension[])[] {
  return ['scale', 'center'].flatMap((key) => {
    const used = booleanOf(layer, key, true);
    return used === false ? [] : [used === undefined ? [undefined] : shape];
  });
}

/** Two weights are trained, the two averages move by themselves. */
export const batchNormalization: Kind = {
  bare: true,
  build: (layer, input) => {
    const given = numberOf(layer, 'axis', -1);
    const axis = given === undefined ? undefined : axisOf(input, given);
    const size = axis === undefined ? undefined : axis in input ? input[axis] : null;
    if (axis !== undefined && size === null) return refuse({ kind: 'open-size', axis, shape: input });
    const weights = weigh(layer, scaled(layer, [size]), [[size], [size]]);
    return isRefused(weights) ? weights : { weights, spec: { rank: input.length, axes: axis === undefined ? [] : [[axis, size]] } };
  },
};

export const layerNormalization: Kind = {
  bare: true,
  build: (layer, input) => {
    const set = isSet(layer, 'axis');
    const given = set === false ? [-1] : set ? listOf(layer, 'axis') : undefined;
    const axes = given?.map((axis) => (axis === undefined ? undefined : axisOf(input, axis)));
    if (!axes) return { weights: { all: undefined, trainable: undefined } };
    const outside = axes.find((axis, index) => axis !== undefined && (axis < 0 || axis >= input.length || axes.indexOf(axis) !== index));
    if (outside !== undefined) return refuse({ kind: 'axis', axis: outside, rank: input.length });
    const weights = weigh(layer, scaled(layer, axes.map((axis) => (axis === undefined ? undefined : input[axis]))));
    return isRefused(weights) ? weights : { weights };
  },
};

export const prelu: Kind = {
  bare: true,
  build: (layer, input) => {
    const set = isSet(layer, 'sharedAxes');
    const shared = set === false ? [] : set ? listOf(layer, 'sharedAxes') : undefined;
    if (!shared || shared.includes(undefined)) return { weights: { all: undefined, trainable: undefined } };
    const weights = weigh(layer, [input.slice(1).map((size, index) => (shared.includes(index + 1) ? 1 : size))]);
    return isRefused(weights) ? weights : { weights, spec: { rank: input.length, axes: set ? input.map((size, axis) => [axis, size] as const).slice(1) : [] } };
  },
};
