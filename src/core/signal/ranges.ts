/**
 * Every value that can flow through a network, whatever its weights are and become: a weighted sum can be anything, so
 * bounds come from activations and survive what keeps them.
 */
import { byId } from '../activations/lookup';
import { interval, REALS } from '../activations/intervals';
import type { Interval } from '../activations/types';
import { numberOf } from '../network/config';
import type { ActivationRef, Layer, Network } from '../network/types';
import { affineInterval, hull, imageOf, productInterval, sumInterval } from './intervals';

const ZERO = interval(0, 0);

/** The range of each layer's output; undefined for layers that we cannot see into. */
export function rangesOf(network: Network, input: Interval = REALS): readonly (Interval | undefined)[] {
  const ranges: (Interval | undefined)[] = [];
  for (const layer of network.layers) {
    const given = layer.inputs.length === 0 ? [input] : layer.inputs.map((index) => ranges[index]);
    const range = rangeOf(layer, given.flatMap((one) => (one ? [one] : [])), given.length);
    // A layer that may be absent gives what comes in, too.
    ranges.push(layer.optional && range ? joined(range, given) : layer.optional ? undefined : range);
  }
  return ranges;
}

const known = new WeakMap<Network, readonly (Interval | undefined)[]>();

/** Every value that a layer of a network can give, found when it is first asked for. */
export function layerRange(network: Network, index: number): Interval | undefined {
  const ranges = known.get(network) ?? rangesOf(network);
  known.set(network, ranges);
  return ranges[index];
}

function joined(range: Interval, given: readonly (Interval | undefined)[]): Interval | undefined {
  const known = given.flatMap((one) => (one ? [one] : []));
  return known.length === given.length ? hull(range, ...known) : undefined;
}

/** An activation's values on an interval. */
export function activationRange(ref: ActivationRef | undefined, layer: Pick<Layer, 'facts' | 'outputShape'>, given: Interval): Interval | undefined {
  const activation = ref?.function === undefined || !ref.parametersKnown ? undefined : byId(ref.function);
  if (!ref || !activation) return undefined;
  const classes = layer.outputShape?.at(-1);
  // One of n outputs of softmax can come as near to 0 and 1 as it likes, whatever bounds the logits have.
  if (activation.kind === 'vector') return typeof classes === 'number' ? activation.curve({ ...ref.parameters, classes }).range : activation.curve(ref.parameters).range;
  // A slope that is learnt may become anything.
  if (activation.parameters.some(({ trainable }) => trainable)) return given.lo >= 0 ? given : REALS;
  return imageOf(activation.curve(ref.parameters, layer.facts?.function === undefined ? 'config' : 'layer'), given);
}

function rangeOf(layer: Layer, given: readonly Interval[], wanted: number): Interval | undefined {
  const { facts } = layer;
  if (!facts) return undefined;
  if (facts.group === 'affine') return activationRange(layer.activation, layer, REALS);
  if (facts.group === 'recurrent') return recurrentRange(layer);
  if (facts.group === 'embedding' || facts.group === 'normalization') return REALS;
  const [first] = given;
  if (!first || given.length !== wanted) return undefined;
  switch (facts.group) {
    case 'input': case 'pool-max': case 'pool-average': return first;
    case 'activation': return activationRange(layer.activation, layer, first);
    case 'dropout': return dropoutRange(layer, first);
    case 'shape': return layer.className === 'ZeroPadding2D' || layer.className === 'Masking' ? hull(first, ZERO) : layer.className === 'Resizing' ? undefined : first;
    case 'merge': return mergedRange(layer, given);
    default: return layer.className === 'Rescaling' ? rescaledRange(layer, first) : undefined;
  }
}

/** The cell's activation, through a gate for lstm, and mixed with the state before, which starts at 0, for gru. */
function recurrentRange(layer: Layer): Interval | undefined {
  const own = activationRange(layer.activation, layer, REALS);
  if (!own || layer.className === 'SimpleRNN' || layer.className === 'SimpleRNNCell') return own;
  const gate = activationRange(layer.recurrentActivation, layer, REALS);
  if (!gate || gate.lo < 0 || gate.hi > 1) return gate && REALS;
  return hull(own, ZERO);
}

/** While training a value is dropped or scaled up; while predicting it stays. */
function dropoutRange(layer: Layer, given: Interval): Interval {
  if (layer.className === 'Dropout' || layer.className === 'SpatialDropout1D') {
    const rate = numberOf(layer, 'rate');
    if (rate !== undefined && layer.configKnown && rate >= 0 && rate < 1) return rate === 0 ? given : hull(given, ZERO, affineInterval(given, 1 / (1 - rate), 0));
    const scale = interval(1, Infinity);
    return hull(given, ZERO, productInterval(given, scale));
  }
  return REALS;
}

function mergedRange({ className }: Layer, given: readonly Interval[]): Interval | undefined {
  const [first, ...rest] = given;
  if (!first) return undefined;
  switch (className) {
    case 'Add': return rest.reduce(sumInterval, first);
    case 'Average': return affineInterval(rest.reduce(sumInterval, first), 1 / given.length, 0);
    case 'Multiply': return rest.reduce(productInterval, first);
    case 'Concatenate': return hull(...given);
    case 'Maximum': return interval(Math.max(...given.map(({ lo }) => lo)), Math.max(...given.map(({ hi }) => hi)));
    case 'Minimum': return interval(Math.min(...given.map(({ lo }) => lo)), Math.min(...given.map(({ hi }) => hi)));
    default: return className === 'Dot' ? REALS : undefined;
  }
}

function rescaledRange(layer: Layer, given: Interval): Interval | undefined {
  const scale = numberOf(layer, 'scale');
  const offset = numberOf(layer, 'offset', 0);
  return scale === undefined || offset === undefined ? REALS : affineInterval(given, scale, offset);
}
