/**
 * Opens VS Code with the extension on a copy of the samples; everything it needs is installed first.
 *
 *     npm start                  VS Code from npm, in your browser
 *     npm start -- --port 3000   at this port
 *     npm start -- --desktop     in the VS Code that is installed as "code"
 */
import { findCommand } from './lib/browser-find.mjs';
import { buildExtension } from './lib/build.mjs';
import { choosePort, startEditor } from './lib/editor.mjs';
import { Failure } from './lib/errors.mjs';
import { installDependencies } from './lib/install.mjs';
import { temporaryFolder } from './lib/lifetime.mjs';
import { openInBrowser } from './lib/open.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';
import { parseArguments, runScript, step } from './lib/report.mjs';
import { copySamples } from './lib/samples.mjs';
import { installUnpacked } from './lib/stage.mjs';
import { windowAddress } from './lib/window.mjs';

await runScript(async () => {
  const { options, flags, rest, unknown } = parseArguments(process.argv.slice(2), { values: ['port'], flags: ['desktop', 'no-open'] });
  const superfluous = [...unknown, ...rest][0];
  if (superfluous !== undefined) throw new Failure(`Unknown argument ${superfluous}; there are --port N, --desktop, --no-open and --verbose.`);
  const port = readPort(options.get('port'));
  // Said at once, not after the installation.
  if (port !== undefined) await choosePort(port);
  await installDependencies();
  await buildExtension();
  return flags.has('desktop') ? startDesktop() : startInBrowser(port, !flags.has('no-open'));
});

/** @param {string | undefined} text @returns {number | undefined} */
function readPort(text) {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Failure(`--port needs a number from 1 to 65535, not "${text}".`);
  return port;
}

/** Serves until the server or the user ends it. @param {number | undefined} port @param {boolean} open */
async function startInBrowser(port, open) {
  const extensionsDir = temporaryFolder('extensions');
  installUnpacked(extensionsDir);
  const { folder, first } = copySamples();
  step('Starting VS Code');
  // The plain address, which is short enough to be typed, shows the samples' README.
  const server = await startEditor({ port, folder, extensionsDir, settings: { 'workbench.startupEditor': 'readme' } });
  console.log(`\nActivation Lens runs in VS Code at ${server.address}\n${whereTheCopyIs(folder)}\nPress Ctrl-C to stop.`);
  if (open) openInBrowser(windowAddress(server.port, { folder, openFile: first }));
  const code = await server.ended;
  throw new Failure(`VS Code ended with code ${code}. "npm start -- --verbose" shows its log.`);
}

/** Runs the extension from this folder in the user's own VS Code, until its window is closed. */
async function startDesktop() {
  const command = findCommand('code');
  if (command === undefined) throw new Failure('There is no command "code": install VS Code, or run "npm start" without --desktop.');
  const { folder, first } = copySamples();
  step('Starting the desktop VS Code');
  console.log(`${whereTheCopyIs(folder)}\nClose the window to stop.`);
  const { code, output } = await run(command, ['--wait', '--new-window', `--extensionDevelopmentPath=${root}`, folder, first], { shell: process.platform === 'win32' });
  if (code !== 0) throw new Failure(`The command "code" ended with code ${code}.\n${output.trim()}`);
}

/** @param {string} folder */
function whereTheCopyIs(folder) {
  return `Its files are a copy of media/samples in ${folder}, removed at the end.`;
}
