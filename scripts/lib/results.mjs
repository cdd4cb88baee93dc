/** What a suite of tests has to say for itself. */
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Results
 * @property {number} passed
 * @property {{ title: string, message: string }[]} failures
 */

/**
 * An empty run is a failed one: a suite that finds no tests has lost them.
 * @param {Results} results
 * @returns {Results}
 */
export function refuseEmpty(results) {
  if (results.passed + results.failures.length > 0) return results;
  return { passed: 0, failures: [{ title: 'no test ran', message: 'the suite is empty or a part of it is missing' }] };
}

/**
 * One line for a suite, after it what failed.
 * @param {string} name
 * @param {Results} results
 * @param {number} milliseconds
 * @returns {string}
 */
export function describeResults(name, { passed, failures }, milliseconds) {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  const line = `${failures.length === 0 ? '✓' : '✗'} ${name.padEnd(8)} ${String(passed).padStart(5)} passed ${String(failures.length).padStart(3)} failed ${seconds.padStart(8)}`;
  return [line, ...failures.map(({ title, message }) => `    ✗ ${title}\n${indent(message)}`)].join('\n');
}

/** The message of a failure, cut where it would push the others off the screen. @param {string} text */
function indent(text) {
  // On CI some tools colour their output though it goes to no terminal.
  const lines = stripVTControlCharacters(text).trim().split('\n');
  const shown = lines.length > 120 ? [...lines.slice(0, 120), `(${lines.length - 120} more lines)`] : lines;
  return shown.map((line) => `        ${line}`).join('\n');
}
