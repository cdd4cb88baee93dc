/**
 * What is analysed as one: a document, or all JavaScript and TypeScript cells of a notebook.
 *
 * Whatever a surface asks of a cell is looked up in the analysis of its notebook, in which the cell is a part.
 */
import * as vscode from 'vscode';
import { cellLanguage, joinCells } from '../core/syntax/cells';
import type { Language } from '../core/syntax/language';
import type { CodeBlock } from '../core/syntax/scripts';
import type { Span } from '../core/syntax/span';
import { languageOf } from './documents';

/** A document and where its text begins and ends in what is analysed. */
export interface Part {
  readonly document: vscode.TextDocument;
  readonly start: number;
  readonly end: number;
}

/** A text to analyse. */
export interface SourceText {
  readonly text: string;
  readonly language: Language;
  /** The cells of a notebook. */
  readonly blocks?: readonly CodeBlock[];
  readonly parts: readonly Part[];
}

export interface Source {
  /** The document or the notebook. */
  readonly owner: vscode.TextDocument | vscode.NotebookDocument;
  /** Changes with every change of the text. */
  readonly version: string | number;
  readonly read: () => SourceText;
}

const CELL_SCHEME = 'vscode-notebook-cell';

/** The notebook of a cell's document. */
export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== CELL_SCHEME) return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) => !notebook.isClosed && notebook.getCells().some((cell) => cell.document === document));
}

/** The documents of the cells that are read, in their order. */
function cellsOf(notebook: vscode.NotebookDocument): readonly vscode.TextDocument[] {
  return notebook.getCells().filter(({ kind, document }) => kind === vscode.NotebookCellKind.Code && cellLanguage(document.languageId) !== undefined).map(({ document }) => document);
}

/** The documents that are analysed together with one, itself among them. */
export function documentsWith(document: vscode.TextDocument): readonly vscode.TextDocument[] {
  const notebook = notebookOf(document);
  return notebook ? cellsOf(notebook) : [document];
}

function notebookText(cells: readonly vscode.TextDocument[]): SourceText {
  const { text, blocks } = joinCells(cells.map((document) => ({ text: document.getText(), language: cellLanguage(document.languageId) ?? 'javascript' })));
  let end = -1;
  const parts = cells.map((document, index): Part => {
    const start = end + 1;
    end = blocks[index]?.end ?? start;
    return { document, start, end };
  });
  return { text, language: 'javascript', blocks, parts };
}

/** What a document is analysed with; undefined where it is closed or not ours. */
export function sourceOf(document: vscode.TextDocument): Source | undefined {
  if (document.isClosed) return undefined;
  if (document.uri.scheme !== CELL_SCHEME) {
    const language = languageOf(document);
    if (language === undefined) return undefined;
    const read = (): SourceText => {
      const text = document.getText();
      return { text, language, parts: [{ document, start: 0, end: text.length }] };
    };
    return { owner: document, version: document.version, read };
  }
  const notebook = notebookOf(document);
  const cells = notebook ? cellsOf(notebook) : [];
  if (!notebook || !cells.includes(document)) return undefined;
  const version = cells.map((cell) => `${cell.uri.fragment} ${cell.languageId} ${cell.version}`).join(', ');
  return { owner: notebook, version, read: () => notebookText(cells) };
}

/** True where a span lies in the part. */
export function holds(part: Part, { start, end }: Span): boolean {
  return part.start <= start && end <= part.end;
}

/** A span as a range of the part's document; what lies outside the part is left out. */
export function rangeOf({ document, start, end }: Part, span: Span): vscode.Range {
  const place = (offset: number): vscode.Position => document.positionAt(Math.min(Math.max(offset, start), end) - start);
  return new vscode.Range(place(span.start), place(span.end));
}

/** A position in the part's document as an offset in what is analysed. */
export function offsetAt({ document, start }: Part, position: vscode.Position): number {
  return start + document.offsetAt(position);
}

/** A span as a place to go to; undefined where no part holds it. */
export function locationOf(parts: readonly Part[], span: Span): vscode.Location | undefined {
  const part = parts.find((one) => holds(one, span));
  return part && new vscode.Location(part.document.uri, rangeOf(part, span));
}
