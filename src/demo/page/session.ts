/**
 * The session: who the page talks to, and what it opens with. It is evaluated before the charts' library, so that the
 * trainer is at work while that loads.
 */
import { early, trainer } from './boot';
import { type Demo, createDemo, type Start } from './demo';
import { connectHost, type Host } from './host';
import { restore } from './saved';
import { type Numbers, numbersFor, type Text, textFor } from './text/text';
import { prefersReducedMotion } from './theme';
import type { ToWebview } from '../protocol';
import { initialState, parseState } from '../state';

const locale = document.documentElement.lang || 'en';
export const text: Text = textFor(locale);
export const numbers: Numbers = numbersFor(locale, text);

type OwnMessage = Extract<ToWebview, { readonly type: 'own' | 'applied' }>;

export const host: Host = connectHost(early.api, (message) => {
  if (message.type === 'command') demo[message.command]();
  else if (message.type === 'own' || message.type === 'applied') own(message);
  else if (message.state !== null) demo.start({ state: message.state, play: message.type === 'configure' ? message.play : !prefersReducedMotion(), resume: null, history: [], learntAt: [] });
});
const report = (message: string): void => host.send({ v: 1, type: 'error', message: message.slice(0, 2000) });

let show: () => void = () => {};

export const demo: Demo = createDemo(trainer, initialState, { changed: () => show(), failed: report });

/** Sets who draws when something has changed. */
export function onChange(draw: () => void): void {
  show = draw;
}

let own: (message: OwnMessage) => void = () => {};

/** Sets who hears of the program whose network is trained. */
export function onOwn(hear: (message: OwnMessage) => void): void {
  own = hear;
}

/** What the user must know of how the session began, or empty. */
export let remark = '';

/** What the view opens with: where it was, what the extension asked for, or the opening view. */
function opening(): Start {
  const fresh: Start = { state: asked(), play: !prefersReducedMotion(), resume: null, history: [], learntAt: [] };
  const kept = host.kept();
  if (kept === undefined || kept === null) return fresh;
  const restored = restore(kept);
  if (restored.ok) {
    const { saved, snapshot } = restored.value;
    return { state: saved.state, play: saved.playing, resume: snapshot, history: saved.history, learntAt: saved.learntAt };
  }
  report(`The kept state was refused: ${restored.reason}`);
  remark = text.notRestored(restored.reason);
  return fresh;
}

/** The state that stands in the page. */
function asked(): typeof initialState {
  const block = document.querySelector('#state')?.textContent;
  const parsed = parseState(JSON.parse(block ?? 'null'));
  if (parsed.ok) return parsed.value;
  report(`The state in the page was refused: ${parsed.reason}`);
  return initialState;
}

demo.start(opening());
