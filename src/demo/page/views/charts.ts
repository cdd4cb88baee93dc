/** The two charts below the networks, drawn by Vega from specifications compiled at build time. */
import { changeset, parse, type Spec, View } from 'vega';
import { charts } from '../../charts/compiled';
import { compiledExpressions } from '../../charts/expressions';
import type { ChartName, ChartRow, ChartSignal } from '../../charts/names';
import { el } from '../dom';
import { runLetter } from '../facts';
import type { HistoryPoint } from '../history';
import type { Theme } from '../theme';

export interface Chart {
  readonly element: HTMLElement;
  setTheme(theme: Theme): void;
  draw(history: readonly HistoryPoint[]): void;
  describe(text: string): void;
}

const HEIGHT = 150;

/** Makes a chart; Vega is set up on the first draw, when the page has been seen. */
export function createChart(name: ChartName, title: string, subtitle: string): Chart {
  // Vega writes roles of its own on its container; what a screen reader meets is the picture around it.
  const container = el('div', { 'aria-hidden': 'true' });
  const place = el('div', { class: 'chart', role: 'img', 'aria-label': title }, container);
  const element = el('figure', { class: 'chart-figure' }, el('figcaption', {}, el('strong', {}, title), ' ', el('span', { class: 'subtitle' }, subtitle)), place);
  let view: View | undefined;
  let theme: Theme | undefined;

  function paint(target: View, { muted, rule, font, runs }: Theme): void {
    const signals: Partial<Record<ChartSignal, string>> = { muted, rule, font };
    for (const [signal, value] of Object.entries(signals)) target.signal(signal, value);
    for (const [i, colour] of runs.entries()) target.signal(`run${runLetter(i)}`, colour);
  }

  function create(): View {
    const made = new View(parse(charts[name] as Spec, undefined, { ast: true }), { expr: compiledExpressions, renderer: 'canvas', container, hover: false, logLevel: 0 });
    made.width(place.clientWidth || 300).height(HEIGHT);
    if (theme !== undefined) paint(made, theme);
    new ResizeObserver(() => {
      if (place.clientWidth > 0 && Math.abs(made.width() - place.clientWidth) >= 1) made.width(place.clientWidth).run();
    }).observe(place);
    return made;
  }

  return {
    element,
    setTheme(next) {
      theme = next;
      if (view === undefined) return;
      paint(view, next);
      view.run();
    },
    draw(history) {
      view ??= create();
      view.change('history', changeset().remove(() => true).insert(rows(name, history))).run();
    },
    describe(text) {
      if (place.getAttribute('aria-label') !== text) place.setAttribute('aria-label', text);
    },
  };
}

/** A row per run and point; a run that has failed simply ends. */
function rows(name: ChartName, history: readonly HistoryPoint[]): ChartRow[] {
  const result: ChartRow[] = [];
  for (const point of history) {
    for (const [i, value] of point[name].entries()) {
      if (Number.isFinite(value)) result.push({ run: runLetter(i), step: point.step, value });
    }
  }
  return result;
}
