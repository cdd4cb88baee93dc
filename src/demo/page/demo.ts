/**
 * The one place where the page's state changes: what is set up, whether it runs, the last frame, the past.
 * Views read {@link DemoModel} and call these methods; nothing else writes.
 */
import { type DemoState, parseState, sameExperiment } from '../state';
import type { Frame, FromTrainer, Snapshot } from '../worker/messages';
import type { Answer, Question } from '../worker/questions';
import { extendHistory, extendLearntAt, type HistoryPoint, type LearntAt } from './history';
import type { TrainerLink } from './link';

export interface DemoModel {
  readonly state: DemoState;
  /** What the user wants; the trainer may have stopped for a reason of its own, see `frame.stop`. */
  readonly playing: boolean;
  readonly frame: Frame | undefined;
  readonly history: readonly HistoryPoint[];
  readonly learntAt: LearntAt;
  /** A line for the user about something that went wrong, or empty. */
  readonly problem: string;
  /** Why the last change was not made, or empty. */
  readonly refused: string;
}

export interface Start {
  readonly state: DemoState;
  readonly play: boolean;
  readonly resume: Snapshot | null;
  readonly history: readonly HistoryPoint[];
  readonly learntAt: LearntAt;
}

export interface Demo {
  readonly model: DemoModel;
  start(start: Start): void;
  play(): void;
  pause(): void;
  step(): void;
  reset(): void;
  /** Changes the state. Learning rate and speed act at once; anything else starts anew. */
  change(change: Partial<DemoState>): void;
  /** Stops while nobody can see it, and goes on after. */
  setVisible(visible: boolean): void;
  /** Tells the trainer that a frame has been shown. */
  shown(frame: Frame): void;
  /** Whether frames are to carry the units' own pictures. */
  demand(maps: boolean): void;
  /** Asks the trainer; the answer comes later, or never where there is none or another experiment has begun. */
  ask<K extends Question['kind']>(question: Extract<Question, { readonly kind: K }>, answered: (answer: Extract<Answer, { readonly kind: K }>) => void): void;
}

export interface DemoListener {
  /** Something to show; called for each frame and each change. */
  changed(): void;
  /** For the extension's log. */
  failed(message: string): void;
}

/** Makes the model around a trainer. */
export function createDemo(trainer: TrainerLink, initial: DemoState, listener: DemoListener): Demo {
  let model: DemoModel = { state: initial, playing: false, frame: undefined, history: [], learntAt: [], problem: '', refused: '' };
  let experiment = 0;
  let visible = true;
  // The page's first picture has the machine to itself; training begins when it is on the screen.
  let opened = false;
  let maps = false;
  let asked = 0;
  const waiting = new Map<number, { readonly experiment: number; readonly answered: (answer: Answer) => void }>();

  function update(change: Partial<DemoModel>): void {
    model = { ...model, ...change };
    listener.changed();
  }

  function configure({ state, play, resume, history, learntAt }: Start): void {
    experiment += 1;
    update({ state, playing: play, frame: undefined, history, learntAt, problem: '', refused: '' });
    trainer.send({ v: 1, type: 'configure', experiment, state, resume, play: play && visible && opened });
  }

  function takeFrame(frame: Frame): void {
    if (frame.experiment !== experiment) return;
    const ended = frame.stop !== null && frame.stop !== 'asked';
    update({ frame, history: extendHistory(model.history, frame), learntAt: extendLearntAt(model.learntAt, frame), playing: model.playing && !ended });
  }

  trainer.listen((message: FromTrainer) => {
    if (message.type === 'frame') takeFrame(message);
    else if (message.type === 'answer') {
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      // A curve is the same in every experiment.
      if (one !== undefined && (one.experiment === experiment || message.answer.kind === 'curve')) one.answered(message.answer);
    }
    else if (message.type === 'error') {
      listener.failed(message.message);
      update({ problem: message.message, playing: false });
    }
  });

  return {
    get model() {
      return model;
    },
    start: configure,
    play() {
      update({ playing: true });
      if (visible) trainer.send({ v: 1, type: 'play' });
    },
    pause() {
      update({ playing: false });
      trainer.send({ v: 1, type: 'pause' });
    },
    step() {
      update({ playing: false });
      trainer.send({ v: 1, type: 'step', count: 1 });
    },
    reset() {
      configure({ state: model.state, play: false, resume: null, history: [], learntAt: [] });
    },
    change(change) {
      const parsed = parseState({ ...model.state, ...change });
      if (!parsed.ok) {
        listener.failed(`Refused a change: ${parsed.reason}`);
        update({ refused: parsed.reason });
        return;
      }
      const state = parsed.value;
      if (sameExperiment(state, model.state)) {
        update({ state, refused: '' });
        trainer.send({ v: 1, type: 'set', learningRate: state.learningRate, schedule: state.schedule, speed: state.speed });
      } else configure({ state, play: model.playing, resume: null, history: [], learntAt: [] });
    },
    setVisible(now) {
      if (now === visible) return;
      visible = now;
      if (!model.playing) return;
      trainer.send({ v: 1, type: visible ? 'play' : 'pause' });
    },
    shown(frame) {
      if (!opened) {
        opened = true;
        if (model.playing && visible) trainer.send({ v: 1, type: 'play' });
      }
      trainer.send({ v: 1, type: 'ack', id: frame.id });
    },
    demand(wanted) {
      if (maps === wanted) return;
      maps = wanted;
      trainer.send({ v: 1, type: 'demand', maps });
    },
    ask(question, answered) {
      asked += 1;
      waiting.set(asked, { experiment, answered: answered as (answer: Answer) => void });
      if (question.kind === 'step') update({ playing: false });
      trainer.send({ v: 1, type: 'ask', id: asked, question });
    },
  };
}
