/** What must be undone when a script ends, in whichever way: processes to stop, folders to remove. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @type {Set<() => void | Promise<void>>} */
const pending = new Set();

/**
 * Registers an action for the end of the script.
 * @param {() => void | Promise<void>} action must not mind being called when there is nothing left to undo
 * @returns {() => Promise<void>} does it now instead
 */
export function atEnd(action) {
  pending.add(action);
  return async () => {
    if (pending.delete(action)) await action();
  };
}

/** Undoes everything that is registered, the newest first. */
export async function shutDown() {
  const actions = [...pending].reverse();
  pending.clear();
  for (const action of actions) {
    try {
      await action();
    } catch {
      // The end of a script is no place to fail: the remaining actions matter more.
    }
  }
}

let ending = false;

/** Has a signal begun to end the script? Then what fails now fails because of it. */
export const isEnding = () => ending;

/** Makes Ctrl-C, a closed terminal and `kill` end the script in one line, with nothing left running. */
export function watchSignals() {
  for (const [signal, code] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])) {
    process.on(signal, () => {
      // A second Ctrl-C while the first is being served would leave a process behind.
      if (ending) return;
      ending = true;
      process.stderr.write(signal === 'SIGINT' ? '\nStopped.\n' : `Stopped by ${signal}.\n`);
      void shutDown().finally(() => process.exit(code));
    });
  }
}

/**
 * A new folder under the system's temporary one, removed when the script ends.
 * @param {string} purpose a word for its name
 * @returns {string}
 */
export function temporaryFolder(purpose) {
  const folder = mkdtempSync(path.join(os.tmpdir(), `activation-lens-${purpose}-`));
  // A server that was just stopped may still write a last file: try again for a moment.
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}
