/** One network of the race: its picture, its figures, and its layers with a picker for each activation. */
import type { RunLetter } from '../../charts/names';
import { type Chain, chainOf, type RunState, weightsIn } from '../../layers';
import { outputUnits, shapesOf } from '../../shapes';
import { type DemoState, taskOf } from '../../state';
import type { RunFrame } from '../../worker/messages';
import type { Demo } from '../demo';
import { el, setText, svg } from '../dom';
import { chainName, runName } from '../facts';
import { deadShare } from '../history';
import type { Numbers, RunFacts, Text } from '../text/text';
import type { Theme } from '../theme';
import { chainPicker } from './chain-picker';
import { curvePicture } from './curve';
import { createPicture } from './picture';

export interface RunPanel {
  readonly element: HTMLElement;
  /** Another set-up or another theme. */
  setUp(state: DemoState, run: RunState, theme: Theme): void;
  /** The picture, at every frame. */
  draw(frame: RunFrame): void;
  /** The figures, as often as they can be read. */
  count(frame: RunFrame): void;
  /** What the signal predicted of each weighted layer's gradient, relative to the last one's. */
  predict(gradients: readonly (number | null)[]): void;
  /** Marks a point that is looked at; undefined for none. */
  mark(at: readonly number[] | undefined): void;
  /** What is slow to read aloud or to lay out, a few times a second. */
  describe(facts: RunFacts): void;
}

export interface RunEditor {
  /** A click on the map, in the data's coordinates. */
  look(at: readonly number[]): void;
  /** Gives a layer of the run another activation. */
  pick(layer: number, chain: Chain): void;
}

/** The bar of a gradient spans these powers of ten. */
const LOWEST_POWER = -6;

interface LayerRow {
  readonly row: HTMLTableRowElement;
  readonly dead: Element;
  readonly gradient: Element;
  readonly bar: HTMLElement;
  readonly tick: HTMLElement;
  /** Index among the layers with an activation, and among those with weights; −1 for none. */
  readonly active: number;
  readonly weighted: number;
}

/** Length of a gradient's bar, 0 to 1. */
function lengthOf(norm: number): number {
  return norm > 0 ? Math.min(1, Math.max(0.02, 1 - Math.log10(norm) / LOWEST_POWER)) : 0;
}

export function createRunPanel(letter: RunLetter, demo: Demo, text: Text, numbers: Numbers, { pick, look }: RunEditor): RunPanel {
  const name = el('span', { class: 'run-name' });
  const sample = svg('svg', { class: `run-line run-line-${letter}`, viewBox: '0 0 22 4', width: 22, height: 4, 'aria-hidden': 'true' }, svg('path', { d: 'M0 2H22' }));
  const title = el('h2', { class: 'run-title', id: `run-${letter}` }, sample, el('span', { class: 'run-letter' }, text.run(letter)), name);
  const picture = createPicture(look);
  const figures = { loss: el('dd'), accuracy: el('dd'), dead: el('dd') };
  const accuracyName = el('dt', {}, text.accuracy);
  const test = el('span', { class: 'figure-test' });
  const list = el('dl', { class: 'figures' },
    el('div', { class: 'figure' }, el('dt', {}, text.loss), figures.loss), el('div', { class: 'figure' }, accuracyName, figures.accuracy),
    el('div', { class: 'figure' }, el('dt', {}, text.dead), figures.dead));
  const body = el('tbody');
  const table = el('table', { class: 'layers' },
    el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, text.layer), el('th', { scope: 'col' }, text.activation), el('th', { scope: 'col', class: 'number' }, text.deadUnits),
      el('th', { scope: 'col', title: text.gradientHint }, text.gradient))),
    body);
  let rows: readonly LayerRow[] = [];
  let shape = '';
  let predicted: readonly (number | null)[] = [];

  function layerRow(label: string, activation: Node, places: Pick<LayerRow, 'active' | 'weighted'>, output: boolean): LayerRow {
    const dead = el('td', { class: 'number', 'data-label': text.deadUnits });
    const gradient = el('span', { class: 'gradient-value', 'data-label': '∇' });
    const bar = el('span', { class: 'gradient-bar' });
    const tick = el('span', { class: 'gradient-tick', hidden: true });
    // The output layer has no dead units to count: its activation takes that cell too.
    const row = el('tr', {}, el('th', { scope: 'row' }, label), el('td', { colspan: output ? 2 : undefined }, activation), ...(output ? [] : [dead]),
      el('td', {}, places.weighted < 0 ? '' : el('div', { class: 'gradient', title: text.gradientHint }, el('span', { class: 'gradient-track', 'aria-hidden': 'true' }, bar, tick), gradient)));
    return { row, dead, gradient, bar, tick, ...places };
  }

  function rowsOf(run: RunState, state: DemoState): readonly LayerRow[] {
    const task = taskOf(state.data);
    const shapes = shapesOf(run, task);
    let [active, weighted] = [-1, -1];
    const hidden = run.layers.map((layer, i): LayerRow => {
      const chain = chainOf(layer);
      if (chain !== undefined) active += 1;
      const weighs = weightsIn(layer) !== undefined;
      if (weighs) weighted += 1;
      const units = shapes.ok ? shapes.value[i]!.units : 1;
      const picker = chain === undefined ? el('span', { class: 'fixed' }, text.layerNote(layer))
        : el('div', { class: 'activation' }, chainPicker(chain, text.activationOf(letter, i + 1), text, numbers, (next) => pick(i, next)), curvePicture(demo, chain, units));
      return layerRow(text.layerName(i + 1, layer), picker, { active: chain === undefined ? -1 : active, weighted: weighs ? weighted : -1 }, false);
    });
    const units = outputUnits(run.loss, task.classes);
    return [...hidden, layerRow(text.outputLayer, el('span', { class: 'fixed' }, text.outputNote(units, run.output.every(({ id }) => id === 'linear') ? '' : chainName(run.output, text, numbers), run.loss)), { active: -1, weighted: weighted + 1 }, true)];
  }

  function tickAt(norms: readonly number[]): void {
    const last = norms.at(-1) ?? 0;
    for (const { tick, weighted } of rows) {
      const relative = weighted < 0 ? null : (predicted[weighted] ?? null);
      const length = relative === null || !(last > 0) ? 0 : lengthOf(relative * last);
      tick.hidden = length === 0;
      tick.style.left = `${(100 * length).toFixed(1)}%`;
    }
  }

  return {
    element: el('section', { class: 'run', 'aria-labelledby': `run-${letter}` }, title, el('div', { class: 'run-top' }, picture.element, list), table),
    setUp(state, run, theme) {
      setText(name, runName(run, text, numbers));
      setText(accuracyName, taskOf(state.data).classes > 0 ? text.accuracy : text.explained);
      picture.setUp(state, theme);
      // Rows are made anew only for another network: a picker keeps its focus through everything else.
      const next = JSON.stringify([run, state.data.set, state.data.sample]);
      if (next === shape) return;
      const focused = rows.findIndex(({ row }) => row.contains(document.activeElement));
      shape = next;
      predicted = [];
      rows = rowsOf(run, state);
      body.replaceChildren(...rows.map(({ row }) => row));
      rows[focused]?.row.querySelector('select')?.focus();
    },
    draw(frame) {
      picture.draw(frame.picture);
    },
    count(frame) {
      setText(figures.loss, numbers.short(frame.loss));
      setText(figures.accuracy, numbers.percent(frame.accuracy));
      setText(test, frame.test === null ? '' : text.tested(numbers.percent(frame.test.accuracy)));
      if (frame.test !== null) figures.accuracy.append(test);
      setText(figures.dead, numbers.percent(deadShare(frame)));
      for (const { active, weighted, dead: cell, gradient, bar } of rows) {
        const report = frame.layers[active];
        setText(cell, report === undefined ? '' : text.of(String(report.dead.filter(Boolean).length), String(report.units)));
        if (weighted < 0) continue;
        const norm = frame.gradientNorms[weighted] ?? 0;
        setText(gradient, numbers.short(norm));
        bar.style.transform = `scaleX(${lengthOf(norm).toFixed(3)})`;
      }
      tickAt(frame.gradientNorms);
    },
    predict(gradients) {
      predicted = gradients;
    },
    mark: (at) => picture.mark(at),
    describe(facts) {
      picture.describe(text.map(facts));
    },
  };
}

