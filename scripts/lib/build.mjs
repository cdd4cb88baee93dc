/** Builds the extension. */
import { Failure } from './errors.mjs';
import { root } from './paths.mjs';
import { run } from './processes.mjs';
import { step } from './report.mjs';

/** Runs `node esbuild.js`; what it prints is shown if it fails. */
export async function buildExtension() {
  step('Building (node esbuild.js)');
  const { code, output } = await run(process.execPath, ['esbuild.js'], { cwd: root });
  if (code !== 0) throw new Failure(`The build failed.\n${output.trim()}`);
}
