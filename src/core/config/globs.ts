/**
 * Patterns of paths as `.gitignore` has them: `dist/`, `*.min.js`, `/src/legacy`, `!kept.js`; besides, `{a,b}`.
 *
 * https://git-scm.com/docs/gitignore#_pattern_format; other than there, a file may be taken back from a folder that is left out.
 */

/** A pattern that can be asked. */
export interface Glob {
  readonly negated: boolean;
  readonly expression: RegExp;
}

const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;

/** One piece of a pattern as a regular expression; braces and classes are taken as they are where they are not closed. */
function translate(pattern: string): string {
  let result = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    const starsEnd = /^\*+/.exec(pattern.slice(at))?.[0].length ?? 0;
    if (starsEnd > 0) {
      const end = at + starsEnd;
      const isWhole = starsEnd > 1 && (at === 0 || pattern[at - 1] === '/') && (end === pattern.length || pattern[end] === '/');
      if (isWhole) result += end === pattern.length ? '.*' : '(?:.*/)?';
      else result += '[^/]*';
      // `**/` may stand for nothing, its slash too.
      at = isWhole && end < pattern.length ? end : end - 1;
    } else if (character === '?') result += '[^/]';
    else if (character === '[' && pattern.indexOf(']', at + 2) > 0) {
      const end = pattern.indexOf(']', at + 2);
      const body = pattern.slice(at + 1, end);
      result += `(?!/)[${/^[!^]/.test(body) ? '^' : ''}${body.replace(/^[!^]/, '').replaceAll(/[\\[\]^]/g, '\\$&')}]`;
      at = end;
    } else if (character === '{' && pattern.includes('}', at)) {
      depth++;
      result += '(?:';
    } else if (character === '}' && depth > 0) {
      depth--;
      result += ')';
    } else if (character === ',' && depth > 0) result += '|';
    else if (character === '\\' && at + 1 < pattern.length) result += (pattern[++at] ?? '').replaceAll(SPECIAL, '\\$&');
    else result += character.replaceAll(SPECIAL, '\\$&');
  }
  return result + ')'.repeat(depth);
}

/** A pattern ready to be asked; undefined where it cannot be read. */
export function globOf(pattern: string): Glob | undefined {
  const negated = pattern.startsWith('!');
  const body = (negated ? pattern.slice(1) : pattern).trim().replace(/^\.\//, '/');
  const isFolder = body.endsWith('/');
  const path = body.replace(/\/+$/, '').replaceAll(/(?:\*\*\/)+/g, '**/');
  if (path.replace(/^\//, '') === '') return undefined;
  // A pattern with a slash begins at the folder of the file it stands in, any other may begin in each below.
  const anchored = path.includes('/');
  try {
    return { negated, expression: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${translate(path.replace(/^\//, ''))}${isFolder ? '/.*' : '(?:/.*)?'}$`, 's') };
  } catch {
    return undefined;
  }
}

/** True where the last pattern that knows a path, relative and with slashes, leaves it out. */
export function isIgnored(path: string, globs: readonly Glob[]): boolean {
  const last = globs.findLast(({ expression }) => expression.test(path));
  return last !== undefined && !last.negated;
}
