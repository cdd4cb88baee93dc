/** Runs a program under an instrument that records how it trains: what reaches which loss, and with which weights. */
import * as tf from '@tensorflow/tfjs';
import { activationOps, transparentOps, weightedSumOps } from '../../src/core/tfjs/ops';
import type { Language } from '../../src/core/syntax/language';
import { execute } from './execute';

/** Where a tensor comes from, and which activations it has been through since, the last one first. */
interface Origin {
  readonly source: tf.LayersModel | 'sum';
  readonly output: number;
  readonly through: readonly string[];
  /** Something else has changed it since. */
  readonly changed: boolean;
}

/** A call of `tf.losses` or `tf.metrics`. */
export interface LossRecord extends Origin {
  readonly loss: string;
  readonly gradient: boolean;
}

export interface FitRecord {
  readonly model: tf.LayersModel;
  readonly method: string;
  readonly epochs: number | undefined;
  readonly batchSize: number | undefined;
}

export interface CompileRecord {
  readonly model: tf.LayersModel;
  /** For each output the name of its loss, or what its own function calls. */
  readonly losses: readonly { readonly name: string; readonly calls: readonly LossRecord[] }[];
}

export interface TrainingRecord {
  readonly models: readonly tf.LayersModel[];
  readonly losses: readonly LossRecord[];
  readonly fits: readonly FitRecord[];
  readonly compiles: readonly CompileRecord[];
  /** Variables as they are made, with the moments of their first values. */
  readonly variables: readonly { readonly shape: readonly number[]; readonly mean: number; readonly deviation: number }[];
}

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Table = Record<string, Method>;

/** Replaces methods for the time of an action. */
async function patched<T>(patches: readonly (readonly [object, string, (original: Method) => Method])[], action: () => Promise<T>): Promise<T> {
  const originals = patches.map(([object, name, wrap]) => {
    const original = (object as Table)[name];
    if (typeof original !== 'function') throw new Error(`there is no ${name}`);
    const own = Object.hasOwn(object, name);
    (object as Table)[name] = wrap(original);
    return { object: object as Table, name, original, own };
  });
  try {
    return await action();
  } finally {
    for (const { object, name, original, own } of originals.reverse()) {
      if (own) object[name] = original;
      else delete object[name];
    }
  }
}

const ACTIVATIONS: ReadonlySet<string> = new Set(activationOps);

/** Ops of a kind that every program here is followed through. */
const FOLLOWED = [...new Set([...activationOps, ...transparentOps, ...weightedSumOps, 'mul', 'div', 'sum', 'max', 'mean', 'maxPool', 'clipByValue', 'log', 'asScalar'])];

/** Runs a program and keeps what it does to train. */
export async function recordTraining(text: string, language: Language): Promise<TrainingRecord> {
  const origins = new WeakMap<object, Origin>();
  const names = new Map<unknown, string>();
  const record = { models: [] as tf.LayersModel[], losses: [] as LossRecord[], fits: [] as FitRecord[], compiles: [] as CompileRecord[], variables: [] as { shape: number[]; mean: number; deviation: number }[] };
  let inGradient = 0;
  const originOf = (value: unknown): Origin | undefined => (typeof value === 'object' && value !== null ? origins.get(value) : undefined);
  const tag = (value: unknown, origin: Origin | undefined): unknown => {
    if (origin && value instanceof tf.Tensor) origins.set(value, origin);
    return value;
  };
  const follow = (name: string, inputs: readonly unknown[], result: unknown): unknown => {
    if (weightedSumOps.has(name) && inputs.flatMap((input) => (isOptions(input) ? Object.values(input) : [input])).some((input) => input instanceof tf.Variable || weights.has(input as object))) return tag(result, { source: 'sum', output: 0, through: [], changed: false });
    const origin = inputs.map(originOf).find((one) => one !== undefined);
    if (!origin) return result;
    if (ACTIVATIONS.has(name)) return tag(result, { ...origin, through: origin.changed ? origin.through : [name, ...origin.through] });
    return tag(result, { ...origin, changed: origin.changed || !(transparentOps.has(name) || name === 'asScalar') });
  };
  /** Variables in another form. */
  const weights = new WeakSet<object>();
  const op = (name: string, method: boolean) => (original: Method): Method => function (this: unknown, ...args) {
    const result = original.apply(this, args);
    const inputs = method ? [this, ...args] : args;
    if (name === 'transpose' && inputs[0] instanceof tf.Variable) weights.add(result as object);
    return follow(name, inputs, result);
  };
  const gradient = (original: Method): Method => function (this: unknown, ...args) {
    inGradient++;
    try {
      return original.apply(this, args);
    } finally {
      inGradient--;
    }
  };
  const applied = (original: Method): Method => function (this: unknown, ...args) {
    const result = original.apply(this, args);
    const source = this as tf.LayersModel;
    if (Array.isArray(result)) for (const [output, one] of result.entries()) tag(one, { source, output, through: [], changed: false });
    else tag(result, { source, output: 0, through: [], changed: false });
    return result;
  };
  const loss = (name: string, original: Method): Method => {
    const wrapped: Method = function (this: unknown, ...args) {
      const origin = originOf(args[1]) ?? originOf(args[0]);
      if (origin) record.losses.push({ ...origin, loss: name, gradient: inGradient > 0 });
      return original.apply(this, args);
    };
    names.set(wrapped, name);
    return wrapped;
  };
  const fit = (method: string) => (): Method => async function (this: unknown, ...args) {
    const options = (args[method === 'fit' ? 2 : 1] ?? {}) as { epochs?: number; batchSize?: number };
    const plain = method === 'fit';
    record.fits.push({ model: this as tf.LayersModel, method, epochs: method === 'trainOnBatch' ? undefined : (options.epochs ?? 1), batchSize: plain ? (options.batchSize ?? 32) : undefined });
    await Promise.resolve();
  };
  const compile = (original: Method): Method => function (this: unknown, ...args) {
    const result = original.apply(this, args);
    const model = this as tf.LayersModel;
    const { loss: given } = args[0] as { loss: unknown };
    const each = model.outputNames.map((name, index) => (Array.isArray(given) ? given[given.length > 1 ? index : 0] : isOptions(given) ? given[name] : given) as unknown);
    record.compiles.push({ model, losses: each.map((one, output) => ({ name: typeof one === 'string' ? one : (names.get(one) ?? 'custom'), calls: typeof one === 'function' && !names.has(one) ? callsOf(one as Method, model, output) : [] })) });
    return result;
  };
  const callsOf = (fn: Method, model: tf.LayersModel, output: number): LossRecord[] => {
    const before = record.losses.length;
    const { shape } = model.outputs[output] ?? { shape: [null, 1] };
    const sizes = shape.map((size) => size ?? 2);
    fn(tf.ones(sizes), tag(tf.fill(sizes, 0.5), { source: model, output, through: [], changed: false }));
    return record.losses.splice(before);
  };
  const instrument = (namespace: typeof tf): typeof tf => {
    const wrap = (functions: object): object => Object.fromEntries(Object.entries(functions).map(([name, fn]) => [name, typeof fn === 'function' ? loss(name, fn as Method) : (fn as unknown)]));
    const table = namespace as unknown as Table;
    const ops = Object.fromEntries(FOLLOWED.filter((name) => typeof table[name] === 'function').map((name) => [name, op(name, false)(table[name] as Method)]));
    const variable: Method = (...args) => {
      const made = (table['variable'] as Method)(...args) as tf.Variable;
      const { mean, variance } = tf.moments(made);
      record.variables.push({ shape: made.shape, mean: mean.dataSync()[0] ?? 0, deviation: Math.sqrt(variance.dataSync()[0] ?? 0) });
      return made;
    };
    const fused = { ...namespace.fused, matMul: op('matMul', false)(namespace.fused.matMul as unknown as Method) };
    const changed = { ...namespace, ...ops, variable, fused, losses: wrap(namespace.losses), metrics: { ...namespace.metrics, ...wrap(namespace.metrics) }, variableGrads: gradient(table['variableGrads'] as Method) };
    return Object.assign(changed, { default: changed }) as unknown as typeof tf;
  };
  const model = tf.LayersModel.prototype;
  const run = await patched([
    ...FOLLOWED.filter((name) => typeof (tf.Tensor.prototype as unknown as Table)[name] === 'function').map((name) => [tf.Tensor.prototype, name, op(name, true)] as const),
    [model, 'apply', applied], [model, 'predict', applied], [model, 'compile', compile], [tf.Sequential.prototype, 'predict', applied], [tf.Sequential.prototype, 'compile', compile],
    ...['fit', 'fitDataset', 'trainOnBatch'].flatMap((method) => [[model, method, fit(method)] as const, [tf.Sequential.prototype, method, fit(method)] as const]),
    [tf.Optimizer.prototype, 'minimize', gradient],
  ], () => execute(text, language, instrument));
  return { ...record, models: run.models };
}

function isOptions(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
