/**
 * What a network does at initialisation, layer by layer: mean and variance forward, gradients back.
 *
 * Mean field theory (Poole et al. 2016, Schoenholz et al. 2017, for convolutions Xiao et al. 2018): with random weights
 * a pre-activation is normal with q = Var(w)·fan-in·E[x²], and a gradient grows by fan-out·Var(w)·E[φ′²] a layer. What
 * tfjs really draws stands in `initialisers.ts`, the integrals in `quadrature.ts`; how near all this comes to
 * measurements is the table in docs/signal.md.
 */
import type { Interval } from '../activations/types';
import type { Network } from '../network/types';
import type { BornDead } from './dead';
import { bornDeadOf } from './dead';
import { varianceOf } from './moments';
import { layerRange } from './ranges';
import { forward } from './forward';
import type { Forward } from './forward';
import type { Path } from './tensors';
import { backward } from './weighted';
import type { Delta } from './weighted';

/** What the network is given and how it is run. */
export interface Assumptions {
  /** `signed`: independent values of mean 0 and variance 1. `positive`: their absolute values. */
  readonly input: 'signed' | 'positive';
  /** While training, dropout drops and batch normalisation uses the batch, which is taken to be large. */
  readonly training: boolean;
}

/** Numbers of one layer; undefined where something they depend on is not known. */
export interface LayerSignal {
  /** Mean and variance of the pre-activations, over weights, inputs and units. */
  readonly preMean: number | undefined;
  readonly preVariance: number | undefined;
  /** Mean and variance of the layer's output. */
  readonly mean: number | undefined;
  readonly variance: number | undefined;
  /** Root mean square of the gradient at its pre-activations, relative to that of the last weighted layer. */
  readonly gradient: number | undefined;
  /** Norm of the kernel's gradient for one input, relative to that of the last weighted layer. */
  readonly kernelGradient: number | undefined;
  /** Share of units without any gradient, for an input and an initialisation. */
  readonly inactive: number | undefined;
  /** Share of units whose slope is below 0.01, the inactive ones included. */
  readonly saturated: number | undefined;
  /** Every value that the layer can give, whatever it learns. */
  readonly range: Interval | undefined;
}

/** Numbers of a network. */
export interface SignalFlow {
  readonly assumptions: Assumptions;
  readonly layers: readonly LayerSignal[];
  /** `gradient` of the first weighted layer: what it receives of the last one's gradient. */
  readonly firstToLast: number | undefined;
  /** `kernelGradient` of the first weighted layer. */
  readonly kernelFirstToLast: number | undefined;
  /** Chance that ReLU layers are dead from the start; undefined where there are none or their draws are unknown. */
  readonly bornDead: BornDead | undefined;
}

const DEFAULT: Assumptions = { input: 'signed', training: true };

const flows = new WeakMap<Network, Map<string, SignalFlow>>();

/** The signal flow of a network, computed when it is first asked for. */
export function signalFlow(network: Network, options: Partial<Assumptions> = {}): SignalFlow {
  const assumptions = { ...DEFAULT, ...options };
  const key = `${assumptions.input} ${assumptions.training}`;
  const known = flows.get(network) ?? new Map<string, SignalFlow>();
  flows.set(network, known);
  const found = known.get(key) ?? compute(network, assumptions);
  known.set(key, found);
  return found;
}

function compute(network: Network, assumptions: Assumptions): SignalFlow {
  const states = forward(network, assumptions);
  const deltas = network.complete ? gradients(network, states) : new Map<number, Delta>();
  const last = [...deltas.keys()].reduce((a, b) => Math.max(a, b), -1);
  const first = states.roots.keys().next().value;
  const reference = deltas.get(last)?.square ?? 0;
  const relative = (root: number | undefined): number | undefined => {
    const delta = root === undefined ? undefined : deltas.get(root);
    return delta && reference > 0 ? Math.sqrt(delta.square / reference) : undefined;
  };
  const kernel = (root: number): number | undefined => {
    const of = (one: number): number | undefined => {
      const found = states.roots.get(one);
      const delta = deltas.get(one);
      return found?.weighing && delta && found.weighing.kernelSize * found.weighing.uses * delta.square * found.input.moments.square;
    };
    const [mine, whole] = [of(root), of(last)];
    return mine !== undefined && whole !== undefined && whole > 0 ? Math.sqrt(mine / whole) : undefined;
  };
  const layers = network.layers.map((_, index): LayerSignal => {
    const { pre, output } = states.layers[index] ?? {};
    const root = states.roots.has(index) ? index : output?.response && output.source?.paths.length === 1 ? output.source.paths[0]?.root : undefined;
    return {
      preMean: pre?.mean, preVariance: pre && varianceOf(pre), mean: output?.moments.mean, variance: output && varianceOf(output.moments),
      gradient: relative(root), kernelGradient: states.roots.has(index) ? kernel(index) : undefined,
      inactive: pre && output?.response?.inactive, saturated: pre && output?.response?.saturated, range: layerRange(network, index),
    };
  });
  return {
    assumptions, layers, bornDead: bornDeadOf(network, assumptions, layers),
    firstToLast: relative(first), kernelFirstToLast: first === undefined ? undefined : kernel(first),
  };
}

/**
 * E[δ²] at each weighted layer, for a gradient at the network's outputs whose entries are independent of each other.
 *
 * An input that is larger than others is so at every layer, and slopes follow: their product is on average
 * 1 + spread·ψₗ·Σ ψₘχ… of the product of averages, with ψ and χ how slope and second moment follow the variance.
 */
function gradients(network: Network, { layers, roots, blocked }: Forward): ReadonlyMap<number, Delta> {
  const deltas = new Map<number, Delta>();
  const following = new Map<number, number>();
  const unknown = new Set(blocked);
  const add = ({ root, factor, cross, follows }: Path, back: Delta, later: number): void => {
    const before = deltas.get(root) ?? { square: 0, cross: 0 };
    // Second order: where it would more than double, it says nothing any more.
    const together = follows ? 1 + Math.max(-0.5, Math.min(1, follows.spread * follows.slope * follows.square * later)) : 1;
    const square = back.square * factor * together;
    deltas.set(root, { square: before.square + square, cross: before.cross + back.cross * cross });
    const sum = before.square + square;
    const mine = follows ? follows.slope + follows.square * later : 0;
    following.set(root, sum > 0 ? ((following.get(root) ?? 0) * before.square + mine * square) / sum : 0);
  };
  for (const index of network.outputs) for (const path of layers[index]?.output?.paths ?? []) add({ ...path, follows: undefined }, { square: 1, cross: 0 }, 0);
  for (const [index, { input, weighing, passes }] of [...roots].reverse()) {
    const delta = deltas.get(index);
    if (!weighing) continue;
    if (unknown.has(index)) for (const path of input.paths) unknown.add(path.root);
    if (!delta) continue;
    const back = backward(weighing, delta);
    const later = following.get(index) ?? 0;
    const ratio = passes?.ratio() ?? 1;
    for (const path of passes?.paths ?? input.paths) add(path, { square: back.square * ratio, cross: back.cross * ratio }, later);
  }
  for (const index of unknown) deltas.delete(index);
  return deltas;
}
