/** What can be taken away: a link, a program, the run's numbers, the charts. The extension does the rest. */
import type { FromWebview } from '../../protocol';
import type { DemoState } from '../../state';
import type { Demo } from '../demo';
import { el } from '../dom';
import { runLetter } from '../facts';
import type { HistoryPoint } from '../history';
import type { Text } from '../text/text';
import type { Charts } from './charts';
import { button } from './fields';

/** Steps of a program for a run that has not begun. */
const FIRST_STEPS = 500;

const KEYS = ['loss', 'accuracy', 'dead', 'saturated', 'sparse'] as const;

/** The past as a table: a row a step, five columns a network. */
export function csvOf(history: readonly HistoryPoint[]): string {
  const runs = history[0]?.loss.length ?? 0;
  const heads = ['step', ...Array.from({ length: runs }, (_, i) => KEYS.map((key) => `${runLetter(i)} ${key}`)).flat()];
  const rows = history.map((point) => [point.step, ...Array.from({ length: runs }, (_, i) => KEYS.map((key) => point[key][i])).flat()]);
  return `${[heads, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

export function createSharing(demo: Demo, charts: Charts, text: Text, send: (message: FromWebview) => void): { readonly element: HTMLElement; setUp(state: DemoState): void } {
  const runs = el('select', { 'aria-label': text.networkName });
  const copy = (what: 'link' | 'program'): void => {
    const { state, frame } = demo.model;
    send({ v: 1, type: 'copy', what, state, run: Math.max(0, runs.selectedIndex), steps: frame?.step || FIRST_STEPS });
  };

  async function savePictures(kind: 'svg' | 'png'): Promise<void> {
    for (const [name, chart] of Object.entries(charts.all)) {
      const picture = await (kind === 'svg' ? chart.toSvg() : chart.toPng());
      // Those that are folded away have not been drawn.
      if (picture === undefined) continue;
      if (kind === 'svg') send({ v: 1, type: 'save', name: `${name}.svg`, encoding: 'utf8', content: picture });
      else send({ v: 1, type: 'save', name: `${name}.png`, encoding: 'base64', content: picture.slice(picture.indexOf(',') + 1) });
    }
  }

  return {
    element: el('details', { class: 'section' }, el('summary', {}, el('span', { class: 'section-name' }, text.share)), el('div', { class: 'fields' },
      button('secondary', text.copyLink, () => copy('link')), runs, button('secondary', text.openProgram, () => copy('program')),
      button('secondary', text.saveCsv, () => send({ v: 1, type: 'save', name: 'run.csv', encoding: 'utf8', content: csvOf(demo.model.history) })),
      ...(['svg', 'png'] as const).map((kind) => button('secondary', text.savePictures(kind.toUpperCase()), () => void savePictures(kind))))),
    setUp(state) {
      if (runs.options.length !== state.runs.length) runs.replaceChildren(...state.runs.map((_, i) => el('option', { value: i }, text.run(runLetter(i)))));
    },
  };
}
