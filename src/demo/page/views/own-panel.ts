/** The program whose network is trained: its findings and layers, each with a way back to its line, and the fix. */
import type { OwnLine, OwnList, OwnNetwork } from '../../own';
import type { FromWebview, ToWebview } from '../../protocol';
import type { DemoState } from '../../state';
import { el, setText } from '../dom';
import type { OwnText } from '../text/own-text';
import { button } from './fields';

/** Longer lists are folded at first. */
const [MOST_FINDINGS, MOST_LAYERS, MOST_NOTES] = [6, 6, 3];

export interface OwnPanel {
  readonly element: HTMLElement;
  tell(message: Extract<ToWebview, { readonly type: 'own' | 'applied' }>): void;
  /** It goes when something else is trained. */
  update(state: DemoState): void;
}

/** `send` asks the extension for a line or for the fix. */
export function createOwnPanel(text: OwnText, send: (message: FromWebview) => void): OwnPanel {
  const element = el('section', { class: 'program', hidden: true, 'aria-labelledby': 'own-title' });
  const outcome = el('p', { class: 'own-outcome', role: 'status', 'aria-live': 'polite' });
  let shown: OwnNetwork | null = null;
  let generated = true;

  function lineOf(list: OwnList, one: OwnLine, index: number, label: string): HTMLLIElement {
    return el('li', {}, `${label} · `, button('link', text.line(one.line), () => send({ v: 1, type: 'source', list, index })));
  }

  /** Folded where it is long: what matters most, the networks, stands below. */
  function folded(title: string, items: readonly HTMLLIElement[], most: number): readonly HTMLElement[] {
    return items.length === 0 ? [] : [el('details', { open: items.length <= most }, el('summary', {}, el('span', { class: 'section-name' }, title)), el('ul', { class: 'own-list' }, ...items))];
  }

  function draw({ place, findings, layers, notes, fix }: OwnNetwork): void {
    setText(outcome, '');
    element.replaceChildren(
      el('h2', { class: 'card-title', id: 'own-title' }, text.title(place)), el('p', { class: 'card-look' }, text.data),
      ...(fix === null ? [] : [el('p', { class: 'own-fix' }, text.fix(fix), ' ', button('primary', text.apply, () => send({ v: 1, type: 'applyFix' })))]), outcome,
      el('div', { class: 'own-body' },
        ...(findings.length === 0 ? [el('p', {}, text.noFindings)] : folded(text.findings, findings.map((one, i) => lineOf('findings', one, i, `${text.severities[one.severity]}: ${one.text}`)), MOST_FINDINGS)),
        ...folded(text.layers, layers.map((one, i) => lineOf('layers', one, i, one.text)), MOST_LAYERS), ...folded(text.notes, notes.map((note) => el('li', {}, note)), MOST_NOTES)),
    );
  }

  function show(): void {
    element.hidden = shown === null || !generated;
  }

  return {
    element,
    tell(message) {
      if (message.type === 'applied') {
        setText(outcome, message.text);
        return;
      }
      shown = message.own;
      if (shown !== null) draw(shown);
      show();
    },
    update({ data }) {
      if ((data.set === 'arms') === generated) return;
      generated = data.set === 'arms';
      show();
    },
  };
}
