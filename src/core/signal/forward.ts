/** The way forward through a network: the moments of every layer's output. */
import { numberOf } from '../network/config';
import type { Layer, Network, Shape } from '../network/types';
import { activated } from './activate';
import type { Assumptions } from './flow';
import { affineMap, SAME } from './maps';
import type { ScalarMap } from './maps';
import { added, concatenated, dotted, extreme, multiplied } from './merges';
import type { Moments } from './moments';
import { batchNormalised, layerNormalised, noised } from './normalisation';
import { averagePooled, maxPooled } from './pooling';
import { expectation } from './quadrature';
import { reshaped, scaledBy, windowOf } from './shaping';
import { applied, fieldOf, functionOf, plain, sizeOf } from './tensors';
import type { Path, Source, Tensor } from './tensors';
import { weighed } from './weighted';
import { embeddingDraw, weighingOf } from './weights';
import type { Weighing } from './weights';

/** A layer with weights, as gradients see it. */
export interface Root {
  readonly input: Tensor;
  readonly weighing: Weighing | undefined;
  /** Where it only passes on: the ways back from there, and how much of a squared gradient gets through both functions if it got through the later one. */
  readonly passes: { readonly paths: readonly Path[]; readonly ratio: () => number } | undefined;
}

export interface LayerState {
  /** Moments of what the layer's activation is applied to. */
  readonly pre: Moments | undefined;
  readonly output: Tensor | undefined;
}

export interface Forward {
  readonly layers: readonly LayerState[];
  /** Layers with weights, in the network's order. */
  readonly roots: ReadonlyMap<number, Root>;
  /** Weighted layers whose output goes where we cannot follow. */
  readonly blocked: ReadonlySet<number>;
}

const UNKNOWN: LayerState = { pre: undefined, output: undefined };

/** The state under construction. */
interface Run {
  readonly assumptions: Assumptions;
  readonly roots: Map<number, Root>;
  /** The latest function that is known of a weighted layer's sums. */
  readonly latest: Map<number, Source>;
  /** For weighted layers whose output another one only passes on: that one. */
  readonly next: Map<number, number>;
}

/** Moments of the input: independent entries, and the variance of their mean square over `count` of them. */
function inputTensor({ input }: Assumptions, shape: Shape): Tensor {
  const mean = input === 'positive' ? Math.sqrt(2 / Math.PI) : 0;
  return plain({ mean, square: 1, shared: mean ** 2, cross: mean ** 2, crossShared: mean ** 2, spread: 2 / fieldOf(shape), peak: 3 }, []);
}

/** Follows the signal from the inputs on. */
export function forward(network: Network, assumptions: Assumptions): Forward {
  const run: Run = { assumptions, roots: new Map(), latest: new Map(), next: new Map() };
  const layers: LayerState[] = [];
  const blocked = new Set<number>();
  for (const layer of network.layers) {
    const inputs = layer.inputs.length === 0 && layer.facts ? [inputTensor(assumptions, layer.inputShape ?? layer.outputShape)] : layer.inputs.map((index) => layers[index]?.output);
    const known = inputs.flatMap((input) => (input ? [input] : []));
    const state = known.length === inputs.length && inputs.length > 0 && !layer.optional ? step(layer, known, run, network) : UNKNOWN;
    if (!state.output) for (const { paths } of known) for (const { root } of paths) blocked.add(root);
    layers.push(state);
    const source = state.output?.source;
    const root = source?.paths.length === 1 ? source.paths[0]?.root : undefined;
    if (source && root !== undefined) run.latest.set(root, source);
  }
  return { layers, roots: run.roots, blocked };
}

function step(layer: Layer, inputs: readonly Tensor[], run: Run, network: Network): LayerState {
  const [input] = inputs;
  if (!input || !layer.facts) return UNKNOWN;
  const { group } = layer.facts;
  if (group === 'merge') return { pre: undefined, output: merge(layer, inputs, network) };
  if (inputs.length !== 1) return UNKNOWN;
  if (group === 'affine') return affine(layer, input, run);
  if (group === 'activation') return { pre: input.moments, output: activated(layer, layer.activation, input) };
  const { training } = run.assumptions;
  const field = fieldOf(layer.outputShape ?? layer.inputShape);
  const plainly = (output: Tensor | undefined): LayerState => ({ pre: undefined, output });
  switch (group) {
    case 'input': return plainly(input);
    case 'embedding': return plainly(embedded(layer, run));
    case 'dropout': return plainly(noised(input, layer, training));
    case 'normalization': {
      if (layer.className === 'BatchNormalization') return plainly(batchNormalised(input, layer, field, training));
      const units = layer.inputShape?.at(-1);
      return plainly(typeof units === 'number' ? layerNormalised(input, layer, units, field) : undefined);
    }
    case 'pool-max': case 'pool-average': {
      const window = windowOf(layer);
      return plainly(window && (group === 'pool-max' ? maxPooled(input, window) : averagePooled(input, window)));
    }
    case 'shape': return plainly(reshaped(layer, input));
    default: return plainly(layer.className === 'Rescaling' ? scaledBy(layer, input, field) : undefined);
  }
}

function affine(layer: Layer, input: Tensor, run: Run): LayerState {
  const weighing = weighingOf(layer);
  if (!weighing) return UNKNOWN;
  const { index } = layer;
  const { tensor, inner } = weighed(weighing, input, index);
  const before = inner?.paths.length === 1 ? inner.paths[0]?.root : undefined;
  if (before !== undefined) run.next.set(before, index);
  run.roots.set(index, { input, weighing, passes: inner && { paths: inner.paths, ratio: () => passed(inner, index, run) } });
  return { pre: tensor.moments, output: activated(layer, layer.activation, tensor) };
}

/** The slope of all that follows a weighted layer, as far as the next layers only pass on too. */
function slopeAfter(root: number, run: Run): ScalarMap {
  const source = run.latest.get(root);
  const own = source ? functionOf(source) : SAME;
  const following = run.next.get(root);
  if (following === undefined) return own;
  const more = slopeAfter(following, run);
  return { f: own.f, df: (u) => own.df(u) * more.df(u), breaks: [...own.breaks, ...more.breaks] };
}

/** E[(after′ · inner′)²] / E[after′²]: what a gradient that came through all that follows finds open in the inner function. */
function passed(inner: Source, root: number, run: Run): number {
  const after = slopeAfter(root, run);
  const mine = functionOf(inner);
  const square = (breaks: readonly number[], slope: (u: number) => number): number => expectation(inner.pre, breaks, (u) => slope(u) ** 2);
  const later = square(after.breaks, after.df);
  return later > 0 ? square([...after.breaks, ...mine.breaks], (u) => after.df(u) * mine.df(u)) / later : 0;
}

function embedded(layer: Layer, run: Run): Tensor | undefined {
  const drawn = embeddingDraw(layer);
  if (!drawn) return undefined;
  const { mean } = drawn;
  const square = mean ** 2 + drawn.variance;
  const made = plain({ mean, square, shared: mean ** 2, cross: mean ** 2, crossShared: mean ** 2, spread: 0, peak: 3 }, [{ root: layer.index, factor: 1, cross: 1 }]);
  run.roots.set(layer.index, { input: made, weighing: undefined, passes: undefined });
  return made;
}

function merge(layer: Layer, inputs: readonly Tensor[], network: Network): Tensor | undefined {
  const field = fieldOf(layer.outputShape);
  const [a, b] = inputs;
  switch (layer.className) {
    case 'Add': return added(inputs, field);
    case 'Average': return applied(added(inputs, field), affineMap(1 / inputs.length, 0), field);
    case 'Multiply': return multiplied(inputs);
    case 'Maximum': return extreme(inputs, 1);
    case 'Minimum': return extreme(inputs, -1);
    case 'Concatenate': {
      const sizes = layer.inputs.map((index) => sizeOf(network.layers[index]?.outputShape));
      const known = sizes.flatMap((size) => (size === undefined ? [] : [size]));
      return known.length === sizes.length ? concatenated(inputs, known) : undefined;
    }
    case 'Dot': {
      const length = numberOf(layer, 'axes');
      const size = length === undefined ? undefined : layer.inputShape?.at(length);
      return a && b && inputs.length === 2 && typeof size === 'number' ? dotted(a, b, size) : undefined;
    }
    default: return undefined;
  }
}
