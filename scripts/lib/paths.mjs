/** Where things are: the repository, what the build makes and what is cached between runs. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** Downloads from npm that are too big for `node_modules`: the editor and the browser. Git-ignored. */
export const cacheDir = path.join(root, '.vscode-test');

/** What the tests are bundled to. Git-ignored. */
export const outDir = path.join(root, 'out');

export const samplesDir = path.join(root, 'media', 'samples');

/** An absolute path inside the repository. @type {(...parts: string[]) => string} */
export const inRoot = (...parts) => path.join(root, ...parts);

/**
 * The parts of package.json that the scripts need, and whatever else is in it.
 * @typedef {{ name: string, version: string, publisher: string, main?: string, browser?: string, repository?: unknown, engines: { node: string } } & Record<string, unknown>} Manifest
 */

/** @returns {Manifest} */
export function readManifest() {
  return JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
}

/** The identifier that VS Code knows the extension by. */
export function extensionId() {
  const { publisher, name } = readManifest();
  return `${publisher}.${name}`;
}
