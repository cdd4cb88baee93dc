/** Starts the VS Code server and says where it answers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installEditor } from './editor-install.mjs';
import { Failure } from './errors.mjs';
import { temporaryFolder } from './lifetime.mjs';
import { run, start } from './processes.mjs';

const host = '127.0.0.1';

/** Settings for a window without welcome pages, questions and traffic, which writes no file that nobody has saved. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.ignoreRecommendations': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'remote.autoForwardPorts': false,
  // In a browser VS Code saves after a second by default.
  'files.autoSave': 'off',
  'workbench.colorTheme': 'Default Dark Modern',
};

/**
 * @typedef {object} ServerOptions
 * @property {number} [port] a free one by default
 * @property {string} [folder] the workspace that the plain address opens
 * @property {string} [extensionsDir] a folder with unpacked extensions; an empty one by default
 * @property {Record<string, unknown>} [settings] user settings, on top of the quiet ones
 * @property {boolean} [forTests] obeys the payload in the address: runs test suites, opens files
 */

/** @typedef {{ port: number, address: string, ended: Promise<number>, output: () => string, stop: () => Promise<void> }} Server */

/**
 * Starts a server with an empty profile and waits until it answers.
 * @param {ServerOptions} [options]
 * @returns {Promise<Server>}
 */
export async function startEditor(options = {}) {
  const editor = await installEditor();
  const profile = temporaryFolder('editor');
  const userData = path.join(profile, 'user');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }));
  const port = await choosePort(options.port);
  const args = [
    editor.serverMain, '--host', host, '--port', String(port), '--without-connection-token', '--accept-server-license-terms',
    '--disable-telemetry', '--disable-workspace-trust',
    '--server-data-dir', path.join(profile, 'server'), '--user-data-dir', userData,
    '--extensions-dir', options.extensionsDir ?? path.join(profile, 'extensions'),
  ];
  if (options.folder !== undefined) args.push('--default-folder', options.folder);
  if (options.forTests) args.push('--enable-smoke-test-driver');
  const server = start(editor.node, args, { env: cleanEnvironment() });
  const address = `http://localhost:${port}/`;
  await untilItAnswers(server, `http://${host}:${port}/version`);
  return { port, address, ended: server.ended, output: server.output, stop: server.stop };
}

/**
 * Installs a `.vsix` the way a user does, into a folder of extensions.
 * @param {string} vsix @param {string} extensionsDir
 */
export async function installPackage(vsix, extensionsDir) {
  const editor = await installEditor();
  const profile = temporaryFolder('installer');
  const args = [editor.serverMain, '--install-extension', vsix, '--accept-server-license-terms', '--server-data-dir', profile, '--user-data-dir', profile, '--extensions-dir', extensionsDir];
  const { code, output } = await run(editor.node, args, { env: cleanEnvironment() });
  if (code !== 0 || !/successfully installed/.test(output)) throw new Failure(`VS Code does not install ${vsix}.\n${output.trim()}`);
}

/** The environment without the variables that would make the server believe it runs inside another VS Code or npm. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|npm_|ELECTRON_|NODE_OPTIONS$)/.test(name)));
}

/** @param {import('./processes.mjs').Started} server @param {string} url */
async function untilItAnswers(server, url) {
  let code = /** @type {number | undefined} */ (undefined);
  void server.ended.then((value) => (code = value));
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(100)) {
    if (code !== undefined) throw new Failure(`The VS Code server ended with code ${code} before it answered.\n${server.output().trim()}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // It does not listen yet.
    }
  }
  throw new Failure(`The VS Code server did not answer within a minute.\n${server.output().trim()}`);
}

/**
 * The port asked for if it is free, else any free one.
 * @param {number} [wanted]
 * @returns {Promise<number>}
 */
export function choosePort(wanted = 0) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (/** @type {NodeJS.ErrnoException} */ { code }) => {
      const reason = code === 'EADDRINUSE' ? 'is in use' : code === 'EACCES' ? 'needs more rights' : `cannot be opened (${code})`;
      reject(new Failure(`Port ${wanted} ${reason}: choose another one with --port N, or leave it out for a free one.`));
    });
    probe.listen(wanted, host, () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
