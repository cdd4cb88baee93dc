/** How the weights of a program's layer start, in the words of the demo. */
import { asNumber, asString, type Value } from '../core/evaluate/values';
import { booleanOf, isSet, valueOf } from '../core/network/config';
import type { Layer } from '../core/network/types';
import { nameOf, type Remark, remark } from './experiment-remark';
import { type InitializerId, INITIALIZERS, LAYER_LIMITS, type Weights } from './layers';

const text = {
  initializer: 'Layer {index} ({layer}) starts by {name} here: its own initialiser is not among the demo’s, or not known.',
  biasStart: 'The biases of layer {index} ({layer}) start at 0 here.',
  penalty: 'Penalties and constraints of layer {index} ({layer}) are left out.',
} as const;

type Start = Pick<Weights, 'initializer' | 'gain'>;
type Options = ReadonlyMap<string, { readonly value: Value }>;

const USUAL: Start = { initializer: 'glorotNormal', gain: 1 };

/** A number among the options; tfjs takes 0 for none. Undefined where it is not known. */
function option(options: Options, name: string, fallback: number): number | undefined {
  const value = options.get(name)?.value;
  return value === undefined || (value.kind === 'known' && !value.value) ? fallback : asNumber(value);
}

const gained = (initializer: InitializerId, gain: number | undefined): Start | undefined =>
  (gain === undefined || !Number.isFinite(gain) || Math.abs(gain) > LAYER_LIMITS.gain[1] ? undefined : { initializer, gain });

/** `tf.initializers.varianceScaling`: a variance of scale over a fan is √scale times what a variance of 1 draws. */
function scaled(options: Options): Start | undefined {
  const [scale, mode, distribution] = [option(options, 'scale', 1), options.get('mode'), options.get('distribution')];
  const [fan, shape] = [mode === undefined ? 'fanIn' : asString(mode.value), distribution === undefined ? 'normal' : asString(distribution.value)];
  const ending = shape === 'normal' ? 'Normal' : shape === 'uniform' ? 'Uniform' : undefined;
  const start = fan === 'fanIn' ? 'leCun' : fan === 'fanAvg' ? 'glorot' : undefined;
  if (scale === undefined || start === undefined || ending === undefined) return undefined;
  return start === 'leCun' && scale === 2 ? { initializer: `he${ending}`, gain: 1 } : gained(`${start}${ending}`, Math.sqrt(scale));
}

/** An initialiser with options, as one of the demo's times a factor; those of the demo have the defaults of tfjs. */
function withOptions(name: string, options: Options): Start | undefined {
  switch (name) {
    case 'varianceScaling':
      return scaled(options);
    case 'randomNormal':
    case 'truncatedNormal': {
      const deviation = option(options, 'stddev', 0.05);
      return option(options, 'mean', 0) === 0 ? gained(name, deviation === undefined ? undefined : deviation / 0.05) : undefined;
    }
    case 'randomUniform': {
      const [low, high] = [option(options, 'minval', -0.05), option(options, 'maxval', 0.05)];
      return high !== undefined && low === -high ? gained(name, high / 0.05) : undefined;
    }
    case 'constant':
      return gained('ones', asNumber(options.get('value')?.value));
    case 'orthogonal':
      return gained(name, option(options, 'gain', 1));
    default: {
      // A seed changes the draw and not what it is drawn from.
      const known = [...options.keys()].every((key) => key === 'seed') ? INITIALIZERS.find((one) => one === name && one !== 'hadamard') : undefined;
      return known && { initializer: known, gain: 1 };
    }
  }
}

function startOf(layer: Layer, key: string): Start | undefined {
  const value = valueOf(layer, key);
  if (value === undefined || (value.kind === 'known' && !value.value)) return USUAL;
  const options: Options | undefined = value.kind === 'initializer' ? value.options : new Map();
  const name = value.kind === 'initializer' ? value.name : asString(value);
  return name === undefined || options === undefined ? undefined : withOptions(name.charAt(0).toLowerCase() + name.slice(1), options);
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

/** Reads how the layer's kernel and biases start, and what of it is otherwise here. */
export function experimentWeights(layer: Layer, key = 'kernelInitializer'): { readonly weights: Weights; readonly notes: readonly Remark[] } {
  const notes: Remark[] = [];
  const start = startOf(layer, key);
  if (start === undefined) notes.push(remark(text.initializer, { ...nameOf(layer), name: USUAL.initializer }));
  const useBias = booleanOf(layer, 'useBias', true) !== false;
  const bias = useBias ? biasOf(layer) : 0;
  if (bias === undefined) notes.push(remark(text.biasStart, nameOf(layer)));
  if (['kernelRegularizer', 'depthwiseRegularizer', 'biasRegularizer', 'activityRegularizer', 'kernelConstraint', 'depthwiseConstraint', 'biasConstraint'].some((one) => isSet(layer, one) !== false)) notes.push(remark(text.penalty, nameOf(layer)));
  return { weights: { ...(start ?? USUAL), bias: bias ?? 0, useBias, frozen: booleanOf(layer, 'trainable', true) === false }, notes };
}
