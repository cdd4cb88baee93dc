/** The description of a network as the state holds it: layers of TensorFlow.js with what they are made with. */
import { boolean, choice, clamped, integer, list, nullable, optional, type Parsed, type Reader, record, refuse, text } from './json';
import { type OwnTraining, readOwnTraining } from './optimizers';

/** Every activation of `core/activations`, and the step with the gradient of the identity. */
export const ACTIVATIONS = [
  'relu', 'leakyRelu', 'prelu', 'elu', 'selu', 'relu6', 'thresholdedRelu', 'sigmoid', 'hardSigmoid', 'logSigmoid', 'tanh', 'softsign', 'erf',
  'softplus', 'swish', 'mish', 'gelu', 'gelu_new', 'softmax', 'logSoftmax', 'step', 'straightThrough', 'linear',
] as const;
export type ActivationId = (typeof ACTIVATIONS)[number];

/** Parameters of activations with their defaults: slope for x ≤ 0, its start where it is learnt, and a threshold. */
export const PARAMETERS: Readonly<Partial<Record<ActivationId, number>>> = { leakyRelu: 0.2, prelu: 0.25, thresholdedRelu: 1 };

export const INITIALIZERS = [
  'glorotNormal', 'glorotUniform', 'heNormal', 'heUniform', 'leCunNormal', 'leCunUniform', 'randomNormal', 'randomUniform', 'truncatedNormal', 'orthogonal', 'zeros', 'ones', 'hadamard',
] as const;
export type InitializerId = (typeof INITIALIZERS)[number];

/**
 * Losses. Those that are spelt `…CrossEntropy` take logits; those that are spelt `…Crossentropy` take what the outputs
 * are, as the losses of tf.layers do, whether they are probabilities or not.
 */
export const LOSSES = [
  'sigmoidCrossEntropy', 'softmaxCrossEntropy', 'meanSquaredError', 'multiLabelCrossEntropy', 'oneHotSquaredError',
  'categoricalCrossentropy', 'binaryCrossentropy', 'oneHotBinaryCrossentropy',
] as const;
export type LossId = (typeof LOSSES)[number];

/** What a loss computes, and what it compares with: one number, a class among as many outputs, or several labels at once. */
export interface LossForm {
  readonly formula: 'logistic' | 'softmax' | 'square' | 'categorical' | 'binary';
  readonly target: 'value' | 'class' | 'labels';
}

export const LOSS_FORMS: Readonly<Record<LossId, LossForm>> = {
  sigmoidCrossEntropy: { formula: 'logistic', target: 'value' },
  softmaxCrossEntropy: { formula: 'softmax', target: 'class' },
  meanSquaredError: { formula: 'square', target: 'value' },
  multiLabelCrossEntropy: { formula: 'logistic', target: 'labels' },
  oneHotSquaredError: { formula: 'square', target: 'class' },
  categoricalCrossentropy: { formula: 'categorical', target: 'class' },
  binaryCrossentropy: { formula: 'binary', target: 'value' },
  oneHotBinaryCrossentropy: { formula: 'binary', target: 'class' },
};

export interface ActivationState {
  readonly id: ActivationId;
  /** See {@link PARAMETERS}; null for the default, and where there is none. */
  readonly parameter: number | null;
}

/** Functions applied one after the other: [softmax, relu] is relu(softmax(z)). */
export type Chain = readonly ActivationState[];

/** How a weighted layer starts. */
export interface Weights {
  readonly initializer: InitializerId;
  /** What is drawn is multiplied by this. */
  readonly gain: number;
  /** Every bias starts here. */
  readonly bias: number;
  /** Without, biases stay 0. */
  readonly useBias: boolean;
  /** The kernel stays as it was drawn; biases learn. */
  readonly frozen: boolean;
}

export const PADDINGS = ['valid', 'same'] as const;
export type Padding = (typeof PADDINGS)[number];

/** Where a filter is laid. */
export interface Placing {
  readonly padding: Padding;
  readonly stride: number;
}

export type LayerState =
  | ({ readonly kind: 'dense'; readonly units: number; readonly activation: Chain } & Weights)
  | ({ readonly kind: 'conv2d'; readonly filters: number; readonly size: number; readonly activation: Chain } & Placing & Weights)
  /** Each channel by filters of its own, `multiplier` of them. */
  | ({ readonly kind: 'depthwise'; readonly multiplier: number; readonly size: number; readonly activation: Chain } & Placing & Weights)
  /** A stride of null is the size: windows side by side. */
  | { readonly kind: 'pool'; readonly mode: 'max' | 'average'; readonly size: number; readonly padding: Padding; readonly stride: number | null }
  /** One number for each channel. */
  | { readonly kind: 'globalPool'; readonly mode: 'max' | 'average' }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'batchNorm' }
  /** Over the units of each example, or over the channels of each place. */
  | { readonly kind: 'layerNorm' }
  | { readonly kind: 'activation'; readonly activation: Chain };
export type LayerKind = LayerState['kind'];

/** One network of the race: its hidden layers, and a dense output layer whose units follow from the loss and the data. */
export interface RunState {
  /** What it is called; empty to be called by its activations. */
  readonly name: string;
  readonly layers: readonly LayerState[];
  /** Applied to the output layer's sums before the loss; the cross entropies want `linear`. */
  readonly output: Chain;
  readonly loss: LossId;
  /** How the output layer starts. */
  readonly head: Weights;
  /** What moves this network alone; null for what moves all. */
  readonly own: OwnTraining | null;
}

export const LAYER_LIMITS = {
  units: [1, 128],
  filters: [1, 16],
  multiplier: [1, 4],
  size: [1, 7],
  pool: [2, 5],
  stride: [1, 4],
  gain: [-100, 100],
  rate: [0, 0.9],
  bias: [-10, 10],
  parameter: [-2, 10],
  chain: [1, 4],
  layers: [0, 24],
} as const;

/** An activation; `parameter` where it is not the default. */
export function act(id: ActivationId, parameter: number | null = null): ActivationState {
  return { id, parameter };
}

/** The identity. */
export const LINEAR: Chain = [act('linear')];

export const DEFAULT_WEIGHTS: Weights = { initializer: 'glorotNormal', gain: 1, bias: 0, useBias: true, frozen: false };

const readWeights = {
  initializer: choice(INITIALIZERS), gain: optional(clamped(LAYER_LIMITS.gain), 1), bias: clamped(LAYER_LIMITS.bias), useBias: optional(boolean, true), frozen: boolean,
};
const padding = choice(PADDINGS);
/** Convolutions were kept at padding `same` and stride 1 before they had a choice, pools at `valid`. */
const readPlacing = { padding: optional<Padding>(padding, 'same'), stride: optional(integer(LAYER_LIMITS.stride), 1) };
export const readChain: Reader<Chain> = list(record<ActivationState>({ id: choice(ACTIVATIONS), parameter: nullable(clamped(LAYER_LIMITS.parameter)) }), LAYER_LIMITS.chain);

type Readers = { readonly [K in LayerKind]: Reader<Extract<LayerState, { readonly kind: K }>> };

const kind = <K extends LayerKind>(name: K): Reader<K> => choice([name]);

const readers: Readers = {
  dense: record({ kind: kind('dense'), units: integer(LAYER_LIMITS.units), activation: readChain, ...readWeights }),
  conv2d: record({ kind: kind('conv2d'), filters: integer(LAYER_LIMITS.filters), size: integer(LAYER_LIMITS.size), activation: readChain, ...readPlacing, ...readWeights }),
  depthwise: record({ kind: kind('depthwise'), multiplier: integer(LAYER_LIMITS.multiplier), size: integer(LAYER_LIMITS.size), activation: readChain, ...readPlacing, ...readWeights }),
  pool: record({
    kind: kind('pool'), mode: choice(['max', 'average']), size: integer(LAYER_LIMITS.pool), padding: optional<Padding>(padding, 'valid'), stride: optional(nullable(integer(LAYER_LIMITS.stride)), null),
  }),
  globalPool: record({ kind: kind('globalPool'), mode: choice(['max', 'average']) }),
  flatten: record({ kind: kind('flatten') }),
  dropout: record({ kind: kind('dropout'), rate: clamped(LAYER_LIMITS.rate) }),
  batchNorm: record({ kind: kind('batchNorm') }),
  layerNorm: record({ kind: kind('layerNorm') }),
  activation: record({ kind: kind('activation'), activation: readChain }),
};

export const LAYER_KINDS = Object.keys(readers) as readonly LayerKind[];

/** Reads a layer by its `kind`. */
function readLayer(value: unknown): Parsed<LayerState> {
  const name = typeof value === 'object' && value !== null ? (value as { readonly kind?: unknown }).kind : undefined;
  if (typeof name !== 'string' || !Object.hasOwn(readers, name)) return refuse(`kind must be one of ${Object.keys(readers).join(', ')}`);
  return (readers[name as LayerKind] as Reader<LayerState>)(value);
}

/** Reads one network. */
export const readRun: Reader<RunState> = record<RunState>({ name: text(40), layers: list(readLayer, LAYER_LIMITS.layers), output: readChain, loss: choice(LOSSES), head: optional(record<Weights>(readWeights), DEFAULT_WEIGHTS), own: optional(nullable(readOwnTraining), null) });

/** The activation of a layer that has one. */
export function chainOf(layer: LayerState): Chain | undefined {
  return 'activation' in layer ? layer.activation : undefined;
}

/** How a layer's weights start; undefined where it has no kernel. */
export function weightsIn(layer: LayerState): Weights | undefined {
  return 'initializer' in layer ? layer : undefined;
}

/** A dense layer with defaults for what is left out. */
export function dense(units: number, activation: ActivationId | Chain, weights: Partial<Weights> = {}): LayerState {
  return { kind: 'dense', units, activation: typeof activation === 'string' ? [act(activation)] : activation, ...DEFAULT_WEIGHTS, ...weights };
}

/** A network of equal dense layers with one activation. */
export function stack(widths: readonly number[], activation: ActivationId | Chain, rest: Partial<RunState> & { readonly weights?: Partial<Weights> } = {}): RunState {
  const { weights, ...run } = rest;
  return { name: '', layers: widths.map((units) => dense(units, activation, weights)), output: LINEAR, loss: 'sigmoidCrossEntropy', head: DEFAULT_WEIGHTS, own: null, ...run };
}
