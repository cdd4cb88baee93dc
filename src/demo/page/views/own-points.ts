/** The user's own points: put by a click on a map, or entered by keyboard. */
import { type DemoState, LIMITS, type OwnPoint } from '../../state';
import type { Demo } from '../demo';
import { el, setText } from '../dom';
import type { Text } from '../text/text';
import { button, number, select } from './fields';

export interface OwnPoints {
  readonly element: HTMLElement;
  setUp(state: DemoState): void;
  /** A point of the chosen class, from a click. */
  add(at: readonly number[]): void;
}

const CLASSES = ['0', '1'] as const;

export function createOwnPoints(demo: Demo, text: Text): OwnPoints {
  let label: OwnPoint['label'] = 1;
  let at = [0, 0];
  const field = (name: string, i: number) => {
    const made = number<number>(name, [...LIMITS.reach, 'any'], (value) => {
      at = at.map((old, j) => (i === j ? (value ?? 0) : old));
      made.set(at[i]!);
    });
    made.set(0);
    return made;
  };
  const classes = select(text.pointClass, CLASSES, { 0: text.classes[0], 1: text.classes[1] }, (value) => {
    label = Number(value);
  });
  classes.set('1');
  const change = (own: readonly OwnPoint[]): void => demo.change({ data: { ...demo.model.state.data, own } });
  const points = (): readonly OwnPoint[] => demo.model.state.data.own;
  const undo = button('secondary', text.undoPoint, () => change(points().slice(0, -1)));
  const clear = button('secondary', text.clearPoints, () => {
    const one = (wanted: number): OwnPoint => points().find((point) => point.label === wanted) ?? { x: wanted - 0.5, y: 0, label: wanted };
    change([one(0), one(1)]);
  });
  const count = el('span', { class: 'subtitle', role: 'status' });

  function add([x = 0, y = 0]: readonly number[]): void {
    const round = (value: number): number => Math.round(value * 100) / 100;
    change([...points(), { x: round(x), y: round(y), label }]);
  }

  const element = el('section', { class: 'own', 'aria-label': text.ownPoints, hidden: true }, el('p', {}, el('strong', {}, text.ownPoints), ' ', el('span', { class: 'subtitle' }, text.ownHint), ' ', count),
    el('div', { class: 'fields' }, classes.element, field('x₁', 0).element, field('x₂', 1).element, button('secondary', text.addPoint, () => add(at)), undo, clear));
  return {
    element, add,
    setUp({ data }) {
      element.hidden = data.set !== 'own';
      undo.disabled = data.own.length <= 2;
      setText(count, text.pointCount(data.own.length));
    },
  };
}
