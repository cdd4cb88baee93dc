/**
 * What the page and its trainer say to each other, versioned and checked on both sides. The trainer is a worker, or,
 * where no worker answers, the same code on the page's own thread; the messages are the same.
 *
 * At most one frame made while training is unacknowledged; training goes on meanwhile, so a slow page sees fewer frames,
 * never older ones. Frames that answer a message (configure, pause, step) are sent at once.
 */
import { boolean, choice, clamped, integer, list, nullable, type Parsed, type Reader, record, refuse, text } from '../json';
import { type DemoState, LIMITS, parseState, SPEEDS, type SpeedId } from '../state';

export const TRAINER_VERSION = 1;

/** Why a run goes no further: its numbers are NaN or infinite, or its loss has run away. */
export const HALTS = ['not-finite', 'diverged'] as const;
export type Halt = (typeof HALTS)[number];

/** Everything a run needs to go on exactly where it was. */
export interface RunSnapshot {
  /** Parameters, then the optimiser's memory. */
  readonly values: Float64Array;
  /** √Σg² per layer at the last step, output layer last. */
  readonly gradientNorms: readonly number[];
  readonly halted: Halt | null;
}

export interface Snapshot {
  readonly step: number;
  readonly runs: readonly RunSnapshot[];
}

/** Why training stopped: a message asked for it, a run halted, or a round of steps is over. */
export const STOPS = ['asked', 'halted', 'round'] as const;
export type Stop = (typeof STOPS)[number];

export interface RunFrame extends RunSnapshot {
  readonly loss: number;
  readonly accuracy: number;
  /** Dead units of each hidden layer. */
  readonly dead: readonly number[];
  /** P(class 1), {@link GRID_SIDE} × {@link GRID_SIDE}, rows from top to bottom. */
  readonly grid: Float32Array<ArrayBuffer>;
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
  readonly runs: readonly RunFrame[];
}

export const GRID_SIDE = 50;
/** The decision map covers [−extent, extent] in both coordinates. */
export const GRID_EXTENT = 1.2;

export type ToTrainer =
  | { readonly v: 1; readonly type: 'configure'; readonly experiment: number; readonly state: DemoState; readonly resume: Snapshot | null; readonly play: boolean }
  | { readonly v: 1; readonly type: 'play' }
  | { readonly v: 1; readonly type: 'pause' }
  | { readonly v: 1; readonly type: 'step'; readonly count: number }
  | { readonly v: 1; readonly type: 'set'; readonly learningRate: number; readonly speed: SpeedId }
  | { readonly v: 1; readonly type: 'ack'; readonly id: number };

export type FromTrainer =
  | { readonly v: 1; readonly type: 'ready' }
  | Frame
  | { readonly v: 1; readonly type: 'error'; readonly message: string };

const v: Reader<1> = (value) => (value === TRAINER_VERSION ? { ok: true, value: TRAINER_VERSION } : refuse(`must be ${TRAINER_VERSION}`));
const type = <T extends string>(name: T): Reader<T> => choice([name]);
const count = integer([0, Number.MAX_SAFE_INTEGER]);
/** Any number: a run that failed has NaN to show. */
const number: Reader<number> = (value) => (typeof value === 'number' ? { ok: true, value } : refuse('must be a number'));
const numbers = list(number, [0, LIMITS.layers[1] + 1]);
const doubles: Reader<Float64Array> = (value) => (value instanceof Float64Array ? { ok: true, value } : refuse('must be a Float64Array'));
const floats: Reader<Float32Array<ArrayBuffer>> = (value) =>
  value instanceof Float32Array && value.length === GRID_SIDE ** 2 ? { ok: true, value: value as Float32Array<ArrayBuffer> } : refuse(`must be a Float32Array of ${GRID_SIDE ** 2}`);

const runSnapshot = { values: doubles, gradientNorms: numbers, halted: nullable(choice(HALTS)) };
const snapshot: Reader<Snapshot> = record<Snapshot>({ step: count, runs: list(record<RunSnapshot>(runSnapshot), LIMITS.runs) });

type Readers<M extends { readonly type: string }> = { readonly [T in M['type']]: Reader<Extract<M, { readonly type: T }>> };

const toTrainer: Readers<ToTrainer> = {
  configure: record({ v, type: type('configure'), experiment: count, state: parseState, resume: nullable(snapshot), play: boolean }),
  play: record({ v, type: type('play') }),
  pause: record({ v, type: type('pause') }),
  step: record({ v, type: type('step'), count: integer([1, 1000]) }),
  set: record({ v, type: type('set'), learningRate: clamped(LIMITS.learningRate), speed: choice(SPEEDS) }),
  ack: record({ v, type: type('ack'), id: count }),
};

const runFrame: Reader<RunFrame> = record<RunFrame>({ ...runSnapshot, loss: number, accuracy: number, dead: numbers, grid: floats });

const fromTrainer: Readers<FromTrainer> = {
  ready: record({ v, type: type('ready') }),
  frame: record<Frame>({
    v, type: type('frame'), experiment: count, id: count, step: count, playing: boolean, stop: nullable(choice(STOPS)), rate: number,
    runs: list(runFrame, LIMITS.runs),
  }),
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
