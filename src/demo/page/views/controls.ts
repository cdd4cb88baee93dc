/** The bar of controls: play, step, reset, and the learning rate, which acts at once. */
import type { Demo, DemoModel } from '../demo';
import { el, setText } from '../dom';
import type { Numbers, Text } from '../text/text';
import { button, slider } from './fields';
import { ICONS, icon } from './icons';

export interface Controls {
  readonly element: HTMLElement;
  update(model: DemoModel): void;
}

/** Stops of the learning-rate slider: even on a logarithmic scale, from harmless to ruinous. */
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;

export function createControls(demo: Demo, text: Text, numbers: Numbers): Controls {
  const playLabel = el('span', {}, text.play);
  const playIcon = icon('play');
  const play = button('primary', playLabel, () => (demo.model.playing ? demo.pause() : demo.play()), playIcon);
  const step = button('secondary', text.step, () => demo.step(), icon('step'));
  const reset = button('secondary', text.reset, () => demo.reset(), icon('reset'));
  const counter = el('span', { class: 'counter' });
  const rate = el('span', { class: 'rate', title: text.rateHint });
  // A rate set by hand takes the place of the schedule.
  const learningRate = slider(text.learningRate, [0, RATES.length - 1, 1], (index) => demo.change({ learningRate: RATES[index]!, schedule: [] }), (index) => numbers.short(RATES[index]!));

  return {
    element: el('div', { class: 'controls', role: 'group', 'aria-label': text.controls }, play, step, reset, learningRate.element, el('div', { class: 'progress' }, counter, rate)),
    update({ state, playing, frame }) {
      setText(playLabel, playing ? text.pause : text.play);
      const path = playIcon.firstElementChild!;
      const shape = playing ? ICONS.pause : ICONS.play;
      if (path.getAttribute('d') !== shape) path.setAttribute('d', shape);
      setText(counter, text.steps(numbers.whole(frame?.step ?? 0)));
      setText(rate, frame !== undefined && frame.rate > 0 && playing ? text.rate(numbers.whole(roundRate(frame.rate)), state.runs.length) : '');
      // A rate between the stops, from a link or a preset, is shown as it is.
      const now = frame?.learningRate ?? state.learningRate;
      learningRate.set(nearestRate(now), numbers.short(now));
    },
  };
}

/** Digits that flicker say nothing. */
function roundRate(rate: number): number {
  return rate > 200 ? Math.round(rate / 50) * 50 : Math.round(rate);
}

function nearestRate(rate: number): number {
  const distance = (candidate: number): number => Math.abs(Math.log(candidate / rate));
  return RATES.reduce((best, candidate, i) => (distance(candidate) < distance(RATES[best]!) ? i : best), 0);
}
