/** The page's views, put together and drawn each at its own pace: maps at once, charts at 10 Hz, words at 4 Hz. */
import { RUN_LETTERS } from '../charts/names';
import { interpretedExpressions } from '../charts/expressions';
import type { Demo } from './demo';
import { el, setText } from './dom';
import { allFacts, runLetter, sentence, stopReason } from './facts';
import type { TrainerLink } from './link';
import type { Numbers, Text } from './text/text';
import { onThemeChange, readTheme } from './theme';
import { createChart } from './views/charts';
import { createControls } from './views/controls';
import { createRunPanel, type RunPanel } from './views/run-panel';

export interface Stage {
  /** The model changed: draws with the next frame of the screen. */
  changed(): void;
  /** Shows a remark until the next start. */
  note(text: string): void;
  /** Calls back whenever training has come to rest and its last frame is known. */
  onRest(callback: () => void): void;
}

const CHART_INTERVAL = 100;
const WORDS_INTERVAL = 250;
/** A screen reader is told at most this often while training, ms. */
const LIVE_INTERVAL = 6000;

export function createStage(root: HTMLElement, demo: Demo, trainer: TrainerLink, text: Text, numbers: Numbers): Stage {
  const controls = createControls(demo, text, numbers);
  const words = el('p', { class: 'sentence' });
  const notice = el('p', { class: 'notice', hidden: true });
  const live = el('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  const runs = el('div', { class: 'runs' });
  const charts = { loss: createChart('loss', text.lossChart, text.lossAxis), dead: createChart('dead', text.deadChart, text.deadAxis) };
  const legend = el('p', { class: 'legend' },
    el('span', { class: 'legend-item' }, el('span', { class: 'mark triangle', 'aria-hidden': 'true' }), text.classes[0]),
    el('span', { class: 'legend-item' }, el('span', { class: 'mark disc', 'aria-hidden': 'true' }), text.classes[1]),
    el('span', { class: 'legend-item' }, el('span', { class: 'ramp', 'aria-hidden': 'true' }), text.probability));
  root.replaceChildren(controls.element, words, notice, runs, legend, el('div', { class: 'charts' }, charts.loss.element, charts.dead.element), live);

  let theme = readTheme();
  let panels: readonly RunPanel[] = [];
  let shownState: unknown;
  let shownFrame: unknown;
  let remark = '';
  let queued = false;
  let atRest: (() => void) | undefined;
  const due = { charts: 0, words: 0, live: 0 };

  function setUp(): void {
    const { state } = demo.model;
    if (panels.length !== state.runs.length) {
      panels = state.runs.map((_, i) => createRunPanel(runLetter(i), text, numbers, (layer, activation) => {
        demo.change({
          runs: demo.model.state.runs.map((run, r) => (r === i ? { hidden: run.hidden.map((h, l) => (l === layer ? { ...h, activation } : h)) } : run)),
        });
      }));
      runs.replaceChildren(...panels.map(({ element }) => element));
    }
    for (const [i, panel] of panels.entries()) panel.setUp(state, state.runs[i]!, theme);
  }

  function paint(): void {
    const { style } = root;
    for (const [i, letter] of RUN_LETTERS.entries()) style.setProperty(`--run-${letter}`, theme.runs[i] ?? '');
    for (const i of [0, 1] as const) style.setProperty(`--class-${i}`, `rgb(${theme.classes[i].join(' ')})`);
    for (const chart of Object.values(charts)) chart.setTheme(theme);
  }

  function speak(now: number): void {
    const { model } = demo;
    const facts = allFacts(model, text, numbers);
    const line = sentence(model, text, numbers);
    const why = model.problem === '' ? stopReason(model, text, numbers) : text.failed(model.problem);
    const aside = [why, remark, trainer.place === 'page' ? text.onPage : ''].filter((part) => part !== '').join(' ');
    setText(words, line);
    setText(notice, aside);
    notice.hidden = aside === '';
    for (const [i, panel] of panels.entries()) if (facts[i] !== undefined) panel.describe(facts[i]);
    for (const [name, chart] of Object.entries(charts)) chart.describe(`${name === 'loss' ? text.lossChart : text.deadChart}. ${line}`);
    if (now < due.live && model.playing) return;
    due.live = now + LIVE_INTERVAL;
    setText(live, `${text.steps(numbers.whole(model.frame?.step ?? 0))}. ${why === '' ? line : why}`);
  }

  function draw(now: number): void {
    queued = false;
    const { model } = demo;
    const { frame, state, playing } = model;
    if (state !== shownState) {
      shownState = state;
      setUp();
    }
    controls.update(model);
    const rest = !playing && frame !== undefined && !frame.playing;
    if (frame !== undefined && frame !== shownFrame) {
      shownFrame = frame;
      for (const [i, panel] of panels.entries()) panel.draw(frame.runs[i]!, state.runs[i]!);
      demo.shown(frame);
      if (now >= due.charts || rest) {
        due.charts = now + CHART_INTERVAL;
        for (const chart of Object.values(charts)) chart.draw(model.history);
      }
    }
    if (now >= due.words || rest) {
      due.words = now + WORDS_INTERVAL;
      speak(now);
    }
    // For tests and for bug reports: what is shown, and whether the charts run as fast as they were built to.
    Object.assign(document.body.dataset, { step: String(frame?.step ?? ''), place: trainer.place, interpreted: String(interpretedExpressions()) });
    if (rest) atRest?.();
  }

  function changed(): void {
    if (queued) return;
    queued = true;
    requestAnimationFrame(draw);
  }

  onThemeChange(() => {
    theme = readTheme();
    paint();
    shownState = undefined;
    shownFrame = undefined;
    changed();
  });
  paint();
  return {
    changed,
    note(next) {
      remark = next;
      changed();
    },
    onRest(callback) {
      atRest = callback;
    },
  };
}
