/** The page's views, put together and drawn each at its own pace: maps at once, charts and figures together at 10 Hz, words at 4 Hz. */
import { RUN_LETTERS } from '../charts/names';
import { presetOf, presets } from '../presets';
import type { FromWebview } from '../protocol';
import type { Demo } from './demo';
import { el, setText } from './dom';
import { allFacts, runLetter, sentence, stopReason } from './facts';
import type { TrainerLink } from './link';
import type { Numbers, Text } from './text/text';
import { sameExperiment, TASKS } from '../state';
import { onThemeChange, readTheme } from './theme';
import { createCharts } from './views/charts';
import { createControls } from './views/controls';
import { createDetails } from './views/details';
import { createGallery } from './views/gallery';
import { createNetworks } from './views/networks';
import { createOwnPoints } from './views/own-points';
import { createRunPanel, type RunPanel } from './views/run-panel';
import { createSharing } from './views/sharing';
import { createSetup } from './views/setup';

export interface Stage {
  /** The model changed: draws with the next frame of the screen. */
  changed(): void;
  /** Shows a remark until the next start. */
  note(text: string): void;
  /** Calls back whenever training has come to rest and its last frame is known. */
  onRest(callback: () => void): void;
}

/** Charts, and figures with them: what changes faster cannot be read, and costs a layout each time. */
const CHART_INTERVAL = 100;
/** After the first picture, ms: long enough for it to reach the screen. */
const CHARTS_DELAY = 40;
const WORDS_INTERVAL = 250;
/** A screen reader is told at most this often while training, ms. */
const LIVE_INTERVAL = 6000;

/** `send` asks the extension for what a page cannot do. */
export function createStage(root: HTMLElement, demo: Demo, trainer: TrainerLink, text: Text, numbers: Numbers, send: (message: FromWebview) => void): Stage {
  let theme = readTheme();
  const controls = createControls(demo, text, numbers);
  const networks = createNetworks(demo, text, numbers);
  const setup = createSetup(demo, text, numbers, networks.element, () => networks.setUp(demo.model.state));
  const gallery = createGallery(text, (id) => demo.start({ state: presets[id].state, play: true, resume: null, history: [], learntAt: [] }), ({ kind, id }) => send({ v: 1, type: 'page', kind, id }));
  const words = el('p', { class: 'sentence' });
  const notice = el('p', { class: 'notice', hidden: true });
  const live = el('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  const runs = el('div', { class: 'runs' });
  const points = createOwnPoints(demo, text);
  const redraw = (): void => {
    shownHistory = undefined;
    due.charts = Math.min(due.charts, 0);
    changed();
  };
  const charts = createCharts(text, theme, numbers, redraw);
  const details = createDetails(demo, text, numbers, charts, (at) => {
    for (const panel of panels) panel.mark(at);
  }, redraw);
  const legend = el('p', { class: 'legend' },
    el('span', { class: 'legend-item' }, el('span', { class: 'mark triangle', 'aria-hidden': 'true' }), text.classes[0]),
    el('span', { class: 'legend-item' }, el('span', { class: 'mark disc', 'aria-hidden': 'true' }), text.classes[1]),
    el('span', { class: 'legend-item' }, el('span', { class: 'ramp', 'aria-hidden': 'true' }), text.probability));
  const sharing = createSharing(demo, charts, text, send);
  root.replaceChildren(gallery.list, el('div', { class: 'bench' },
    gallery.card, controls.element, words, notice, runs, legend, points.element, setup.element, charts.main, details.element, sharing.element, live));

  let panels: readonly RunPanel[] = [];
  let shownState: unknown;
  let shownFrame: unknown;
  let shownRefusal = '';
  let remark = '';
  let queued = false;
  let atRest: (() => void) | undefined;
  const due = { charts: Infinity, figures: 0, words: 0, live: 0 };
  let shownHistory: unknown;

  function setUp(): void {
    const { state } = demo.model;
    if (panels.length !== state.runs.length) {
      panels = state.runs.map((_, i) => createRunPanel(runLetter(i), demo, text, numbers, {
        look: (at) => (demo.model.state.data.set === 'own' ? points.add(at) : details.lookAt(at)),
        pick: (at, activation) => demo.change({
          runs: demo.model.state.runs.map((run, r) => (r === i ? { ...run, name: '', layers: run.layers.map((layer, l) => (l === at && 'activation' in layer ? { ...layer, activation } : layer)) } : run)),
        }),
      }));
      runs.classList.toggle('many', state.runs.length > 2);
      runs.replaceChildren(...panels.map(({ element }) => element));
    }
    const preset = presetOf(state.preset);
    gallery.show(state.preset, preset !== undefined && !sameExperiment(state, preset.state));
    if (setup.element.open) networks.setUp(state);
    for (const [i, panel] of panels.entries()) panel.setUp(state, state.runs[i]!, theme);
    details.setUp();
    points.setUp(state);
    legend.hidden = TASKS[state.data.set] !== TASKS.circle;
    sharing.setUp(state);
    demo.ask({ kind: 'prediction' }, ({ runs: gradients }) => {
      charts.predict(gradients);
      for (const [i, panel] of panels.entries()) panel.predict(gradients[i] ?? []);
    });
  }

  function paint(): void {
    const { style } = root;
    for (const [i, letter] of RUN_LETTERS.entries()) style.setProperty(`--run-${letter}`, theme.runs[i] ?? '');
    style.setProperty('--map-middle', `rgb(${theme.middle.join(' ')})`);
    for (const i of [0, 1] as const) style.setProperty(`--class-${i}`, `rgb(${theme.classes[i].join(' ')})`);
    charts.setTheme(theme);
  }

  function speak(now: number): void {
    const { model } = demo;
    const facts = allFacts(model, text, numbers);
    const line = sentence(model, text, numbers);
    const why = model.problem === '' ? stopReason(model, text, numbers) : text.failed(model.problem);
    const aside = [model.refused === '' ? '' : text.refused(model.refused), why, remark, trainer.place === 'page' ? text.onPage : ''].filter((part) => part !== '').join(' ');
    setText(words, line);
    setText(notice, aside);
    notice.hidden = aside === '';
    for (const [i, panel] of panels.entries()) if (facts[i] !== undefined) panel.describe(facts[i]);
    charts.describe(line);
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
    if (model.refused !== shownRefusal) {
      shownRefusal = model.refused;
      // What was entered does not hold: the controls go back to what does.
      if (shownRefusal !== '') networks.refresh(state);
      due.words = 0;
    }
    const rest = !playing && frame !== undefined && !frame.playing;
    if (frame !== undefined && frame !== shownFrame) {
      shownFrame = frame;
      for (const [i, panel] of panels.entries()) panel.draw(frame.runs[i]!);
      demo.shown(frame);
      // Charts follow once the first picture is on the screen: setting them up takes longer than all the rest.
      if (due.charts === Infinity) {
        due.charts = now + CHARTS_DELAY;
        setTimeout(changed, CHARTS_DELAY);
      } else if (rest) due.charts = 0;
    }
    if (now >= due.figures || rest || frame === undefined) {
      due.figures = now + CHART_INTERVAL;
      controls.update(model);
      setup.update(model);
      for (const [i, panel] of panels.entries()) if (frame !== undefined) panel.count(frame.runs[i]!);
    }
    if (model.history !== shownHistory && now >= due.charts && document.body.dataset['step'] !== undefined) {
      shownHistory = model.history;
      due.charts = now + CHART_INTERVAL;
      charts.draw(model);
      details.draw(model, theme, rest);
    }
    if (now >= due.words || rest) {
      due.words = now + WORDS_INTERVAL;
      speak(now);
    }
    // For tests and bug reports: what is shown, and who trains.
    Object.assign(document.body.dataset, { step: String(frame?.step ?? ''), place: trainer.place });
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
    due.figures = 0;
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
