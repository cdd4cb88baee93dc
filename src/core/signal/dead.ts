/** ReLU layers that are dead from the start, or are likely to die: Lu et al. 2019 (arXiv:1903.06733), and what a step does. */
import { normalDistribution } from '../activations/special';
import type { Layer, Network } from '../network/types';
import type { Assumptions, LayerSignal } from './flow';
import { isZero, weighingOf } from './weights';

/** A ReLU layer with its chances, all for one given input. */
export interface BornDeadLayer {
  readonly layer: number;
  readonly units: number;
  /** A unit is off. */
  readonly off: number;
  /** All of them are. */
  readonly dead: number;
}

export interface BornDead {
  readonly layers: readonly BornDeadLayer[];
  /** For a given input some layer is wholly off, so that no gradient passes. Exact where weights are symmetric and biases 0. */
  readonly perInput: number;
  /**
   * For every input some layer is wholly off: the network is constant. Equal bounds for one input feature of one sign,
   * whose inputs share their fate; otherwise the truth is nearer to the upper one the deeper the network.
   */
  readonly network: { readonly atLeast: number; readonly atMost: number };
}

/** Chance that some layer is wholly off for a given input, 1 − ∏(1 − offᴺ); off is ½ for symmetric weights without bias. */
export function bornDead(widths: readonly number[], off = 0.5): number {
  return 1 - widths.reduce((alive, width) => alive * (1 - off ** width), 1);
}

/** Chances of the number of rays or units that still carry something, from 0 on. */
type Alive = readonly number[];

function binomial(count: number, chance: number): number[] {
  if (chance >= 1) return Array.from({ length: count + 1 }, (_, k) => (k === count ? 1 : 0));
  const row = [(1 - chance) ** count];
  for (let k = 1; k <= count; k++) row.push(((row[k - 1] ?? 0) * (count - k + 1) * chance) / (k * (1 - chance)));
  return row;
}

function after(alive: Alive, next: (count: number) => readonly number[]): Alive {
  const result: number[] = [];
  for (const [count, chance] of alive.entries()) for (const [to, share] of next(count).entries()) result[to] = (result[to] ?? 0) + chance * share;
  return result;
}

/** Beyond this many living units the chance to lose all at once is nothing. */
const MANY = 12;

/**
 * Least chance that all inputs are lost, for weights symmetric about 0 and no bias.
 *
 * One feature: its inputs lie on one ray from the origin or on two, and each ray is lost at a layer with 2^−N. More
 * features: a unit is off for every input only if none of its weights to living units is positive, 2^−a; at the first
 * layer 2^−d for inputs of one sign and 0 for inputs of both.
 */
function lostAtLeast(widths: readonly number[], features: number, signed: boolean): number {
  if (features === 1) {
    const [first = 0, ...rest] = widths;
    const lost = 2 ** -first;
    const start: Alive = signed ? [0, 2 * lost, 1 - 2 * lost] : [lost, 1 - lost];
    return rest.reduce<Alive>((alive, width) => after(alive, (rays) => binomial(rays, 1 - 2 ** -width)), start)[0] ?? 0;
  }
  const [first = 0, ...rest] = widths.map((width) => Math.min(width, MANY));
  const start: Alive = binomial(first, signed ? 1 : 1 - 2 ** -features);
  return rest.reduce<Alive>((alive, width) => after(alive, (units) => (units === 0 ? [1] : binomial(width, 1 - 2 ** -units))), start)[0] ?? 0;
}

/** The bounds for a chain of dense ReLU layers without bias. */
export function bornDeadNetwork(widths: readonly number[], features: number, signed: boolean): { readonly atLeast: number; readonly atMost: number } {
  const atLeast = lostAtLeast(widths, features, signed);
  // No unit of the first layer is off for an input and its opposite.
  const atMost = features === 1 && !signed ? atLeast : bornDead(signed ? widths.slice(1) : widths);
  return { atLeast, atMost: Math.max(atLeast, atMost) };
}

const RELU: ReadonlySet<string> = new Set(['relu', 'relu6']);

/** The dense layer whose sums a ReLU is applied to: itself, or the one before an activation layer. */
function sumsBefore(network: Network, layer: Layer): Layer | undefined {
  if (layer.className === 'Dense') return layer;
  const before = network.layers[layer.inputs[0] ?? -1];
  return layer.facts?.group === 'activation' && before?.className === 'Dense' && before.activation?.function === 'linear' ? before : undefined;
}

/** Every layer lies on the one way from input to output: beside another way a dead layer does not stop the gradient. */
export function isChain(network: Network): boolean {
  return network.layers.every((layer, index) => layer.inputs.length === (index === 0 ? 0 : 1) && (index === 0 || layer.inputs[0] === index - 1));
}

/** The dense ReLU layers of a chain with their chances; undefined where there are none, or one of them is not known. */
export function bornDeadOf(network: Network, { input }: Assumptions, signals: readonly LayerSignal[]): BornDead | undefined {
  if (!isChain(network) || network.layers.some((layer) => layer.optional)) return undefined;
  const layers: BornDeadLayer[] = [];
  // Only ReLUs with nothing between them but their sums, down from the input.
  let plain = true;
  let between = false;
  let features: number | undefined;
  for (const layer of network.layers) {
    const dense = sumsBefore(network, layer);
    if (!dense || layer.activation?.function === undefined || !RELU.has(layer.activation.function)) {
      if (!(layer.facts?.group === 'dropout' || layer.facts?.group === 'input' || layer.className === 'Flatten' || (layer.className === 'Dense' && layer.activation?.function === 'linear'))) between = true;
      continue;
    }
    const weighing = weighingOf(dense);
    const off = signals[layer.index]?.inactive;
    if (!weighing || off === undefined || dense.units === undefined) return undefined;
    if (between || !weighing.draw.symmetric || !isZero(weighing.bias)) plain = false;
    features ??= weighing.channels;
    layers.push({ layer: layer.index, units: dense.units, off, dead: off ** dense.units });
  }
  if (layers.length === 0) return undefined;
  const perInput = 1 - layers.reduce((alive, { dead }) => alive * (1 - dead), 1);
  const whole = plain && features !== undefined ? bornDeadNetwork(layers.map(({ units }) => units), features, input === 'signed') : { atLeast: 0, atMost: perInput };
  return { layers, perInput, network: whole };
}

/**
 * How far one step of an optimiser that moves every weight by its rate (Adam, RMSProp) moves a unit, in standard
 * deviations of its pre-activation: rate·(n·|E x| + 1)/√q. Inputs of one sign move all weights the same way.
 */
export function stepShift(rate: number, fanIn: number, inputMean: number, preVariance: number): number {
  return (rate * (fanIn * Math.abs(inputMean) + 1)) / Math.sqrt(preVariance);
}

/**
 * Estimate of the share of active units that one such step switches off for a typical input, Φ(shift) − ½: steps go up
 * as often as down, and what is switched off need not stay so.
 */
export function switchedOff(shift: number): number {
  return normalDistribution(shift) - 0.5;
}
