/** Number of weights of tfjs's layers (`build` of each class in tfjs-layers 4.22). */
import type { LayerFactory } from '../tfjs/layers';
import { booleanOf, dimensionsOf, numberOf, perAxis, stringOf, valueOf } from './config';
import type { ConfigReader } from './config';
import type { Dimension, Shape } from './types';
import { cellsOf, wrappedLayer } from './wrapped';

type Counted = ConfigReader & { readonly units: number | undefined; readonly facts: LayerFactory | undefined };

/** The product, or undefined where a factor is unknown. */
function product(...factors: readonly (Dimension)[]): number | undefined {
  let result = 1;
  for (const factor of factors) {
    if (typeof factor !== 'number') return undefined;
    result *= factor;
  }
  return result;
}

function sum(...terms: readonly (number | undefined)[]): number | undefined {
  let result = 0;
  for (const term of terms) {
    if (term === undefined) return undefined;
    result += term;
  }
  return result;
}

function bias(layer: Counted, size: Dimension): number | undefined {
  const used = booleanOf(layer, 'useBias', true);
  if (used === false) return 0;
  return used === undefined || typeof size !== 'number' ? undefined : size;
}

function channels(layer: Counted, input: readonly Dimension[]): Dimension {
  const format = stringOf(layer, 'dataFormat', 'channelsLast');
  return format === undefined ? undefined : format === 'channelsFirst' ? input[1] : input.at(-1);
}

function recurrent(gates: number): (layer: Counted, input: readonly Dimension[]) => number | undefined {
  return (layer, input) => {
    const { units } = layer;
    if (units === undefined) return undefined;
    return sum(product(gates, units, input.at(-1)), gates * units * units, bias(layer, gates * units));
  };
}

function convolution(axes: number): (layer: Counted, input: readonly Dimension[]) => number | undefined {
  return (layer, input) => sum(product(...perAxis(layer, 'kernelSize', axes), channels(layer, input), layer.units), bias(layer, layer.units));
}

/** `rnn({cell})`: each cell takes what the one before it gives. */
function cells(layer: Counted, input: readonly Dimension[]): number | undefined {
  let total: number | undefined = 0;
  let width = input.at(-1);
  for (const cell of cellsOf(layer) ?? [undefined]) {
    total = cell && sum(total, parameterCount(cell, [[null, width]]));
    width = cell?.units;
  }
  return total;
}

function wrapped(times: number, step: (input: readonly Dimension[]) => readonly Dimension[]): (layer: Counted, input: readonly Dimension[]) => number | undefined {
  return (layer, input) => {
    const inner = wrappedLayer(layer, 'layer');
    return product(times, inner && parameterCount(inner, [step(input)]));
  };
}

/** Four gates, each with a convolution of the input and one of the state. */
function convolutionLstm(layer: Counted, input: readonly Dimension[]): number | undefined {
  const kernel = product(...perAxis(layer, 'kernelSize', 2));
  const gates = product(4, layer.units);
  return sum(product(kernel, channels(layer, [input[0], ...input.slice(2)]), gates), product(kernel, layer.units, gates), bias(layer, gates));
}

const rules: Readonly<Record<string, (layer: Counted, input: readonly Dimension[]) => number | undefined>> = {
  Dense: (layer, input) => sum(product(input.at(-1), layer.units), bias(layer, layer.units)),
  Conv1D: convolution(1), Conv2D: convolution(2), Conv3D: convolution(3), Conv2DTranspose: convolution(2), Conv3DTranspose: convolution(3),
  DepthwiseConv2D: (layer, input) => {
    const outputs = product(channels(layer, input), numberOf(layer, 'depthMultiplier', 1));
    return sum(product(...perAxis(layer, 'kernelSize', 2), outputs), bias(layer, outputs));
  },
  SeparableConv2D: (layer, input) => {
    const middle = product(channels(layer, input), numberOf(layer, 'depthMultiplier', 1));
    return sum(product(...perAxis(layer, 'kernelSize', 2), middle), product(middle, layer.units), bias(layer, layer.units));
  },
  SimpleRNN: recurrent(1), GRU: recurrent(3), LSTM: recurrent(4), SimpleRNNCell: recurrent(1), GRUCell: recurrent(3), LSTMCell: recurrent(4),
  RNN: cells, ConvLSTM2D: convolutionLstm, Bidirectional: wrapped(2, (input) => input), TimeDistributed: wrapped(1, (input) => [input[0], ...input.slice(2)]),
  Embedding: (layer) => product(numberOf(layer, 'inputDim'), layer.units),
  BatchNormalization: (layer, input) => {
    const axis = numberOf(layer, 'axis', -1);
    const trained = [booleanOf(layer, 'center', true), booleanOf(layer, 'scale', true)];
    return axis === undefined || trained.includes(undefined) ? undefined : product(input.at(axis), 2 + trained.filter(Boolean).length);
  },
  LayerNormalization: (layer, input) => {
    const axis = numberOf(layer, 'axis', -1);
    const trained = [booleanOf(layer, 'center', true), booleanOf(layer, 'scale', true)];
    return axis === undefined || trained.includes(undefined) ? undefined : product(input.at(axis), trained.filter(Boolean).length);
  },
  PReLU: (layer, input) => {
    const shared = valueOf(layer, 'sharedAxes');
    const single = numberOf(layer, 'sharedAxes');
    const axes = shared === undefined ? [] : single === undefined ? dimensionsOf(shared) : [single];
    return axes && product(...input.map((size, axis) => (axis === 0 || axes.includes(axis) ? 1 : size)));
  },
};

const WITHOUT_WEIGHTS: ReadonlySet<string> = new Set(['activation', 'dropout', 'pool-max', 'pool-average', 'shape', 'merge', 'input', 'other']);

/** How many weights a layer has, or undefined where that cannot be known. */
export function parameterCount(layer: Counted, inputs: readonly Shape[]): number | undefined {
  const { facts } = layer;
  const [input] = inputs;
  if (!facts) return undefined;
  if (Object.hasOwn(rules, facts.className)) return facts.group === 'embedding' ? rules[facts.className]?.(layer, []) : input && rules[facts.className]?.(layer, input);
  return WITHOUT_WEIGHTS.has(facts.group) ? 0 : undefined;
}
