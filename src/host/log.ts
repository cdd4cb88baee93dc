/** The extension's log, and the wall that keeps a fault of ours from reaching the user's editor. */
import * as vscode from 'vscode';

export interface Log extends vscode.Disposable {
  info(message: string): void;
  warn(message: string): void;
  error(what: string, error: unknown): void;
  show(): void;
  /** Runs a provider's body: an exception is logged, and the answer is then what VS Code takes for "nothing". */
  guard<T>(what: string, nothing: T, body: () => T): T;
  guard<T>(what: string, nothing: T, body: () => Promise<T>): Promise<T>;
}

/** Opens the log output channel. */
export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('Activation Lens', { log: true });
  // What is still under way when the extension ends has nowhere to write.
  let closed = false;
  const write = (level: 'info' | 'warn' | 'error', message: string): void => {
    if (!closed) channel[level](message);
  };
  const error = (what: string, problem: unknown): void => write('error', `${what}: ${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}`);
  const guard = <T>(what: string, nothing: T, body: () => T | Promise<T>): T | Promise<T> => {
    const caught = (problem: unknown): T => {
      error(what, problem);
      return nothing;
    };
    try {
      const answer = body();
      return answer instanceof Promise ? answer.catch(caught) : answer;
    } catch (problem) {
      return caught(problem);
    }
  };
  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error,
    show: () => channel.show(true),
    guard: guard as Log['guard'],
    dispose: () => {
      closed = true;
      channel.dispose();
    },
  };
}
