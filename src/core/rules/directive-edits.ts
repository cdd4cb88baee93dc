/** Edits that take directives away and put new ones in. */
import { placeAt, scriptAt } from '../syntax/comments';
import type { Comment } from '../syntax/comments';
import { isMarkup } from '../syntax/language';
import { lineStarts, positionAt } from '../syntax/span';
import type { Span } from '../syntax/span';
import type { ParsedDocument, Script } from '../syntax/tree';
import { directivesOf, PREFIX } from './directives';
import type { Directive, Entry } from './directives';
import { lineBreak } from './edits';
import type { Edit } from './types';

const BREAK = /[\n\r\u2028\u2029]/;

/** Where the line begins and ends on which a stretch stands, its line break not included. */
function linesOf(text: string, { start, end }: Span): Span {
  let from = start;
  while (from > 0 && !BREAK.test(text[from - 1] ?? '')) from--;
  let to = end;
  while (to < text.length && !BREAK.test(text[to] ?? '')) to++;
  return { start: from, end: to };
}

/** Takes a comment away, with its line where it has that for itself; undefined where what is left might read otherwise. */
export function removeComment(text: string, comment: Comment): readonly Edit[] | undefined {
  const line = linesOf(text, comment);
  const before = text.slice(line.start, comment.start);
  const after = text.slice(comment.end, line.end);
  if (before.trim() === '' && after.trim() === '') {
    const end = line.end + (text.startsWith('\r\n', line.end) ? 2 : line.end < text.length ? 1 : 0);
    return [{ start: line.start, end, text: '' }];
  }
  // A line break inside a comment ends a statement as any other does.
  if (BREAK.test(text.slice(comment.start, comment.end))) return undefined;
  if (after.trim() === '') return [{ start: comment.start - (before.length - before.trimEnd().length), end: comment.end, text: '' }];
  const joins = /[\w$]$/.test(before) && /^[\w$]/.test(after);
  const space = /^\s+/.exec(after)?.[0].length ?? 0;
  return [{ start: comment.start, end: comment.end + (/(?:^|[\s([{])$/.test(before) ? space : 0), text: joins ? ' ' : '' }];
}

/** Takes one of several rules out of a directive. */
export function removeEntry({ entries }: Directive, entry: Entry): readonly Edit[] | undefined {
  const at = entries.indexOf(entry);
  const next = entries[at + 1];
  const previous = entries[at - 1];
  if (next) return [{ start: entry.start, end: next.start, text: '' }];
  return previous && [{ start: previous.end, end: entry.end, text: '' }];
}

/** An edit that switches a rule off, and where in its text a reason is to be written. */
export interface DisableEdit extends Edit {
  readonly reason: Span | undefined;
}

/** What stands for the reason until somebody has written one. */
const REASON = 'reason';

function withReason(at: number, before: string, after: string): DisableEdit {
  return { start: at, end: at, text: before + REASON + after, reason: { start: before.length, end: before.length + REASON.length } };
}

/** Adds a rule to a directive that names some. */
function added({ entries }: Directive, rule: string): DisableEdit | undefined {
  const last = entries.at(-1);
  return last && { start: last.end, end: last.end, text: `, ${rule}`, reason: undefined };
}

/** Switches a rule off on the line on which an offset stands; undefined where no comment can stand. */
export function disableOnLine(parsed: ParsedDocument, rule: string, offset: number): DisableEdit | undefined {
  const { text } = parsed;
  const script = scriptAt(parsed, offset);
  if (!script || placeAt(script, offset) !== 'code') return undefined;
  const starts = lineStarts(text);
  const lineOf = (at: number): number => positionAt(starts, at).line;
  const line = lineOf(offset);
  // A second comment above would push the first one away from its line.
  const beside = directivesOf(parsed).find(({ form, comment }) => (form === 'disable-next-line' && lineOf(comment.end) === line - 1) || (form === 'disable-line' && lineOf(comment.start) === line));
  const joined = beside && added(beside, rule);
  if (joined) return joined;
  const start = starts[line - 1] ?? 0;
  if (start < script.start || placeAt(script, start) !== 'code') return withReason(offset, `/* ${PREFIX}disable-line ${rule} -- `, ' */ ');
  const indentation = /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
  return withReason(start, `${indentation}// ${PREFIX}disable-next-line ${rule} -- `, lineBreak(text));
}

/** Behind the line that names the program which runs the script. */
function topOf({ text, start }: Script): number {
  return start === 0 ? (/^#!.*(?:\r\n|\n|\r)?/.exec(text)?.[0].length ?? 0) : start;
}

/** Switches a rule off in the whole document, at the top of the script in which an offset stands. */
export function disableInFile(parsed: ParsedDocument, rule: string, offset: number): DisableEdit | undefined {
  const { text, language } = parsed;
  const script = scriptAt(parsed, offset);
  if (!script) return undefined;
  const known = directivesOf(parsed).find(({ form }) => form === 'disable-file');
  const joined = known && added(known, rule);
  if (joined) return joined;
  const at = topOf(script);
  const words = `${PREFIX}disable-file ${rule} -- `;
  if (!isMarkup(language)) return withReason(at, `// ${words}`, lineBreak(text));
  // Behind a tag or a fence, as the code below it is indented.
  const first = /^[ \t]*(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))*([ \t]*)/.exec(text.slice(at, script.tree.end));
  return first ? withReason(at, `${lineBreak(text)}${first[1] ?? ''}// ${words}`, '') : withReason(at, `/* ${words}`, ' */ ');
}
