/** Folders in the cache that are either complete or not there. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { atEnd } from './lifetime.mjs';
import { cacheDir } from './paths.mjs';

/**
 * Returns the cached folder of that name, made first if it is missing. It is filled under another name and then
 * renamed, so an interruption leaves nothing that looks complete.
 * @param {string} name changes with every version of the contents
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>}
 */
export async function cached(name, fill) {
  const folder = path.join(cacheDir, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheDir, { recursive: true });
  removeAbandoned();
  const draft = path.join(cacheDir, `tmp-${process.pid}-${name}`);
  mkdirSync(draft);
  const discard = atEnd(() => rmSync(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  try {
    await fill(draft);
    publish(draft, folder);
  } finally {
    await discard();
  }
  return folder;
}

/** @param {string} draft @param {string} folder */
function publish(draft, folder) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another run has just finished the same folder: that one is as good.
    if (!existsSync(folder)) throw error;
  }
}

/** Removes drafts of runs that were killed before they could tidy up. */
function removeAbandoned() {
  for (const entry of readdirSync(cacheDir)) {
    const owner = /^tmp-(\d+)-/.exec(entry)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(path.join(cacheDir, entry), { recursive: true, force: true });
  }
}

/** Whether a process of that number exists. @param {number} pid @returns {boolean} */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
