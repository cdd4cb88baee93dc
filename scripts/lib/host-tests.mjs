/** Runs the host suites in a real VS Code: in its Node extension host or in its web worker. */
import { cpSync, copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchBrowser } from './browser.mjs';
import { bundleHostSuites, hostSuites } from './bundle-tests.mjs';
import { startEditor } from './editor.mjs';
import { collectHostEvents } from './host-events.mjs';
import { temporaryFolder } from './lifetime.mjs';
import { inRoot, root } from './paths.mjs';
import { detail } from './report.mjs';
import { stackTranslator } from './stacks.mjs';
import { stageExtension } from './stage.mjs';
import { windowAddress } from './window.mjs';

/** Only a run that hangs takes as long. */
const timeLimit = 10 * 60_000;

/** A copy of the workspace that the suites may change. @returns {string} */
export function copyWorkspace() {
  const folder = path.join(temporaryFolder('workspace'), 'workspace');
  cpSync(inRoot('test', 'host', 'workspace'), folder, { recursive: true });
  return folder;
}

/**
 * Bundles and runs the suites: those for an English window, then those for a French one.
 * @param {import('./bundle-tests.mjs').HostKind} kind
 * @param {string} [only] a text that the path of a test file must contain
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runHostTests(kind, only = '') {
  const all = { passed: 0, failures: /** @type {{ title: string, message: string }[]} */ ([]) };
  for (const language of /** @type {const} */ (['en', 'fr'])) {
    const files = hostSuites(language, only);
    if (files.length === 0) continue;
    const { passed, failures } = await runInLanguage(kind, language, files);
    all.passed += passed;
    all.failures.push(...failures);
  }
  return all;
}

/**
 * @param {import('./bundle-tests.mjs').HostKind} kind
 * @param {import('./bundle-tests.mjs').Language} language
 * @param {readonly string[]} files
 * @returns {Promise<import('./results.mjs').Results>}
 */
async function runInLanguage(kind, language, files) {
  const bundle = await bundleHostSuites(kind, files);
  const { extension, tests } = kind === 'node' ? { extension: root, tests: bundle } : stageForWeb(bundle);
  // In a browser VS Code saves after a second, and a slow test would find its edits on the disk.
  const server = await startEditor({ forTests: true, settings: { 'files.autoSave': 'off' } });
  const browser = await launchBrowser();
  const page = await browser.newPage();
  // The window takes this for its language and hands it on to extensions; its own texts stay English without a language pack.
  await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
  const results = await runInWindow(page, windowAddress(server.port, { folder: copyWorkspace(), extension, tests }));
  await browser.close();
  await server.stop();
  const translate = stackTranslator(bundle, kind);
  return { ...results, failures: results.failures.map(({ title, message }) => ({ title, message: translate(message) })) };
}

/** VS Code runs the suites where it runs the extension whose folder they are in. @param {string} bundle */
function stageForWeb(bundle) {
  const extension = path.join(temporaryFolder('web'), 'extension');
  stageExtension(extension, { webOnly: true });
  const tests = path.join(extension, 'out', path.basename(bundle));
  mkdirSync(path.dirname(tests));
  for (const ending of ['', '.map']) copyFileSync(bundle + ending, tests + ending);
  return { extension, tests };
}

/**
 * Opens the window and waits until VS Code says that the run is over.
 * @param {import('playwright-core').Page} page
 * @param {string} address
 * @returns {Promise<import('./results.mjs').Results>}
 */
async function runInWindow(page, address) {
  const events = collectHostEvents();
  /** @type {(text: string) => void} */
  const read = (text) => {
    if (!events.read(text)) detail(text);
  };
  /** @type {Promise<number | undefined>} */
  const exitCode = new Promise((resolve, reject) => {
    page.on('console', (message) => read(message.text()));
    page.on('crash', () => resolve(undefined));
    Promise.all([
      page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ parts) => detail(`[${type}] ${parts.map(String).join(' ')}`)),
      page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => resolve(code)),
    ]).then(() => page.goto(address)).catch(reject);
  });
  const limit = delay(timeLimit, undefined, { ref: false });
  return events.finish(await Promise.race([exitCode, limit]));
}
