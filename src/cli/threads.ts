/**
 * Reads many files on several processors, where that is asked for.
 *
 * By itself the command line uses one: on two processors, two threads took 6.2 s for the sources of TensorFlow.js and
 * one took 4.8 s, because each compiles its own code and reads modules that several files import on its own. Most files
 * need no more than a look at their text: threads get only the others. The main thread sleeps meanwhile.
 */
import { MessageChannel, parentPort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { isWorthParsing } from '../core/analyze';
import type { Resolver } from '../core/evaluate/resolver';
import { outcomeOf } from './file-report';
import type { Cache } from './cache';
import type { Job, Outcome } from './file-report';
import { diskResolver } from './modules';
import type { Progress } from './progress';
import { readDocument } from './read';

/** Jobs taken at once: neighbours import the same modules. */
const BATCH = 4;

/** A thread that has done nothing for so long is given up, in ms; its jobs are done here. */
const PATIENCE = 60_000;

/** Places in the shared memory: the next job to be taken, and how many messages have been sent. */
const NEXT = 0;
const SENT = 1;

interface Task {
  readonly jobs: readonly Job[];
  readonly shared: Int32Array;
  readonly port: MessagePort;
}

type Message = { readonly index: number; readonly outcome: Outcome } | { readonly error: unknown };

/** How jobs are done. */
export interface Doing {
  /** What a thread runs; without it there are none. */
  readonly script: string | undefined;
  /** How many; one if it is not said. */
  readonly threads?: number | undefined;
  readonly cache?: Cache | undefined;
  readonly progress?: Progress | undefined;
}

/** Does jobs, in threads of their own where that is asked for. */
export function outcomesOf(jobs: readonly Job[], { script, threads = 1, cache, progress }: Doing): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  const resolver = diskResolver();
  // Jobs that write stay in order: one may read what another has written. Where there can be no threads nothing is read for them.
  if (script !== undefined && threads > 1 && jobs.length > BATCH && !jobs.some(({ fix }) => fix)) {
    const heavy = heavyJobs(jobs, (job, text) => cache?.find(job, text, resolver), outcomes);
    const count = Math.min(threads, heavy.length);
    if (count > 1) inThreads(jobs, heavy, script, count, outcomes, (done) => progress?.(done, jobs.length));
  }
  return jobs.map((job, index) => {
    const known = outcomes[index] ?? cached(job, cache, resolver);
    const outcome = known ?? outcomeOf(job, resolver);
    if (outcome.origin) cache?.keep(job, outcome);
    progress?.(index + 1, jobs.length);
    return outcome;
  });
}

/** What an earlier run said of a file, if it is worth keeping what is said of it. */
function cached(job: Job, cache: Cache | undefined, resolver: Resolver): Outcome | undefined {
  if (!cache) return undefined;
  const read = readDocument(job.path);
  return 'problem' in read || !isWorthParsing(read.text) ? undefined : cache.find(job, read.text, resolver);
}

/** Which jobs need more than a look; those of which it is known already what comes out are noted. */
function heavyJobs(jobs: readonly Job[], find: (job: Job, text: string) => Outcome | undefined, outcomes: Outcome[]): readonly number[] {
  const indices: number[] = [];
  for (const [index, job] of jobs.entries()) {
    const read = readDocument(job.path);
    if ('problem' in read || !isWorthParsing(read.text)) continue;
    const known = find(job, read.text);
    if (known) {
      outcomes[index] = known;
      continue;
    }
    indices.push(index);
  }
  return indices;
}

function inThreads(jobs: readonly Job[], indices: readonly number[], script: string, count: number, outcomes: Outcome[], tell: (done: number) => void): void {
  const shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const heavy = indices.flatMap((index) => jobs[index] ?? []);
  const ports: MessagePort[] = [];
  const workers = Array.from({ length: count }, () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1);
    return new Worker(script, { workerData: { jobs: heavy, shared, port: port2 } satisfies Task, transferList: [port2] });
  });
  try {
    for (let received = 0; received < heavy.length;) {
      const sent = Atomics.load(shared, SENT);
      if (received === sent && Atomics.wait(shared, SENT, sent, PATIENCE) === 'timed-out') break;
      for (const message of ports.flatMap(messagesOf)) {
        received++;
        if ('error' in message) throw message.error;
        const index = indices[message.index];
        if (index !== undefined) outcomes[index] = message.outcome;
      }
      tell(received);
    }
  } finally {
    for (const port of ports) port.close();
    for (const worker of workers) void worker.terminate();
  }
}

/** Everything that has come through a port. */
function messagesOf(port: MessagePort): Message[] {
  const messages: Message[] = [];
  for (let one = receiveMessageOnPort(port); one; one = receiveMessageOnPort(port)) messages.push(one.message as Message);
  return messages;
}

/** True in a thread that was started here. */
export function isThread(): boolean {
  return parentPort !== null;
}

/** Does jobs until there are no more. */
export function serve(): void {
  const { jobs, shared, port } = workerData as Task;
  const resolver = diskResolver();
  const send = (message: Message): void => {
    port.postMessage(message);
    Atomics.add(shared, SENT, 1);
    Atomics.notify(shared, SENT);
  };
  for (let from = Atomics.add(shared, NEXT, BATCH); from < jobs.length; from = Atomics.add(shared, NEXT, BATCH)) {
    for (const [at, job] of jobs.slice(from, from + BATCH).entries()) {
      try {
        send({ index: from + at, outcome: outcomeOf(job, resolver) });
      } catch (error) {
        send({ error });
      }
    }
  }
}
