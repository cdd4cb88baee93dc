/**
 * What the page and its trainer say to each other, versioned and checked on both sides. The trainer is a worker, or,
 * where no worker answers, the same code on the page's own thread; the messages are the same.
 *
 * At most one frame made while training is unacknowledged; training goes on meanwhile, so a slow page sees fewer frames,
 * never older ones. Frames that answer a message (configure, pause, step) are sent at once.
 */
import { boolean, choice, clamped, integer, list, nullable, type Parsed, type Reader, record, refuse, text } from '../json';
import { LAYER_LIMITS } from '../layers';
import { type DemoState, LIMITS, parseState, type RateChange, SPEEDS, type SpeedId } from '../state';
import { type Answer, parseQuestion, type Question, readAnswer } from './questions';
import type { Examination, LayerReport, Score, UnitMaps } from './examiner';

export const TRAINER_VERSION = 1;

/** Why a run goes no further: its numbers are NaN or infinite, or its loss has run away. */
export const HALTS = ['not-finite', 'diverged'] as const;
export type Halt = (typeof HALTS)[number];

/** Everything a run needs to go on exactly where it was. */
export interface RunSnapshot {
  /** Parameters, then the optimiser's memory. */
  readonly values: Float64Array;
  /** √Σg² per weighted layer at the last step, output layer last. */
  readonly gradientNorms: readonly number[];
  readonly halted: Halt | null;
}

export interface Snapshot {
  readonly step: number;
  readonly runs: readonly RunSnapshot[];
}

/** Why training stopped: a message asked for it, a run halted, a round of steps is over, or no loss moves any more. */
export const STOPS = ['asked', 'halted', 'round', 'plateau'] as const;
export type Stop = (typeof STOPS)[number];

export interface RunFrame extends RunSnapshot, Examination {
  /** See `Examiner.picture`. */
  readonly picture: Float32Array<ArrayBuffer>;
  readonly maps: UnitMaps | null;
}

export interface Frame {
  readonly v: 1;
  readonly type: 'frame';
  /** Which `configure` it belongs to: frames of an older one are dropped. */
  readonly experiment: number;
  readonly id: number;
  readonly step: number;
  readonly playing: boolean;
  readonly stop: Stop | null;
  /** Steps a second of each run, over the last second of training; 0 while paused. */
  readonly rate: number;
  /** The learning rate of the next step. */
  readonly learningRate: number;
  readonly runs: readonly RunFrame[];
}

export type ToTrainer =
  | { readonly v: 1; readonly type: 'configure'; readonly experiment: number; readonly state: DemoState; readonly resume: Snapshot | null; readonly play: boolean }
  | { readonly v: 1; readonly type: 'play' }
  | { readonly v: 1; readonly type: 'pause' }
  | { readonly v: 1; readonly type: 'step'; readonly count: number }
  | { readonly v: 1; readonly type: 'set'; readonly learningRate: number; readonly schedule: readonly RateChange[]; readonly speed: SpeedId }
  /** Whether frames carry the units' own pictures; a new frame answers. */
  | { readonly v: 1; readonly type: 'demand'; readonly maps: boolean }
  | { readonly v: 1; readonly type: 'ask'; readonly id: number; readonly question: Question }
  | { readonly v: 1; readonly type: 'ack'; readonly id: number };

export type FromTrainer =
  | { readonly v: 1; readonly type: 'ready' }
  | Frame
  | { readonly v: 1; readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly v: 1; readonly type: 'error'; readonly message: string };

const v: Reader<1> = (value) => (value === TRAINER_VERSION ? { ok: true, value: TRAINER_VERSION } : refuse(`must be ${TRAINER_VERSION}`));
const type = <T extends string>(name: T): Reader<T> => choice([name]);
const count = integer([0, Number.MAX_SAFE_INTEGER]);
/** Any number: a run that failed has NaN to show. */
const number: Reader<number> = (value) => (typeof value === 'number' ? { ok: true, value } : refuse('must be a number'));
const MOST_LAYERS = LAYER_LIMITS.layers[1] + 1;
const doubles: Reader<Float64Array> = (value) => (value instanceof Float64Array ? { ok: true, value } : refuse('must be a Float64Array'));
const floats: Reader<Float32Array<ArrayBuffer>> = (value) => (value instanceof Float32Array ? { ok: true, value: value as Float32Array<ArrayBuffer> } : refuse('must be a Float32Array'));

const runSnapshot = { values: doubles, gradientNorms: list(number, [0, MOST_LAYERS]), halted: nullable(choice(HALTS)) };
const snapshot: Reader<Snapshot> = record<Snapshot>({ step: count, runs: list(record<RunSnapshot>(runSnapshot), LIMITS.runs) });
const schedule = list(record<RateChange>({ step: integer(LIMITS.step), rate: clamped(LIMITS.learningRate) }), LIMITS.schedule);

type Readers<M extends { readonly type: string }> = { readonly [T in M['type']]: Reader<Extract<M, { readonly type: T }>> };

const toTrainer: Readers<ToTrainer> = {
  configure: record({ v, type: type('configure'), experiment: count, state: parseState, resume: nullable(snapshot), play: boolean }),
  play: record({ v, type: type('play') }),
  pause: record({ v, type: type('pause') }),
  step: record({ v, type: type('step'), count: integer([1, 1000]) }),
  set: record({ v, type: type('set'), learningRate: clamped(LIMITS.learningRate), schedule, speed: choice(SPEEDS) }),
  demand: record({ v, type: type('demand'), maps: boolean }),
  ask: record({ v, type: type('ask'), id: count, question: parseQuestion }),
  ack: record({ v, type: type('ack'), id: count }),
};

const score = { loss: number, accuracy: number };
const report: Reader<LayerReport> = record<LayerReport>({
  units: count, dead: list(boolean, [0, 256]), saturated: number, sparse: number, from: number, to: number, histogram: list(count, [0, 64]),
});
const runFrame: Reader<RunFrame> = record<RunFrame>({
  ...runSnapshot, ...score, test: nullable(record<Score>(score)), layers: list(report, [0, MOST_LAYERS]), picture: floats, maps: nullable(record<UnitMaps>({ z: floats, out: floats })),
});

const fromTrainer: Readers<FromTrainer> = {
  ready: record({ v, type: type('ready') }),
  frame: record<Frame>({
    v, type: type('frame'), experiment: count, id: count, step: count, playing: boolean, stop: nullable(choice(STOPS)), rate: number, learningRate: number,
    runs: list(runFrame, LIMITS.runs),
  }),
  answer: record({ v, type: type('answer'), id: count, answer: readAnswer }),
  error: record({ v, type: type('error'), message: text(2000) }),
};

function parseWith<M>(readers: Readonly<Record<string, Reader<M>>>, value: unknown): Parsed<M> {
  const name = typeof value === 'object' && value !== null ? (value as { readonly type?: unknown }).type : undefined;
  const read = typeof name === 'string' && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) return refuse(`message type must be one of ${Object.keys(readers).join(', ')}`);
  const parsed = read(value);
  return parsed.ok ? parsed : refuse(`${name}: ${parsed.reason}`);
}

/** For the trainer: reads what the page sent. */
export function parseToTrainer(value: unknown): Parsed<ToTrainer> {
  return parseWith<ToTrainer>(toTrainer, value);
}

/** For the page: reads what the trainer sent. */
export function parseFromTrainer(value: unknown): Parsed<FromTrainer> {
  return parseWith<FromTrainer>(fromTrainer, value);
}
