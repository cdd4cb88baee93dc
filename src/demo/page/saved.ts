/** What is kept while the view is hidden or the window closed: enough to go on at the same step with the same numbers. */
import { boolean, choice, integer, list, nullable, type Parsed, type Reader, record, refuse, text } from '../json';
import { LAYER_LIMITS } from '../layers';
import { optimizerOf } from '../optimizers';
import { type DemoState, LIMITS, parseState, taskOf } from '../state';
import { type Frame, type Halt, HALTS, type Snapshot } from '../worker/messages';
import { networkOf } from '../worker/network';
import { stateLength } from '../worker/optimizer';
import { type HistoryPoint, type LearntAt, readHistory, readLearntAt } from './history';

export interface Saved {
  readonly version: 1;
  readonly state: DemoState;
  readonly playing: boolean;
  readonly step: number;
  readonly runs: readonly SavedRun[];
  readonly history: readonly HistoryPoint[];
  readonly learntAt: LearntAt;
}

interface SavedRun {
  /** Float64 values, little endian, in base64: exact, and a third of their decimal text. */
  readonly values: string;
  readonly gradientNorms: readonly number[];
  readonly halted: Halt | null;
}

/** What to keep of a frame. */
export function save(state: DemoState, frame: Frame, playing: boolean, past: { readonly history: readonly HistoryPoint[]; readonly learntAt: LearntAt }): Saved {
  const runs = frame.runs.map(({ values, gradientNorms, halted }) => ({ values: encode(values), gradientNorms, halted }));
  return { version: 1, state, playing, step: frame.step, runs, history: past.history, learntAt: past.learntAt };
}

const number: Reader<number> = (value) => {
  if (value === null) return { ok: true, value: Number.NaN };
  return typeof value === 'number' ? { ok: true, value } : refuse('must be a number');
};

const readSaved: Reader<Saved> = record<Saved>({
  version: (value) => (value === 1 ? { ok: true, value } : refuse('is not a version this demo knows')),
  state: parseState,
  playing: boolean,
  step: integer([0, Number.MAX_SAFE_INTEGER]),
  runs: list(record<SavedRun>({ values: text(2_000_000), gradientNorms: list(number, [0, LAYER_LIMITS.layers[1] + 1]), halted: nullable(choice(HALTS)) }), LIMITS.runs),
  history: readHistory,
  learntAt: readLearntAt,
});

export interface Restored {
  readonly saved: Saved;
  readonly snapshot: Snapshot;
}

/** Reads what was kept; parameters that do not fit the networks are refused. */
export function restore(value: unknown): Parsed<Restored> {
  const parsed = readSaved(value);
  if (!parsed.ok) return parsed;
  const { state, step, runs } = parsed.value;
  if (runs.length !== state.runs.length) return refuse('has not one set of weights per network');
  const decoded = [];
  for (const [i, run] of runs.entries()) {
    const values = decode(run.values);
    const length = stateLength(networkOf(state.runs[i]!, taskOf(state.data)), optimizerOf(state, state.runs[i]!));
    if (values?.length !== length) return refuse(`has weights that do not fit network ${i + 1}`);
    decoded.push({ ...run, values });
  }
  return { ok: true, value: { saved: parsed.value, snapshot: { step, runs: decoded } } };
}

/** Bytes at a time: as many arguments as a call bears anywhere. */
const PART = 8192;

function encode(values: Float64Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART) parts.push(String.fromCodePoint(...bytes.subarray(at, at + PART)));
  return btoa(parts.join(''));
}

function decode(base64: string): Float64Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0)!);
    return bytes.length % 8 === 0 ? new Float64Array(bytes.buffer) : undefined;
  } catch {
    return undefined;
  }
}
