/** The project's own dependencies, installed when they are missing or not those of the lock file. */
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';
import { npm } from './npm.mjs';
import { step } from './report.mjs';

/** @typedef {{ packages?: Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }> }} LockFile */

/** Installs the dependencies with `npm ci` unless `node_modules` is what the lock file asks for. */
export async function installDependencies() {
  if (isInstalled()) return;
  step('Installing dependencies (npm ci), about half a minute');
  await npm(['ci'], root, 'install the dependencies');
}

/**
 * Whether `node_modules` holds the versions of package-lock.json. npm leaves a record of what it installed; the
 * contents are compared, as the times of the two files say nothing after a `git checkout`.
 * @returns {boolean}
 */
function isInstalled() {
  const installed = readLock(inRoot('node_modules', '.package-lock.json'));
  const wanted = readLock(inRoot('package-lock.json'));
  if (installed === undefined) return false;
  if (wanted === undefined) return true;
  return Object.entries(wanted.packages ?? {}).every(([folder, { version, link, optional, devOptional, peer }]) => {
    const found = installed.packages?.[folder];
    // Packages for other platforms are in the lock file but never installed.
    if (found === undefined) return folder === '' || link === true || optional === true || devOptional === true || peer === true;
    return found.version === version;
  });
}

/** @param {string} file @returns {LockFile | undefined} */
function readLock(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    // Cut short by an interrupted installation.
    return undefined;
  }
}
