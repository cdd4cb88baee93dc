/**
 * Script blocks of html-like documents.
 *
 * A scanner, not an html parser: it needs only to find `<script …>` outside comments and raw text, and its `</script`,
 * which ends a script whatever stands inside (html standard, §13.2.5.15).
 */
import { frontmatter } from './frontmatter';
import type { Language, Markup } from './language';
import type { Span } from './span';

/** One script: where its text stands in the document and how it is written. */
export interface CodeBlock {
  readonly start: number;
  readonly end: number;
  readonly language: Language;
  /**
   * Blocks of one scope share their top-level names. Scope 0 is that of the whole document, whose names the others see
   * too: a module of a page sees the globals of classic scripts, and these nothing of a module.
   */
  readonly scope: number;
  /** It runs when all blocks have run that are not deferred. */
  readonly deferred: boolean;
  /** What it exports with `let` is a default that whoever uses the component may replace. */
  readonly hasProps?: boolean;
}

export interface ScriptBlock extends CodeBlock {
  /** The `src` attribute: a script loaded from elsewhere. */
  readonly src?: string;
}

/** A script tag with its attributes. */
interface Tag {
  readonly start: number;
  readonly end: number;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Elements whose content is text, whatever tags it seems to hold (html standard, §13.2.6.2). */
const HTML_OPEN = /<!--|<(script|style|textarea|title|xmp|iframe|noembed|noframes|noscript)(?=[\s/>])/gi;
/** In a component file every block at the top is raw text; what is no script is passed over as a whole. */
const BLOCK_OPEN = /<!--|<([a-z][\w-]*)(?=[\s/>])/gi;
const ATTRIBUTE = /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|\{([^}]*)\}|([^\s"'>]+)))?/g;

const JAVASCRIPT_TYPES = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/babel|text\/jsx|text\/typescript|ts|tsx|typescript|js|jsx|javascript)$/i;

function attributesOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(ATTRIBUTE)) {
    found.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? match[4] ?? match[5] ?? '');
  }
  return found;
}

function codeLanguage(type: string): Language {
  if (/tsx/i.test(type)) return 'typescriptreact';
  if (/^(?:text\/typescript|ts|typescript)$/i.test(type)) return 'typescript';
  return /jsx|babel/i.test(type) ? 'javascriptreact' : 'javascript';
}

/** Pages with more inline scripts than this are generated; the others are not read. */
const MAX_BLOCKS = 64;

/** Offset behind the `>` that ends a tag, quoted values and those in braces respected; undefined where it is never closed. */
function tagEnd(text: string, from: number, language: Markup): number | undefined {
  const hasBraces = language === 'svelte' || language === 'astro';
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '>' && depth <= 0) return at + 1;
    if (hasBraces && character === '{') depth++;
    if (hasBraces && character === '}') depth--;
    if (character !== '"' && character !== "'") continue;
    at = text.indexOf(character, at + 1);
    if (at < 0) return undefined;
  }
  return undefined;
}

/** Where the content of a raw text element ends: at its closing tag, or with the document. */
function rawEnd(text: string, name: string, from: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  close.lastIndex = from;
  return close.exec(text)?.index ?? text.length;
}

/** Where a template ends, templates inside it included. */
function templateEnd(text: string, from: number): number {
  const tag = /<!--|<(\/?)template(?=[\s/>])/gi;
  tag.lastIndex = from;
  let depth = 1;
  for (let match = tag.exec(text); match; match = tag.exec(text)) {
    if (match[0] === '<!--') {
      const closed = text.indexOf('-->', tag.lastIndex);
      if (closed < 0) break;
      tag.lastIndex = closed + 3;
    } else if (match[1] === '/') {
      if (--depth === 0) return match.index;
    } else {
      const end = tagEnd(text, tag.lastIndex, 'vue');
      if (end === undefined) break;
      if (text[end - 2] !== '/') depth++;
      tag.lastIndex = end;
    }
  }
  return text.length;
}

/** The script tags of a document. In a vue file only blocks at its top are scripts: templates and docs may show some. */
function* scriptTags(text: string, language: Markup, from: number, comments?: Span[]): Generator<Tag> {
  const open = new RegExp(language === 'vue' ? BLOCK_OPEN : HTML_OPEN);
  open.lastIndex = from;
  for (let match = open.exec(text); match; match = open.exec(text)) {
    if (match[0] === '<!--') {
      const closed = text.indexOf('-->', open.lastIndex);
      if (closed < 0) return;
      open.lastIndex = closed + 3;
      comments?.push({ start: match.index, end: open.lastIndex });
      continue;
    }
    const name = (match[1] ?? '').toLowerCase();
    const start = tagEnd(text, open.lastIndex, language);
    if (start === undefined) return;
    const attributes = attributesOf(text.slice(open.lastIndex, start - 1));
    const closesItself = text[start - 2] === '/' && language !== 'html';
    const isTemplate = name === 'template' && /^(?:|html)$/i.test(attributes.get('lang') ?? '');
    const end = closesItself ? start : isTemplate ? templateEnd(text, start) : rawEnd(text, name, start);
    if (name === 'script') yield { start, end, attributes };
    open.lastIndex = end;
  }
}

/** The `<!-- -->` comments of a document that stand neither in scripts nor in other raw text, in order. */
export function markupComments(text: string, language: Markup): readonly Span[] {
  const comments: Span[] = [];
  const tags = scriptTags(text, language, language === 'astro' ? (frontmatter(text)?.after ?? 0) : 0, comments);
  while (tags.next().done !== true);
  return comments;
}

/** In a page `lang` is a human language, unless it is one that build tools know. */
function typeOf(attributes: ReadonlyMap<string, string>, language: Markup): string {
  const type = attributes.get('type') ?? '';
  const lang = attributes.get('lang');
  if (lang === undefined || (language === 'html' && !JAVASCRIPT_TYPES.test(lang))) return type;
  return lang;
}

/** The scope of a script and whether it is deferred, by the rules of the language. */
function scopeOf({ attributes }: Tag, language: Markup, number: number): Pick<CodeBlock, 'scope' | 'deferred' | 'hasProps'> {
  switch (language) {
    case 'html': return attributes.get('type')?.toLowerCase() === 'module' ? { scope: number, deferred: true } : { scope: 0, deferred: false };
    // Both scripts of a component are one module, in which the one that runs once goes first, wherever it stands.
    case 'vue': return { scope: 0, deferred: attributes.has('setup') };
    case 'svelte': {
      const isInstance = !attributes.has('module') && attributes.get('context') !== 'module';
      return { scope: 0, deferred: isInstance, hasProps: isInstance };
    }
    // Client scripts know nothing of the frontmatter, which runs on the server; each is a module unless it is inline.
    case 'astro': return attributes.has('is:inline') && attributes.get('type') !== 'module' ? { scope: 0, deferred: false } : { scope: number, deferred: true };
  }
}

/** The JavaScript and TypeScript blocks of a document, in order; json, templates and shaders are passed over. */
export function scriptBlocks(text: string, language: Markup): readonly ScriptBlock[] {
  const front = language === 'astro' ? frontmatter(text) : undefined;
  const blocks: ScriptBlock[] = front ? [{ start: front.start, end: front.end, language: 'typescript', scope: 1, deferred: false }] : [];
  for (const tag of scriptTags(text, language, front?.after ?? 0)) {
    if (blocks.length >= MAX_BLOCKS) break;
    const type = typeOf(tag.attributes, language);
    if (!JAVASCRIPT_TYPES.test(type)) continue;
    const src = tag.attributes.get('src');
    const isBundled = language === 'astro' && !tag.attributes.has('is:inline');
    blocks.push({
      start: tag.start, end: tag.end, language: isBundled ? 'typescript' : codeLanguage(type), ...scopeOf(tag, language, blocks.length + 1),
      ...(src === undefined ? {} : { src }),
    });
  }
  return blocks;
}
