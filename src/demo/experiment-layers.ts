/** One layer of a program's network in the words of the demo. */
import { booleanOf, isSet, numberOf, perAxis, stringOf, valueOf } from '../core/network/config';
import type { ActivationRef, Layer } from '../core/network/types';
import { asNumber, asString } from '../core/evaluate/values';
import { type Refused, refused, type Remark, remark } from './experiment-remark';
import { act, ACTIVATIONS, type ActivationState, INITIALIZERS, type InitializerId, LAYER_LIMITS, type LayerState, type Weights } from './layers';

/** The layer; `state` is absent for one that changes nothing, such as the input. */
export interface LayerRead {
  readonly ok: true;
  readonly state: LayerState | undefined;
  readonly notes: readonly Remark[];
}

const text = {
  kind: 'Layer {index} ({layer}) cannot be trained here; the demo has dense, conv2d, pooling, flatten, dropout, batch normalisation and activations.',
  unknown: 'Layer {index} is not known; the demo needs its kind.',
  activation: 'The activation of layer {index} ({layer}) is not known, or has a parameter that the demo does not have.',
  size: 'Layer {index} ({layer}) has {count} units; 1 to {most} can be trained here.',
  option: 'Layer {index} ({layer}) has a setting for {key} that the demo does not have; it would need {needs}.',
  initializer: 'Layer {index} ({layer}) starts by {name} here: its own initialiser is not among the demo’s, or not known.',
  biasStart: 'The biases of layer {index} ({layer}) start at 0 here.',
  bias: 'Layer {index} ({layer}) learns biases here.',
  penalty: 'Penalties and constraints of layer {index} ({layer}) are left out.',
  moments: 'Batch normalisation in layer {index} has the usual momentum and epsilon here.',
} as const;

const nameOf = ({ className, index }: Layer): { readonly index: number; readonly layer: string } => ({ index: index + 1, layer: className ?? '?' });

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

function initializerOf(layer: Layer): InitializerId | undefined {
  const value = valueOf(layer, 'kernelInitializer');
  if (value === undefined || (value.kind === 'known' && !value.value)) return 'glorotNormal';
  // A seed changes the draw and not what it is drawn from.
  const plain = value.kind === 'initializer' && value.options !== undefined && [...value.options.keys()].every((key) => key === 'seed');
  const name = value.kind === 'initializer' ? (plain ? value.name : undefined) : asString(value);
  return INITIALIZERS.find((one) => one !== 'hadamard' && one === (name === undefined ? undefined : name.charAt(0).toLowerCase() + name.slice(1)));
}

/** Where every bias starts; undefined where that is not known. */
function biasOf(layer: Layer): number | undefined {
  const value = valueOf(layer, 'biasInitializer');
  if (value === undefined || (value.kind === 'known' && !value.value)) return 0;
  const name = (value.kind === 'initializer' ? value.name : asString(value))?.toLowerCase();
  if (name === 'zeros') return 0;
  if (name === 'ones') return 1;
  const given = name === 'constant' && value.kind === 'initializer' ? asNumber(value.options?.get('value')?.value) : undefined;
  return given !== undefined && Math.abs(given) <= LAYER_LIMITS.bias[1] ? given : undefined;
}

function weightsOf(layer: Layer): { readonly weights: Weights; readonly notes: readonly Remark[] } {
  const notes: Remark[] = [];
  const initializer = initializerOf(layer);
  if (initializer === undefined) notes.push(remark(text.initializer, { ...nameOf(layer), name: 'glorotNormal' }));
  const bias = biasOf(layer);
  if (bias === undefined) notes.push(remark(text.biasStart, nameOf(layer)));
  if (booleanOf(layer, 'useBias', true) !== true) notes.push(remark(text.bias, nameOf(layer)));
  if (['kernelRegularizer', 'biasRegularizer', 'activityRegularizer', 'kernelConstraint', 'biasConstraint'].some((key) => isSet(layer, key) !== false)) notes.push(remark(text.penalty, nameOf(layer)));
  return { weights: { initializer: initializer ?? 'glorotNormal', bias: bias ?? 0, frozen: booleanOf(layer, 'trainable', true) === false }, notes };
}

function weighted(layer: Layer, [least, most]: readonly [number, number], make: (units: number, activation: readonly ActivationState[], weights: Weights) => LayerState | Refused): LayerRead | Refused {
  const activation = layer.activation && activationOf(layer.activation, layer);
  if (activation === undefined) return refused(text.activation, nameOf(layer));
  const { units } = layer;
  if (units === undefined || units < least || units > most) return refused(text.size, { ...nameOf(layer), count: units ?? '?', most });
  const { weights, notes } = weightsOf(layer);
  const state = make(units, [activation], weights);
  return 'ok' in state ? state : { ok: true, state, notes };
}

/** The one number for both sides; undefined where they differ or are not known. */
function square(layer: Layer, key: string, fallback?: number): number | undefined {
  const [height, width] = perAxis(layer, key, 2, fallback);
  return height === width ? height : undefined;
}

const option = (layer: Layer, key: string, needs: string): Refused => refused(text.option, { ...nameOf(layer), key, needs });

function conv2d(layer: Layer): LayerRead | Refused {
  const size = square(layer, 'kernelSize');
  if (size === undefined || size < LAYER_LIMITS.size[0] || size > LAYER_LIMITS.size[1]) return option(layer, 'kernelSize', `${LAYER_LIMITS.size.join('–')}`);
  if (square(layer, 'strides', 1) !== 1) return option(layer, 'strides', '1');
  if (square(layer, 'dilationRate', 1) !== 1) return option(layer, 'dilationRate', '1');
  if (stringOf(layer, 'dataFormat', 'channelsLast') !== 'channelsLast') return option(layer, 'dataFormat', "'channelsLast'");
  if (stringOf(layer, 'padding', 'valid') !== 'same') return option(layer, 'padding', "'same'");
  return weighted(layer, LAYER_LIMITS.filters, (filters, activation, weights) => ({ kind: 'conv2d', filters, size, activation, ...weights }));
}

function pool(layer: Layer, mode: 'max' | 'average'): LayerRead | Refused {
  const size = square(layer, 'poolSize', 2);
  if (size === undefined || size < LAYER_LIMITS.pool[0] || size > LAYER_LIMITS.pool[1]) return option(layer, 'poolSize', `${LAYER_LIMITS.pool.join('–')}`);
  if (isSet(layer, 'strides') !== false && square(layer, 'strides') !== size) return option(layer, 'strides', String(size));
  if (stringOf(layer, 'padding', 'valid') !== 'valid') return option(layer, 'padding', "'valid'");
  if (stringOf(layer, 'dataFormat', 'channelsLast') !== 'channelsLast') return option(layer, 'dataFormat', "'channelsLast'");
  return { ok: true, state: { kind: 'pool', mode, size }, notes: [] };
}

function batchNorm(layer: Layer): LayerRead | Refused {
  const axis = numberOf(layer, 'axis', -1);
  if (axis !== -1 && axis !== (layer.outputShape?.length ?? 0) - 1) return option(layer, 'axis', '-1');
  for (const key of ['center', 'scale']) if (booleanOf(layer, key, true) !== true) return option(layer, key, 'true');
  const usual = numberOf(layer, 'momentum', 0.99) === 0.99 && numberOf(layer, 'epsilon', 1e-3) === 1e-3;
  return { ok: true, state: { kind: 'batchNorm' }, notes: usual ? [] : [remark(text.moments, nameOf(layer))] };
}

/** Reads a layer, or says why the demo has none like it. */
export function experimentLayer(layer: Layer): LayerRead | Refused {
  switch (layer.factory) {
    case 'inputLayer':
    case 'input':
      return { ok: true, state: undefined, notes: [] };
    case 'dense':
      return weighted(layer, LAYER_LIMITS.units, (units, activation, weights) => ({ kind: 'dense', units, activation, ...weights }));
    case 'conv2d':
      return conv2d(layer);
    case 'maxPooling2d':
    case 'maxPool2d':
      return pool(layer, 'max');
    case 'averagePooling2d':
    case 'avgPooling2d':
    case 'avgPool2d':
      return pool(layer, 'average');
    case 'flatten':
      return isSet(layer, 'dataFormat') === false ? { ok: true, state: { kind: 'flatten' }, notes: [] } : option(layer, 'dataFormat', "'channelsLast'");
    case 'dropout': {
      const rate = numberOf(layer, 'rate');
      const fits = rate !== undefined && rate >= LAYER_LIMITS.rate[0] && rate <= LAYER_LIMITS.rate[1];
      if (!fits) return option(layer, 'rate', `${LAYER_LIMITS.rate.join('–')}`);
      return isSet(layer, 'noiseShape') === false ? { ok: true, state: { kind: 'dropout', rate }, notes: [] } : option(layer, 'noiseShape', 'none');
    }
    case 'batchNormalization':
      return batchNorm(layer);
    default: {
      if (layer.facts?.group !== 'activation' || layer.custom !== undefined) return layer.className === undefined ? refused(text.unknown, nameOf(layer)) : refused(text.kind, nameOf(layer));
      const activation = layer.activation && activationOf(layer.activation, layer);
      return activation === undefined ? refused(text.activation, nameOf(layer)) : { ok: true, state: { kind: 'activation', activation: [activation] }, notes: [] };
    }
  }
}
