/**
 * The page's line to its trainer: the worker made from the text in the page, or, where none answers in time, the same
 * text run as a script on this thread in shorter slices.
 */
import type { Early } from '../html';
import { FALLBACK, type Fallback } from '../worker/fallback';
import { type Frame, type FromTrainer, parseFromTrainer, type ToTrainer } from '../worker/messages';
import type { Trainer } from '../worker/trainer';

export type TrainerPlace = 'starting' | 'worker' | 'page';

export interface TrainerLink {
  readonly place: TrainerPlace;
  send(message: ToTrainer): void;
  /** Sets who hears what the trainer says; what came earlier is delivered at once. */
  listen(listener: (message: FromTrainer) => void): void;
}

/** A worker that says nothing for this long, ms, will not: some hosts accept one and never run it. */
const PATIENCE = 1500;

/** The number of the experiment that was begun before the page could ask for one. */
const EARLY_EXPERIMENT = 0;

/**
 * Takes over the worker that the page has started, or runs the trainer here. `nonce` is what the page's policy lets
 * scripts run with.
 */
export function connectTrainer(begun: Early, source: string, nonce: string, patience: number = PATIENCE): TrainerLink {
  /** What was begun early, until the page has said what it wants. */
  let state = begun.state;
  const { worker } = begun;
  const early: Frame[] = [];
  /** The number by which the page knows what was begun early. */
  let adopted: number | undefined;
  let place: TrainerPlace = 'starting';
  let deliver = (message: ToTrainer): void => worker?.postMessage(message, []);
  let listener: ((message: FromTrainer) => void) | undefined;
  const unanswered: ToTrainer[] = [];
  const waitingIn: FromTrainer[] = [];

  function hear(message: FromTrainer): void {
    if (listener === undefined) waitingIn.push(message);
    else listener(message);
  }

  function receive(value: unknown): void {
    const parsed = parseFromTrainer(value);
    if (parsed.ok && parsed.value.type === 'frame' && parsed.value.experiment === EARLY_EXPERIMENT) {
      if (state !== undefined) early.push(parsed.value);
      else if (adopted !== undefined) hear({ ...parsed.value, experiment: adopted });
    } else hear(parsed.ok ? parsed.value : { v: 1, type: 'error', message: `Refused a message of the trainer: ${parsed.reason}` });
  }

  /** Whoever answers first is the trainer. */
  function open(how: TrainerPlace, to: (message: ToTrainer) => void): void {
    place = how;
    deliver = to;
  }

  function runHere(why: string): void {
    if (place !== 'starting') return;
    const script = document.createElement('script');
    script.nonce = nonce;
    script.textContent = source;
    document.head.append(script);
    const create = (globalThis as Record<string, unknown>)[FALLBACK] as Fallback | undefined;
    if (create === undefined) {
      hear({ v: 1, type: 'error', message: `${why} Nor could the trainer run on the page.` });
      return;
    }
    const trainer: Trainer = create((message) => receive(message));
    open('page', (message) => trainer.receive(message));
    for (const message of unanswered.splice(0)) trainer.receive(message);
  }

  if (worker === undefined) runHere('The worker could not be made.');
  else {
    const timer = setTimeout(() => {
      worker.terminate();
      runHere('The worker did not answer.');
    }, patience);
    const take = (data: unknown): void => {
      if (place === 'starting') {
        clearTimeout(timer);
        unanswered.length = 0;
        open('worker', deliver);
      }
      if (place === 'worker') receive(data);
    };
    begun.hear = take;
    for (const data of begun.said) take(data);
    worker.addEventListener('error', (event) => {
      if (place === 'starting') {
        clearTimeout(timer);
        worker.terminate();
        runHere('The worker could not start.');
      } else hear({ v: 1, type: 'error', message: `The trainer failed: ${event.message}` });
    });
  }
  return {
    get place() {
      return place;
    },
    send(message) {
      // A worker's queue keeps what comes before it runs; a copy stays here for whoever takes its place.
      if (place === 'starting') unanswered.push(message);
      if (message.type === 'configure') {
        const frames = early.splice(0);
        const same = state !== undefined && place !== 'page' && message.resume === null && !message.play && JSON.stringify(message.state) === state;
        state = undefined;
        adopted = same ? message.experiment : undefined;
        if (same) {
          for (const frame of frames) hear({ ...frame, experiment: message.experiment });
          return;
        }
      }
      deliver(message);
    },
    listen(next) {
      listener = next;
      for (const message of waitingIn.splice(0)) next(message);
    },
  };
}
