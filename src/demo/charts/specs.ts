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

/** A line per run over the steps. */
function overSteps(name: string, y: { readonly format: string; readonly domain: { readonly min: number; readonly max?: number } }): TopLevelSpec {
  const axis = {
    domain: false, ticks: false, labelColor: { expr: 'muted' }, gridColor: { expr: 'rule' }, labelFont: { expr: 'font' }, titleFont: { expr: 'font' },
    titleColor: { expr: 'muted' }, titleFontWeight: 'normal' as const, labelFontSize: 11, titleFontSize: 11, labelPadding: 6, tickCount: TICKS, aria: false,
  };
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
    mark: { type: 'line', aria: false, invalid: null, strokeWidth: 2, strokeJoin: 'round', clip: true },
    encoding: {
      x: { field: 'step', type: 'quantitative', scale: { domainMin: 0, nice: false }, axis: { ...axis, grid: false, title: null, format: ',d', tickCount: 5 } },
      y: { field: 'value', type: 'quantitative', scale: { domainMin: y.domain.min, ...(y.domain.max === undefined ? {} : { domainMax: y.domain.max }), nice: y.domain.max === undefined ? TICKS : false }, axis: { ...axis, title: null, format: y.format } },
      color: { field: 'run', type: 'nominal', scale: { domain: [...RUN_LETTERS], range: RUN_LETTERS.map((letter) => ({ expr: `run${letter}` })) }, legend: null },
      // Told apart without colour too.
      strokeDash: { field: 'run', type: 'nominal', scale: { domain: [...RUN_LETTERS], range: [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3]] }, legend: null },
    },
    config: { view: { stroke: null }, aria: false },
  };
}

/** The mean loss over all points, from 0. */
export const loss = overSteps('Loss over steps', { format: '~g', domain: { min: 0 } });

/** The share of hidden units that no point sends a gradient through, 0 to 1. */
export const dead = overSteps('Share of dead units over steps', { format: '.0%', domain: { min: 0, max: 1 } });
