/** The description of a network as the state holds it: layers of TensorFlow.js with what they are made with. */
import { boolean, choice, clamped, integer, list, nullable, type Parsed, type Reader, record, refuse, text } from './json';

/** Every activation of `core/activations`, and the step with the gradient of the identity. */
export const ACTIVATIONS = [
  'relu', 'leakyRelu', 'prelu', 'elu', 'selu', 'relu6', 'thresholdedRelu', 'sigmoid', 'hardSigmoid', 'logSigmoid', 'tanh', 'softsign', 'erf',
  'softplus', 'swish', 'mish', 'gelu', 'gelu_new', 'softmax', 'logSoftmax', 'step', 'straightThrough', 'linear',
] as const;
export type ActivationId = (typeof ACTIVATIONS)[number];

/** Parameters of activations with their defaults: slope for x ≤ 0, its start where it is learnt, and a threshold. */
export const PARAMETERS: Readonly<Partial<Record<ActivationId, number>>> = { leakyRelu: 0.2, prelu: 0.25, thresholdedRelu: 1 };

export const INITIALIZERS = [
  'glorotNormal', 'glorotUniform', 'heNormal', 'heUniform', 'leCunNormal', 'leCunUniform', 'randomNormal', 'randomUniform', 'orthogonal', 'zeros', 'ones', 'hadamard',
] as const;
export type InitializerId = (typeof INITIALIZERS)[number];

/** Losses; the two cross entropies take logits. */
export const LOSSES = ['sigmoidCrossEntropy', 'softmaxCrossEntropy', 'meanSquaredError'] as const;
export type LossId = (typeof LOSSES)[number];

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
  /** Every bias starts here. */
  readonly bias: number;
  /** The kernel stays as it was drawn; biases learn. */
  readonly frozen: boolean;
}

export type LayerState =
  | ({ readonly kind: 'dense'; readonly units: number; readonly activation: Chain } & Weights)
  /** Padding `same`, stride 1. */
  | ({ readonly kind: 'conv2d'; readonly filters: number; readonly size: number; readonly activation: Chain } & Weights)
  | { readonly kind: 'pool'; readonly mode: 'max' | 'average'; readonly size: number }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'batchNorm' }
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
}

export const LAYER_LIMITS = {
  units: [1, 128],
  filters: [1, 16],
  size: [1, 5],
  pool: [2, 4],
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

export const DEFAULT_WEIGHTS: Weights = { initializer: 'glorotNormal', bias: 0, frozen: false };

const readWeights = { initializer: choice(INITIALIZERS), bias: clamped(LAYER_LIMITS.bias), frozen: boolean };
export const readChain: Reader<Chain> = list(record<ActivationState>({ id: choice(ACTIVATIONS), parameter: nullable(clamped(LAYER_LIMITS.parameter)) }), LAYER_LIMITS.chain);

type Readers = { readonly [K in LayerKind]: Reader<Extract<LayerState, { readonly kind: K }>> };

const kind = <K extends LayerKind>(name: K): Reader<K> => choice([name]);

const readers: Readers = {
  dense: record({ kind: kind('dense'), units: integer(LAYER_LIMITS.units), activation: readChain, ...readWeights }),
  conv2d: record({ kind: kind('conv2d'), filters: integer(LAYER_LIMITS.filters), size: integer(LAYER_LIMITS.size), activation: readChain, ...readWeights }),
  pool: record({ kind: kind('pool'), mode: choice(['max', 'average']), size: integer(LAYER_LIMITS.pool) }),
  flatten: record({ kind: kind('flatten') }),
  dropout: record({ kind: kind('dropout'), rate: clamped(LAYER_LIMITS.rate) }),
  batchNorm: record({ kind: kind('batchNorm') }),
  activation: record({ kind: kind('activation'), activation: readChain }),
};

/** Reads a layer by its `kind`. */
function readLayer(value: unknown): Parsed<LayerState> {
  const name = typeof value === 'object' && value !== null ? (value as { readonly kind?: unknown }).kind : undefined;
  if (typeof name !== 'string' || !Object.hasOwn(readers, name)) return refuse(`kind must be one of ${Object.keys(readers).join(', ')}`);
  return (readers[name as LayerKind] as Reader<LayerState>)(value);
}

/** Reads one network. */
export const readRun: Reader<RunState> = record<RunState>({ name: text(40), layers: list(readLayer, LAYER_LIMITS.layers), output: readChain, loss: choice(LOSSES) });

/** The activation of a layer that has one. */
export function chainOf(layer: LayerState): Chain | undefined {
  return layer.kind === 'dense' || layer.kind === 'conv2d' || layer.kind === 'activation' ? layer.activation : undefined;
}

/** A dense layer with defaults for what is left out. */
export function dense(units: number, activation: ActivationId | Chain, weights: Partial<Weights> = {}): LayerState {
  return { kind: 'dense', units, activation: typeof activation === 'string' ? [act(activation)] : activation, ...DEFAULT_WEIGHTS, ...weights };
}

/** A network of equal dense layers with one activation. */
export function stack(widths: readonly number[], activation: ActivationId | Chain, rest: Partial<RunState> & { readonly weights?: Partial<Weights> } = {}): RunState {
  const { weights, ...run } = rest;
  return { name: '', layers: widths.map((units) => dense(units, activation, weights)), output: LINEAR, loss: 'sigmoidCrossEntropy', ...run };
}
