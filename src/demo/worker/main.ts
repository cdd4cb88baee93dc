/**
 * Entry of the trainer's bundle. In a worker it takes messages from the page. On a page, where no worker could be
 * started, the same text runs as a script and leaves a trainer behind for the page to call.
 */
import { useCpuBackend } from './backend';
import { createPlainEngine } from './engine-plain';
import { createTfEngine } from './engine-tf';
import { FALLBACK, type Fallback } from './fallback';
import type { FromTrainer } from './messages';
import { createTrainer } from './trainer';

interface WorkerScope {
  postMessage(message: FromTrainer, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

useCpuBackend();

/** Posting to oneself yields to waiting messages without the 4 ms that timers are clamped to. */
function createDefer(): (task: () => void, delay: number) => void {
  const { port1, port2 } = new MessageChannel();
  const tasks: (() => void)[] = [];
  port1.addEventListener('message', () => tasks.shift()?.());
  port1.start();
  return (task, delay) => {
    if (delay > 0) {
      setTimeout(task, delay);
      return;
    }
    tasks.push(task);
    port2.postMessage(null);
  };
}

const common = { now: () => performance.now(), defer: createDefer(), engines: { tf: createTfEngine, plain: createPlainEngine } };

if (typeof document === 'undefined') {
  const scope = globalThis as unknown as WorkerScope;
  const trainer = createTrainer({ ...common, slice: 8, post: (message, transfer) => scope.postMessage(message, transfer) });
  scope.addEventListener('message', ({ data }) => trainer.receive(data));
  scope.postMessage({ v: 1, type: 'ready' }, []);
} else {
  const fallback: Fallback = (post) => createTrainer({ ...common, slice: 4, post: (message) => post(message) });
  Object.assign(globalThis, { [FALLBACK]: fallback });
}
