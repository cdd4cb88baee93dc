/**
 * Comments that hold a word, and what stands at an offset.
 *
 * Trees have no comments: they are what is left between nodes. A word is looked for in the text first, so that a
 * document without it costs one search.
 */
import { forEachChild, SyntaxKind } from 'typescript-6';
import type { Node } from 'typescript-6';
import { isMarkup } from './language';
import { markupComments } from './scripts';
import type { Span } from './span';
import type { ParsedDocument, Script } from './tree';
import { skipTrivia } from './trivia';

/** A comment, and what it says between its marks. */
export interface Comment extends Span {
  readonly body: Span;
  readonly form: 'line' | 'block' | 'markup';
}

/** What an offset of a script lies in: a comment, text that is a value or is shown, or code. */
export type Place = Comment | 'text' | 'code';

/** Tokens that hold any characters. */
const TEXTS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.StringLiteral, SyntaxKind.NoSubstitutionTemplateLiteral, SyntaxKind.TemplateHead, SyntaxKind.TemplateMiddle, SyntaxKind.TemplateTail,
  SyntaxKind.RegularExpressionLiteral, SyntaxKind.JsxText,
]);

const LINE_END = /[\n\r\u2028\u2029]/g;

/** The script in which an offset lies, its end included. */
export function scriptAt({ scripts }: ParsedDocument, offset: number): Script | undefined {
  return scripts.find(({ start, tree }) => start <= offset && offset <= tree.end);
}

/** The comment over an offset, in a stretch that begins between two tokens and has no text in it. */
function commentIn(text: string, from: number, end: number, offset: number): Comment | undefined {
  for (let at = from; at <= offset;) {
    const mark = text.slice(at, at + 2);
    if (mark !== '//' && mark !== '/*') {
      at++;
      continue;
    }
    LINE_END.lastIndex = at;
    const closed = mark === '//' ? (LINE_END.exec(text)?.index ?? end) : text.indexOf('*/', at + 2);
    const stop = closed < 0 || closed > end ? end : closed + (mark === '/*' ? 2 : 0);
    if (offset < stop) return { start: at, end: stop, body: { start: at + 2, end: mark === '/*' && closed >= 0 && closed <= end ? closed : stop }, form: mark === '//' ? 'line' : 'block' };
    at = Math.max(stop, at + 2);
  }
  return undefined;
}

/** What an offset of a script lies in. An offset before a token that may be preceded by a comment is code. */
export function placeAt({ text, tree }: Script, offset: number): Place {
  let node: Node = tree;
  let from = node.pos;
  for (;;) {
    let inner: Node | undefined;
    const around: Node = node;
    forEachChild(around, (child) => {
      if (child.end <= offset) from = Math.max(from, child.end);
      else if (child.pos <= offset) inner ??= child;
    });
    if (!inner) break;
    // What stands between tags is shown, and so would be what is put before the first of it.
    if (offset === inner.pos && isShown(inner, around)) return 'text';
    node = inner;
    from = node.pos;
  }
  if (node.kind === SyntaxKind.JsxText) return 'text';
  if (TEXTS.has(node.kind) && offset > skipTrivia(text, node.pos)) return 'text';
  return commentIn(text, from, tree.end, offset) ?? 'code';
}

function isShown(child: Node, { kind }: Node): boolean {
  const hasChildren = kind === SyntaxKind.JsxElement || kind === SyntaxKind.JsxFragment;
  return hasChildren && child.kind !== SyntaxKind.JsxOpeningElement && child.kind !== SyntaxKind.JsxOpeningFragment;
}

/** Nobody writes more by hand. */
const MAX_PLACES = 500;

/** The comments in which a word stands, in the order of the text: those of scripts, and in markup those between them. */
export function commentsWith(parsed: ParsedDocument, word: string): readonly Comment[] {
  const { text, language } = parsed;
  const found: Comment[] = [];
  for (let at = text.indexOf(word), count = 0; at >= 0 && count < MAX_PLACES; at = text.indexOf(word, at + word.length), count++) {
    if (at < (found.at(-1)?.end ?? 0)) continue;
    const script = scriptAt(parsed, at);
    const place = script && placeAt(script, at);
    if (typeof place === 'object') found.push(place);
  }
  if (found.length === 0 && !text.includes(word)) return found;
  const between = isMarkup(language) && text.includes(word) ? markupComments(text, language).filter(({ start, end }) => text.slice(start, end).includes(word)).slice(0, MAX_PLACES) : [];
  const outer = between.map(({ start, end }): Comment => ({ start, end, body: { start: start + 4, end: text.endsWith('-->', end) ? end - 3 : end }, form: 'markup' }));
  return [...found, ...outer].sort((a, b) => a.start - b.start);
}
