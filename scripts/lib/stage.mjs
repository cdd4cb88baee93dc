/** Lays the extension out the way it is when it is installed: only what ships. */
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './errors.mjs';
import { inRoot, readManifest, root } from './paths.mjs';

/** Files and folders that ship. */
const shipped = /^(package(\.nls(\.\w+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE|dist|media)$/;

/** Of `dist`, what the extension runs; the rest is for the command line. */
const runs = /^(extension\.js|web|demo|THIRD-PARTY-NOTICES\.txt)$/;

/** @param {string} file absolute */
function ships(file) {
  const [top, ...below] = path.relative(root, file).split(path.sep);
  return top !== 'dist' || below.length === 0 || (runs.test(below[0]) && !file.endsWith('.map'));
}

/**
 * Copies what ships into a folder. It is a copy because VS Code tells extensions apart by the real path of their files.
 * @param {string} folder
 * @param {{ webOnly?: boolean }} [options] without its entry for Node, so that VS Code runs it in the web worker
 */
export function stageExtension(folder, { webOnly = false } = {}) {
  const manifest = readManifest();
  for (const entry of webOnly ? [manifest.browser] : [manifest.main, manifest.browser]) {
    if (entry === undefined || !existsSync(inRoot(entry))) throw new Failure(`${entry ?? 'an entry of package.json'} is not built: run "npm run build".`);
  }
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(root).filter((name) => shipped.test(name))) cpSync(inRoot(name), path.join(folder, name), { recursive: true, filter: ships });
  if (!webOnly) return;
  const { main: _, ...rest } = manifest;
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(rest));
}

/**
 * Makes a folder of installed extensions with this one in it.
 * @param {string} folder
 */
export function installUnpacked(folder) {
  const { publisher, name, version } = readManifest();
  stageExtension(path.join(folder, `${publisher}.${name}-${version}`));
}
