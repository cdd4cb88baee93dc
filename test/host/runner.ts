/** Runs the suites with mocha; the same code in the Node extension host and in the web worker. */
import { suites } from 'host-suites';
import { sendEvent } from './report-line';

/** Options for both hosts: a skipped or an "only" test is a failure, never a silent gap. */
export const options: Mocha.MochaOptions = {
  ui: 'bdd',
  timeout: 20_000,
  forbidOnly: true,
  forbidPending: true,
  reporter: reportEvents as unknown as Mocha.ReporterConstructor,
};

/** Loads every suite into `mocha` and runs them; rejects if a test failed, which VS Code turns into its exit code. */
export async function runSuites(mocha: Mocha): Promise<void> {
  sendEvent({ event: 'start', files: suites.map(({ file }) => file) });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // One after another, so that the suites run in the order of their names.
  for (const { load } of suites) await load();
  const failed = await new Promise<number>((resolve) => void mocha.run(resolve));
  sendEvent({ event: 'end' });
  if (failed > 0) throw new Error(`${failed} failed`);
}

/** A mocha reporter: mocha calls it with `new`, which its types allow for classes alone. */
function reportEvents(runner: Mocha.Runner): void {
  runner.on('pass', (test: Mocha.Test) => {
    sendEvent({ event: 'pass', title: test.fullTitle(), milliseconds: test.duration ?? 0 });
  });
  runner.on('fail', (test: Mocha.Test, error: unknown) => {
    sendEvent({ event: 'fail', title: test.fullTitle(), message: describeError(error) });
  });
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? '';
  // The stack of some errors begins with the message, that of others does not.
  return stack.includes(error.message) ? stack : `${error.message}\n${stack}`;
}
