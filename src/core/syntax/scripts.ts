/**
 * Script blocks of html-like documents.
 *
 * A scanner, not an html parser: it needs only to find `<script …>` outside comments and its `</script`, which ends a
 * script whatever stands inside (html standard, §13.2.5.15).
 */
import type { Language } from './language';

/** One script: where its text stands in the document, how it is written, and where it comes from if not from here. */
export interface ScriptBlock {
  readonly start: number;
  readonly end: number;
  readonly language: Language;
  /** The `src` attribute: a script loaded from elsewhere. */
  readonly src?: string;
}

const OPEN = /<!--|<script\b/gi;
const CLOSE = /<\/script\b/gi;
const ATTRIBUTE = /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

const JAVASCRIPT_TYPES = /^(?:|module|text\/javascript|application\/javascript|text\/ecmascript|application\/ecmascript|text\/babel|text\/jsx|text\/typescript|ts|tsx|typescript|js|jsx)$/i;

function attributes(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(ATTRIBUTE)) {
    found.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? match[4] ?? '');
  }
  return found;
}

function blockLanguage(type: string): Language {
  if (/tsx/i.test(type)) return 'typescriptreact';
  if (/^(?:text\/typescript|ts|typescript)$/i.test(type)) return 'typescript';
  return /jsx|babel/i.test(type) ? 'javascriptreact' : 'javascript';
}

/** Pages with more inline scripts than this are generated; the others are not read. */
const MAX_BLOCKS = 64;

/** Offset behind the `>` that ends a tag, quoted attribute values respected; undefined where it is never closed. */
function tagEnd(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '>') return at + 1;
    if (character !== '"' && character !== "'") continue;
    at = text.indexOf(character, at + 1);
    if (at < 0) return undefined;
  }
  return undefined;
}

/** The JavaScript and TypeScript blocks of a document, in order; json, templates and shaders are passed over. */
export function scriptBlocks(text: string): readonly ScriptBlock[] {
  const blocks: ScriptBlock[] = [];
  OPEN.lastIndex = 0;
  for (let match = OPEN.exec(text); match !== null && blocks.length < MAX_BLOCKS; match = OPEN.exec(text)) {
    if (match[0] === '<!--') {
      const closed = text.indexOf('-->', OPEN.lastIndex);
      if (closed < 0) break;
      OPEN.lastIndex = closed + 3;
      continue;
    }
    const start = tagEnd(text, OPEN.lastIndex);
    if (start === undefined) break;
    CLOSE.lastIndex = start;
    const end = CLOSE.exec(text)?.index ?? text.length;
    const found = attributes(text.slice(OPEN.lastIndex, start - 1));
    const type = found.get('lang') ?? found.get('type') ?? '';
    const src = found.get('src');
    if (JAVASCRIPT_TYPES.test(type)) {
      blocks.push({ start, end, language: blockLanguage(type), ...(src === undefined ? {} : { src }) });
    }
    OPEN.lastIndex = end;
  }
  return blocks;
}
