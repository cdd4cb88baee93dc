/** One layer of a program's network in the words of the demo. */
import { booleanOf, isSet, numberOf, perAxis, stringOf } from '../core/network/config';
import type { ActivationRef, Layer } from '../core/network/types';
import { nameOf, type Refused, refused, type Remark, remark } from './experiment-remark';
import { experimentWeights } from './experiment-weights';
import { act, ACTIVATIONS, type ActivationState, LAYER_LIMITS, type LayerState, type Padding, type Placing, type Weights } from './layers';

/** The layer as those of the demo: none for one that changes nothing, such as the input; a separable convolution is two. */
export interface LayerRead {
  readonly ok: true;
  readonly states: readonly LayerState[];
  readonly notes: readonly Remark[];
}

const text = {
  kind: 'Layer {index} ({layer}) cannot be trained here; the demo has dense, conv2d, depthwiseConv2d, separableConv2d, pooling, flatten, dropout, batch and layer normalisation, and activations.',
  unknown: 'Layer {index} is not known; the demo needs its kind.',
  activation: 'The activation of layer {index} ({layer}) is not known, or has a parameter that the demo does not have.',
  size: 'Layer {index} ({layer}) has {count} units here instead of {given}, to train in seconds.',
  unknownSize: 'How many units layer {index} ({layer}) has is not known; it has {count} here.',
  option: 'Layer {index} ({layer}) has a setting for {key} that the demo does not have; it would need {needs}.',
  learnt: 'Layer {index} ({layer}) learns scale and offset here.',
  moments: 'The normalisation in layer {index} ({layer}) has the usual momentum and epsilon here.',
} as const;

/** The activation; undefined where the demo has none like it. */
function activationOf({ function: id, parameters, parametersKnown }: ActivationRef, layer: Layer): ActivationState | undefined {
  const known = ACTIVATIONS.find((one) => one === id);
  if (known === undefined || !parametersKnown) return undefined;
  switch (layer.factory) {
    case 'reLU':
      return parameters['maxValue'] === undefined ? act('relu') : parameters['maxValue'] === 6 ? act('relu6') : undefined;
    // Defaults of the layers, not those of the functions.
    case 'leakyReLU':
      return act('leakyRelu', parameters['alpha'] ?? 0.3);
    case 'thresholdedReLU':
      return act('thresholdedRelu', parameters['theta'] ?? 1);
    case 'elu':
      return numberOf(layer, 'alpha', 1) === 1 ? act('elu') : undefined;
    case 'softmax':
      return parameters['axis'] === undefined || parameters['axis'] === -1 ? act('softmax') : undefined;
    case 'prelu':
      // A slope for each value: the demo has one for each unit, which is the same for a list.
      return isSet(layer, 'alphaInitializer') === false && layer.outputShape?.length === 2 ? act('prelu', 0) : undefined;
    default:
      return known === 'prelu' || known === 'leakyRelu' || known === 'thresholdedRelu' ? undefined : act(known);
  }
}

/** How much of a layer can be trained in seconds. */
export interface Caps {
  readonly units: number;
  readonly filters: number;
}

/** Where the program does not say: few enough to train at once, and for the output as many classes as tell something. */
const USUAL_UNITS = 16;
const USUAL_CLASSES = 3;

interface Sized {
  readonly layer: Layer;
  readonly most: number;
  readonly last: boolean;
}

function sizeOf({ layer, most, last }: Sized): { readonly size: number; readonly notes: readonly Remark[] } {
  const { units } = layer;
  const size = Math.max(1, Math.min(most, units ?? (last ? USUAL_CLASSES : USUAL_UNITS)));
  if (units === size) return { size, notes: [] };
  return { size, notes: [units === undefined ? remark(text.unknownSize, { ...nameOf(layer), count: size }) : remark(text.size, { ...nameOf(layer), given: units, count: size })] };
}

function weighted(sized: Sized, make: (units: number, activation: readonly ActivationState[], weights: Weights) => LayerState): LayerRead | Refused {
  const { layer } = sized;
  const activation = layer.activation && activationOf(layer.activation, layer);
  if (activation === undefined) return refused(text.activation, nameOf(layer));
  const { size, notes } = sizeOf(sized);
  const { weights, notes: more } = experimentWeights(layer);
  return { ok: true, states: [make(size, [activation], weights)], notes: [...notes, ...more] };
}

/** The one number for both sides; undefined where they differ or are not known. */
function square(layer: Layer, key: string, fallback?: number): number | undefined {
  const [height, width] = perAxis(layer, key, 2, fallback);
  return height === width ? height : undefined;
}

const option = (layer: Layer, key: string, needs: string): Refused => refused(text.option, { ...nameOf(layer), key, needs });

const within = (value: number | undefined, [least, most]: readonly [number, number]): value is number => value !== undefined && value >= least && value <= most;

/** How a filter or a window is laid; `stride` is what is usual where none is given. */
function placing(layer: Layer, key: 'kernelSize' | 'poolSize', stride: number | undefined): (Placing & { readonly ok: true; readonly size: number }) | Refused {
  const limits = LAYER_LIMITS[key === 'poolSize' ? 'pool' : 'size'];
  const size = square(layer, key, key === 'poolSize' ? 2 : undefined);
  if (!within(size, limits)) return option(layer, key, `a square of ${limits.join('–')}`);
  const step = square(layer, 'strides', stride ?? size);
  if (!within(step, LAYER_LIMITS.stride)) return option(layer, 'strides', `the same for both sides, ${LAYER_LIMITS.stride.join('–')}`);
  if (square(layer, 'dilationRate', 1) !== 1) return option(layer, 'dilationRate', '1');
  if (stringOf(layer, 'dataFormat', 'channelsLast') !== 'channelsLast') return option(layer, 'dataFormat', "'channelsLast'");
  const padding = (['valid', 'same'] as const).find((one): one is Padding => one === stringOf(layer, 'padding', 'valid'));
  return padding === undefined ? option(layer, 'padding', "'valid' or 'same'") : { ok: true, size, stride: step, padding };
}

function conv2d(sized: Sized): LayerRead | Refused {
  const placed = placing(sized.layer, 'kernelSize', 1);
  if (!placed.ok) return placed;
  const { ok: _, ...rest } = placed;
  return weighted(sized, (filters, activation, weights) => ({ kind: 'conv2d', filters, activation, ...rest, ...weights }));
}

/** One filter for each channel; with `points` as well, a sum at each place after them. */
function depthwise(sized: Sized, points: boolean): LayerRead | Refused {
  const { layer } = sized;
  const placed = placing(layer, 'kernelSize', 1);
  if (!placed.ok) return placed;
  const { ok: _, ...rest } = placed;
  const multiplier = numberOf(layer, 'depthMultiplier', 1);
  if (!within(multiplier, LAYER_LIMITS.multiplier)) return option(layer, 'depthMultiplier', LAYER_LIMITS.multiplier.join('–'));
  const activation = layer.activation && activationOf(layer.activation, layer);
  if (activation === undefined) return refused(text.activation, nameOf(layer));
  const { weights, notes } = experimentWeights(layer, 'depthwiseInitializer');
  if (!points) return { ok: true, states: [{ kind: 'depthwise', multiplier, activation: [activation], ...rest, ...weights }], notes };
  const { size: filters, notes: more } = sizeOf(sized);
  return {
    ok: true, notes: [...notes, ...more],
    states: [
      { kind: 'depthwise', multiplier, activation: [act('linear')], ...rest, ...weights, useBias: false, bias: 0 },
      // tfjs-layers/src/layers/convolutional.ts draws both kernels by the first one's initialiser.
      { kind: 'conv2d', filters, size: 1, padding: 'valid', stride: 1, activation: [activation], ...weights },
    ],
  };
}

function pool(layer: Layer, mode: 'max' | 'average'): LayerRead | Refused {
  const placed = placing(layer, 'poolSize', undefined);
  if (!placed.ok) return placed;
  const { size, stride, padding } = placed;
  return { ok: true, states: [{ kind: 'pool', mode, size, padding, stride: stride === size ? null : stride }], notes: [] };
}

function normalised(layer: Layer, kind: 'batchNorm' | 'layerNorm'): LayerRead | Refused {
  const axis = numberOf(layer, 'axis', -1);
  if (axis !== -1 && axis !== (layer.outputShape?.length ?? 0) - 1) return option(layer, 'axis', '-1');
  const usual = numberOf(layer, 'epsilon', 1e-3) === 1e-3 && (kind === 'layerNorm' || numberOf(layer, 'momentum', 0.99) === 0.99);
  const learns = booleanOf(layer, 'center', true) === true && booleanOf(layer, 'scale', true) === true;
  return { ok: true, states: [{ kind }], notes: [...(usual ? [] : [remark(text.moments, nameOf(layer))]), ...(learns ? [] : [remark(text.learnt, nameOf(layer))])] };
}

/** Reads a layer, or says why the demo has none like it; `last` for the output layer. */
export function experimentLayer(layer: Layer, caps: Caps, last: boolean): LayerRead | Refused {
  switch (layer.factory) {
    case 'inputLayer':
    case 'input':
      return { ok: true, states: [], notes: [] };
    case 'dense':
      return weighted({ layer, most: last ? LAYER_LIMITS.units[1] : caps.units, last }, (units, activation, weights) => ({ kind: 'dense', units, activation, ...weights }));
    case 'conv2d':
      return conv2d({ layer, most: caps.filters, last });
    case 'depthwiseConv2d':
      return depthwise({ layer, most: caps.filters, last }, false);
    case 'separableConv2d':
      return depthwise({ layer, most: caps.filters, last }, true);
    case 'globalMaxPooling2d':
    case 'globalMaxPool2d':
      return { ok: true, states: [{ kind: 'globalPool', mode: 'max' }], notes: [] };
    case 'globalAveragePooling2d':
      return { ok: true, states: [{ kind: 'globalPool', mode: 'average' }], notes: [] };
    case 'maxPooling2d':
    case 'maxPool2d':
      return pool(layer, 'max');
    case 'averagePooling2d':
    case 'avgPooling2d':
    case 'avgPool2d':
      return pool(layer, 'average');
    case 'flatten':
      return isSet(layer, 'dataFormat') === false ? { ok: true, states: [{ kind: 'flatten' }], notes: [] } : option(layer, 'dataFormat', "'channelsLast'");
    case 'dropout': {
      const rate = numberOf(layer, 'rate');
      const fits = rate !== undefined && rate >= LAYER_LIMITS.rate[0] && rate <= LAYER_LIMITS.rate[1];
      if (!fits) return option(layer, 'rate', `${LAYER_LIMITS.rate.join('–')}`);
      return isSet(layer, 'noiseShape') === false ? { ok: true, states: [{ kind: 'dropout', rate }], notes: [] } : option(layer, 'noiseShape', 'none');
    }
    case 'batchNormalization':
      return normalised(layer, 'batchNorm');
    case 'layerNormalization':
      return normalised(layer, 'layerNorm');
    default: {
      if (layer.facts?.group !== 'activation' || layer.custom !== undefined) return layer.className === undefined ? refused(text.unknown, nameOf(layer)) : refused(text.kind, nameOf(layer));
      const activation = layer.activation && activationOf(layer.activation, layer);
      return activation === undefined ? refused(text.activation, nameOf(layer)) : { ok: true, states: [{ kind: 'activation', activation: [activation] }], notes: [] };
    }
  }
}
