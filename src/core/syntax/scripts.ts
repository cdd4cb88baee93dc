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

const OPEN = /<!--[^]*?(?:-->|$)|<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
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

/** The JavaScript and TypeScript blocks of a document, in order; json, templates and shaders are passed over. */
export function scriptBlocks(text: string): readonly ScriptBlock[] {
  const blocks: ScriptBlock[] = [];
  OPEN.lastIndex = 0;
  for (let match = OPEN.exec(text); match !== null; match = OPEN.exec(text)) {
    if (match[1] === undefined) continue;
    const start = OPEN.lastIndex;
    CLOSE.lastIndex = start;
    const end = CLOSE.exec(text)?.index ?? text.length;
    const found = attributes(match[1]);
    const type = found.get('lang') ?? found.get('type') ?? '';
    const src = found.get('src');
    if (JAVASCRIPT_TYPES.test(type)) {
      blocks.push({ start, end, language: blockLanguage(type), ...(src === undefined ? {} : { src }) });
    }
    OPEN.lastIndex = end;
  }
  return blocks;
}
