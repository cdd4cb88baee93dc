/** The entry for the Node extension host: VS Code loads this module and calls `run`. */
import { options, runSuites } from './runner';

/** Runs all host suites. */
export async function run(): Promise<void> {
  // mocha is an ES module and this file is loaded as CommonJS.
  const { default: Mocha } = await import('mocha');
  await runSuites(new Mocha(options));
}
