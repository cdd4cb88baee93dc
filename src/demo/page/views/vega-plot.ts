/** A chart drawn by Vega from its specification, compiled at build time. Loaded after the first picture is on the screen. */
import { changeset, formatLocale, parse, type Spec, View } from 'vega';
import { charts } from '../../charts/compiled';
import { compiledExpressions, interpretedExpressions } from '../../charts/expressions';
import type { ChartName, ChartRow, ChartSignal } from '../../charts/names';
import { runLetter } from '../facts';
import type { Numbers } from '../text/text';
import type { Theme } from '../theme';

export interface VegaPlot {
  setTheme(theme: Theme): void;
  setWidth(width: number): void;
  draw(rows: readonly ChartRow[]): void;
  /** CSS pixels from the left edge at which a step stands. */
  place(step: number): number;
  toSvg(): Promise<string>;
  toPng(): Promise<string>;
}

/** CSS pixels, as in the style sheet. */
const HEIGHT = 150;

/** Sets a chart up in the container. */
export function createVegaPlot(container: HTMLElement, name: ChartName, width: number, theme: Theme, separators: Numbers['separators']): VegaPlot {
  formatLocale({ ...separators, grouping: [3], currency: ['', ''] });
  const view = new View(parse(charts[name] as Spec, undefined, { ast: true }), { expr: compiledExpressions, renderer: 'canvas', container, hover: false, logLevel: 0 });
  view.width(width).height(HEIGHT);
  paint(theme);

  function paint({ muted, rule, font, runs }: Theme): void {
    const signals: Partial<Record<ChartSignal, string>> = { muted, rule, font };
    for (const [signal, value] of Object.entries(signals)) view.signal(signal, value);
    for (const [i, colour] of runs.entries()) view.signal(`run${runLetter(i)}`, colour);
  }

  return {
    setTheme(next) {
      paint(next);
      view.run();
    },
    setWidth(next) {
      if (Math.abs(view.width() - next) >= 1) view.width(next).run();
    },
    draw(rows) {
      view.change('history', changeset().remove(() => true).insert([...rows])).run();
      // For tests and bug reports: whether the charts run as fast as they were built to.
      document.body.dataset['interpreted'] = String(interpretedExpressions());
    },
    place: (step) => view.origin()[0] + (view.scale('x') as (value: number) => number)(step),
    toSvg: () => view.toSVG(),
    toPng: () => view.toImageURL('png', 2),
  };
}
