/**
 * The network of a program as an experiment of the demo: its layers, loss and optimiser, trained on data of our own.
 *
 * Nothing of the program is run. What the demo cannot train is said in one sentence with what would be needed, and what
 * it trains in another way than the program is noted.
 */
import type { Network } from '../core/network/types';
import { type Caps, experimentLayer } from './experiment-layers';
import { type Goal, goalOf } from './experiment-goal';
import { nameOf, type Refused, refused, type Remark, remark } from './experiment-remark';
import { LAYER_LIMITS, type Chain, type LayerState, LINEAR, type RunState, type Weights } from './layers';
import { type OptimizerId, OPTIMIZERS } from './optimizers';
import { multiplications, shapesOf, sizeOf } from './shapes';
import { type DemoState, initialState, LIMITS, type Sample, STATE_VERSION, taskOf } from './state';

/** What is trained, and how it hangs together with the program. */
export interface Experiment {
  readonly run: RunState;
  readonly sample: Sample;
  readonly optimizer: OptimizerId;
  readonly learningRate: number;
  readonly batchSize: number;
  /** For each layer of the run, the output layer last, the index of the program's layer. */
  readonly origins: readonly number[];
  /** What is done in another way than in the program. */
  readonly notes: readonly Remark[];
}

export type Read = { readonly ok: true; readonly experiment: Experiment } | Refused;

/** Most multiplications for one example: what a processor trains and draws in seconds. */
export const MOST_MULTIPLICATIONS = 120_000;

const text = {
  ops: 'This network is made of tensor operations; the demo trains models of layers only.',
  incomplete: 'Not all layers of this network are known; the demo needs every one, in its order.',
  empty: 'This network has no layers yet.',
  outputs: 'This network has {count} outputs; the demo trains one, the last layer, and would need a model of that alone.',
  inputsOf: 'This network has {count} inputs; the demo generates one, and would need a model of that alone.',
  branches: 'Layer {index} ({layer}) is not fed by the layer before it alone; the demo trains layers in a row, without branches or skips.',
  after: 'Layer {index} ({layer}) stands behind the output; the demo trains layers in a row, the last one as output.',
  shape: 'The shape of the input is not known; it is {shape} here.',
  shrunk: 'The input is {shape} here instead of {given}, to train in seconds.',
  rank: 'The input has {count} axes; the demo generates lists and images only.',
  inputs: 'The input has {count} values; up to {most} can be trained here.',
  depth: 'The network has {count} layers; up to {most} can be trained here.',
  output: 'The last layer is no dense layer with activations only behind it; the demo needs one as output.',
  work: 'One example needs {count} multiplications; up to {most} can be trained here.',
  fit: 'The demo cannot train this: {reason}.',
  optimizer: 'The optimizer is adam here, for {name} is not among the demo’s.',
  unknownOptimizer: 'The optimizer is not known; it is adam here.',
  rate: 'The learning rate is not known; it is {rate} here.',
} as const;

/** Sides where the program does not say. */
const USUAL_LIST = 8;
const USUAL_SIDE = 16;

/** The shape of one example, as far as it is known; undefined where not even the number of axes is. */
function inputOf({ layers: [first] }: Network): readonly (number | undefined)[] | undefined {
  const shape = (first?.className === 'InputLayer' ? first.outputShape : first?.inputShape)?.slice(1);
  return shape?.map((size) => (typeof size === 'number' ? size : undefined));
}

/** The shape with usual sizes for those that are not known. */
function completed(shape: readonly (number | undefined)[] | undefined, states: readonly LayerState[]): readonly number[] {
  const images = states.some(({ kind }) => kind === 'conv2d' || kind === 'depthwise' || kind === 'pool' || kind === 'globalPool');
  const known = shape ?? (images ? [undefined, undefined, undefined] : [undefined]);
  return known.map((size, axis) => size ?? (known.length < 3 ? USUAL_LIST : axis === 2 ? 1 : USUAL_SIDE));
}

/** An image with shorter sides, a list with fewer values. */
function shrunk(shape: readonly number[], factor: number): readonly number[] {
  return shape.map((size, axis) => (axis === 2 ? size : Math.max(Math.min(size, 4), Math.round(size * factor))));
}

/** Why layers do not stand in a row, the last one as the output; undefined where they do. */
function notInARow({ layers, outputs }: Network): Refused | undefined {
  const firsts = layers.filter(({ inputs }) => inputs.length === 0).length;
  if (firsts > 1) return refused(text.inputsOf, { count: firsts });
  if (outputs.length !== 1) return refused(text.outputs, { count: outputs.length });
  const branch = layers.find(({ inputs }, i) => i > 0 && (inputs.length !== 1 || inputs[0] !== i - 1));
  if (branch) return refused(text.branches, nameOf(branch));
  const behind = layers.at(-1);
  return behind && outputs[0] !== layers.length - 1 ? refused(text.after, nameOf(behind)) : undefined;
}

interface Stack {
  readonly layers: readonly LayerState[];
  readonly output: Extract<LayerState, { readonly kind: 'dense' }>;
  /** All activations from the output layer on. */
  readonly chain: Chain;
  readonly origins: readonly number[];
}

/** Takes the output layer and what is applied to it off the end. */
function split(layers: readonly LayerState[], origins: readonly number[]): Stack | undefined {
  const at = layers.findLastIndex(({ kind }) => kind !== 'activation');
  const output = layers[at];
  if (output?.kind !== 'dense') return undefined;
  const after = layers.slice(at + 1).flatMap((layer) => (layer.kind === 'activation' ? layer.activation : []));
  return { layers: layers.slice(0, at), output, chain: shortened([...output.activation, ...after]), origins: origins.slice(0, at + 1) };
}

/** Without the identities, but never empty. */
function shortened(chain: Chain): Chain {
  const rest = chain.filter(({ id }) => id !== 'linear');
  return rest.length === 0 ? LINEAR : rest;
}

function optimizerOf({ compile }: Network): Pick<Experiment, 'optimizer' | 'learningRate' | 'notes'> {
  const { name, learningRate } = compile?.optimizer ?? {};
  const known = OPTIMIZERS.find((one) => one === name);
  const notes: Remark[] = [];
  if (known === undefined) notes.push(name === undefined ? remark(text.unknownOptimizer) : remark(text.optimizer, { name }));
  const usable = learningRate !== undefined && learningRate >= LIMITS.learningRate[0] && learningRate <= LIMITS.learningRate[1] && known !== undefined;
  const rate = usable ? learningRate : known === 'sgd' || known === 'momentum' ? 0.1 : 0.01;
  if (!usable) notes.push(remark(text.rate, { rate }));
  return { optimizer: known ?? 'adam', learningRate: rate, notes };
}

/** Sizes that are tried one after the other until the network trains in seconds: the whole, then less of the input and of the layers. */
const ATTEMPTS: readonly { readonly factor: number; readonly caps: Caps }[] = [128, 64, 32, 16]
  .flatMap((units, narrower) => [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16].map((factor, smaller) => ({ factor, lost: narrower + smaller, caps: { units, filters: Math.max(2, units / 8) } })))
  .toSorted((a, b) => a.lost - b.lost);

/** What the demo makes of a network, or why it makes nothing of it. */
export function experimentOf(network: Network): Read {
  if (network.kind === 'ops') return refused(text.ops);
  if (network.layers.length === 0) return refused(text.empty);
  if (!network.complete || network.layers.some(({ optional }) => optional)) return refused(text.incomplete);
  const branches = notInARow(network);
  if (branches) return branches;
  let first: Read | undefined;
  for (const { factor, caps } of ATTEMPTS) {
    const read = attempt(network, factor, caps);
    if (read.ok) return read;
    first ??= read;
    // Less of it would not help.
    if (![text.work, text.fit, text.inputs].some((template) => template === read.reason.template)) return read;
  }
  return first!;
}

function attempt(network: Network, factor: number, caps: Caps): Read {
  const states: LayerState[] = [];
  const origins: number[] = [];
  const notes: Remark[] = [];
  for (const [i, layer] of network.layers.entries()) {
    const last = network.layers.slice(i + 1).every(({ facts }) => facts?.group === 'activation');
    const read = experimentLayer(layer, caps, last);
    if (!read.ok) return read;
    states.push(...read.states);
    origins.push(...read.states.map(() => layer.index));
    notes.push(...read.notes);
  }
  const given = inputOf(network);
  if (given !== undefined && given.length !== 1 && given.length !== 3) return refused(text.rank, { count: given.length });
  const whole = completed(given, states);
  const shape = shrunk(whole, factor);
  const written = (sizes: readonly number[]): string => sizes.join(' × ');
  if (given === undefined || given.includes(undefined)) notes.unshift(remark(text.shape, { shape: written(shape) }));
  else if (written(shape) !== written(whole)) notes.unshift(remark(text.shrunk, { shape: written(shape), given: written(whole) }));
  const stack = split(states, origins);
  if (stack === undefined) return refused(text.output);
  const goal = goalOf(network, stack.output.units, stack.chain);
  return goal.ok ? assembled(network, stack, shape, goal, notes) : goal;
}

function assembled(network: Network, { layers, output, origins }: Stack, shape: readonly number[], goal: Goal, notes: readonly Remark[]): Read {
  if (layers.length > LAYER_LIMITS.layers[1]) return refused(text.depth, { count: layers.length + 1, most: LAYER_LIMITS.layers[1] + 1 });
  const { initializer, gain, bias, useBias, frozen } = output;
  const head: Weights = { initializer, gain, bias, useBias, frozen };
  const run: RunState = { name: '', layers, output: goal.output, loss: goal.loss, head, own: null };
  const sample: Sample = { shape, classes: goal.classes };
  const shapes = shapesOf(run, sample);
  if (!shapes.ok) return refused(text.fit, { reason: shapes.reason });
  if (sizeOf(shape) > LIMITS.side[1]) return refused(text.inputs, { count: sizeOf(shape), most: LIMITS.side[1] });
  const work = shapes.value.reduce((sum, layer) => sum + multiplications(layer), 0);
  if (work > MOST_MULTIPLICATIONS) return refused(text.work, { count: work, most: MOST_MULTIPLICATIONS });
  const { notes: more, ...optimizer } = optimizerOf(network);
  const batchSize = Math.min(LIMITS.batchSize[1], Math.max(LIMITS.batchSize[0], network.fits[0]?.batchSize ?? 32));
  return { ok: true, experiment: { run, sample, ...optimizer, batchSize, origins, notes: [...notes, ...goal.notes, ...more] } };
}

/** Fewer examples for images: each costs a hundred times what a list does. */
function pointsFor({ shape }: Sample): number {
  return shape.length === 3 ? 120 : 256;
}

/**
 * The state that trains an experiment, or sets two against each other from the same data and in the same batches, those
 * of the first. Undefined where the second is a network for other data.
 */
export function stateOf(first: Experiment, second?: Experiment): DemoState | undefined {
  const { sample, optimizer, learningRate, batchSize, run } = first;
  if (second !== undefined && JSON.stringify(second.sample) !== JSON.stringify(sample)) return undefined;
  const data = { ...initialState.data, set: 'arms' as const, points: pointsFor(sample), sample };
  if (second !== undefined && !taskOf(data).losses.includes(second.run.loss)) return undefined;
  // What moves them may be what the two differ in.
  const own = second === undefined || (second.optimizer === optimizer && second.learningRate === learningRate) ? null : { optimizer: second.optimizer, learningRate: second.learningRate };
  return { ...initialState, version: STATE_VERSION, preset: '', data, seed: 1, optimizer, learningRate, batchSize, runs: second === undefined ? [run] : [run, { ...second.run, own }] };
}

