/** What the page asks its trainer, one question at a time, and the answers. */
import { boolean, choice, integer, list, nullable, type Parsed, type Reader, record, refuse } from '../json';
import { type Chain, LAYER_KINDS, LAYER_LIMITS, readChain } from '../layers';
import { LIMITS } from '../state';
import type { ExplainedLayer, ExplainedStep, Moved } from './explain';
import type { LinearMap } from './linear-map';
import { CURVE_PLACES, type SampledCurve } from './sampled';

export type Question =
  /** A chain applied so many times over; softmax among so many units. */
  | { readonly kind: 'curve'; readonly chain: Chain; readonly units: number; readonly times: number }
  /** The effective linear map of a run at a point. */
  | { readonly kind: 'map'; readonly run: number; readonly at: readonly number[] }
  /** Takes a step and writes it out for a run. */
  | { readonly kind: 'step'; readonly run: number }
  /** What the signal says of the gradients before training. */
  | { readonly kind: 'prediction' };

/** Gradient norm of each weighted layer's kernel relative to the last one's, for each run; null where it is not known. */
export type Prediction = readonly (readonly (number | null)[])[];

export type Answer =
  | { readonly kind: 'curve'; readonly curve: SampledCurve }
  | { readonly kind: 'map'; readonly run: number; readonly at: readonly number[]; readonly map: LinearMap }
  | { readonly kind: 'step'; readonly run: number; readonly step: ExplainedStep }
  | { readonly kind: 'prediction'; readonly runs: Prediction };

type Readers<M extends { readonly kind: string }> = { readonly [K in M['kind']]: Reader<Extract<M, { readonly kind: K }>> };

const kind = <K extends string>(name: K): Reader<K> => choice([name]);
const number: Reader<number> = (value) => (typeof value === 'number' ? { ok: true, value } : refuse('must be a number'));
const finite: Reader<number> = (value) => (typeof value === 'number' && Number.isFinite(value) ? { ok: true, value } : refuse('must be a finite number'));
const count = integer([0, Number.MAX_SAFE_INTEGER]);
const run = integer([0, LIMITS.runs[1] - 1]);
const numbers = list(number, [0, 4096]);

/** As often as a curve can be applied to itself. */
export const MOST_TIMES = 12;

const questions: Readers<Question> = {
  curve: record({ kind: kind('curve'), chain: readChain, units: integer(LAYER_LIMITS.units), times: integer([1, MOST_TIMES]) }),
  map: record({ kind: kind('map'), run, at: list(finite, [1, 256]) }),
  step: record({ kind: kind('step'), run }),
  prediction: record({ kind: kind('prediction') }),
};

const samples = list(number, [CURVE_PLACES, CURVE_PLACES]);
const explainedLayer: Reader<ExplainedLayer> = record<ExplainedLayer>({
  kind: choice(LAYER_KINDS), units: count, z: numbers, out: numbers, slope: numbers,
  weight: nullable(record<Moved>({ before: number, gradient: number, after: number })),
});

const answers: Readers<Answer> = {
  curve: record({ kind: kind('curve'), curve: record<SampledCurve>({ f: samples, df: samples, steepest: number, from: number, to: number, idempotent: boolean }) }),
  map: record({
    kind: kind('map'), run, at: numbers,
    map: record<LinearMap>({ output: numbers, jacobian: numbers, offset: numbers, pattern: list(numbers, [0, LAYER_LIMITS.layers[1]]), regions: count }),
  }),
  step: record({
    kind: kind('step'), run,
    step: record<ExplainedStep>({ step: count, rate: number, batch: count, input: numbers, label: number, loss: number, layers: list(explainedLayer, [1, LAYER_LIMITS.layers[1] + 1]) }),
  }),
  prediction: record({ kind: kind('prediction'), runs: list(list(nullable(number), [0, LAYER_LIMITS.layers[1] + 1]), LIMITS.runs) }),
};

function parseByKind<M>(readers: Readonly<Record<string, Reader<M>>>, value: unknown): Parsed<M> {
  const name = typeof value === 'object' && value !== null ? (value as { readonly kind?: unknown }).kind : undefined;
  if (typeof name !== 'string' || !Object.hasOwn(readers, name)) return refuse(`kind must be one of ${Object.keys(readers).join(', ')}`);
  return readers[name]!(value);
}

export const parseQuestion: Reader<Question> = (value) => parseByKind<Question>(questions, value);
export const readAnswer: Reader<Answer> = (value) => parseByKind<Answer>(answers, value);
