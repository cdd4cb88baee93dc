/** A reporter for Node's test runner: one line of JSON for each test that ended. */
import path from 'node:path';
import { inspect } from 'node:util';

/**
 * @typedef {object} NodeEvent
 * @property {'pass' | 'fail'} kind
 * @property {string} title
 * @property {string} message
 * @property {string} file the bundle, or what it was made from
 * @property {boolean} isFile reported for a whole file, because nothing in it was reported on its own
 */

/** @param {AsyncIterable<{ type: string, data: any }>} source */
// Node loads a reporter by its default export.
// oxlint-disable-next-line import/no-default-export
export default async function* report(source) {
  /** The titles around the test at each depth. @type {string[]} */
  const titles = [];
  /** What each file has written to the standard error, and the runner about it: the stack, if it broke off. @type {Map<string, string>} */
  const errors = new Map();
  for await (const { type, data } of source) {
    if (type === 'test:stderr' || type === 'test:diagnostic') errors.set(data.file, (errors.get(data.file) ?? '') + data.message.replace(/\n?$/, '\n'));
    if (type === 'test:start') titles[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const error = data.details?.error?.cause ?? data.details?.error;
    // A group fails because of a test in it, which is reported already; but a hook of its own may have failed.
    if (data.details?.type === 'suite' && type === 'test:pass') continue;
    if (data.details?.error?.failureType === 'subtestsFailed') continue;
    const omitted = data.skip !== undefined ? 'skipped' : data.todo !== undefined ? 'marked as to do' : undefined;
    const failed = type === 'test:fail' || omitted !== undefined;
    const isFile = data.nesting === 0 && path.isAbsolute(data.name);
    yield `${JSON.stringify({
      kind: failed ? 'fail' : 'pass',
      title: [...titles.slice(0, data.nesting), data.name].join(' › '),
      message: omitted === undefined ? describe(error) + (isFile ? `\n${errors.get(data.name) ?? ''}` : '') : `it is ${omitted}; a test runs or is deleted`,
      file: data.file ?? data.name,
      isFile,
    })}\n`;
  }
}

/** @param {unknown} error @returns {string} */
function describe(error) {
  if (error === undefined) return '';
  const text = error instanceof Error ? (error.stack ?? error.message) : typeof error === 'string' ? error : inspect(error);
  return text.split('\n').filter((line) => !/^\s+at .*node:internal/.test(line)).join('\n');
}
