/** The workbench: everything that is trained on and how, folded away behind a line that sums it up. */
import { DATA_SETS, type DemoState, ENGINES, fittedTo, LIMITS, type OwnPoint, pointsOf, SPEEDS } from '../../state';
import { OPTIMIZERS } from '../../optimizers';
import { generate } from '../../worker/data';
import type { Demo, DemoModel } from '../demo';
import { el, setText } from '../dom';
import type { Numbers, Text } from '../text/text';
import { button, type Field, line, number, select, slider } from './fields';
import { icon } from './icons';

export interface Setup {
  readonly element: HTMLDetailsElement;
  update(model: DemoModel): void;
}

/** Points of a drawn set that the user's own begin with. */
const FIRST_POINTS = 40;

/** `opened` is called when it is unfolded: what stands in `networks` need not be made before. */
export function createSetup(demo: Demo, text: Text, numbers: Numbers, networks: HTMLElement, opened: () => void): Setup {
  const change = (next: Partial<DemoState>): void => demo.change(next);
  const changeData = (next: Partial<DemoState['data']>): void => change({ data: { ...demo.model.state.data, ...next } });
  const percent = (value: number): string => numbers.percent(value / 100);

  const fields = {
    set: select(text.dataSet, DATA_SETS, text.dataSets, (set) => {
      const { state } = demo.model;
      const own = set === 'own' && state.data.own.length < 2 ? firstPoints(state) : state.data.own;
      change({ data: { ...state.data, set, own }, runs: state.runs.map((run) => fittedTo(run, { ...state.data, set })) });
    }),
    noise: slider(text.noise, [0, LIMITS.noise[1] * 100, 5], (value) => changeData({ noise: value / 100 }), percent),
    points: number<number>(text.points, [...LIMITS.points, 1], (points) => changeData({ points })),
    test: slider(text.test, [0, LIMITS.test[1] * 100, 5], (value) => changeData({ test: value / 100 }), percent),
    optimizer: select(text.optimizer, OPTIMIZERS, text.optimizers, (optimizer) => change({ optimizer })),
    batchSize: number<number>(text.batchSize, [...LIMITS.batchSize, 1], (batchSize) => change({ batchSize })),
    schedule: line(text.schedule, text.scheduleHint, (value) => change({ schedule: parseSchedule(value) })),
    l1: number<number>('L1', [...LIMITS.penalty, 'any'], (l1) => change({ l1: l1 ?? 0 })),
    l2: number<number>('L2', [...LIMITS.penalty, 'any'], (l2) => change({ l2: l2 ?? 0 })),
    clip: number<number | null>(text.clip, [...LIMITS.clip, 'any'], (clip) => change({ clip })),
    speed: select(text.speed, SPEEDS, text.speeds, (speed) => change({ speed })),
    engine: select(text.engine, ENGINES, text.engines, (engine) => change({ engine })),
  };
  const seed = number<number>(text.seed, [...LIMITS.seed, 1], (value) => change({ seed: value ?? 0 }));
  const fresh = button('secondary icon-only', icon('reset'), () => change({ seed: Math.floor(Math.random() * 1000) }));
  fresh.title = text.newSeed;
  fresh.setAttribute('aria-label', text.newSeed);
  const summary = el('span', { class: 'setup-sum' });
  const all: readonly Field<never>[] = [fields.set, fields.noise, fields.points, fields.test, fields.optimizer, fields.batchSize, fields.schedule, fields.l1, fields.l2, fields.clip, fields.speed, fields.engine];

  const element = el('details', { class: 'setup' }, el('summary', {}, el('span', { class: 'setup-name' }, text.setup), ' ', summary),
      el('div', { class: 'fields' }, ...all.slice(0, 4).map(({ element }) => element), el('div', { class: 'seed-row' }, seed.element, fresh), ...all.slice(4).map(({ element }) => element)), networks);
  element.addEventListener('toggle', () => {
    if (element.open) opened();
  });

  return {
    element,
    update({ state }) {
      const { data } = state;
      fields.set.set(data.set);
      fields.noise.set(data.noise * 100);
      fields.points.set(pointsOf(state));
      fields.test.set(data.test * 100);
      fields.optimizer.set(state.optimizer);
      fields.batchSize.set(state.batchSize);
      fields.schedule.set(state.schedule.map(({ step, rate }) => `${step}: ${rate}`).join(', '));
      fields.l1.set(state.l1);
      fields.l2.set(state.l2);
      fields.clip.set(state.clip);
      fields.speed.set(state.speed);
      fields.engine.set(state.engine);
      seed.set(state.seed);
      setText(summary, [text.dataSets[data.set], text.optimizers[state.optimizer], text.batchOf(state.batchSize), text.seedOf(state.seed)].join(' · '));
    },
  };
}

/** `60: 0.3, 200: 0.1`; parts that are none are left out. */
function parseSchedule(value: string): DemoState['schedule'] {
  return value.split(',').flatMap((part) => {
    const match = /^\s*(\d+)\s*:\s*([\d.e-]+)\s*$/.exec(part);
    const rate = Number(match?.[2]);
    return match === null || !Number.isFinite(rate) ? [] : [{ step: Number(match[1]), rate }];
  }).slice(0, LIMITS.schedule[1]);
}

/** What the user's own points begin with: some of those that were shown, else a few of a circle. */
function firstPoints(state: DemoState): readonly OwnPoint[] {
  const plane = generate(state).task.shape.length === 1 && generate(state).task.classes === 2;
  const { inputs, labels } = generate(plane && state.data.set !== 'own' ? state : { ...state, data: { ...state.data, set: 'circle' } });
  const within = (value: number): number => Math.round(100 * Math.min(1.2, Math.max(-1.2, value))) / 100;
  return Array.from({ length: Math.min(FIRST_POINTS, labels.length) }, (_, i) => ({ x: within(inputs[2 * i]!), y: within(inputs[2 * i + 1]!), label: labels[i]! }));
}
