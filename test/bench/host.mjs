/**
 * How long the extension takes to be activated in a real VS Code, beside one of VS Code's own.
 * Each round is a window of its own, with an extension host that has loaded nothing yet.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../../scripts/lib/browser.mjs';
import { startEditor } from '../../scripts/lib/editor.mjs';
import { Failure } from '../../scripts/lib/errors.mjs';
import { temporaryFolder } from '../../scripts/lib/lifetime.mjs';
import { extensionId, inRoot, root } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { windowAddress } from '../../scripts/lib/window.mjs';

const ROUNDS = 7;
const PEER = 'vscode.markdown-language-features';
const MARK = '@activation-lens-bench ';

/** Runs in the extension host: VS Code takes it for a suite of tests. */
const probe = `
const vscode = require('vscode');
async function measure(id) {
  const extension = vscode.extensions.getExtension(id);
  if (!extension || extension.isActive) return { total: null };
  const begin = performance.now();
  const api = await extension.activate();
  return { total: performance.now() - begin, own: api?.activationTime, core: api?.isCoreLoaded?.() };
}
exports.run = async () => {
  // VS Code finds the module loaded afterwards.
  const begin = performance.now();
  require(${JSON.stringify(inRoot('dist', 'extension.js'))});
  const load = performance.now() - begin;
  const ours = await measure(${JSON.stringify(extensionId())});
  console.log(${JSON.stringify(MARK)} + JSON.stringify({ load, ours, peer: await measure(${JSON.stringify(PEER)}) }));
};
`;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Prints the table. */
export async function benchHost() {
  const { code, output } = await run(process.execPath, ['esbuild.js', '--production'], { cwd: root });
  if (code !== 0) throw new Failure(`The build failed.\n${output.trim()}`);
  const tests = inRoot('out', 'bench', 'host-probe.js');
  mkdirSync(path.dirname(tests), { recursive: true });
  writeFileSync(tests, probe);
  const server = await startEditor({ forTests: true });
  const browser = await launchBrowser();
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measureOnce(browser, server.port, tests));
  await browser.close();
  await server.stop();
  const peers = rounds.flatMap(({ peer }) => peer.total ?? []);
  const total = median(rounds.map(({ ours }) => ours.total));
  const own = median(rounds.map(({ load, ours }) => load + ours.own));
  const line = (what, value, ratio, wanted) => console.log(`  ${what.padEnd(58)} ${value.padStart(10)}  ${ratio.padStart(8)}  ${wanted}`);
  console.log('Extension host (VS Code from npm, production build)');
  line('activation of the extension: its code loaded and run', `${own.toFixed(1)} ms`, '', 'under 50 ms');
  line('  until VS Code says that it is done', `${total.toFixed(1)} ms`, peers.length > 0 ? (total / median(peers)).toFixed(2) : '', '');
  if (peers.length > 0) line(`  the same of ${PEER}`, `${median(peers).toFixed(1)} ms`, '1.00', '');
  line('core loaded by then', rounds.some(({ ours }) => ours.core) ? 'yes' : 'no', '', 'no');
}

/**
 * Opens a window, lets the probe run and gives what it reports.
 * @param {import('playwright-core').Browser} browser @param {number} port @param {string} tests
 */
async function measureOnce(browser, port, tests) {
  const page = await browser.newPage();
  const report = new Promise((resolve, reject) => {
    page.on('console', (message) => {
      const at = message.text().indexOf(MARK);
      if (at >= 0) resolve(JSON.parse(/^\{.*\}/.exec(message.text().slice(at + MARK.length))?.[0] ?? '{}'));
    });
    page.on('crash', () => reject(new Failure('The window crashed.')));
    setTimeout(() => reject(new Failure('The extension host did not answer within two minutes.')), 120_000).unref();
  });
  await page.exposeFunction('codeAutomationLog', () => {});
  await page.exposeFunction('codeAutomationExit', () => {});
  await page.goto(windowAddress(port, { folder: temporaryFolder('bench'), extension: root, tests }));
  const result = await report;
  await page.close();
  return result;
}
