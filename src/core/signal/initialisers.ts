/**
 * What tfjs's initialisers really draw: mean and variance of one weight, and what ties the weights to each other.
 *
 * Read from `tfjs-layers/src/initializers.ts` of 4.22 and measured in `test/core/signal`. Two things differ from the
 * textbooks: every `…Normal` of variance scaling is a normal cut off at two standard deviations whose variance is not
 * put right afterwards, so that 0.774 of the nominal one is left; and options that are 0 count as missing.
 */
import type { Value } from '../evaluate/values';
import { asNumber, asString } from '../evaluate/values';

/** One weight as it is drawn. */
export interface Draw {
  readonly mean: number;
  readonly variance: number;
  /** Fourth central moment over the squared variance: 3 for a normal. */
  readonly kurtosis: number;
  /** `orthogonal`: rows or columns are orthonormal. `identity`: the mean stands on the diagonal only. `constant`: all weights are the same number. */
  readonly kind: 'independent' | 'orthogonal' | 'identity' | 'constant';
  /** A weight and its opposite are equally likely. */
  readonly symmetric: boolean;
}

/** What is left of a normal's variance when it is cut off at ±2 standard deviations: 1 − 2·2φ(2)/(2Φ(2) − 1). */
export const TRUNCATED = 0.7737413;

/** Kurtosis of that, of a uniform and of a normal distribution. */
const KURTOSIS = { truncated: 2.3655, uniform: 1.8, normal: 3 };

type Options = ReadonlyMap<string, Value>;

/** A number among the options; undefined where it is given and not known. */
function option(options: Options, name: string, fallback: number): number | undefined {
  const value = options.get(name);
  if (value === undefined || (value.kind === 'known' && (value.value === undefined || value.value === null))) return fallback;
  return asNumber(value);
}

/** The same where tfjs reads `args.name || fallback`. */
function truthy(options: Options, name: string, fallback: number): number | undefined {
  const value = option(options, name, fallback);
  return value === 0 || Number.isNaN(value) ? fallback : value;
}

function text(options: Options, name: string, fallback: string): string | undefined {
  const value = options.get(name);
  return value === undefined || (value.kind === 'known' && (value.value === undefined || value.value === null)) ? fallback : asString(value);
}

/** tfjs's `computeFans` for kernels with the channels last. */
export function fansOf(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  const [fanIn = 0, fanOut = 0] = shape.slice(-2);
  if (shape.length === 2) return { fanIn, fanOut };
  if (shape.length >= 3 && shape.length <= 5) {
    const field = product(shape.slice(0, -2));
    return { fanIn: fanIn * field, fanOut: fanOut * field };
  }
  const root = Math.sqrt(product(shape));
  return { fanIn: root, fanOut: root };
}

function constant(mean: number): Draw {
  return { mean, variance: 0, kurtosis: 3, kind: 'constant', symmetric: mean === 0 };
}

function independent(mean: number | undefined, variance: number | undefined, kurtosis: number): Draw | undefined {
  if (mean === undefined || variance === undefined || !Number.isFinite(mean) || !Number.isFinite(variance)) return undefined;
  return { mean, variance, kurtosis, kind: 'independent', symmetric: mean === 0 };
}

function scaled(shape: readonly number[], scale: number | undefined, mode: string | undefined, distribution: string | undefined): Draw | undefined {
  const { fanIn, fanOut } = fansOf(shape);
  const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode ?? ''];
  if (scale === undefined || scale < 0 || fan === undefined) return undefined;
  const variance = scale / Math.max(1, fan);
  if (distribution === 'normal') return independent(0, TRUNCATED * variance, KURTOSIS.truncated);
  return distribution === 'uniform' ? independent(0, variance, KURTOSIS.uniform) : undefined;
}

function uniform(options: Options): Draw | undefined {
  const lo = truthy(options, 'minval', -0.05);
  const hi = truthy(options, 'maxval', 0.05);
  return lo === undefined || hi === undefined ? undefined : independent((lo + hi) / 2, (hi - lo) ** 2 / 12, KURTOSIS.uniform);
}

function normal(options: Options, left: number, kurtosis: number): Draw | undefined {
  const deviation = truthy(options, 'stddev', 0.05);
  return independent(truthy(options, 'mean', 0), deviation === undefined ? undefined : left * deviation ** 2, kurtosis);
}

function orthogonal(shape: readonly number[], options: Options): Draw | undefined {
  const gain = option(options, 'gain', 1);
  // On a vector it throws.
  if (gain === undefined || shape.length < 2) return undefined;
  const columns = shape.at(-1) ?? 0;
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  // A row of it is a point on a sphere.
  const size = Math.max(rows, columns, 1);
  return { mean: 0, variance: gain ** 2 / size, kurtosis: (3 * size) / (size + 2), kind: 'orthogonal', symmetric: true };
}

function identity(shape: readonly number[], options: Options): Draw | undefined {
  const gain = option(options, 'gain', 1);
  if (gain === undefined || shape.length !== 2 || shape[0] !== shape[1]) return undefined;
  return { mean: gain, variance: 0, kurtosis: 3, kind: 'identity', symmetric: false };
}

type Make = (shape: readonly number[], options: Options) => Draw | undefined;

const fixed = (scale: number, mode: string, distribution: string): Make => (shape) => scaled(shape, scale, mode, distribution);

const initialisers: Readonly<Record<string, Make>> = {
  zeros: () => constant(0), ones: () => constant(1),
  constant: (_, options) => {
    const value = asNumber(options.get('value'));
    return value === undefined ? undefined : constant(value);
  },
  randomUniform: (_, options) => uniform(options), randomNormal: (_, options) => normal(options, 1, KURTOSIS.normal), truncatedNormal: (_, options) => normal(options, TRUNCATED, KURTOSIS.truncated),
  identity, orthogonal,
  varianceScaling: (shape, options) => scaled(shape, option(options, 'scale', 1), text(options, 'mode', 'fanIn'), text(options, 'distribution', 'normal')),
  glorotUniform: fixed(1, 'fanAvg', 'uniform'), glorotNormal: fixed(1, 'fanAvg', 'normal'),
  heUniform: fixed(2, 'fanIn', 'uniform'), heNormal: fixed(2, 'fanIn', 'normal'),
  leCunUniform: fixed(1, 'fanIn', 'uniform'), leCunNormal: fixed(1, 'fanIn', 'normal'),
};

/** Names of all initialisers of `tf.initializers`. */
export const initialiserNames: readonly string[] = Object.keys(initialisers);

const NONE: Options = new Map();

/** What a named initialiser draws for a weight of a shape; undefined for a name or options that are not known. */
export function draw(name: string, shape: readonly number[], options: Options = NONE): Draw | undefined {
  // Strings are taken in PascalCase too, as saved models have them.
  const key = name.charAt(0).toLowerCase() + name.slice(1);
  return Object.hasOwn(initialisers, key) ? initialisers[key]?.(shape, options) : undefined;
}

/** What the value of an option such as `kernelInitializer` draws; `fallback` is the layer's own default. */
export function drawOf(value: Value | undefined, fallback: string, shape: readonly number[]): Draw | undefined {
  if (value === undefined || (value.kind === 'known' && !value.value)) return draw(fallback, shape);
  const name = asString(value);
  if (name !== undefined) return draw(name, shape);
  if (value.kind === 'initializer') return value.options && draw(value.name, shape, new Map([...value.options].map(([key, entry]) => [key, entry.value])));
  if (value.kind !== 'object' || value.open) return undefined;
  const className = asString(value.entries.get('className')?.value);
  const config = value.entries.get('config')?.value;
  if (className === undefined || config?.kind !== 'object' || config.open) return undefined;
  return draw(className, shape, new Map([...config.entries].map(([key, entry]) => [key, entry.value])));
}
