/** Names that the charts' specifications and the page share. */

/** Runs are called by letters, at most six. */
export const RUN_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type RunLetter = (typeof RUN_LETTERS)[number];

/** Signals that a theme sets: text, lines of the grid, font, and a colour per run. */
export const CHART_SIGNALS = ['muted', 'rule', 'font', 'runA', 'runB', 'runC', 'runD', 'runE', 'runF'] as const;
export type ChartSignal = (typeof CHART_SIGNALS)[number];

/** `share`: anything from 0 to 1 over the steps. `gradients`: a norm for each layer. `histogram`: how values spread. */
export type ChartName = 'loss' | 'share' | 'gradients' | 'histogram';

/** A row of the data set `history`. */
export interface ChartRow {
  readonly run: RunLetter;
  /** The step; for gradients the layer, for a histogram where the bar begins. */
  readonly step: number;
  readonly value: number;
  /** Where a histogram's bar ends. */
  readonly end?: number;
  /** Of gradients: what is measured, or what was predicted for the start. */
  readonly kind?: 'measured' | 'predicted';
}
