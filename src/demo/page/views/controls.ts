/** The bar of controls: play, step and reset, then what is trained and how. */
import { DATA_SETS, type DemoState, fittedTo, LIMITS, OPTIMIZERS, SPEEDS } from '../../state';
import type { Demo, DemoModel } from '../demo';
import { el, setText, svg } from '../dom';
import type { Numbers, Text } from '../text/text';

export interface Controls {
  readonly element: HTMLElement;
  update(model: DemoModel): void;
}

const ICONS = { play: 'M4 2.5v11l9-5.5z', pause: 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z', step: 'M3 2.5v11l7.5-5.5zM11.5 2.5h2v11h-2z', reset: 'M8 2.2a5.8 5.8 0 1 0 5.6 7.3l-1.6-.4A4.15 4.15 0 1 1 8 3.85c1 0 1.95.37 2.67 1L8.8 6.7h5V1.7l-1.95 1.95A5.8 5.8 0 0 0 8 2.2z' } as const;

/** Stops of the learning-rate slider: even on a logarithmic scale, from harmless to ruinous. */
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;

const icon = (path: string): SVGElement => svg('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, svg('path', { d: path }));

export function createControls(demo: Demo, text: Text, numbers: Numbers): Controls {
  const playLabel = el('span', {}, text.play);
  const playIcon = icon(ICONS.play);
  const play = button('primary', playIcon, playLabel, () => (demo.model.playing ? demo.pause() : demo.play()));
  const step = button('secondary', icon(ICONS.step), el('span', {}, text.step), () => demo.step());
  const reset = button('secondary', icon(ICONS.reset), el('span', {}, text.reset), () => demo.reset());
  const counter = el('span', { class: 'counter' });
  const rate = el('span', { class: 'rate', title: text.rateHint });

  const change = (next: Partial<DemoState>): void => demo.change(next);
  const dataSet = select(text.dataSet, DATA_SETS, text.dataSets, (set) => change({ data: { ...demo.model.state.data, set }, runs: demo.model.state.runs.map((run) => fittedTo(run, set)) }));
  const noise = slider(text.noise, 0, LIMITS.noise[1] * 100, 5, (percent) => change({ data: { ...demo.model.state.data, noise: percent / 100 } }), (percent) => numbers.percent(percent / 100));
  const learningRate = slider(text.learningRate, 0, RATES.length - 1, 1, (index) => change({ learningRate: RATES[index]!, schedule: [] }), (index) => numbers.short(RATES[index]!));
  const optimizer = select(text.optimizer, OPTIMIZERS, text.optimizers, (id) => change({ optimizer: id }));
  const speed = select(text.speed, SPEEDS, text.speeds, (id) => change({ speed: id }));
  const seed = seedField(text, (value) => change({ seed: value }));

  return {
    element: el('div', { class: 'controls', role: 'group', 'aria-label': text.controls },
      el('div', { class: 'transport' }, play, step, reset, el('div', { class: 'progress' }, counter, rate)),
      el('div', { class: 'fields' }, dataSet.element, noise.element, learningRate.element, optimizer.element, seed.element, speed.element)),
    update({ state, playing, frame }) {
      setText(playLabel, playing ? text.pause : text.play);
      const path = playIcon.firstElementChild!;
      const shape = playing ? ICONS.pause : ICONS.play;
      if (path.getAttribute('d') !== shape) path.setAttribute('d', shape);
      setText(counter, text.steps(numbers.whole(frame?.step ?? 0)));
      setText(rate, frame !== undefined && frame.rate > 0 && playing ? text.rate(numbers.whole(roundRate(frame.rate)), state.runs.length) : '');
      dataSet.set(state.data.set);
      noise.set(state.data.noise * 100);
      // A rate between the stops, from a link or a preset, is shown as it is.
      const now = frame?.learningRate ?? state.learningRate;
      learningRate.set(nearestRate(now), numbers.short(now));
      optimizer.set(state.optimizer);
      speed.set(state.speed);
      seed.set(state.seed);
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

function button(kind: string, picture: SVGElement, label: HTMLElement, press: () => void): HTMLButtonElement {
  const element = el('button', { type: 'button', class: `button ${kind}` }, picture, label);
  element.addEventListener('click', press);
  return element;
}

interface Field<T> {
  readonly element: HTMLElement;
  set(value: T, shown?: string): void;
}

function select<T extends string>(label: string, options: readonly T[], names: Readonly<Record<T, string>>, changed: (value: T) => void): Field<T> {
  const input = el('select', {}, ...options.map((id) => el('option', { value: id }, names[id])));
  input.addEventListener('change', () => changed(input.value as T));
  return {
    element: el('label', { class: 'field' }, el('span', { class: 'field-name' }, label), input),
    set(value) {
      if (input.value !== value) input.value = value;
    },
  };
}

function slider(label: string, min: number, max: number, step: number, changed: (value: number) => void, show: (value: number) => string): Field<number> {
  const input = el('input', { type: 'range', min, max, step });
  // Not an `output`, which is a live region: the slider itself says its value.
  const output = el('span', { class: 'field-value', 'aria-hidden': 'true' });
  input.addEventListener('input', () => changed(Number(input.value)));
  return {
    element: el('label', { class: 'field' }, el('span', { class: 'field-name' }, label), el('span', { class: 'slider' }, input, output)),
    set(value, shown = show(value)) {
      if (Number(input.value) !== value) input.value = String(value);
      setText(output, shown);
      if (input.getAttribute('aria-valuetext') !== shown) input.setAttribute('aria-valuetext', shown);
    },
  };
}

function seedField(text: Text, changed: (value: number) => void): Field<number> {
  const input = el('input', { type: 'number', min: LIMITS.seed[0], max: LIMITS.seed[1], step: 1, id: 'seed', class: 'seed' });
  input.addEventListener('change', () => {
    if (Number.isFinite(input.valueAsNumber)) changed(input.valueAsNumber);
  });
  const next = el('button', { type: 'button', class: 'button secondary icon-only', title: text.newSeed, 'aria-label': text.newSeed }, icon(ICONS.reset));
  next.addEventListener('click', () => changed(Math.floor(Math.random() * 1000)));
  return {
    element: el('div', { class: 'field' }, el('label', { class: 'field-name', for: 'seed' }, text.seed), el('span', { class: 'seed-row' }, input, next)),
    set(value) {
      if (document.activeElement !== input && input.value !== String(value)) input.value = String(value);
    },
  };
}
