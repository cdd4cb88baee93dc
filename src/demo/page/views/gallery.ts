/** The gallery: every preset under its claim, and what there is to see in the one that is shown. */
import { CLAIMS, type PageLink, PRESET_IDS, type PresetId, presetOf, presets } from '../../presets';
import { el, setText } from '../dom';
import type { Text } from '../text/text';
import { button } from './fields';
import { icon } from './icons';

export interface Gallery {
  /** The list of all presets. */
  readonly list: HTMLElement;
  /** The claim that is shown, in words. */
  readonly card: HTMLElement;
  show(preset: string, changed: boolean): void;
}

/** Makes both; `choose` opens a preset, `open` a page of the documentation. */
export function createGallery(text: Text, choose: (id: PresetId) => void, open: (page: PageLink) => void): Gallery {
  const buttons = new Map(PRESET_IDS.map((id) => [id, presetButton(id, text, choose)]));
  const toggle = button('secondary gallery-toggle', text.gallery, () => setOpen(toggle.getAttribute('aria-expanded') !== 'true'));
  toggle.setAttribute('aria-expanded', 'false');
  toggle.setAttribute('aria-controls', 'gallery-list');
  const body = el('ol', { class: 'gallery-list', id: 'gallery-list' }, ...CLAIMS.map((claim) => el('li', {},
    el('h2', { class: 'claim' }, text.galleryText.claims[claim]),
    el('ul', {}, ...PRESET_IDS.filter((id) => presets[id].claim === claim).map((id) => el('li', {}, buttons.get(id)!))))));
  const list = el('nav', { class: 'gallery', 'aria-label': text.gallery }, toggle, body);

  function setOpen(open: boolean): void {
    toggle.setAttribute('aria-expanded', String(open));
    list.classList.toggle('open', open);
  }

  const claim = el('p', { class: 'card-claim' });
  const title = el('h1', { class: 'card-title' });
  const look = [el('p'), el('p')] as const;
  let shown: PresetId | undefined;
  const link = button('link', '', () => {
    if (shown !== undefined) open(presets[shown].page);
  });
  const move = (by: number): void => {
    const at = shown === undefined ? -1 : PRESET_IDS.indexOf(shown);
    choose(PRESET_IDS[(at + by + PRESET_IDS.length) % PRESET_IDS.length]!);
  };
  const previous = button('secondary icon-only', icon('previous'), () => move(-1));
  const next = button('secondary icon-only', icon('next'), () => move(1));
  for (const [one, label] of [[previous, text.previous], [next, text.next]] as const) {
    one.setAttribute('aria-label', label);
    one.title = label;
  }
  const card = el('header', { class: 'card' }, el('div', { class: 'card-head' }, el('div', {}, claim, title), el('div', { class: 'card-move' }, previous, next)), el('div', { class: 'card-look' }, ...look, link));

  return {
    list, card,
    show(id, changed) {
      const preset = presetOf(id);
      const known = preset === undefined ? undefined : (id as PresetId);
      for (const [one, element] of buttons) {
        if (one === known && !changed) element.setAttribute('aria-current', 'true');
        else element.removeAttribute('aria-current');
      }
      if (known !== shown) setOpen(false);
      shown = known;
      const words = known === undefined ? undefined : text.galleryText.presets[known];
      setText(claim, preset === undefined ? text.ownClaim : text.galleryText.claims[preset.claim]);
      setText(title, words === undefined ? text.ownTitle : changed ? text.changedFrom(words.title) : words.title);
      for (const [i, element] of look.entries()) {
        setText(element, words?.look[i] ?? '');
        element.hidden = words === undefined;
      }
      link.hidden = preset === undefined;
      if (preset !== undefined) setText(link, preset.page.kind === 'rules' ? text.openRule(preset.page.id) : text.openActivation(text.activations[preset.page.id as 'relu']));
    },
  };
}

function presetButton(id: PresetId, text: Text, choose: (id: PresetId) => void): HTMLButtonElement {
  const { tone } = presets[id];
  const label = el('span', {}, text.galleryText.presets[id].title, el('span', { class: 'visually-hidden' }, ` (${text.tones[tone]})`));
  const element = button(`preset ${tone}`, label, () => choose(id), icon(tone));
  element.dataset['preset'] = id;
  return element;
}
