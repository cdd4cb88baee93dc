/**
 * Reads many files on several processors.
 *
 * Most files of a tree need no more than a look at their text, and starting a thread costs as much as some twenty of
 * those that need more: threads get only these, and only where there are many. The main thread sleeps meanwhile.
 */
import { availableParallelism } from 'node:os';
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

/** Characters that one thread should have to read at least. */
const WORTH = 400_000;

const MAX_THREADS = 8;

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
  /** How many, if not what the machine suggests. */
  readonly threads?: number | undefined;
  readonly cache?: Cache | undefined;
  readonly progress?: Progress | undefined;
}

/** Does jobs, in threads of their own where that pays. */
export function outcomesOf(jobs: readonly Job[], { script, threads, cache, progress }: Doing): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  const resolver = diskResolver();
  const limit = threads ?? Math.min(availableParallelism(), MAX_THREADS);
  // Jobs that write stay in order: one may read what another has written. Where there can be no threads nothing is read for them.
  if (script !== undefined && limit > 1 && jobs.length > BATCH && !jobs.some(({ fix }) => fix)) {
    const heavy = heavyJobs(jobs, (job, text) => cache?.find(job, text, resolver), outcomes);
    const count = Math.min(threads ?? Math.min(limit, Math.floor(heavy.weight / WORTH)), heavy.indices.length);
    if (count > 1) inThreads(jobs, heavy.indices, script, count, outcomes, (done) => progress?.(done, jobs.length));
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

/** Which jobs need more than a look, and how much; those of which it is known already what comes out are noted. */
function heavyJobs(jobs: readonly Job[], find: (job: Job, text: string) => Outcome | undefined, outcomes: Outcome[]): { readonly indices: readonly number[]; readonly weight: number } {
  const indices: number[] = [];
  let weight = 0;
  for (const [index, job] of jobs.entries()) {
    const read = readDocument(job.path);
    if ('problem' in read || !isWorthParsing(read.text)) continue;
    const known = find(job, read.text);
    if (known) {
      outcomes[index] = known;
      continue;
    }
    indices.push(index);
    weight += read.text.length;
  }
  return { indices, weight };
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
