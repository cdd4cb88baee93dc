/** Finds a Chrome, Chromium or Edge that is installed on this machine. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './errors.mjs';

/** @type {Partial<Record<NodeJS.Platform, readonly string[]>>} */
const usualPlaces = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const base = process.env[variable];
    return base === undefined ? [] : ['Google\\Chrome', 'Chromium', 'Microsoft\\Edge'].map((app) => `${base}\\${app}\\Application\\${app.endsWith('Edge') ? 'msedge' : 'chrome'}.exe`);
  }),
  linux: ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'],
};

const commands = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];

/**
 * The executable of an installed browser; CHROME_PATH goes before all others.
 * @returns {string | undefined}
 */
export function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Failure(`CHROME_PATH names no executable file: ${chosen}`);
  }
  return [...(usualPlaces[process.platform] ?? []), ...commands.map(findCommand)].find((file) => file !== undefined && isExecutable(file));
}

/**
 * Looks a command up on the PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findCommand(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending))).find(isExecutable);
}

/** @param {string} file @returns {boolean} */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
