/** Failures that are expected, told apart from mistakes in the scripts themselves. */

/** Something the user can mend: shown as one line, without a stack. */
export class Failure extends Error {
  /** @param {string} message what is wrong, and what to do about it */
  constructor(message) {
    super(message);
    this.name = 'Failure';
  }
}

/**
 * How an error is shown: a `Failure` as its line, anything else with its stack because it is a bug of ours.
 * @param {unknown} error
 * @param {boolean} [withStack]
 * @returns {string}
 */
export function errorText(error, withStack = false) {
  if (error instanceof Failure && !withStack) return `✗ ${error.message}`;
  // esbuild has printed its messages by the time it rejects.
  if (error instanceof Error && 'errors' in error && !withStack) return `✗ ${error.message.split('\n')[0]}`;
  return error instanceof Error ? `✗ ${error.stack ?? error.message}` : `✗ ${String(error)}`;
}
