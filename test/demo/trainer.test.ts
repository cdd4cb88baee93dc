import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { extendHistory, type HistoryPoint } from '../../src/demo/page/history';
import { restore, save } from '../../src/demo/page/saved';
import { stack } from '../../src/demo/layers';
import { type DemoState, initialState } from '../../src/demo/state';
import { createPlainEngine } from '../../src/demo/worker/engine-plain';
import type { Frame, FromTrainer, ToTrainer } from '../../src/demo/worker/messages';
import { createTrainer, type Trainer } from '../../src/demo/worker/trainer';

/** A trainer whose clock and queue the test turns by hand. */
function bench(state: DemoState, options: { readonly resume?: Extract<ToTrainer, { type: 'configure' }>['resume'] } = {}) {
  const tasks: (() => void)[] = [];
  const said: FromTrainer[] = [];
  let time = 0;
  const trainer: Trainer = createTrainer({
    post: (message) => said.push(message),
    // Every look at the clock costs a tenth of a millisecond, so a slice of 8 ms takes about 80 steps.
    now: () => (time += 0.1),
    defer: (task, delay) => tasks.push(() => { time += delay; task(); }),
    slice: 8,
    engines: { tf: createPlainEngine, plain: createPlainEngine },
  });
  const send = (message: ToTrainer): void => trainer.receive(message);
  send({ v: 1, type: 'configure', experiment: 1, state, resume: options.resume ?? null, play: false });
  return {
    trainer, said, send,
    frames: () => said.filter((message): message is Frame => message.type === 'frame'),
    /** Runs slices as a browser would, until none waits. */
    turn: (times: number) => {
      for (let i = 0; i < times; i += 1) tasks.shift()?.();
    },
    pass: (ms: number) => {
      time += ms;
    },
    waiting: () => tasks.length,
  };
}

describe('the trainer', () => {
  test('answers configure with the first frame and waits', () => {
    const { frames, waiting } = bench(initialState);
    assert.deepEqual(frames().map(({ step, playing, stop }) => ({ step, playing, stop })), [{ step: 0, playing: false, stop: 'asked' }]);
    assert.ok(frames()[0]!.runs.every(({ gradientNorms }) => gradientNorms.length === 3 && gradientNorms.every((norm) => norm > 0)));
    assert.equal(waiting(), 0);
  });

  test('sends no second frame before the first is acknowledged, and trains on meanwhile', () => {
    const { send, turn, frames, pass } = bench(initialState);
    send({ v: 1, type: 'play' });
    for (let i = 0; i < 20; i += 1) {
      pass(10);
      turn(1);
    }
    assert.equal(frames().length, 2);
    send({ v: 1, type: 'ack', id: frames()[1]!.id });
    pass(30);
    turn(1);
    assert.equal(frames().length, 3);
    assert.ok(frames()[2]!.step > frames()[1]!.step + 500, 'the steps between were taken');
  });

  test('pauses at once, steps by one, and can be resumed elsewhere with the same numbers', () => {
    const { send, turn, frames } = bench(initialState);
    send({ v: 1, type: 'play' });
    turn(2);
    send({ v: 1, type: 'pause' });
    const paused = frames().at(-1)!;
    assert.equal(paused.playing, false);
    turn(5);
    send({ v: 1, type: 'step', count: 1 });
    assert.equal(frames().at(-1)!.step, paused.step + 1);

    const restored = restore(JSON.parse(JSON.stringify(save(initialState, paused, false, { history: [], learntAt: [] }))));
    assert.ok(restored.ok);
    const other = bench(initialState, { resume: restored.value.snapshot });
    assert.deepEqual(other.frames()[0]!.runs[0], paused.runs[0]);
    other.send({ v: 1, type: 'step', count: 1 });
    assert.deepEqual(other.frames().at(-1)!.runs, frames().at(-1)!.runs);
  });

  test('holds a slow speed whatever the machine could do, and does not hurry after a long absence', () => {
    const { send, turn, frames, pass } = bench({ ...initialState, speed: 'slow' });
    send({ v: 1, type: 'play' });
    for (let i = 0; i < 100; i += 1) {
      pass(10);
      turn(1);
      const last = frames().at(-1)!;
      send({ v: 1, type: 'ack', id: last.id });
    }
    const { step } = frames().at(-1)!;
    assert.ok(step >= 15 && step <= 30, `${step} steps in about 2.6 s`);
    pass(60_000);
    turn(3);
    assert.ok(frames().at(-1)!.step < step + 600);
  });

  test('pauses by itself after a round, and when a run fails, with the reason', () => {
    const long = bench({ ...initialState, runs: [stack([2], 'relu')] });
    long.send({ v: 1, type: 'play' });
    long.turn(400);
    assert.deepEqual([long.frames().at(-1)!.step, long.frames().at(-1)!.stop], [10_000, 'round']);

    const wild = bench({ ...initialState, learningRate: 100, runs: [stack([8, 8], 'linear'), initialState.runs[1]!] });
    wild.send({ v: 1, type: 'play' });
    wild.turn(50);
    const last = wild.frames().at(-1)!;
    assert.deepEqual([last.stop, last.playing], ['halted', false]);
    assert.ok(last.runs[0]!.halted !== null);
    assert.equal(last.runs[1]!.halted, null);
    wild.send({ v: 1, type: 'play' });
    wild.turn(2);
    wild.send({ v: 1, type: 'pause' });
    assert.ok(wild.frames().at(-1)!.step > last.step, 'the other run can go on');
  });

  test('follows its schedule, and a rate set by hand takes its place', () => {
    const { send, frames } = bench({ ...initialState, learningRate: 4, schedule: [{ step: 2, rate: 0.5 }] });
    const rates = (): number => frames().at(-1)!.learningRate;
    assert.equal(rates(), 4);
    send({ v: 1, type: 'step', count: 2 });
    assert.equal(rates(), 0.5);
    send({ v: 1, type: 'set', learningRate: 0.1, schedule: [], speed: 'full' });
    send({ v: 1, type: 'step', count: 1 });
    assert.equal(rates(), 0.1);
  });

  test('stops where no loss falls any more', () => {
    const still = bench({ ...initialState, runs: [stack([4], 'step', { weights: { bias: -5 } })], data: { ...initialState.data, set: 'xor' } });
    still.send({ v: 1, type: 'play' });
    for (let i = 0; i < 400 && still.waiting() > 0; i += 1) {
      still.pass(40);
      still.turn(1);
      still.send({ v: 1, type: 'ack', id: still.frames().at(-1)!.id });
    }
    const last = still.frames().at(-1)!;
    assert.deepEqual([last.stop, last.playing], ['plateau', false]);
    assert.ok(last.step >= 4000 && last.step < 10_000, String(last.step));
  });

  test('answers questions, and is silent where there is no answer', () => {
    const { send, said, frames } = bench(initialState);
    send({ v: 1, type: 'ask', id: 1, question: { kind: 'prediction' } });
    send({ v: 1, type: 'ask', id: 2, question: { kind: 'curve', chain: [{ id: 'relu', parameter: null }], units: 1, times: 2 } });
    send({ v: 1, type: 'ask', id: 3, question: { kind: 'map', run: 5, at: [0, 0] } });
    send({ v: 1, type: 'ask', id: 4, question: { kind: 'step', run: 1 } });
    assert.deepEqual(said.flatMap((message) => (message.type === 'answer' ? [[message.id, message.answer.kind]] : [])), [[1, 'prediction'], [2, 'curve'], [4, 'step']]);
    assert.equal(frames().at(-1)!.step, 1);
    assert.equal(frames().at(-1)!.runs[0]!.maps, null);
    send({ v: 1, type: 'demand', maps: true });
    assert.equal(frames().at(-1)!.runs[0]!.maps!.z.length, 16 * 625);
  });

  test('refuses what does not fit and says why', () => {
    const { trainer, said } = bench(initialState);
    trainer.receive({ v: 1, type: 'step', count: 'many' });
    trainer.receive({ v: 1, type: 'configure', experiment: 2, state: initialState, resume: { step: 1, runs: [] }, play: false });
    assert.deepEqual(said.slice(1).map((message) => (message.type === 'error' ? message.message : message.type)), [
      'Refused a message: step: count must be a number', 'Refused a message: configure: resume runs must have 1 to 6 entries',
    ]);
  });
});

describe('the past', () => {
  test('always fits, keeps its ends, and has no wide gap', () => {
    let history: readonly HistoryPoint[] = [];
    const run = { loss: 1, accuracy: 0.5, layers: [{ units: 2, dead: [true, false], saturated: 0.5, sparse: 0.25 }] };
    for (let step = 0; step <= 20_000; step += 7) {
      history = extendHistory(history, { step, runs: [run] } as unknown as Frame);
      assert.deepEqual([history.at(-1)!.dead, history.at(-1)!.saturated, history.at(-1)!.sparse], [[0.5], [0.5], [0.25]]);
      assert.ok(history.length <= 200);
      assert.equal(history.at(-1)!.step, step);
    }
    assert.equal(history[0]!.step, 0);
    const gaps = history.slice(1).map(({ step }, i) => step - history[i]!.step);
    assert.ok(Math.max(...gaps) <= 20_000 / 25, `a gap of ${Math.max(...gaps)}`);
    assert.ok(history.length > 40);
  });

  test('is refused with weights that do not fit, or that are no base64', () => {
    const { frames } = bench(initialState);
    const saved = save(initialState, frames()[0]!, false, { history: [], learntAt: [null, 3] });
    const reason = (value: unknown): string => {
      const restored = restore(value);
      return restored.ok ? '' : restored.reason;
    };
    assert.equal(reason(saved), '');
    assert.match(reason({ ...saved, runs: [saved.runs[0]] }), /one set of weights per network/);
    assert.match(reason({ ...saved, runs: [saved.runs[0], { ...saved.runs[1], values: '***' }] }), /do not fit network 2/);
    assert.match(reason({ ...saved, version: 2 }), /version/);
  });
});
