/** One step in numbers: forward, loss, backward, update. */
import type { ExplainedStep } from '../../worker/explain';
import type { Demo } from '../demo';
import { el } from '../dom';
import { runLetter } from '../facts';
import type { Numbers, Text } from '../text/text';
import { button } from './fields';

/** The button that takes a step, and the tables that explain it. */
export function createStepExplained(demo: Demo, text: Text, numbers: Numbers): { readonly element: HTMLElement; offer(): void } {
  const runs = el('select', { 'aria-label': text.networkName });
  const result = el('div', { 'aria-live': 'polite' });
  const take = button('secondary', text.explainStep, () => demo.ask({ kind: 'step', run: Number(runs.value) }, ({ step }) => result.replaceChildren(...tables(step))));
  const list = (values: readonly number[], units: number): string => values.map((value) => numbers.precise(value)).join('  ') + (units > values.length ? ' …' : '');

  function tables({ step, rate, batch, input, label, loss, layers }: ExplainedStep): readonly HTMLElement[] {
    const cells = (...texts: readonly string[]): HTMLElement[] => texts.map((words) => el('td', {}, words));
    const head = (...texts: readonly string[]): HTMLElement => el('thead', {}, el('tr', {}, ...texts.map((words) => el('th', { scope: 'col' }, words))));
    const names = layers.map(({ kind }, l) => `${l + 1} · ${l === layers.length - 1 ? text.outputLayer : text.kinds[kind]}`);
    return [
      el('p', {}, text.stepExample(numbers.whole(step), list(input, input.length), numbers.short(label), numbers.precise(loss))),
      el('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': text.passTable },
        el('table', { class: 'data numbers' }, el('caption', {}, text.passTable), head(text.layer, text.forwardZ, text.forwardOut, text.backward),
          el('tbody', {}, ...layers.map(({ z, out, slope, units }, l) => el('tr', {}, el('th', { scope: 'row' }, names[l]!), ...cells(list(z, units), list(out, units), list(slope, units))))))),
      el('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': text.updateTable(numbers.short(rate), batch) },
        el('table', { class: 'data numbers' }, el('caption', {}, text.updateTable(numbers.short(rate), batch)), head(text.layer, 'w', '∂L/∂w', 'w′'),
          el('tbody', {}, ...layers.flatMap(({ weight }, l) => (weight === null ? [] : [el('tr', {}, el('th', { scope: 'row' }, names[l]!), ...cells(...[weight.before, weight.gradient, weight.after].map((value) => numbers.precise(value))))]))))),
    ];
  }

  return {
    element: el('div', { class: 'explained' }, el('div', { class: 'fields' }, runs, take), result),
    offer() {
      const count = demo.model.state.runs.length;
      if (runs.options.length !== count) runs.replaceChildren(...Array.from({ length: count }, (_, i) => el('option', { value: i }, text.run(runLetter(i)))));
    },
  };
}
