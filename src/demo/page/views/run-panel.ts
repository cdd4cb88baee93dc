/** One network of the race: its map, its figures, and its layers with a picker for each activation. */
import type { RunLetter } from '../../charts/names';
import { ACTIVATIONS, type ActivationId, type DemoState, type RunState } from '../../state';
import type { RunFrame } from '../../worker/messages';
import { el, setText, svg } from '../dom';
import { runName } from '../facts';
import type { Numbers, RunFacts, Text } from '../text/text';
import type { Theme } from '../theme';
import { curvePicture } from './curve';
import { createDecisionMap } from './decision-map';

export interface RunPanel {
  readonly element: HTMLElement;
  /** Another set-up or another theme. */
  setUp(state: DemoState, run: RunState, theme: Theme): void;
  /** The map, at every frame. */
  draw(frame: RunFrame): void;
  /** The figures, as often as they can be read. */
  count(frame: RunFrame, run: RunState): void;
  /** What is slow to read aloud or to lay out, a few times a second. */
  describe(facts: RunFacts): void;
}

/** The bar of a gradient spans these powers of ten. */
const LOWEST_POWER = -6;

interface LayerRow {
  readonly row: HTMLTableRowElement;
  readonly dead: Element;
  readonly gradient: Element;
  readonly bar: HTMLElement;
}

export function createRunPanel(letter: RunLetter, text: Text, numbers: Numbers, pick: (layer: number, activation: ActivationId) => void): RunPanel {
  const name = el('span', { class: 'run-name' });
  const sample = svg('svg', { class: `run-line run-line-${letter}`, viewBox: '0 0 22 4', width: 22, height: 4, 'aria-hidden': 'true' }, svg('path', { d: 'M0 2H22' }));
  const title = el('h2', { class: 'run-title', id: `run-${letter}` }, sample, el('span', { class: 'run-letter' }, text.run(letter)), name);
  const map = createDecisionMap();
  const figures = { loss: el('dd'), accuracy: el('dd'), dead: el('dd') };
  const list = el('dl', { class: 'figures' },
    ...(['loss', 'accuracy', 'dead'] as const).map((key) => el('div', { class: 'figure' }, el('dt', {}, text[key]), figures[key])));
  const body = el('tbody');
  const table = el('table', { class: 'layers' },
    el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, text.layer), el('th', { scope: 'col' }, text.activation), el('th', { scope: 'col', class: 'number' }, text.deadUnits),
      el('th', { scope: 'col', title: text.gradientHint }, text.gradient))),
    body);
  let rows: readonly LayerRow[] = [];
  let shape = '';

  function hiddenRow(layer: RunState['hidden'][number], index: number): LayerRow {
    const select = el('select', { 'aria-label': text.activationOf(letter, index + 1) },
      ...ACTIVATIONS.map((id) => el('option', { value: id, selected: id === layer.activation }, text.activations[id])));
    select.addEventListener('change', () => pick(index, select.value as ActivationId));
    return layerRow(text.hiddenLayer(index + 1, layer.units), el('div', { class: 'activation' }, select, curvePicture(layer.activation, layer.units)));
  }

  /** The output layer has no dead units to count: its activation takes that cell too. */
  function layerRow(label: string, activation: Node, output = false): LayerRow {
    const dead = el('td', { class: 'number', 'data-label': text.deadUnits });
    const gradient = el('span', { class: 'gradient-value', 'data-label': '∇' });
    const bar = el('span', { class: 'gradient-bar' });
    const row = el('tr', {}, el('th', { scope: 'row' }, label), el('td', { colspan: output ? 2 : undefined }, activation), ...(output ? [] : [dead]),
      el('td', {}, el('div', { class: 'gradient', title: text.gradientHint }, el('span', { class: 'gradient-track', 'aria-hidden': 'true' }, bar), gradient)));
    return { row, dead, gradient, bar };
  }

  return {
    element: el('section', { class: 'run', 'aria-labelledby': `run-${letter}` }, title, el('div', { class: 'run-top' }, map.element, list), table),
    setUp(state, run, theme) {
      setText(name, runName(run, text));
      map.setPoints(state, theme);
      // Rows are made anew only for another network: a picker keeps its focus through everything else.
      const next = JSON.stringify(run);
      if (next === shape) return;
      const focused = rows.findIndex(({ row }) => row.contains(document.activeElement));
      shape = next;
      rows = [...run.hidden.map(hiddenRow), layerRow(text.outputLayer, el('span', { class: 'fixed' }, text.outputActivation), true)];
      body.replaceChildren(...rows.map(({ row }) => row));
      rows[focused]?.row.querySelector('select')?.focus();
    },
    draw(frame) {
      map.draw(frame.grid);
    },
    count(frame, run) {
      const units = run.hidden.reduce((sum, layer) => sum + layer.units, 0);
      const dead = frame.dead.reduce((sum, n) => sum + n, 0);
      setText(figures.loss, numbers.short(frame.loss));
      setText(figures.accuracy, numbers.percent(frame.accuracy));
      setText(figures.dead, numbers.percent(dead / units));
      for (const [i, { dead: cell, gradient, bar }] of rows.entries()) {
        const norm = frame.gradientNorms[i] ?? 0;
        setText(cell, i < run.hidden.length ? text.of(String(frame.dead[i] ?? 0), String(run.hidden[i]!.units)) : '');
        setText(gradient, numbers.short(norm));
        const width = norm > 0 ? Math.min(1, Math.max(0.02, 1 - Math.log10(norm) / LOWEST_POWER)) : 0;
        bar.style.transform = `scaleX(${width.toFixed(3)})`;
      }
    },
    describe(facts) {
      map.describe(text.map(facts));
    },
  };
}
