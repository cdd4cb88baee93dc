/** What is folded away below the charts: units, gradients, outputs, curves, the effective linear map, a step in numbers. */
import { chainOf } from '../../layers';
import type { Demo, DemoModel } from '../demo';
import { el } from '../dom';
import type { Numbers, Text } from '../text/text';
import type { Theme } from '../theme';
import type { Charts } from './charts';
import { createCurveExplorer } from './curve-explorer';
import { createLinearMapView } from './linear-map';
import { createStepExplained } from './step-explained';
import { createUnitMaps } from './unit-maps';

export interface Details {
  readonly element: HTMLElement;
  /** Another experiment. */
  setUp(): void;
  /** As often as charts. */
  draw(model: DemoModel, theme: Theme, rest: boolean): void;
  /** A click on a map. */
  lookAt(at: readonly number[]): void;
}

export function createDetails(demo: Demo, text: Text, numbers: Numbers, charts: Charts, moved: (at: readonly number[] | undefined) => void, redraw: () => void): Details {
  const units = createUnitMaps(text);
  const explorer = createCurveExplorer(demo, text, numbers);
  const map = createLinearMapView(demo, text, numbers, moved);
  const step = createStepExplained(demo, text, numbers);
  const section = (title: string, body: HTMLElement, toggled: (open: boolean) => void): HTMLDetailsElement => {
    const element = el('details', { class: 'section' }, el('summary', {}, el('span', { class: 'section-name' }, title)), body);
    element.addEventListener('toggle', () => {
      toggled(element.open);
      redraw();
    });
    return element;
  };
  let offered: unknown;
  let looked: unknown;
  const first = (): void => explorer.offer(demo.model.state.runs.at(-1)?.layers.map((layer) => chainOf(layer)).find((chain) => chain !== undefined));
  const sections = {
    units: section(text.sections.units, units.element, (open) => demo.demand(open)),
    gradients: section(text.sections.gradients, charts.gradients, () => {}),
    outputs: section(text.sections.outputs, charts.outputs, () => {}),
    curve: section(text.sections.curve, explorer.element, (open) => {
      if (open) first();
    }),
    map: section(text.sections.map, map.element, (open) => (open ? map.refresh() : moved(undefined))),
    step: section(text.sections.step, step.element, () => step.offer()),
  };

  return {
    element: el('div', { class: 'sections' }, ...Object.values(sections)),
    setUp() {
      const { state } = demo.model;
      if (offered === state) return;
      offered = state;
      looked = undefined;
      step.offer();
      if (sections.curve.open) first();
    },
    draw({ frame, state }, theme, rest) {
      if (frame === undefined) return;
      if (sections.units.open) units.draw(frame.runs, state, theme);
      // While training the map changes with every step; it is asked for when the last one shown is old.
      if (sections.map.open && looked !== frame && (rest || frame.step % 3 === 0)) {
        looked = frame;
        map.refresh();
      }
    },
    lookAt(at) {
      sections.map.open = true;
      map.lookAt(at);
    },
  };
}
