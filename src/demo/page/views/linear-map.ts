/** The effective linear map at a point: what each network computes there, as one affine map, and the switches it holds for. */
import { taskOf } from '../../state';
import type { LinearMap } from '../../worker/linear-map';
import type { Demo } from '../demo';
import { el, setText } from '../dom';
import { runLetter } from '../facts';
import type { Numbers, Text } from '../text/text';
import { number } from './fields';

export interface LinearMapView {
  readonly element: HTMLElement;
  /** Looks at another point, from a click on a map. */
  lookAt(at: readonly number[]): void;
  /** Asks again, for other parameters or another experiment. */
  refresh(): void;
}

/** Bits of a pattern that are written out, at most. */
const MOST_BITS = 48;

export function createLinearMapView(demo: Demo, text: Text, numbers: Numbers, moved: (at: readonly number[] | undefined) => void): LinearMapView {
  let at: readonly number[] = [0.3, -0.2];
  const field = (name: string, i: number) => number<number>(name, [-1.2, 1.2, 'any'], (value) => lookAt(at.map((old, j) => (i === j ? (value ?? 0) : old))));
  const inputs = [field('x₁', 0), field('x₂', 1)] as const;
  const list = el('dl', { class: 'maps' });
  const none = el('p', { class: 'subtitle' }, text.noMap);

  function lookAt(next: readonly number[]): void {
    at = next.map((value) => Math.round(1000 * Math.min(1.2, Math.max(-1.2, value))) / 1000);
    refresh();
  }

  function write(run: number, { jacobian, offset, output, pattern, regions }: LinearMap): void {
    const terms = at.map((_, i) => `${numbers.precise(jacobian[i]!)}·x${at.length > 1 ? '₁₂'[i] : ''}`).join(' + ').replaceAll('+ -', '− ').replaceAll('+ −', '− ');
    const constant = `${offset[0]! < 0 ? '−' : '+'} ${numbers.precise(Math.abs(offset[0]!))}`;
    const bits = pattern.map((layer) => layer.slice(0, MOST_BITS).join('')).join(' ');
    setText(list.querySelectorAll('dd')[run]!, text.mapFacts(`y = ${terms} ${constant} = ${numbers.precise(output[0]!)}`, bits, numbers.whole(regions)));
  }

  function refresh(): void {
    const { state, frame } = demo.model;
    const { shape } = taskOf(state.data);
    const fits = shape.length === 1 && shape[0]! <= 2;
    none.hidden = fits;
    list.hidden = !fits;
    for (const [i, { element }] of inputs.entries()) element.hidden = !fits || i >= shape[0]!;
    if (!fits || frame === undefined) return moved(undefined);
    if (at.length !== shape[0]) at = [0.3, -0.2].slice(0, shape[0]);
    for (const [i, input] of inputs.entries()) input.set(at[i] ?? 0);
    if (list.children.length !== 2 * state.runs.length) list.replaceChildren(...state.runs.flatMap((_, i) => [el('dt', {}, text.run(runLetter(i))), el('dd')]));
    moved(at);
    for (const i of state.runs.keys()) demo.ask({ kind: 'map', run: i, at }, ({ run, map }) => {
      if (run < list.children.length / 2) write(run, map);
    });
  }

  return { element: el('div', {}, el('p', { class: 'subtitle' }, text.mapHint), el('div', { class: 'fields' }, ...inputs.map(({ element }) => element)), none, list), lookAt, refresh };
}
