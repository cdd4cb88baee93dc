/** What a model is when it runs, beside what was read of it. */
import * as tf from '@tensorflow/tfjs';
import type { Layer, Network } from '../../src/core/network/types';

export interface ActualLayer {
  readonly className: string;
  readonly name: string;
  readonly units: number | undefined;
  readonly activation: string | undefined;
  readonly recurrentActivation: string | undefined;
  /** Undefined where the layer is not built yet. */
  readonly outputShape: readonly (number | null)[] | undefined;
  readonly parameters: number | undefined;
  readonly inputs: readonly number[];
}

/** Functions that are layers, by class. */
const ACTIVATION_LAYERS: Readonly<Record<string, string>> = {
  ReLU: 'relu', LeakyReLU: 'leakyRelu', PReLU: 'prelu', ELU: 'elu', ThresholdedReLU: 'thresholdedRelu', Softmax: 'softmax',
};

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function activationOf(layer: tf.layers.Layer, key: 'activation' | 'recurrentActivation'): string | undefined {
  const holder = layer as unknown as { readonly cell?: Record<string, unknown> } & Record<string, unknown>;
  // A recurrent layer keeps it in its cell; `rnn` has cells of its own that are named where they are made.
  const found = (holder[key] ?? (layer.getClassName() === 'RNN' ? undefined : holder.cell?.[key])) as { readonly getClassName?: () => string } | undefined;
  return found?.getClassName?.();
}

/** A layer is itself, or a model within which the other stands. */
function holds(layer: tf.layers.Layer, other: tf.layers.Layer): boolean {
  return layer === other || ((layer as tf.LayersModel).layers as tf.layers.Layer[] | undefined)?.some((inner) => holds(inner, other)) === true;
}

function actualLayer(layer: tf.layers.Layer, model: tf.LayersModel): ActualLayer {
  const config = attempt(() => layer.getConfig()) ?? {};
  const className = layer.getClassName();
  // An rnn's config repeats that of its cell.
  const units = className === 'RNN' ? undefined : config['units'] ?? config['filters'] ?? (className === 'Embedding' ? config['outputDim'] : undefined);
  const nodes = layer.inboundNodes as unknown as readonly { readonly inboundLayers: readonly tf.layers.Layer[] }[];
  const inputs = new Set(nodes.flatMap((node) => node.inboundLayers.map((one) => model.layers.findIndex((other) => holds(other, one)))).filter((index) => index >= 0));
  return {
    className, name: layer.name, units: typeof units === 'number' ? units : undefined,
    activation: ACTIVATION_LAYERS[className] ?? activationOf(layer, 'activation'), recurrentActivation: activationOf(layer, 'recurrentActivation'),
    outputShape: attempt(() => (layer.getOutputAt(0) as tf.SymbolicTensor).shape as (number | null)[]),
    parameters: layer.built ? attempt(() => layer.countParams()) : undefined, inputs: [...inputs],
  };
}

export function actualLayers(model: tf.LayersModel): readonly ActualLayer[] {
  return model.layers.map((layer) => actualLayer(layer, model));
}

/** The compile call as tfjs keeps it, in the words of the analysis. */
export function actualCompile(model: tf.LayersModel): { readonly loss: string; readonly optimizer: string; readonly learningRate: number } | undefined {
  const { loss, optimizer } = model as unknown as { readonly loss: unknown; readonly optimizer?: tf.Optimizer & { readonly learningRate: number } };
  if (!optimizer) return undefined;
  const [first, ...more] = Array.isArray(loss) ? (loss as unknown[]) : [loss];
  const standard = Object.entries(tf.losses).find(([, fn]) => fn === first)?.[0];
  const name = more.length > 0 ? 'several' : typeof first === 'string' ? first : (standard ?? 'custom');
  return { loss: name, optimizer: optimizer.getClassName().toLowerCase(), learningRate: optimizer.learningRate };
}

/** What was claimed of a network and is not so; and what was not known. */
export interface Comparison {
  readonly wrong: readonly string[];
  readonly unknown: readonly string[];
}

export function compareNetworks(network: Network, model: tf.LayersModel): Comparison {
  const wrong: string[] = [];
  const unknown: string[] = [];
  const compare = (what: string, claimed: unknown, actual: unknown): void => {
    if (actual === undefined) return;
    if (claimed === undefined) unknown.push(what);
    else if (JSON.stringify(claimed) !== JSON.stringify(actual)) wrong.push(`${what}: read ${JSON.stringify(claimed)}, is ${JSON.stringify(actual)}`);
  };
  const all = actualLayers(model);
  // What is not seen of a functional model stands before what is: the ends are laid upon each other.
  const seen = network.kind === 'functional' ? network.layers.findLastIndex(({ optional }) => optional) : -1;
  const shift = seen < 0 ? 0 : all.length - network.layers.length;
  const actual = network.layers.map((_, index) => (index > seen ? all[index + shift] : undefined));
  if (!network.complete) unknown.push('whether all layers are known');
  else compare('number of layers', network.layers.length, all.length);
  for (const [index, layer] of network.layers.entries()) {
    const there = actual[index];
    // Behind a layer that may be absent no place is certain.
    if (layer.optional && seen < 0) {
      unknown.push(`whether layer ${index} is there`);
      break;
    }
    if (!there) continue;
    compareLayers(`layer ${index}`, layer, there, compare, shift);
    if (layer.optional) unknown.push(`whether layer ${index} is there`);
  }
  const outputs = (model as unknown as { readonly outputLayers?: readonly tf.layers.Layer[] }).outputLayers?.map((layer) => model.layers.indexOf(layer));
  if (network.complete && outputs && outputs.length > 0 && !outputs.includes(-1)) compare('outputs', network.outputs, outputs);
  compareCompile(network, model, compare);
  return { wrong, unknown };
}

type Compare = (what: string, claimed: unknown, actual: unknown) => void;

function compareLayers(which: string, layer: Layer, there: ActualLayer, compare: Compare, shift: number): void {
  compare(`${which} className`, layer.className, there.className);
  if (layer.name !== undefined) compare(`${which} name`, layer.name, there.name);
  compare(`${which} units`, layer.units, there.units);
  compare(`${which} activation`, layer.activation?.function, there.activation);
  compare(`${which} recurrentActivation`, layer.recurrentActivation?.function, there.recurrentActivation);
  compare(`${which} parameters`, layer.parameters, there.parameters);
  if (shift === 0) compare(`${which} inputs`, [...layer.inputs].sort(), [...there.inputs].sort());
  const { outputShape } = there;
  compare(`${which} rank`, layer.outputShape?.length, outputShape?.length);
  for (const [axis, size] of (outputShape ?? []).entries()) if (layer.outputShape) compare(`${which} axis ${axis}`, layer.outputShape[axis], size);
}

function compareCompile(network: Network, model: tf.LayersModel, compare: Compare): void {
  const there = actualCompile(model);
  compare('compile', network.compile !== undefined, there !== undefined);
  if (!there) return;
  if (there.loss !== 'several') compare('loss', network.compile?.loss?.name, there.loss);
  compare('optimizer', network.compile?.optimizer?.name, there.optimizer);
  compare('learning rate', network.compile?.optimizer?.learningRate, there.learningRate);
}
