/**
 * Promises: what waits for one runs once the code that is being run has come to its end, or waits itself. A value that
 * is no promise stands for one that is settled.
 */
import { iterate } from './iterate';
import type { Job, Machine } from './state';
import { newArray, optionally, touch } from './state';
import type { PromiseValue, Value } from './values';
import { UNDEFINED, UNKNOWN } from './values';

function newPromise(machine: Machine): PromiseValue {
  return { kind: 'promise', born: machine.clock++, settled: undefined, waiting: [] };
}

/** A job that puts off another, and that one another, is followed so far: a loop that waits in each round has no end. */
const MAX_GENERATIONS = 10;

function putOff(machine: Machine, run: () => void): void {
  if (machine.frozen) return;
  if (machine.generation < MAX_GENERATIONS) machine.jobs.push({ journal: machine.journal, generation: machine.generation + 1, run });
  else leaveOut(machine);
}

/** What is not followed may do anything to the models that are there. */
function leaveOut(machine: Machine): void {
  for (const model of machine.models) {
    touch(machine, model);
    model.complete = false;
  }
}

function runJob(machine: Machine, job: Job): void {
  const { generation } = machine;
  machine.generation = job.generation;
  job.run();
  machine.generation = generation;
}

/** Goes on with the value of a promise, later. */
function whenSettled(machine: Machine, value: Value, goOn: (settled: Value) => void): void {
  if (value.kind !== 'promise') putOff(machine, () => {
    goOn(value);
  });
  else if (value.settled) whenSettled(machine, value.settled, goOn);
  else value.waiting.push(goOn);
}

function settle(machine: Machine, promise: PromiseValue, value: Value): void {
  if (value.kind === 'promise') {
    whenSettled(machine, value, (settled) => {
      settle(machine, promise, settled);
    });
    return;
  }
  promise.settled = value;
  for (const goOn of promise.waiting.splice(0)) {
    putOff(machine, () => {
      goOn(value);
    });
  }
}

/** Puts something off. Gives the promise of what it will give. */
export function later(machine: Machine, run: () => Value): PromiseValue {
  const promise = newPromise(machine);
  putOff(machine, () => {
    settle(machine, promise, run());
  });
  return promise;
}

/** Runs what was put off, in order; what was put off in a branch that is over may or may not run. */
export function runJobs(machine: Machine, all = false): void {
  for (let index = 0; index < machine.jobs.length; index++) {
    const job = machine.jobs[index];
    if (!job || (!all && job.journal !== machine.journal)) continue;
    machine.jobs.splice(index, 1);
    index = -1;
    if (job.journal === machine.journal) runJob(machine, job);
    else optionally(machine, () => {
      runJob(machine, job);
      return 'normal';
    });
  }
}

/** `await value`. */
export function awaited(machine: Machine, value: Value): Value {
  if (machine.jobs.length > 0 && !machine.frozen) runJobs(machine);
  return value.kind === 'promise' ? (value.settled ?? UNKNOWN) : value;
}

/** Calls `then`, `catch` or `finally` of what a promise stands for. */
export function chained(machine: Machine, target: Value, name: 'then' | 'catch' | 'finally', [first]: readonly Value[]): Value {
  const promise = newPromise(machine);
  whenSettled(machine, target, (value) => {
    if (!first) settle(machine, promise, value);
    else if (name === 'then') settle(machine, promise, machine.call(first, [value], undefined));
    else {
      // Whether anything was thrown is not known.
      const run = (): 'normal' => {
        machine.call(first, name === 'catch' ? [UNKNOWN] : [], undefined);
        return 'normal';
      };
      if (name === 'catch') optionally(machine, run);
      else run();
      settle(machine, promise, value);
    }
  });
  return promise;
}

/** `Promise.all(values)` and the like. */
export function callPromise(machine: Machine, name: string, args: readonly Value[]): Value {
  const [first = UNDEFINED] = args;
  if (name === 'Promise.resolve') return first;
  if (name !== 'Promise.all') return UNKNOWN;
  const list = iterate(machine, first);
  if (!list) return UNKNOWN;
  const promise = newPromise(machine);
  const values: Value[] = list.items.map(() => UNKNOWN);
  let left = values.length;
  if (left === 0) return newArray(machine, [], list.open);
  for (const [index, item] of list.items.entries()) {
    whenSettled(machine, item, (value) => {
      values[index] = value;
      if (--left === 0) settle(machine, promise, newArray(machine, values, list.open));
    });
  }
  return promise;
}
