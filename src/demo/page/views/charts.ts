/** The charts: loss and a share of choice over the steps; on request gradients by layer, and how a layer's outputs spread. */
import type { ChartRow } from '../../charts/names';
import type { Prediction } from '../../worker/questions';
import type { DemoModel } from '../demo';
import { el } from '../dom';
import { runLetter } from '../facts';
import type { HistoryPoint } from '../history';
import type { Numbers, Text } from '../text/text';
import type { Theme } from '../theme';
import { type Chart, createChart } from './chart';

export interface Charts {
  /** Always in sight. */
  readonly main: HTMLElement;
  /** Of one moment: drawn while they are unfolded. */
  readonly gradients: HTMLElement;
  readonly outputs: HTMLElement;
  readonly all: Readonly<Record<'loss' | 'share' | 'gradients' | 'histogram', Chart>>;
  setTheme(theme: Theme): void;
  predict(runs: Prediction): void;
  draw(model: DemoModel): void;
  describe(line: string): void;
}

export const MEASURES = ['accuracy', 'dead', 'saturated', 'sparse'] as const;
export type Measure = (typeof MEASURES)[number];

/** A row per run and point; a run that has failed simply ends. */
function rowsOf(history: readonly HistoryPoint[], key: 'loss' | Measure): ChartRow[] {
  return history.flatMap((point) => point[key].flatMap((value, i) => (Number.isFinite(value) ? [{ run: runLetter(i), step: point.step, value }] : [])));
}

export function createCharts(text: Text, theme: Theme, numbers: Numbers, redraw: () => void): Charts {
  let measure: Measure = 'dead';
  let predicted: Prediction = [];
  const picker = el('select', { 'aria-label': text.measure }, ...MEASURES.map((one) => el('option', { value: one, selected: one === measure }, text.measures[one])));
  picker.addEventListener('change', () => {
    measure = picker.value as Measure;
    redraw();
  });
  const layerPicker = el('select', { 'aria-label': text.layer });
  layerPicker.addEventListener('change', redraw);
  const overSteps = { first: text.stepColumn, writeFirst: (row: ChartRow) => numbers.whole(row.step), cursor: true } as const;
  const all = {
    loss: createChart({ ...overSteps, name: 'loss', title: text.lossChart, subtitle: text.lossAxis, write: numbers.short }, text, theme, numbers),
    share: createChart({ ...overSteps, name: 'share', title: picker, subtitle: text.shareAxis, write: numbers.percent }, text, theme, numbers),
    gradients: createChart({ name: 'gradients', title: text.gradientChart, subtitle: text.gradientAxis, first: text.layer, writeFirst: (row) => numbers.whole(row.step), write: numbers.short, cursor: false }, text, theme, numbers),
    histogram: createChart({ name: 'histogram', title: text.outputsChart, subtitle: '', first: text.valueColumn, writeFirst: (row) => `${numbers.short(row.step)} – ${numbers.short(row.end ?? row.step)}`, write: numbers.percent, cursor: false }, text, theme, numbers),
  };
  const gradients = el('div', {}, all.gradients.element);
  const outputs = el('div', {}, el('label', { class: 'field inline' }, el('span', { class: 'field-name' }, text.layer), layerPicker), all.histogram.element);
  const unfolded = (element: HTMLElement): boolean => element.closest('details')?.open === true;

  function gradientRows({ frame }: DemoModel): ChartRow[] {
    return (frame?.runs ?? []).flatMap(({ gradientNorms }, i) => {
      const run = runLetter(i);
      const last = gradientNorms.at(-1) ?? 0;
      const row = (value: number, l: number, kind: NonNullable<ChartRow['kind']>): ChartRow[] => (value > 0 && Number.isFinite(value) ? [{ run, step: l + 1, value, kind }] : []);
      return gradientNorms.flatMap((norm, l) => [...row(norm, l, 'measured'), ...row((predicted[i]?.[l] ?? 0) * last, l, 'predicted')]);
    });
  }

  function histogramRows({ frame }: DemoModel): ChartRow[] {
    const [run = 0, layer = 0] = layerPicker.value.split('.').map(Number);
    const report = frame?.runs[run]?.layers[layer];
    if (report === undefined || !(report.to >= report.from)) return [];
    const width = (report.to - report.from || 1) / report.histogram.length;
    const sum = report.histogram.reduce((a, b) => a + b, 0);
    return report.histogram.map((count, bin) => ({ run: runLetter(run), step: report.from + bin * width, end: report.from + (bin + 1) * width, value: count / sum }));
  }

  /** One choice for each layer with an activation, of each run. */
  function offerLayers({ frame }: DemoModel): void {
    const keys = (frame?.runs ?? []).flatMap(({ layers }, i) => layers.map((_, l) => `${i}.${l}`));
    if ([...layerPicker.options].map(({ value }) => value).join() === keys.join()) return;
    layerPicker.replaceChildren(...keys.map((key) => el('option', { value: key }, text.layerOf(runLetter(Number(key.split('.')[0])), Number(key.split('.')[1]) + 1))));
  }

  return {
    main: el('div', { class: 'charts' }, all.loss.element, all.share.element), gradients, outputs, all,
    setTheme(next) {
      for (const chart of Object.values(all)) chart.setTheme(next);
    },
    predict(runs) {
      predicted = runs;
    },
    draw(model) {
      all.loss.draw(rowsOf(model.history, 'loss'));
      all.share.draw(rowsOf(model.history, measure));
      if (unfolded(gradients)) all.gradients.draw(gradientRows(model));
      if (!unfolded(outputs)) return;
      offerLayers(model);
      all.histogram.draw(histogramRows(model));
    },
    describe(line) {
      all.loss.describe(`${text.lossChart}. ${line}`);
      all.share.describe(`${text.measures[measure]}. ${line}`);
      all.gradients.describe(`${text.gradientChart}. ${line}`);
      all.histogram.describe(`${text.outputsChart}. ${line}`);
    },
  };
}
