/** Translates the stacks of bundled host suites back to the files that were written. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { root } from './paths.mjs';

/** The web worker wraps a module into a function, whose head takes two lines. */
const linesBefore = { node: 0, web: 2 };

/**
 * Makes a translator for the stacks of one bundle. Frames of the test runner itself are left out.
 * @param {string} bundle
 * @param {import('./bundle-tests.mjs').HostKind} kind
 * @returns {(stack: string) => string}
 */
export function stackTranslator(bundle, kind) {
  if (!existsSync(`${bundle}.map`)) return (stack) => stack;
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')));
  const frame = new RegExp(`[^\\s(]*${path.basename(bundle).replace('.', '\\.')}(?:#vscode-extension)?:(\\d+):(\\d+)`);
  /** @type {(line: string) => string[]} */
  const translate = (line) => {
    const found = frame.exec(line);
    if (found === null) return /node_modules[\\/]mocha|^\s+at (process|listOnTimeout)\b.*node:internal/.test(line) ? [] : [line];
    const entry = map.findEntry(Number(found[1]) - 1 - linesBefore[kind], Number(found[2]) - 1);
    if (!('originalSource' in entry)) return [line];
    const source = path.resolve(path.dirname(bundle), entry.originalSource);
    if (source.includes('node_modules')) return [];
    return [line.replace(found[0], `${path.relative(root, source)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`)];
  };
  return (stack) => stack.split('\n').flatMap(translate).join('\n');
}
