/** The entry for the web-worker extension host: VS Code loads this module and calls `run`. */
import 'mocha/mocha.js';
import { options, runSuites } from './runner';

/** Runs all host suites with mocha's build for browsers, which puts its class on the global object. */
export async function run(): Promise<void> {
  const { Mocha: BrowserMocha } = globalThis as unknown as { Mocha: typeof Mocha };
  await runSuites(new BrowserMocha(options));
}
