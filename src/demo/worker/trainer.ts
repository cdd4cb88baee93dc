/**
 * The trainer: takes messages, trains in short slices so that messages land between them, and sends frames.
 * It knows neither worker nor page; {@link TrainerHost} gives it a clock, a queue and a way out.
 */
import { type DemoState, type EngineId, rateAt, STEPS_PER_SECOND } from '../state';
import type { CreateEngine } from './engine';
import { type FromTrainer, parseToTrainer, type RunFrame, type Stop, type ToTrainer, TRAINER_VERSION } from './messages';
import { createPlateau } from './plateau';
import type { Answer, Question } from './questions';
import { createRace, type Race } from './race';
import { sampleCurve } from './sampled';

export interface TrainerHost {
  post(message: FromTrainer, transfer: readonly ArrayBuffer[]): void;
  /** Milliseconds, monotonic. */
  now(): number;
  /** Runs the task after messages that wait have been delivered, `delay` ms later at the earliest. */
  defer(task: () => void, delay: number): void;
  /** Longest stretch of training, ms. */
  readonly slice: number;
  readonly engines: Readonly<Record<EngineId, CreateEngine>>;
}

export interface Trainer {
  receive(message: unknown): void;
}

/** Between two frames while training, ms: 20 a second are smooth for what moves so slowly, and each costs the page a commit. */
const FRAME_INTERVAL = 50;
/** Training takes this many times as long as looking at what has become of it, at least. */
const LOOKING_SHARE = 3;
/** Training pauses by itself after so many steps: a forgotten demo must not heat a laptop. */
const ROUND = 10_000;
/** A slow speed is served in ticks of this length, ms. */
const TICK = 16;

type Configure = Extract<ToTrainer, { readonly type: 'configure' }>;

/** Makes a trainer that waits for `configure`. */
export function createTrainer(host: TrainerHost): Trainer {
  let race: Race | undefined;
  let experiment = 0;
  let state: DemoState | undefined;
  let maps = false;
  let plateau = createPlateau();
  let target = Infinity;
  let playing = false;
  let queued = false;
  let frames = 0;
  let unacknowledged: number | undefined;
  let lastFrame = -Infinity;
  // How long the last look took, ms.
  let looking = 0;
  // Where the current stretch began, to hold a slow speed and to measure the rate.
  let mark = { time: 0, step: 0 };
  let pace = { time: 0, step: 0 };
  let rate = 0;

  const learningRate = (): number => (state === undefined || race === undefined ? 0 : rateAt(state, race.step));

  function send(stop: Stop | null): void {
    if (race === undefined) return;
    const begin = host.now();
    const { runs, halted } = race.look(maps);
    looking = host.now() - begin;
    const still = playing && plateau.watch(race.step, runs.map(({ loss }) => loss));
    if ((halted && stop !== 'halted') || still) {
      playing = false;
      stop = halted ? 'halted' : 'plateau';
    }
    const now = host.now();
    const span = now - mark.time;
    // Measured over whole seconds; the first second of a stretch shows what it has so far.
    if (span > 1000 || rate === 0) rate = span > 0 ? ((race.step - mark.step) / span) * 1000 : 0;
    if (span > 1000) mark = { time: now, step: race.step };
    frames += 1;
    lastFrame = now;
    if (playing) unacknowledged = frames;
    host.post({ v: TRAINER_VERSION, type: 'frame', experiment, id: frames, step: race.step, playing, stop, rate: playing ? rate : 0, learningRate: learningRate(), runs }, buffersOf(runs));
  }

  function stop(reason: Stop): void {
    playing = false;
    send(reason);
  }

  function queue(delay: number): void {
    if (queued) return;
    queued = true;
    host.defer(() => {
      queued = false;
      if (playing) trainSlice();
    }, delay);
  }

  function trainSlice(): void {
    if (race === undefined) return;
    const start = host.now();
    const due = target === Infinity ? Infinity : Math.floor(((start - pace.time) * target) / 1000) - (race.step - pace.step);
    for (let done = 0; done < due && host.now() - start < host.slice; done += 1) {
      if (race.advance(learningRate())) return stop('halted');
      if (race.step % ROUND === 0) return stop('round');
    }
    // A page that was away must not be followed by a burst of steps.
    if (due > target / 2) pace = { time: start, step: race.step };
    if (unacknowledged === undefined && due > 0 && host.now() - lastFrame >= Math.max(FRAME_INTERVAL, LOOKING_SHARE * looking)) send(null);
    if (playing) queue(target === Infinity ? 0 : TICK);
  }

  function play(): void {
    if (race === undefined || !race.alive || playing) return;
    playing = true;
    unacknowledged = undefined;
    mark = { time: host.now(), step: race.step };
    pace = mark;
    rate = 0;
    plateau = createPlateau();
    queue(0);
  }

  function configure(message: Configure): void {
    playing = false;
    race?.dispose();
    race = undefined;
    ({ experiment } = message);
    ({ state } = message);
    target = STEPS_PER_SECOND[state.speed];
    race = createRace(state, host.engines[state.engine], message.resume);
    send('asked');
    if (message.play) play();
  }

  /** Up to `count` steps; true where a run halted. */
  function advance(runners: Race, count: number): boolean {
    for (let i = 0; i < count && runners.alive; i += 1) {
      if (runners.advance(learningRate())) return true;
    }
    return false;
  }

  /** Undefined where there is nothing to say, such as of a run that has failed. */
  function answerTo(question: Question): Answer | undefined {
    switch (question.kind) {
      case 'curve':
        return { kind: 'curve', curve: sampleCurve(question.chain, question.units, question.times) };
      case 'map': {
        const map = race?.mapAt(question.run, question.at);
        return map && { kind: 'map', run: question.run, at: question.at, map };
      }
      case 'step': {
        playing = false;
        const step = race?.explain(question.run, learningRate());
        send('asked');
        return step && { kind: 'step', run: question.run, step };
      }
      case 'prediction':
        return race && { kind: 'prediction', runs: race.predict() };
    }
  }

  function handle(message: ToTrainer): void {
    switch (message.type) {
      case 'configure':
        return configure(message);
      case 'play':
        return play();
      case 'pause':
        return stop('asked');
      case 'step':
        playing = false;
        return send(race !== undefined && advance(race, message.count) ? 'halted' : 'asked');
      case 'set':
        target = STEPS_PER_SECOND[message.speed];
        if (state !== undefined) state = { ...state, learningRate: message.learningRate, schedule: message.schedule, speed: message.speed };
        if (race !== undefined) pace = { time: host.now(), step: race.step };
        return;
      case 'demand':
        ({ maps } = message);
        return playing ? undefined : send('asked');
      case 'ask': {
        const answer = answerTo(message.question);
        if (answer !== undefined) host.post({ v: TRAINER_VERSION, type: 'answer', id: message.id, answer }, []);
        return;
      }
      case 'ack':
        if (message.id === unacknowledged) unacknowledged = undefined;
    }
  }

  return {
    receive(message) {
      const parsed = parseToTrainer(message);
      try {
        if (!parsed.ok) throw new Error(`Refused a message: ${parsed.reason}`);
        handle(parsed.value);
      } catch (error) {
        host.post({ v: TRAINER_VERSION, type: 'error', message: error instanceof Error ? error.message : String(error) }, []);
      }
    },
  };
}

/** What may be handed over instead of copied. */
function buffersOf(runs: readonly RunFrame[]): ArrayBuffer[] {
  return runs.flatMap(({ picture, maps }) => (maps === null ? [picture.buffer] : [picture.buffer, maps.z.buffer, maps.out.buffer]));
}
