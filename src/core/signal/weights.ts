/** Weighted layers as numbers: what they draw, how many values they sum, and how many sums each value enters. */
import { booleanOf, numberOf, perAxis, stringOf, valueOf } from '../network/config';
import type { Dimension, Layer } from '../network/types';
import { drawOf } from './initialisers';
import type { Draw } from './initialisers';

/** A layer of weighted sums. Numbers of places are averages: at the edge of an image some are missing. */
export interface Weighing {
  readonly draw: Draw;
  readonly bias: Draw;
  /** Places of the input that one sum takes in: 1 for dense, the size of the kernel for a convolution, less its padding. */
  readonly places: number;
  /** Places that two sums far from each other both have, each under the same weight. */
  readonly commonPlaces: number;
  /** Relative variance of the number of places, from the middle to the edge. */
  readonly uneven: number;
  /** Values at each place. */
  readonly channels: number;
  /** Sums that one value of the input enters. */
  readonly ways: number;
  /** Units or filters. */
  readonly units: number;
  /** Sums for one input, all places and units: how many squares its mean square averages. */
  readonly size: number;
  /** The entries of its kernel, for the norm of its gradient. */
  readonly kernelSize: number;
  /** Sums in which each entry of the kernel is used. */
  readonly uses: number;
}

const NO_BIAS: Draw = { mean: 0, variance: 0, kurtosis: 3, kind: 'constant', symmetric: true };

interface Axis {
  /** Average number of taps of one output, and of uses of one input. */
  readonly perOutput: number;
  readonly perInput: number;
  /** Taps that two outputs taken at random both have. */
  readonly common: number;
  /** E[taps²]/E[taps]² over outputs. */
  readonly uneven: number;
  readonly outputs: number;
}

/** Sizes that are longer, or unknown, are far from their edges. */
const LONG = 512;

/** Where the taps of a sliding kernel fall, as tfjs pads: what is left over goes to the end. */
function slidingAxis(size: Dimension, output: Dimension, kernel: number, stride: number, dilation: number, padding: string): Axis {
  if (typeof size !== 'number' || typeof output !== 'number' || size <= 0 || output <= 0 || size > LONG) return { perOutput: kernel, perInput: kernel / stride, common: kernel, uneven: 1, outputs: typeof output === 'number' ? output : 1 };
  const before = padding === 'same' ? Math.floor(Math.max(0, (output - 1) * stride + (kernel - 1) * dilation + 1 - size) / 2) : 0;
  let [all, common] = [0, 0];
  const counts = new Float64Array(output);
  for (let tap = 0; tap < kernel; tap++) {
    let inside = 0;
    for (let at = 0; at < output; at++) {
      const place = at * stride + tap * dilation - before;
      if (place < 0 || place >= size) continue;
      inside++;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    all += inside;
    common += (inside / output) ** 2;
  }
  const squares = counts.reduce((sum, count) => sum + count * count, 0);
  return { perOutput: all / output, perInput: all / size, common, uneven: all > 0 ? (squares * output) / all ** 2 : 1, outputs: output };
}

function commonOf(axes: readonly Axis[]): { readonly commonPlaces: number; readonly uneven: number } {
  return { commonPlaces: product(axes.map((axis) => axis.common)), uneven: product(axes.map((axis) => axis.uneven)) - 1 };
}

function product(factors: readonly number[]): number {
  return factors.reduce((a, b) => a * b, 1);
}

/** The axes of a convolution, transposed where the input slides over the output. */
function axesOf(layer: Layer, count: number, transposed: boolean): { readonly axes: readonly Axis[]; readonly kernel: readonly number[]; readonly channels: number } | undefined {
  const { inputShape, outputShape } = layer;
  const format = stringOf(layer, 'dataFormat', 'channelsLast');
  const padding = stringOf(layer, 'padding', 'valid');
  const kernel = perAxis(layer, 'kernelSize', count);
  const stride = perAxis(layer, 'strides', count, 1);
  const dilation = perAxis(layer, 'dilationRate', count, 1);
  if (inputShape?.length !== count + 2 || format === undefined || padding === undefined) return undefined;
  const first = format === 'channelsFirst' ? 2 : 1;
  const channels = format === 'channelsFirst' ? inputShape[1] : inputShape.at(-1);
  const axes = kernel.map((size, axis): Axis | undefined => {
    const step = stride[axis];
    const gap = dilation[axis];
    if (size === undefined || step === undefined || gap === undefined) return undefined;
    const [from, to] = [inputShape[first + axis], outputShape?.[first + axis]];
    if (!transposed) return slidingAxis(from, to, size, step, gap, padding);
    const back = slidingAxis(to, from, size, step, 1, padding);
    return { perOutput: back.perInput, perInput: back.perOutput, common: back.perInput, uneven: 1, outputs: typeof to === 'number' ? to : 1 };
  });
  const known = axes.flatMap((axis) => (axis ? [axis] : []));
  const sizes = kernel.flatMap((size) => (size === undefined ? [] : [size]));
  return typeof channels === 'number' && known.length === count && sizes.length === count ? { axes: known, kernel: sizes, channels } : undefined;
}

function biasOf(layer: Layer, units: number): Draw | undefined {
  const used = booleanOf(layer, 'useBias', true);
  if (used === undefined) return undefined;
  return used ? drawOf(valueOf(layer, 'biasInitializer'), 'zeros', [units]) : NO_BIAS;
}

type Part = Omit<Weighing, 'bias'>;

function withBias(layer: Layer, part: Part | undefined): Weighing | undefined {
  const bias = part && biasOf(layer, part.units);
  return part && bias && { ...part, bias };
}

function dense(layer: Layer): Part | undefined {
  const channels = layer.inputShape?.at(-1);
  const { units } = layer;
  if (typeof channels !== 'number' || units === undefined) return undefined;
  const kernel = drawOf(valueOf(layer, 'kernelInitializer'), 'glorotNormal', [channels, units]);
  const rows = (layer.inputShape ?? []).slice(1, -1).reduce<number>((count, size) => count * (typeof size === 'number' ? size : 1), 1);
  return kernel && { draw: kernel, places: 1, commonPlaces: 1, uneven: 0, channels, ways: units, units, size: units * rows, kernelSize: channels * units, uses: rows };
}

function convolution(layer: Layer, count: number, transposed: boolean): Part | undefined {
  const found = axesOf(layer, count, transposed);
  const { units } = layer;
  if (!found || units === undefined) return undefined;
  const { axes, kernel, channels } = found;
  const shape = transposed ? [...kernel, units, channels] : [...kernel, channels, units];
  const drawn = drawOf(valueOf(layer, 'kernelInitializer'), 'glorotNormal', shape);
  const outputs = product(axes.map((axis) => axis.outputs));
  return drawn && { draw: drawn, places: product(axes.map((axis) => axis.perOutput)), ...commonOf(axes), channels, ways: units * product(axes.map((axis) => axis.perInput)), units, size: units * outputs, kernelSize: product(shape), uses: outputs };
}

function depthwise(layer: Layer): Part | undefined {
  const found = axesOf(layer, 2, false);
  const multiplier = numberOf(layer, 'depthMultiplier', 1);
  if (!found || multiplier === undefined) return undefined;
  const { axes, kernel, channels } = found;
  const shape = [...kernel, channels, multiplier];
  const drawn = drawOf(valueOf(layer, 'depthwiseInitializer'), 'glorotNormal', shape);
  const outputs = product(axes.map((axis) => axis.outputs));
  return drawn && { draw: drawn, places: product(axes.map((axis) => axis.perOutput)), ...commonOf(axes), channels: 1, ways: multiplier * product(axes.map((axis) => axis.perInput)), units: channels * multiplier, size: channels * multiplier * outputs, kernelSize: product(shape), uses: outputs };
}

/** A depthwise convolution and a pointwise one behind it are one sum whose weights are products. */
function separable(layer: Layer): Part | undefined {
  const found = axesOf(layer, 2, false);
  const multiplier = numberOf(layer, 'depthMultiplier', 1);
  const { units } = layer;
  if (!found || multiplier === undefined || units === undefined) return undefined;
  const { axes, kernel, channels } = found;
  const first = drawOf(valueOf(layer, 'depthwiseInitializer'), 'glorotUniform', [...kernel, channels, multiplier]);
  // tfjs 4.22 reads `depthwiseInitializer` for both (layers/convolutional.ts).
  const second = drawOf(valueOf(layer, 'depthwiseInitializer'), 'glorotUniform', [1, 1, channels * multiplier, units]);
  if (!first || !second || first.mean !== 0 || second.mean !== 0) return undefined;
  const outputs = product(axes.map((axis) => axis.outputs));
  return {
    draw: { mean: 0, variance: first.variance * second.variance * multiplier, kurtosis: 3, kind: 'independent', symmetric: true }, places: product(axes.map((axis) => axis.perOutput)), ...commonOf(axes), channels,
    ways: units * product(axes.map((axis) => axis.perInput)), units, size: units * outputs, kernelSize: channels * multiplier * (product(kernel) + units), uses: outputs,
  };
}

const readers: Readonly<Record<string, (layer: Layer) => Part | undefined>> = {
  Dense: dense,
  Conv1D: (layer) => convolution(layer, 1, false), Conv2D: (layer) => convolution(layer, 2, false), Conv3D: (layer) => convolution(layer, 3, false),
  Conv2DTranspose: (layer) => convolution(layer, 2, true), Conv3DTranspose: (layer) => convolution(layer, 3, true),
  DepthwiseConv2D: depthwise, SeparableConv2D: separable,
};

/** A weighted layer in numbers; undefined where something about it is not known, or its weights are given. */
export function weighingOf(layer: Layer): Weighing | undefined {
  const read = layer.className === undefined || layer.optional ? undefined : readers[layer.className];
  // An unknown key may be any of those that are read.
  if (!read || !layer.configKnown || valueOf(layer, 'weights') !== undefined) return undefined;
  return withBias(layer, read(layer));
}

/** What an embedding draws for its entries. */
export function embeddingDraw(layer: Layer): Draw | undefined {
  const rows = numberOf(layer, 'inputDim');
  if (!layer.configKnown || rows === undefined || layer.units === undefined || valueOf(layer, 'weights') !== undefined) return undefined;
  return drawOf(valueOf(layer, 'embeddingsInitializer'), 'randomUniform', [rows, layer.units]);
}

/** True where every weight starts at 0, as biases do by default. */
export function isZero(drawn: Draw): boolean {
  return drawn.mean === 0 && drawn.variance === 0;
}

