/** Runs the host suites in the desktop VS Code, which @vscode/test-electron downloads. */
import { bundleHostSuites, hostSuites } from './bundle-tests.mjs';
import { Failure } from './errors.mjs';
import { collectHostEvents } from './host-events.mjs';
import { copyWorkspace } from './host-tests.mjs';
import { temporaryFolder } from './lifetime.mjs';
import { inRoot, root } from './paths.mjs';
import { start } from './processes.mjs';
import { detail } from './report.mjs';
import { stackTranslator } from './stacks.mjs';

/**
 * Bundles and runs the suites.
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runDesktopTests() {
  const bundle = await bundleHostSuites('node', hostSuites('en'));
  const events = collectHostEvents();
  const settings = { extensionDevelopmentPath: root, extensionTestsPath: bundle, launchArgs: [copyWorkspace(), '--user-data-dir', temporaryFolder('desktop'), '--disable-extensions'] };
  const child = start(process.execPath, [inRoot('scripts', 'lib', 'desktop-main.mjs'), JSON.stringify(settings)], {
    cwd: root,
    onLine: (line) => {
      if (!events.read(line)) detail(line);
    },
  });
  const code = await child.ended;
  if (code === 3) throw new Failure('Cannot download the desktop VS Code: its update server does not answer. "npm run test:host" runs the same suites in the VS Code from npm.');
  const results = events.finish(code);
  const translate = stackTranslator(bundle, 'node');
  return { ...results, failures: results.failures.map(({ title, message }) => ({ title, message: translate(message) })) };
}
