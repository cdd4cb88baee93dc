/** The entry for the web-worker extension host: VS Code loads this module and calls `run`. */
// oxlint-disable-next-line import/no-unassigned-import -- it puts its class on the global object
import 'mocha/mocha.js';
import { options, runSuites } from './runner';

/** Runs all host suites with mocha's build for browsers. */
export async function run(): Promise<void> {
  const { Mocha: BrowserMocha } = globalThis as unknown as { Mocha: typeof Mocha };
  await runSuites(new BrowserMocha(options));
}
