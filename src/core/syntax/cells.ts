/**
 * The code of notebooks: their cells, one after another, as the blocks of one document.
 *
 * All cells share their top-level names, and a cell that declares a name again does what running it does.
 */
import type { Language } from './language';
import type { CodeBlock } from './scripts';

/** The code of one cell, and the language that it says it is in. */
export interface Cell {
  readonly text: string;
  readonly language: Language;
}

/** Cells put together: {@link blocks} has one block for each cell. */
export interface CellDocument {
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  javascript: 'javascript', js: 'javascript', javascriptreact: 'javascriptreact', jsx: 'javascriptreact',
  typescript: 'typescript', ts: 'typescript', typescriptreact: 'typescriptreact', tsx: 'typescriptreact',
};

/** The language of cells by the name that a kernel or an editor has for it; undefined where it is none of ours. */
export function cellLanguage(name: string): Language | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(LANGUAGES, key) ? LANGUAGES[key] : undefined;
}

/** `%%time`, `#!html`: the cell is for somebody else. */
const CELL_MAGIC = /^\s*(?:%%|#!(?!\s*(?:javascript|js|typescript|ts)\s*$))/m;

/** `%cd x`, `!npm install x`, `#!js` in the first lines; `!function …` is code. */
const LINE_MAGIC = /^[ \t]*(?:%[a-z]|#!|!(?!(?:function|async|new|class|void|typeof|await)\b)[a-z][\w.-]*[ \t]+[\w@./-])/i;

/** The length of what stands in a cell before its code: magics, or all of it. */
export function magicLength(text: string): number {
  const first = /\S[^\n]*/.exec(text)?.[0] ?? '';
  if (CELL_MAGIC.test(first)) return text.length;
  let length = 0;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (line.trim() !== '' && !LINE_MAGIC.test(line)) break;
    length += line.length;
  }
  return length;
}

/** Puts cells together; a line break stands between two. */
export function joinCells(cells: readonly Cell[]): CellDocument {
  const blocks: CodeBlock[] = [];
  let text = '';
  for (const cell of cells) {
    if (blocks.length > 0) text += '\n';
    blocks.push({ start: text.length + magicLength(cell.text), end: text.length + cell.text.length, language: cell.language, scope: 0, deferred: false });
    text += cell.text;
  }
  return { text, blocks };
}
