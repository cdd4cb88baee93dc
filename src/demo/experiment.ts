/**
 * The network of a program as an experiment of the demo: its layers, loss and optimiser, trained on data of our own.
 *
 * Nothing of the program is run. What the demo cannot train is said in one sentence with what would be needed, and what
 * it trains in another way than the program is noted.
 */
import type { Network } from '../core/network/types';
import { experimentLayer } from './experiment-layers';
import { type Goal, goalOf } from './experiment-goal';
import { type Refused, refused, type Remark, remark } from './experiment-remark';
import { LAYER_LIMITS, type Chain, type LayerState, LINEAR, type RunState } from './layers';
import { multiplications, shapesOf } from './shapes';
import { type DemoState, initialState, LIMITS, type OptimizerId, OPTIMIZERS, type Sample, STATE_VERSION, taskOf } from './state';

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
export const MOST_MULTIPLICATIONS = 400_000;

const text = {
  ops: 'This network is made of tensor operations; the demo trains models of layers only.',
  incomplete: 'Not all layers of this network are known; the demo needs every one, in its order.',
  empty: 'This network has no layers yet.',
  branches: 'This network branches or has several outputs; the demo trains layers in a row only.',
  shape: 'The shape of this network’s input is not known; give inputShape as numbers.',
  rank: 'The input has {count} axes; the demo generates lists and images only.',
  inputs: 'The input has {count} values; up to {most} can be trained here.',
  depth: 'The network has {count} layers; up to {most} can be trained here.',
  output: 'The last layer with weights is no dense layer with activations only behind it; the demo needs one as output.',
  work: 'One example needs {count} multiplications; up to {most} can be trained here.',
  fit: 'The demo cannot train this: {reason}.',
  optimizer: 'The optimizer is adam here, for {name} is not among the demo’s.',
  unknownOptimizer: 'The optimizer is not known; it is adam here.',
  rate: 'The learning rate is not known; it is {rate} here.',
} as const;

/** The shape of one example; undefined where a size is not known. */
function inputOf({ layers: [first] }: Network): readonly number[] | undefined {
  const shape = (first?.className === 'InputLayer' ? first.outputShape : first?.inputShape)?.slice(1);
  return shape?.every((size): size is number => typeof size === 'number') ? shape : undefined;
}

/** Every layer is fed by the one before it alone, and the last one is the output. */
function inARow({ layers, outputs }: Network): boolean {
  return outputs.length === 1 && outputs[0] === layers.length - 1 && layers.every(({ inputs }, i) => (i === 0 ? inputs.length === 0 : inputs.length === 1 && inputs[0] === i - 1));
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

/** What the demo makes of a network, or why it makes nothing of it. */
export function experimentOf(network: Network): Read {
  if (network.kind === 'ops') return refused(text.ops);
  if (network.layers.length === 0) return refused(text.empty);
  if (!network.complete || network.layers.some(({ optional }) => optional)) return refused(text.incomplete);
  const states: LayerState[] = [];
  const origins: number[] = [];
  const notes: Remark[] = [];
  if (!inARow(network)) return refused(text.branches);
  for (const layer of network.layers) {
    const read = experimentLayer(layer);
    if (!read.ok) return read;
    if (read.state !== undefined) {
      states.push(read.state);
      origins.push(layer.index);
    }
    notes.push(...read.notes);
  }
  const shape = inputOf(network);
  if (shape === undefined) return refused(text.shape);
  if (shape.length !== 1 && shape.length !== 3) return refused(text.rank, { count: shape.length });
  const stack = split(states, origins);
  if (stack === undefined) return refused(text.output);
  const goal = goalOf(network, stack.output.units, stack.chain);
  return goal.ok ? assembled(network, stack, shape, goal, notes) : goal;
}

function assembled(network: Network, { layers, origins }: Stack, shape: readonly number[], goal: Goal, notes: readonly Remark[]): Read {
  const size = shape.reduce((a, b) => a * b, 1);
  if (size > LIMITS.side[1]) return refused(text.inputs, { count: size, most: LIMITS.side[1] });
  if (layers.length > LAYER_LIMITS.layers[1]) return refused(text.depth, { count: layers.length + 1, most: LAYER_LIMITS.layers[1] + 1 });
  const run: RunState = { name: '', layers, output: goal.output, loss: goal.loss };
  const sample: Sample = { shape, classes: goal.classes };
  const shapes = shapesOf(run, sample);
  if (!shapes.ok) return refused(text.fit, { reason: shapes.reason });
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
 * The state that trains an experiment, or sets two against each other from the same data; what both must share is taken
 * from the first. Undefined where the second is a network for other data.
 */
export function stateOf(first: Experiment, second?: Experiment): DemoState | undefined {
  const { sample, optimizer, learningRate, batchSize, run } = first;
  if (second !== undefined && JSON.stringify(second.sample) !== JSON.stringify(sample)) return undefined;
  const data = { ...initialState.data, set: 'arms' as const, points: pointsFor(sample), sample };
  if (second !== undefined && !taskOf(data).losses.includes(second.run.loss)) return undefined;
  return { ...initialState, version: STATE_VERSION, preset: '', data, seed: 1, optimizer, learningRate, batchSize, runs: second === undefined ? [run] : [run, second.run] };
}

