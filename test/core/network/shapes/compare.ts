/** Runs a short program with tfjs and reads it; what of the two differs. */
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import type { Network } from '../../../../src/core/network/types';

export interface Verdict {
  /** What was claimed and is not so. */
  readonly wrong: readonly string[];
  /** What was not known although tfjs knows it. */
  readonly unknown: readonly string[];
  readonly throws: boolean;
  /** Layers that were read. */
  readonly applied: number;
}

type Sizes = readonly (number | null)[];

interface Actual {
  readonly outputs: readonly Sizes[] | undefined;
  readonly parameters: number;
  readonly trainable: number;
}

function count(weights: readonly { readonly shape: readonly (number | null)[] }[]): number {
  return weights.reduce((sum, weight) => sum + weight.shape.reduce<number>((product, size) => product * (size ?? 1), 1), 0);
}

/** What the applications of a layer give, if that is the same; a model has its own outputs before them. */
function outputsOf(layer: tf.layers.Layer): readonly Sizes[] | undefined {
  const nodes = layer.inboundNodes as unknown as readonly { readonly outputTensors: readonly tf.SymbolicTensor[] }[];
  const own = layer instanceof tf.LayersModel && nodes.length > 1 ? nodes.slice(1) : nodes;
  const [first, ...rest] = own.map(({ outputTensors }) => outputTensors.map((one) => one.shape));
  return rest.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : undefined;
}

function actualOf(layer: tf.layers.Layer): Actual {
  return { outputs: outputsOf(layer), parameters: layer.countParams(), trainable: count(layer.trainableWeights) };
}

/** The models that a program makes, and whether it throws. */
function run(code: string): { readonly models: readonly tf.LayersModel[]; readonly error: string | undefined } {
  const models: tf.LayersModel[] = [];
  const keep = <T extends tf.LayersModel>(model: T): T => {
    models.push(model);
    return model;
  };
  const namespace = { ...tf, sequential: (...args: Parameters<typeof tf.sequential>) => keep(tf.sequential(...args)), model: (...args: Parameters<typeof tf.model>) => keep(tf.model(...args)) };
  try {
    (new Function('tf', code) as (namespace: unknown) => void)(namespace);
    return { models, error: undefined };
  } catch (error) {
    return { models, error: String(error) };
  }
}

/** JSON has no NaN: sizes that tfjs could not reckon are not compared. */
const reckoned = (sizes: Sizes): boolean => sizes.every((size) => size === null || Number.isFinite(size));

function compareShapes(which: string, claimed: readonly (readonly (number | null | undefined)[] | undefined)[], actual: readonly Sizes[], wrong: string[], unknown: string[]): void {
  const [only] = claimed;
  if (claimed.length === 1 && only === undefined) {
    unknown.push(`${which} outputs`);
    return;
  }
  if (claimed.length !== actual.length) wrong.push(`${which}: ${claimed.length} outputs, not ${actual.length}`);
  for (const [index, sizes] of actual.entries()) {
    const shape = claimed[index];
    if (shape === undefined) unknown.push(`${which} output ${index}`);
    else if (shape.length !== sizes.length || shape.some((size, axis) => size !== undefined && size !== (sizes[axis] ?? null))) wrong.push(`${which} output ${index}: read ${JSON.stringify(shape)}, is ${JSON.stringify(sizes)}`);
    else if (shape.includes(undefined)) unknown.push(`${which} a size of output ${index}`);
  }
}

function compareLayers(network: Network, model: tf.LayersModel, wrong: string[], unknown: string[]): void {
  if (network.layers.length !== model.layers.length) wrong.push(`${network.layers.length} layers, not ${model.layers.length}`);
  for (const [index, there] of model.layers.entries()) {
    const layer = network.layers[index];
    if (!layer) continue;
    const which = `layer ${index} ${there.getClassName()}`;
    const actual = actualOf(there);
    // What follows a size that is no number is none either.
    if (actual.outputs?.every(reckoned) === false) return;
    if (actual.outputs) compareShapes(which, layer.outputShapes, actual.outputs, wrong, unknown);
    for (const key of ['parameters', 'trainable'] as const) {
      if (layer[key] === undefined) unknown.push(`${which} ${key}`);
      else if (layer[key] !== actual[key]) wrong.push(`${which} ${key}: read ${layer[key]}, is ${actual[key]}`);
    }
  }
}

export function compareProgram(code: string): Verdict {
  const wrong: string[] = [];
  const unknown: string[] = [];
  const { networks, strays, silence, finished } = analyze(`import * as tf from '@tensorflow/tfjs';\n${code}`, 'javascript');
  if (silence !== undefined || !finished) wrong.push(`it is not read: ${silence}`);
  const problems = [...networks.flatMap(({ layers }) => layers), ...strays].flatMap(({ problem }) => problem ?? []);
  const { models, error } = run(code);
  const applied = networks.reduce((sum, { layers }) => sum + layers.length, 0);
  if (error === undefined && problems.length > 0) wrong.push(`nothing is thrown, read ${JSON.stringify(problems)}`);
  if (error !== undefined && problems.length === 0) wrong.push(`no problem is read, thrown is ${error}`);
  if (error !== undefined) return { wrong, unknown, throws: true, applied };
  if (networks.length !== models.length) wrong.push(`${networks.length} networks, not ${models.length}`);
  for (const [index, model] of models.entries()) {
    const network = networks[index];
    if (network) compareLayers(network, model, wrong, unknown);
  }
  return { wrong, unknown, throws: false, applied };
}
