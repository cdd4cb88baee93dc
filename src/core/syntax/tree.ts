/**
 * Text to trees: the only module that knows which parser is used.
 *
 * The parser is TypeScript 6's own. A tree is updated incrementally: the change between two versions is the text
 * between their common prefix and suffix, which is what an edit is.
 */
import { createSourceFile, JSDocParsingMode, ScriptKind, ScriptTarget, updateSourceFile } from 'typescript-6';
import type { Node, SourceFile, TextChangeRange } from 'typescript-6';
import { isMarkup } from './language';
import type { Language } from './language';
import { scriptBlocks } from './scripts';
import type { CodeBlock, ScriptBlock } from './scripts';
import { shift } from './shift';
import type { Span } from './span';
import { skipTrivia } from './trivia';

/** One parsed script. It is parsed alone and then moved, so that every place is one of the document. */
export interface Script {
  readonly tree: SourceFile;
  /** The whole document. */
  readonly text: string;
  /** Where the script's own text starts, which is that of its tree. */
  readonly start: number;
  readonly language: Language;
  /** Scripts of one scope share their top-level names, and all see those of scope 0. */
  readonly scope: number;
  /** What it exports with `let` may be replaced from outside. */
  readonly hasProps: boolean;
}

/** A script tag with `src`. */
export interface Load {
  readonly src: string;
  /** How many of the document's own scripts run before it. */
  readonly before: number;
  readonly isModule: boolean;
}

/** A document as trees. Giving it to {@link parse} again as `previous` uses its trees up. */
export interface ParsedDocument {
  readonly text: string;
  readonly language: Language;
  /** In the order in which they run. */
  readonly scripts: readonly Script[];
  /** Scripts that stand elsewhere (markup only), in the order in which they run. */
  readonly loads: readonly Load[];
}

const SCRIPT_KIND: Readonly<Record<Language, ScriptKind>> = {
  typescript: ScriptKind.TS, typescriptreact: ScriptKind.TSX, javascript: ScriptKind.JSX, javascriptreact: ScriptKind.JSX,
  html: ScriptKind.JSX, vue: ScriptKind.JSX, svelte: ScriptKind.JSX, astro: ScriptKind.TSX, notebook: ScriptKind.JSX,
};

function parseScript(text: string, language: Language): SourceFile {
  return createSourceFile('script', text, { languageVersion: ScriptTarget.Latest, jsDocParsingMode: JSDocParsingMode.ParseNone }, false, SCRIPT_KIND[language]);
}

/** The smallest change that turns one text into the other. */
export function textChange(before: string, after: string): TextChangeRange {
  const shared = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shared && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  let suffix = 0;
  while (suffix < shared - prefix && before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)) suffix++;
  return { span: { start: prefix, length: before.length - suffix - prefix }, newLength: after.length - suffix - prefix };
}

/** The tree of some code, made from that of its previous version where there is one, with its nodes where they are in the document. */
function treeOf(code: string, { language, start }: CodeBlock, previous: Script | undefined): SourceFile {
  if (previous?.language === language && previous.tree.text === code) {
    shift(previous.tree, start - previous.start);
    return previous.tree;
  }
  let tree: SourceFile;
  if (previous?.language === language) {
    shift(previous.tree, -previous.start);
    tree = updateSourceFile(previous.tree, code, textChange(previous.tree.text, code));
  } else tree = parseScript(code, language);
  shift(tree, start);
  return tree;
}

/** True for what an engine throws when calls are nested too deep: a RangeError that says so, in Firefox an InternalError. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && (error.name === 'InternalError' || (error instanceof RangeError && /call stack/i.test(error.message)));
}

/**
 * Parses a document, reusing what it can of the previous version's trees. Its blocks of code are found by its language
 * unless they are given. Undefined where it is nested so deep that the parser, which is recursive, has no room left:
 * thousands of brackets inside each other.
 */
export function parse(text: string, language: Language, previous?: ParsedDocument, blocks?: readonly CodeBlock[]): ParsedDocument | undefined {
  try {
    return parseDocument(text, language, previous, blocks ?? blocksOf(text, language));
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    // The parser keeps its state between calls and clears it at the end of one.
    parseScript('', language);
    return undefined;
  }
}

function blocksOf(text: string, language: Language): readonly ScriptBlock[] {
  return isMarkup(language) ? scriptBlocks(text, language) : [{ start: 0, end: text.length, language, scope: 0, deferred: false }];
}

function parseDocument(text: string, language: Language, previous: ParsedDocument | undefined, blocks: readonly ScriptBlock[]): ParsedDocument {
  const sequence = [...blocks].sort((a, b) => Number(a.deferred) - Number(b.deferred));
  const ordered = sequence.filter((block) => block.src === undefined);
  const loads = sequence.flatMap(({ src, scope }, index): Load[] => (src === undefined ? [] : [{ src, before: sequence.slice(0, index).filter((block) => block.src === undefined).length, isModule: scope !== 0 }]));
  // Blocks are matched by their place in the order: one that is added or removed costs a parse of those behind it.
  const reusable = previous?.language === language && previous.scripts.length === ordered.length ? previous.scripts : undefined;
  const scripts = ordered.map((block, index): Script => {
    const tree = treeOf(text.slice(block.start, block.end), block, reusable?.[index]);
    return { tree, text, start: block.start, language: block.language, scope: block.scope, hasProps: block.hasProps ?? false };
  });
  return { text, language, scripts, loads };
}

/** Where a node stands in the document, without the comments and white space before it. It may be of any of its scripts. */
export function spanOf({ text }: Script, node: Node): Span {
  // A node without text, such as a hole in an array, ends before the white space behind it.
  return { start: Math.min(skipTrivia(text, node.pos), node.end), end: node.end };
}
