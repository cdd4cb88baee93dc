/**
 * Comments that switch rules off: `activation-lens-disable-next-line rule, other -- reason`.
 *
 * The forms are those that people know from ESLint: the next line, the comment's own line, from one comment to another
 * that enables again, and the whole file. Without rules all are meant. What stands behind ` -- ` is for readers.
 */
import { commentsWith } from '../syntax/comments';
import type { Comment } from '../syntax/comments';
import type { Span } from '../syntax/span';
import type { ParsedDocument } from '../syntax/tree';

/** How every such comment begins. */
export const PREFIX = 'activation-lens-';

/** The forms by the word behind the prefix. */
export const FORMS = ['disable', 'enable', 'disable-next-line', 'disable-line', 'disable-file'] as const;
export type Form = (typeof FORMS)[number];

/** A rule that a comment names. */
export interface Entry extends Span {
  readonly id: string;
}

export interface Directive {
  /** Undefined for a word that is none of the forms. */
  readonly form: Form | undefined;
  /** The word with the prefix. */
  readonly word: Entry;
  readonly comment: Comment;
  /** The rules that are named; none stands for all. */
  readonly entries: readonly Entry[];
}

const DIRECTIVE = /^[\s*]*(activation-lens-(?:disable|enable)[\w-]*)(?=[\s:]|$):?/;

/** Where the rules end and the reason begins. */
const REASON = /(?:^|\s)-{2,}(?=\s|$)/;

function entriesOf(list: string, start: number): readonly Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  for (const part of list.split(',')) {
    // The lines of a block comment may begin with a star, and its last one be that.
    const id = part.replaceAll(/^[\s*]+|[\s*]+$/g, '');
    const offset = start + at + part.indexOf(id);
    if (id !== '') entries.push({ id, start: offset, end: offset + id.length });
    at += part.length + 1;
  }
  return entries;
}

function directiveOf(text: string, comment: Comment): Directive | undefined {
  const body = text.slice(comment.body.start, comment.body.end);
  const match = DIRECTIVE.exec(body);
  const word = match?.[1];
  if (!match || word === undefined) return undefined;
  const wordStart = comment.body.start + match[0].indexOf(word);
  const rest = body.slice(match[0].length);
  const list = rest.slice(0, REASON.exec(rest)?.index ?? rest.length);
  return {
    form: FORMS.find((form) => word === PREFIX + form), comment,
    word: { id: word, start: wordStart, end: wordStart + word.length },
    entries: entriesOf(list, comment.body.start + match[0].length),
  };
}

/** The directives of a document in the order of the text. */
export function directivesOf(parsed: ParsedDocument): readonly Directive[] {
  return commentsWith(parsed, PREFIX).flatMap((comment) => directiveOf(parsed.text, comment) ?? []);
}
