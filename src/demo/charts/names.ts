/** Names that the charts' specifications and the page share. */

/** Runs are called by letters, at most six. */
export const RUN_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type RunLetter = (typeof RUN_LETTERS)[number];

/** Signals that a theme sets: text, lines of the grid, font, and a colour per run. */
export const CHART_SIGNALS = ['muted', 'rule', 'font', 'runA', 'runB', 'runC', 'runD', 'runE', 'runF'] as const;
export type ChartSignal = (typeof CHART_SIGNALS)[number];

export type ChartName = 'loss' | 'dead';

/** A row of the data set `history`. */
export interface ChartRow {
  readonly run: RunLetter;
  readonly step: number;
  readonly value: number;
}
