/** What the charts show: how each run went, thinned so that the whole past always fits. */
import { integer, list, nullable, type Reader, record, refuse } from '../json';
import { LIMITS } from '../state';
import type { Frame, RunFrame } from '../worker/messages';

export interface HistoryPoint {
  readonly step: number;
  /** Mean loss of each run; NaN where it has none any more. */
  readonly loss: readonly number[];
  /** Share of points on the right side; for values, of their variance. */
  readonly accuracy: readonly number[];
  /** Share of dead units of each run, 0 where it has none that could die. */
  readonly dead: readonly number[];
  /** Share of values with a slope below 0.01, and of outputs that are exactly 0. */
  readonly saturated: readonly number[];
  readonly sparse: readonly number[];
}

/** Dead units of a run among all that can die. */
export function deadShare({ layers }: Pick<RunFrame, 'layers'>): number {
  const units = layers.flatMap(({ dead }) => dead);
  return units.length === 0 ? 0 : units.filter(Boolean).length / units.length;
}

/** A share over all layers, weighted by their units. */
function average({ layers }: Pick<RunFrame, 'layers'>, key: 'saturated' | 'sparse'): number {
  const units = layers.reduce((sum, layer) => sum + layer.units, 0);
  return units === 0 ? 0 : layers.reduce((sum, layer) => sum + layer[key] * layer.units, 0) / units;
}

/** Nearly every point on the right side: the shape has been learnt. */
export const LEARNT_ACCURACY = 0.95;

/** The step at which each run was first seen to have learnt the shape; null where it has not. */
export type LearntAt = readonly (number | null)[];

/** Takes the frame's runs into account. */
export function extendLearntAt(learntAt: LearntAt, { step, runs }: Frame): LearntAt {
  return runs.map(({ accuracy }, i) => learntAt[i] ?? (accuracy >= LEARNT_ACCURACY ? step : null));
}

/** Points kept, at most. */
const MOST = 200;

/** Adds a frame. The newest point is always the frame itself; older ones keep a distance that doubles when room runs out. */
export function extendHistory(history: readonly HistoryPoint[], frame: Frame): readonly HistoryPoint[] {
  const point: HistoryPoint = {
    step: frame.step,
    loss: frame.runs.map(({ loss }) => loss),
    accuracy: frame.runs.map(({ accuracy }) => accuracy),
    dead: frame.runs.map(deadShare),
    saturated: frame.runs.map((run) => average(run, 'saturated')),
    sparse: frame.runs.map((run) => average(run, 'sparse')),
  };
  const past = history.filter(({ step }) => step < frame.step);
  const before = past.at(-2);
  const distance = gap(frame.step);
  if (before !== undefined && frame.step - before.step < distance) past.pop();
  past.push(point);
  return past.length <= MOST ? past : thinned(past, distance);
}

/** Least steps between points, such that at most half of {@link MOST} span the past; a power of two, so that it changes seldom. */
function gap(step: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(step / (MOST / 2))));
}

/** Drops points that follow the one before too closely; the first and the newest stay. */
function thinned(points: readonly HistoryPoint[], distance: number): readonly HistoryPoint[] {
  const kept: HistoryPoint[] = [];
  for (const point of points.slice(0, -1)) {
    const last = kept.at(-1);
    if (last === undefined || point.step - last.step >= distance) kept.push(point);
  }
  return [...kept, points.at(-1)!];
}

const number: Reader<number> = (value) => {
  // JSON has no NaN: it was written as null.
  if (value === null) return { ok: true, value: Number.NaN };
  return typeof value === 'number' ? { ok: true, value } : refuse('must be a number');
};

export const readHistory: Reader<readonly HistoryPoint[]> = list(
  record<HistoryPoint>({ step: number, loss: list(number, LIMITS.runs), accuracy: list(number, LIMITS.runs), dead: list(number, LIMITS.runs), saturated: list(number, LIMITS.runs), sparse: list(number, LIMITS.runs) }), [0, MOST + 1],
);

export const readLearntAt: Reader<LearntAt> = list(nullable(integer([0, Number.MAX_SAFE_INTEGER])), [0, LIMITS.runs[1]]);
