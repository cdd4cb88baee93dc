/** The page's entry: makes the parts, wires them, and draws what changes at the pace at which it can be seen. */
import { trainer } from './boot';
import { type Demo, createDemo, type Start } from './demo';
import { connectHost } from './host';
import { restore, save } from './saved';
import { createStage } from './stage';
import { numbersFor, textFor } from './text/text';
import { prefersReducedMotion } from './theme';
import { initialState, parseState } from '../state';

/** Between two savings while training, ms. */
const SAVE_INTERVAL = 2000;

const locale = document.documentElement.lang || 'en';
const text = textFor(locale);
const numbers = numbersFor(locale, text);

const host = connectHost((message) => {
  if (message.type === 'command') demo[message.command]();
  else if (message.state !== null) demo.start({ state: message.state, play: message.type === 'configure' ? message.play : !prefersReducedMotion(), resume: null, history: [] });
});
const report = (message: string): void => host.send({ v: 1, type: 'error', message: message.slice(0, 2000) });

const demo: Demo = createDemo(trainer, initialState, { changed: () => stage.changed(), failed: report });
const stage = createStage(document.querySelector<HTMLElement>('#demo') ?? document.body, demo, trainer, text, numbers);

/** What the view opens with: where it was, what the extension asked for, or the opening view. */
function opening(): Start {
  const fresh: Start = { state: asked(), play: !prefersReducedMotion(), resume: null, history: [] };
  const kept = host.kept();
  if (kept === undefined || kept === null) return fresh;
  const restored = restore(kept);
  if (restored.ok) {
    const { saved, snapshot } = restored.value;
    return { state: saved.state, play: saved.playing, resume: snapshot, history: saved.history };
  }
  report(`The kept state was refused: ${restored.reason}`);
  stage.note(text.notRestored(restored.reason));
  return fresh;
}

/** The state that stands in the page, where the extension put one there. */
function asked(): typeof initialState {
  const block = document.querySelector('#state')?.textContent;
  if (block === undefined || block === null) return initialState;
  const parsed = parseState(JSON.parse(block));
  if (parsed.ok) return parsed.value;
  report(`The state in the page was refused: ${parsed.reason}`);
  return initialState;
}

let keptStep = -1;
let keptState: unknown;
function keep(): void {
  const { state, frame, playing, history } = demo.model;
  if (frame === undefined || (frame.step === keptStep && state === keptState)) return;
  keptStep = frame.step;
  keptState = state;
  host.keep(save(state, frame, playing, history));
  host.send({ v: 1, type: 'state', state, step: frame.step, playing });
}

stage.onRest(keep);
setInterval(keep, SAVE_INTERVAL);
document.addEventListener('visibilitychange', () => {
  demo.setVisible(!document.hidden);
  if (document.hidden) keep();
});

demo.start(opening());
host.send({ v: 1, type: 'ready' });
