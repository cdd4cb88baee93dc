/** Runs of affine layers without a non-linearity between them: together they are one affine layer. */
import { booleanOf, numberOf, perAxis, stringOf } from '../network/config';
import { consumersOf } from '../network/roles';
import type { Layer, Network } from '../network/types';

/** The one layer that a run amounts to. */
export interface Collapse {
  /** Indices of the affine layers, in their order. */
  readonly layers: readonly number[];
  readonly kind: 'dense' | 'convolution';
  /** Features or channels that go in and come out. */
  readonly inputs: number;
  readonly outputs: number;
  /** The rank of its matrix is at most this; for a convolution, that of each tap's. */
  readonly rank: number;
  /** Size of the equivalent kernel along each axis; 1 for dense. */
  readonly kernel: readonly number[];
  /** Weights of the run and of the one layer. */
  readonly before: number;
  readonly after: number;
}

/** Layers that are affine maps themselves and leave the run one: dropout and the inference of batch normalisation among them. */
function passesAffinely(layer: Layer): boolean {
  const group = layer.facts?.group;
  return group === 'dropout' || layer.className === 'BatchNormalization' || (group === 'activation' && layer.activation?.function === 'linear');
}

function convolutionAxes({ className }: Layer): number | undefined {
  const axes = { Conv1D: 1, Conv2D: 2, Conv3D: 3 }[className ?? ''];
  return axes;
}

/** A dense layer or a plain convolution with its weighted sum passed on as it is. */
function isAffine(layer: Layer | undefined): layer is Layer {
  return layer !== undefined && !layer.optional && layer.configKnown && (layer.className === 'Dense' || convolutionAxes(layer) !== undefined);
}

function isLinear(layer: Layer): boolean {
  return layer.activation?.function === 'linear';
}

/** The next affine layer that takes nothing but this one's output. */
function follower(network: Network, from: Layer): Layer | undefined {
  let at = from;
  for (let reach = 0; reach < network.layers.length; reach++) {
    const consumers = consumersOf(network, at.index);
    const [next] = consumers;
    if (!next || consumers.length !== 1 || next.inputs.length !== 1 || network.outputs.includes(at.index) || next.optional) return undefined;
    if (isAffine(next)) return next;
    if (!passesAffinely(next)) return undefined;
    at = next;
  }
  return undefined;
}

/** A run of dense layers of which it is not known what goes in, as behind a model that is loaded. */
export interface Unfed {
  /** Indices of the layers, in their order. */
  readonly layers: readonly number[];
  readonly outputs: number;
  /** The rank of its matrix is at most this. */
  readonly rank: number;
}

/** The runs of two and more affine layers; the last one of a run may have an activation. */
function runsOf(network: Network): readonly (readonly Layer[])[] {
  const found: Layer[][] = [];
  const used = new Set<number>();
  for (const layer of network.layers) {
    if (used.has(layer.index) || !isAffine(layer)) continue;
    const run = [layer];
    for (let last: Layer | undefined = layer; last && isLinear(last);) {
      last = follower(network, last);
      if (!last || (last.className === 'Dense') !== (layer.className === 'Dense')) break;
      run.push(last);
    }
    for (const one of run) used.add(one.index);
    // The last of one run may be the first of nothing else: it has an activation, or nothing follows.
    if (run.length > 1) found.push(run);
  }
  return found;
}

/** What the runs of a network's affine layers amount to. */
export function collapses(network: Network): readonly Collapse[] {
  return runsOf(network).flatMap((run) => collapseOf(run) ?? []);
}

/** The runs of dense layers that take a number of features which is not known. */
export function unfedRuns(network: Network): readonly Unfed[] {
  return runsOf(network).flatMap((run) => {
    const widths = run.flatMap(({ units }) => (units === undefined ? [] : [units]));
    const outputs = widths.at(-1);
    if (run[0]?.className !== 'Dense' || typeof run[0].inputShape?.at(-1) === 'number' || widths.length < run.length || outputs === undefined) return [];
    return [{ layers: run.map(({ index }) => index), outputs, rank: Math.min(...widths) }];
  });
}

/** The layer that a run of dense layers or of convolutions with stride 1 amounts to. */
export function collapseOf(run: readonly Layer[]): Collapse | undefined {
  const [first] = run;
  const last = run.at(-1);
  const inputs = first?.inputShape?.at(-1);
  const outputs = last?.units;
  const widths = run.map(({ units }) => units);
  const before = run.reduce<number | undefined>((sum, { parameters }) => (sum === undefined || parameters === undefined ? undefined : sum + parameters), 0);
  if (!first || typeof inputs !== 'number' || outputs === undefined || before === undefined) return undefined;
  const kernel = first.className === 'Dense' ? [1] : kernelOf(run);
  if (!kernel) return undefined;
  const known = widths.flatMap((width) => (width === undefined ? [] : [width]));
  if (known.length !== run.length) return undefined;
  const biased = new Set(run.map((layer) => booleanOf(layer, 'useBias', true)));
  if (biased.has(undefined)) return undefined;
  const after = kernel.reduce((a, b) => a * b, 1) * inputs * outputs + (biased.has(true) ? outputs : 0);
  return { layers: run.map(({ index }) => index), kind: first.className === 'Dense' ? 'dense' : 'convolution', inputs, outputs, rank: Math.min(inputs, ...known), kernel, before, after };
}

/** The sizes of kernels one behind another, each with stride 1, channels last and no padding of zeros between: sums less overlaps. */
function kernelOf(run: readonly Layer[]): number[] | undefined {
  const axes = run[0] && convolutionAxes(run[0]);
  if (axes === undefined || run.some((layer) => convolutionAxes(layer) !== axes)) return undefined;
  const reach = Array.from({ length: axes }, () => 1);
  for (const layer of run) {
    const sizes = perAxis(layer, 'kernelSize', axes);
    const dilation = perAxis(layer, 'dilationRate', axes, 1);
    if (perAxis(layer, 'strides', axes, 1).some((stride) => stride !== 1) || stringOf(layer, 'dataFormat', 'channelsLast') !== 'channelsLast' || numberOf(layer, 'groups', 1) !== 1) return undefined;
    const [padding] = [stringOf(layer, 'padding', 'valid')];
    // Zeros put around what has a bias are no zeros of the first input: only there is the run not one convolution.
    if (padding !== 'valid' && padding !== 'same') return undefined;
    for (const axis of reach.keys()) {
      const size = sizes[axis];
      const gap = dilation[axis];
      if (size === undefined || gap === undefined) return undefined;
      reach[axis] = (reach[axis] ?? 1) + (size - 1) * gap;
    }
  }
  return reach;
}
