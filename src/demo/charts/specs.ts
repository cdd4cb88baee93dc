/**
 * The charts as vega-lite specifications: data, compiled to Vega when the demo is built.
 *
 * Colours, font and the runs' names are parameters, so that a change of theme sets signals and rebuilds nothing. Marks
 * are lean: no ARIA attributes per item (the figure has a label of its own) and no filter for invalid values, which
 * together halve the time of an update.
 */
import type { TopLevelSpec } from 'vega-lite';
import { CHART_SIGNALS, RUN_LETTERS } from './names';

/** Lines of the grid, about; the axis ends on one, so that no curve runs along the edge. */
const TICKS = 4;

/** Grid lines of a logarithmic axis: every second power of ten, and no lines between. */
const POWERS = Array.from({ length: 9 }, (_, i) => 10 ** (2 * i - 14));

const axis = {
  domain: false, ticks: false, labelColor: { expr: 'muted' }, gridColor: { expr: 'rule' }, labelFont: { expr: 'font' }, labelFontSize: 11, labelPadding: 6, tickCount: TICKS, aria: false, title: null,
} as const;

const runScale = { domain: [...RUN_LETTERS], range: RUN_LETTERS.map((letter) => ({ expr: `run${letter}` })) };
const colour = { field: 'run', type: 'nominal', scale: runScale, legend: null } as const;
// Told apart without colour too.
const dash = { field: 'run', type: 'nominal', scale: { domain: [...RUN_LETTERS], range: [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3]] }, legend: null } as const;

/** What all charts have in common. */
function frame(name: string) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: name,
    width: 360,
    height: 150,
    autosize: { type: 'fit', contains: 'padding' },
    padding: { left: 0, top: 6, right: 16, bottom: 0 },
    background: 'transparent',
    params: CHART_SIGNALS.map((signal) => ({ name: signal, value: signal === 'font' ? 'sans-serif' : '#888888' })),
    data: { name: 'history' },
    config: { view: { stroke: null }, aria: false },
  };
}

/** A line per run over the steps. */
function overSteps(name: string, y: { readonly format: string; readonly domain: { readonly min: number; readonly max?: number } }): TopLevelSpec {
  const { min, max } = y.domain;
  return {
    ...frame(name),
    mark: { type: 'line', aria: false, invalid: null, strokeWidth: 2, strokeJoin: 'round', clip: true },
    encoding: {
      x: { field: 'step', type: 'quantitative', scale: { domainMin: 0, nice: false }, axis: { ...axis, grid: false, format: ',d', tickCount: 5 } },
      y: { field: 'value', type: 'quantitative', scale: { domainMin: min, ...(max === undefined ? {} : { domainMax: max }), nice: max === undefined ? TICKS : false }, axis: { ...axis, format: y.format } },
      color: colour,
      strokeDash: dash,
    },
  } as TopLevelSpec;
}

/** The mean loss over all points, from 0. */
export const loss = overSteps('Loss over steps', { format: '~g', domain: { min: 0 } });

/** A share of units, values or points, 0 to 1. */
export const share = overSteps('A share over steps', { format: '.0%', domain: { min: 0, max: 1 } });

/** The gradient's norm for each layer, a line per run, with what was predicted for the start as hollow marks. */
export const gradients = {
  ...frame('Gradient norm by layer'),
  encoding: {
    x: { field: 'step', type: 'quantitative', scale: { domainMin: 0.5, nice: false, padding: 8 }, axis: { ...axis, grid: false, format: 'd', tickMinStep: 1 } },
    y: { field: 'value', type: 'quantitative', scale: { type: 'log', nice: false }, axis: { ...axis, format: '.0e', values: POWERS } },
    color: colour,
  },
  layer: [
    { transform: [{ filter: "datum.kind === 'measured'" }], mark: { type: 'line', aria: false, invalid: null, strokeWidth: 2 }, encoding: { strokeDash: dash } },
    { transform: [{ filter: "datum.kind === 'measured'" }], mark: { type: 'point', aria: false, invalid: null, filled: true, size: 36 } },
    { transform: [{ filter: "datum.kind === 'predicted'" }], mark: { type: 'point', aria: false, invalid: null, filled: false, size: 90, strokeWidth: 1.5, shape: 'diamond' } },
  ],
} as TopLevelSpec;

/** How the outputs of a layer spread. */
export const histogram = {
  ...frame('Outputs of a layer'),
  mark: { type: 'bar', aria: false, invalid: null, binSpacing: 1 },
  encoding: {
    x: { field: 'step', type: 'quantitative', bin: { binned: true }, scale: { nice: false, zero: false }, axis: { ...axis, grid: false, format: '~g' } },
    x2: { field: 'end' },
    y: { field: 'value', type: 'quantitative', scale: { domainMin: 0, nice: TICKS }, axis: { ...axis, format: '.0%' } },
    color: colour,
  },
} as TopLevelSpec;
