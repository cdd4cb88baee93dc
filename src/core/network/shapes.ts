/** Output shapes of tfjs's layers (`computeOutputShape` of each class in tfjs-layers 4.22). */
import type { LayerFactory } from '../tfjs/layers';
import { booleanOf, dimensionsOf, numberOf, perAxis, stringOf, valueOf } from './config';
import type { ConfigReader } from './config';
import type { Dimension, Shape } from './types';
import { cellsOf, wrappedLayer } from './wrapped';

type Infer = (layer: ConfigReader & { readonly units: number | undefined }, input: readonly Dimension[], inputs: readonly Shape[]) => Shape;

/** tfjs's `convOutputLength`, which takes the padding `causal` for `valid`. */
function slide(size: Dimension, kernel: number | undefined, stride: number | undefined, padding: string | undefined, dilation = 1): Dimension {
  if (size === null) return null;
  if (size === undefined || kernel === undefined || stride === undefined || padding === undefined) return undefined;
  const reach = kernel + (kernel - 1) * (dilation - 1);
  const length = padding === 'same' ? size : size - reach + 1;
  return Math.floor((length + stride - 1) / stride);
}

/** tfjs's `deconvLength`. */
function spread(size: Dimension, stride: number | undefined, kernel: number | undefined, padding: string | undefined): Dimension {
  if (size === null) return null;
  if (size === undefined || kernel === undefined || stride === undefined) return undefined;
  if (padding === 'valid') return size * stride + Math.max(kernel - stride, 0);
  return padding === 'same' ? size * stride : undefined;
}

/** Spatial axes of a shape and its channels, whatever the data format. */
function split(layer: ConfigReader, input: readonly Dimension[], axes: number): { spatial: readonly Dimension[]; channels: Dimension; join: (spatial: readonly Dimension[], channels: Dimension) => Shape } | undefined {
  if (input.length !== axes + 2) return undefined;
  const format = stringOf(layer, 'dataFormat', 'channelsLast');
  if (format === undefined) return undefined;
  const [batch] = input;
  return format === 'channelsFirst'
    ? { spatial: input.slice(2), channels: input[1], join: (spatial, channels) => [batch, channels, ...spatial] }
    : { spatial: input.slice(1, -1), channels: input.at(-1), join: (spatial, channels) => [batch, ...spatial, channels] };
}

function conv(axes: number, channels?: (layer: ConfigReader, before: Dimension) => Dimension): Infer {
  return (layer, input) => {
    const parts = split(layer, input, axes);
    const kernel = perAxis(layer, 'kernelSize', axes);
    const stride = perAxis(layer, 'strides', axes, 1);
    const dilation = perAxis(layer, 'dilationRate', axes, 1);
    const padding = stringOf(layer, 'padding', 'valid');
    if (!parts) return undefined;
    const spatial = parts.spatial.map((size, axis) => slide(size, kernel[axis], stride[axis], padding, dilation[axis] ?? 1));
    return parts.join(spatial, channels ? channels(layer, parts.channels) : layer.units);
  };
}

function transposed(axes: number): Infer {
  return (layer, input) => {
    const parts = split(layer, input, axes);
    const kernel = perAxis(layer, 'kernelSize', axes);
    const stride = perAxis(layer, 'strides', axes, 1);
    const padding = stringOf(layer, 'padding', 'valid');
    return parts?.join(parts.spatial.map((size, axis) => spread(size, stride[axis], kernel[axis], padding)), layer.units);
  };
}

function pool(axes: number): Infer {
  return (layer, input) => {
    const parts = split(layer, input, axes);
    const size = perAxis(layer, 'poolSize', axes, 2);
    const stride = strides(layer, axes, size);
    const padding = stringOf(layer, 'padding', 'valid');
    return parts?.join(parts.spatial.map((length, axis) => slide(length, size[axis], stride[axis], padding)), parts.channels);
  };
}

function strides(layer: ConfigReader, axes: number, fallback: (number | undefined)[]): (number | undefined)[] {
  const value = valueOf(layer, 'strides');
  return value === undefined || (value.kind === 'known' && value.value === null) ? fallback : perAxis(layer, 'strides', axes);
}

function globalPool(axes: number): Infer {
  return (layer, input) => {
    const parts = split(layer, input, axes);
    return parts && [input[0], parts.channels];
  };
}

const sameShape: Infer = (_, input) => input;

/** A recurrent layer's output: that of the last step, or of all of them. `undefined` where the states come with it. */
function overTime(layer: ConfigReader, input: readonly Dimension[], step: readonly Dimension[]): Shape {
  const sequences = booleanOf(layer, 'returnSequences', false);
  const state = booleanOf(layer, 'returnState', false);
  if (sequences === undefined || state !== false) return undefined;
  return sequences ? [input[0], input[1], ...step] : [input[0], ...step];
}

const recurrent: Infer = (layer, input) => (input.length === 3 ? overTime(layer, input, [layer.units]) : undefined);

const cells: Infer = (layer, input) => (input.length === 3 ? overTime(layer, input, [cellsOf(layer)?.at(-1)?.units]) : undefined);

const recurrentConvolution: Infer = (layer, input, inputs) => {
  const step = input.length === 5 ? conv(2)(layer, [input[0], ...input.slice(2)], inputs) : undefined;
  return step && overTime(layer, input, step.slice(1));
};

const bidirectional: Infer = (layer, input) => {
  const inner = wrappedLayer(layer, 'layer');
  const mode = stringOf(layer, 'mergeMode', 'concat');
  const shape = inner && mode !== undefined ? outputShape(inner, [input]) : undefined;
  const last = shape?.at(-1);
  return mode === 'concat' ? shape && [...shape.slice(0, -1), typeof last === 'number' ? 2 * last : last] : shape;
};

const timeDistributed: Infer = (layer, input) => {
  const inner = wrappedLayer(layer, 'layer');
  const shape = inner && outputShape(inner, [[input[0], ...input.slice(2)]]);
  return shape && [shape[0], input[1], ...shape.slice(1)];
};

const dot: Infer = (layer, a, inputs) => {
  const b = inputs[1];
  const value = valueOf(layer, 'axes');
  const single = numberOf(layer, 'axes');
  const axes = single === undefined ? dimensionsOf(value) : [single, single];
  if (!b || axes?.length !== 2 || axes.some((axis) => typeof axis !== 'number')) return undefined;
  const without = (shape: readonly Dimension[], axis: Dimension): Dimension[] => shape.filter((_, index) => index !== (Number(axis) < 0 ? shape.length : 0) + Number(axis));
  const shape = [...without(a, axes[0]), ...without(b, axes[1]).slice(1)];
  return shape.length === 1 ? [...shape, 1] : shape;
};

const flatten: Infer = (_, input) => {
  let size: Dimension = 1;
  for (const dimension of input.slice(1)) {
    if (dimension === null) return [input[0], null];
    size = dimension === undefined || typeof size !== 'number' ? undefined : size * dimension;
  }
  return [input[0], size];
};

const reshape: Infer = (layer, input) => {
  const target = dimensionsOf(valueOf(layer, 'targetShape'));
  if (!target) return undefined;
  const open = target.findIndex((size) => size === -1 || size === null);
  if (open < 0) return [input[0], ...target];
  // tfjs computes the open size only where all others are known, the batch too.
  const whole = flatten(layer, input, [])?.[1];
  const rest = target.reduce<Dimension>((product, size, index) => (index === open ? product : typeof product === 'number' && typeof size === 'number' ? product * size : undefined), 1);
  const missing = input.includes(null) ? null : typeof whole === 'number' && typeof rest === 'number' && rest > 0 ? whole / rest : undefined;
  return [input[0], ...target.map((size, index) => (index === open ? missing : size))];
};

const permute: Infer = (layer, input) => {
  const order = dimensionsOf(valueOf(layer, 'dims'));
  return order && [input[0], ...order.map((axis) => (typeof axis === 'number' ? input[axis] : undefined))];
};

/** Padding or cropping of two axes: a number, `[a, b]` or `[[top, bottom], [left, right]]`. */
function margins(layer: ConfigReader, key: string, fallback: number): (number | undefined)[] {
  const value = valueOf(layer, key);
  if (value?.kind === 'array' && value.items.every((item) => item.kind === 'array')) {
    return value.items.map((item) => dimensionsOf(item)?.reduce<number | undefined>((sum, one) => (sum === undefined || typeof one !== 'number' ? undefined : sum + one), 0));
  }
  return perAxis(layer, key, 2, fallback).map((one) => (one === undefined ? undefined : 2 * one));
}

function grow(change: (layer: ConfigReader) => { add?: (number | undefined)[]; times?: (number | undefined)[] }): Infer {
  return (layer, input) => {
    const parts = split(layer, input, 2);
    const { add, times } = change(layer);
    return parts?.join(parts.spatial.map((size, axis) => {
      const more = add ? add[axis] : 0;
      const factor = times ? times[axis] : 1;
      return size === null ? null : size === undefined || more === undefined || factor === undefined ? undefined : size * factor + more;
    }), parts.channels);
  };
}

const concatenate: Infer = (layer, _, inputs) => {
  const axis = numberOf(layer, 'axis', -1);
  const shapes = inputs.flatMap((shape) => (shape ? [shape] : []));
  const [first] = shapes;
  if (axis === undefined || !first || shapes.length !== inputs.length || shapes.some((shape) => shape.length !== first.length)) return undefined;
  const at = axis < 0 ? first.length + axis : axis;
  return first.map((size, index) => (index === at ? shapes.reduce<Dimension>((sum, shape) => {
    const one = shape[at];
    return sum === null || one === null ? null : typeof sum === 'number' && typeof one === 'number' ? sum + one : undefined;
  }, 0) : size));
};

const merged: Infer = (_, input, inputs) => (inputs.every((shape) => shape?.length === input.length && shape.every((size, axis) => size === input[axis] || axis === 0)) ? input : undefined);

const rules: Readonly<Record<string, Infer>> = {
  Dense: (layer, input) => (input.length < 2 ? undefined : [...input.slice(0, -1), layer.units]),
  Conv1D: conv(1), Conv2D: conv(2), Conv3D: conv(3), SeparableConv2D: conv(2),
  DepthwiseConv2D: conv(2, (layer, before) => {
    const multiplier = numberOf(layer, 'depthMultiplier', 1);
    return typeof before === 'number' && multiplier !== undefined ? before * multiplier : undefined;
  }),
  Conv2DTranspose: transposed(2), Conv3DTranspose: transposed(3),
  MaxPooling1D: pool(1), AveragePooling1D: pool(1), MaxPooling2D: pool(2), AveragePooling2D: pool(2), MaxPooling3D: pool(3), AveragePooling3D: pool(3),
  GlobalMaxPooling1D: globalPool(1), GlobalAveragePooling1D: globalPool(1), GlobalMaxPooling2D: globalPool(2), GlobalAveragePooling2D: globalPool(2),
  SimpleRNN: recurrent, LSTM: recurrent, GRU: recurrent, RNN: cells, ConvLSTM2D: recurrentConvolution,
  Bidirectional: bidirectional, TimeDistributed: timeDistributed,
  Flatten: flatten, Reshape: reshape, Permute: permute,
  RepeatVector: (layer, input) => (input.length === 2 ? [input[0], numberOf(layer, 'n'), input[1]] : undefined),
  Embedding: (layer, input) => [...input, layer.units],
  UpSampling2D: grow((layer) => ({ times: perAxis(layer, 'size', 2, 2) })),
  ZeroPadding2D: grow((layer) => ({ add: margins(layer, 'padding', 1) })),
  Cropping2D: grow((layer) => ({ add: margins(layer, 'cropping', 0).map((one) => (one === undefined ? undefined : -one)) })),
  CenterCrop: (layer, input) => [...input.slice(0, -3), numberOf(layer, 'height'), numberOf(layer, 'width'), input.at(-1)],
  Concatenate: concatenate, Dot: dot, Add: merged, Average: merged, Maximum: merged, Minimum: merged, Multiply: merged,
  Rescaling: sameShape, Masking: sameShape,
};

/** The shape of what a layer gives, from the shapes that it takes. */
export function outputShape(layer: ConfigReader & { readonly units: number | undefined; readonly facts: LayerFactory | undefined }, inputs: readonly Shape[]): Shape {
  const { facts } = layer;
  const [input] = inputs;
  if (!facts || !input) return undefined;
  if (facts.group === 'activation' || facts.group === 'normalization' || facts.group === 'dropout') return input;
  return Object.hasOwn(rules, facts.className) ? rules[facts.className]?.(layer, input, inputs) : undefined;
}
