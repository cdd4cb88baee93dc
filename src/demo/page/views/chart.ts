/** A chart with its title: the place on the page, into which Vega draws once it is loaded, and the table behind it. */
import type { ChartName, ChartRow } from '../../charts/names';
import { el, setText } from '../dom';
import type { Numbers, Text } from '../text/text';
import type { Theme } from '../theme';
import type { VegaPlot } from './vega-plot';

export interface Chart {
  readonly element: HTMLElement;
  setTheme(theme: Theme): void;
  draw(rows: readonly ChartRow[]): void;
  describe(text: string): void;
  toSvg(): Promise<string | undefined>;
  toPng(): Promise<string | undefined>;
}

export interface ChartOptions {
  readonly name: ChartName;
  readonly title: string | HTMLElement;
  readonly subtitle: string;
  /** What the table's first column is called, and how its cells and the others are written. */
  readonly first: string;
  readonly writeFirst: (row: ChartRow) => string;
  readonly write: (value: number) => string;
  /** Arrow keys and the mouse move a cursor over the steps. */
  readonly cursor: boolean;
}

/** Rows of a table, at most: a longer past is thinned. */
const MOST_ROWS = 25;

/** Makes the figure; Vega is evaluated and set up at the first `draw`. */
export function createChart(options: ChartOptions, text: Text, first: Theme, numbers: Numbers): Chart {
  const { name, title, subtitle, cursor } = options;
  const label = typeof title === 'string' ? title : '';
  // Vega writes roles of its own on its container; what a screen reader meets is the picture around it.
  const container = el('div', { 'aria-hidden': 'true' });
  const rule = el('span', { class: 'cursor', hidden: true });
  const place = el('div', { class: 'chart', role: 'img', 'aria-label': label, tabindex: cursor ? 0 : undefined }, container, rule);
  const readout = el('span', { class: 'subtitle readout', 'aria-live': cursor ? 'polite' : undefined });
  const table = el('table', { class: 'data' });
  const behind = el('details', { class: 'behind' }, el('summary', {}, text.table), el('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': `${text.table}: ${label === '' ? text.measure : label}` }, table));
  let theme = first;
  let plot: VegaPlot | undefined;
  let rows: readonly ChartRow[] | undefined;
  let at: number | undefined;
  let loading = false;

  async function load(): Promise<void> {
    loading = true;
    const { createVegaPlot } = await import('./vega-plot');
    const made = createVegaPlot(container, name, place.clientWidth || 300, theme, numbers.separators);
    plot = made;
    made.draw(rows ?? []);
    new ResizeObserver(() => {
      if (place.clientWidth > 0) made.setWidth(place.clientWidth);
    }).observe(place);
  }

  const steps = (): readonly number[] => [...new Set((rows ?? []).map(({ step }) => step))];

  function point(): void {
    const step = at === undefined ? undefined : steps()[at];
    rule.hidden = step === undefined || plot === undefined;
    if (step === undefined || plot === undefined) return setText(readout, '');
    rule.style.transform = `translateX(${plot.place(step).toFixed(1)}px)`;
    setText(readout, [text.steps(numbers.whole(step)), ...(rows ?? []).filter((row) => row.step === step).map((row) => `${row.run} ${options.write(row.value)}`)].join(' · '));
  }

  if (cursor) {
    place.addEventListener('keydown', (event) => {
      const last = steps().length - 1;
      const moves: Readonly<Record<string, number>> = { ArrowLeft: Math.max(0, (at ?? last + 1) - 1), ArrowRight: Math.min(last, (at ?? last) + 1), Home: 0, End: last };
      const next = moves[event.key];
      if (event.key !== 'Escape' && next === undefined) return;
      event.preventDefault();
      at = next;
      point();
    });
    place.addEventListener('pointermove', ({ clientX }) => {
      const x = clientX - place.getBoundingClientRect().left;
      const distance = (step: number): number => Math.abs((plot?.place(step) ?? 0) - x);
      at = steps().reduce((best, step, i, all) => (distance(step) < distance(all[best]!) ? i : best), 0);
      point();
    });
    for (const gone of ['pointerleave', 'blur'] as const) place.addEventListener(gone, () => {
      at = undefined;
      point();
    });
  }

  function tabulate(): void {
    if (!behind.open || rows === undefined) return;
    const columns = [...new Set(rows.map(({ run, kind }) => (kind === 'predicted' ? `${run} ${text.predicted}` : run)))];
    const groups = new Map<string, Map<string, number>>();
    for (const row of rows) {
      const key = options.writeFirst(row);
      const group = groups.get(key) ?? new Map<string, number>();
      group.set(row.kind === 'predicted' ? `${row.run} ${text.predicted}` : row.run, row.value);
      groups.set(key, group);
    }
    const every = Math.ceil(groups.size / MOST_ROWS);
    const shown = [...groups].filter((_, i) => i % every === 0 || i === groups.size - 1);
    table.replaceChildren(
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, options.first), ...columns.map((column) => el('th', { scope: 'col' }, column)))),
      el('tbody', {}, ...shown.map(([key, values]) => el('tr', {}, el('th', { scope: 'row' }, key), ...columns.map((column) => el('td', {}, values.has(column) ? options.write(values.get(column)!) : ''))))));
  }
  behind.addEventListener('toggle', tabulate);

  return {
    element: el('figure', { class: 'chart-figure' }, el('figcaption', {}, typeof title === 'string' ? el('strong', {}, title) : title, ' ', el('span', { class: 'subtitle' }, subtitle), ' ', readout), place, behind),
    setTheme(next) {
      theme = next;
      plot?.setTheme(next);
    },
    draw(next) {
      rows = next;
      tabulate();
      if (plot !== undefined) {
        plot.draw(next);
        point();
      } else if (!loading) void load();
    },
    describe(words) {
      if (place.getAttribute('aria-label') !== words) place.setAttribute('aria-label', words);
    },
    toSvg: async () => plot?.toSvg(),
    toPng: async () => plot?.toPng(),
  };
}
