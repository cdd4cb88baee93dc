/** A chart with its title: the place on the page, into which Vega draws once it is loaded. */
import type { ChartName } from '../../charts/names';
import { el } from '../dom';
import type { HistoryPoint } from '../history';
import type { Numbers } from '../text/text';
import type { Theme } from '../theme';
import type { VegaPlot } from './vega-plot';

export interface Chart {
  readonly element: HTMLElement;
  setTheme(theme: Theme): void;
  draw(history: readonly HistoryPoint[]): void;
  describe(text: string): void;
}

/** Makes the figure; Vega is evaluated and set up at the first `draw`. */
export function createChart(name: ChartName, title: string, subtitle: string, first: Theme, numbers: Numbers): Chart {
  // Vega writes roles of its own on its container; what a screen reader meets is the picture around it.
  const container = el('div', { 'aria-hidden': 'true' });
  const place = el('div', { class: 'chart', role: 'img', 'aria-label': title }, container);
  let theme = first;
  let plot: VegaPlot | undefined;
  let waiting: readonly HistoryPoint[] | undefined;

  async function load(): Promise<void> {
    const { createVegaPlot } = await import('./vega-plot');
    const made = createVegaPlot(container, name, place.clientWidth || 300, theme, numbers.separators);
    plot = made;
    made.draw(waiting ?? []);
    new ResizeObserver(() => {
      if (place.clientWidth > 0) made.setWidth(place.clientWidth);
    }).observe(place);
  }

  return {
    element: el('figure', { class: 'chart-figure' }, el('figcaption', {}, el('strong', {}, title), ' ', el('span', { class: 'subtitle' }, subtitle)), place),
    setTheme(next) {
      theme = next;
      plot?.setTheme(next);
    },
    draw(history) {
      if (plot !== undefined) {
        plot.draw(history);
        return;
      }
      if (waiting === undefined) void load();
      waiting = history;
    },
    describe(text) {
      if (place.getAttribute('aria-label') !== text) place.setAttribute('aria-label', text);
    },
  };
}
