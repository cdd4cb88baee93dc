/** Reads what a run inside VS Code reports: lines of JSON in between everything else on its console. */

/** Written by test/host/report-line.ts. */
const mark = '@activation-lens-test ';

/** @typedef {import('./results.mjs').Results} Results */

/**
 * Collects the events of one run.
 * @returns {{ read: (text: string) => boolean, finish: (exitCode: number | undefined) => Results }} `read` says whether the text was an event
 */
export function collectHostEvents() {
  /** @type {Results} */
  const results = { passed: 0, failures: [] };
  let ended = false;
  /** The last of what else was on the console: it tells why a run broke off. @type {string[]} */
  let context = [];
  return {
    read(text) {
      const at = text.indexOf(mark);
      if (at === -1) {
        context = [...context, ...text.split('\n')].slice(-12);
        return false;
      }
      const event = parseEvent(text.slice(at + mark.length));
      if (event === undefined) results.failures.push({ title: 'report of the extension host', message: `unreadable line: ${text}` });
      else if (event.event === 'pass') results.passed++;
      else if (event.event === 'fail') results.failures.push({ title: event.title, message: event.message });
      else if (event.event === 'end') ended = true;
      return true;
    },
    finish(exitCode) {
      if (exitCode === undefined || !ended) {
        results.failures.push({ title: 'extension host', message: ['it did not run to the end of the suites; the console ends with', ...context].join('\n') });
      } else if (exitCode !== 0 && results.failures.length === 0) {
        results.failures.push({ title: 'extension host', message: `it ended with code ${exitCode} though no test failed` });
      }
      return results;
    },
  };
}

/**
 * The events of test/host/report-line.ts.
 * @typedef {{ event: 'start', files: string[] } | { event: 'pass', title: string } | { event: 'fail', title: string, message: string } | { event: 'end' }} HostEvent
 */

/** The JSON at the beginning of a text; VS Code may put more behind it. @param {string} text @returns {HostEvent | undefined} */
function parseEvent(text) {
  for (let end = text.lastIndexOf('}') + 1; end > 0; end = text.lastIndexOf('}', end - 2) + 1) {
    try {
      return JSON.parse(text.slice(0, end));
    } catch {
      // The brace belonged to what VS Code added.
    }
  }
  return undefined;
}
