/**
 * Notebook files: the code cells of an `.ipynb`, and where each of their characters stands in the file.
 *
 * https://nbformat.readthedocs.io/en/latest/format_description.html; `source` is a string or a list of lines.
 */
import { cellLanguage, joinCells } from './cells';
import type { Cell, CellDocument } from './cells';
import { at, parseJson, stringAt, stringOf } from './json';
import type { JsonNode } from './json';
import type { Span } from './span';
import { lowerBound } from './span';

/** The cells of a file as one document, and the way back into the file. */
export interface NotebookFile extends CellDocument {
  /** A span of the cells' text as one of the file. */
  readonly outer: (span: Span) => Span;
  /** A replacement in the cells' text as one in the file, or undefined where it would reach across cells. */
  readonly outerEdit: (edit: TextEdit) => TextEdit | undefined;
}

export interface TextEdit extends Span {
  readonly text: string;
}

/** A file as cells, or the offset at which it stops being JSON. */
export type NotebookResult = NotebookFile | { readonly brokenAt: number };

/** A code cell and where its characters are: `from[i]` to `to[i]` in the file is the one at `i`. */
interface PlacedCell extends Cell {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Where an empty cell's text would be. */
  readonly empty: number;
  /** What stands between two lines in the file: `",\n    "`; absent where the source is one string. */
  readonly separator: string | undefined;
}

const ESCAPE = /\\(?:u[\da-fA-F]{4}|.)/y;

/** Notes the place of every character of a string. */
function place(text: string, { start, end }: JsonNode, from: number[], to: number[]): void {
  for (let offset = start + 1; offset < end - 1;) {
    ESCAPE.lastIndex = offset;
    const next = ESCAPE.test(text) ? ESCAPE.lastIndex : offset + 1;
    from.push(offset);
    to.push(next);
    offset = next;
  }
}

function placedCell(text: string, source: JsonNode | undefined, language: Cell['language']): PlacedCell | undefined {
  const strings = source?.kind === 'array' ? source.items : source ? [source] : [];
  const [first, second] = strings;
  if (!first || strings.some(({ kind }) => kind !== 'string')) return undefined;
  const from: number[] = [];
  const to: number[] = [];
  for (const one of strings) place(text, one, from, to);
  return {
    text: strings.map((one) => stringOf(text, one)).join(''), language, from, to, empty: first.start + 1,
    separator: source?.kind === 'array' && second ? text.slice(first.end - 1, second.start + 1) : undefined,
  };
}

/** The language of a cell where it differs from the notebook's: as VS Code notes it, and as .NET's polyglot kernel does. */
function languageNote(text: string, cell: JsonNode): string | undefined {
  const metadata = at(cell, 'metadata');
  return stringAt(text, metadata, 'vscode', 'languageId') ?? stringAt(text, metadata, 'polyglot_notebook', 'kernelName') ?? stringAt(text, metadata, 'dotnet_interactive', 'language');
}

function codeCells(text: string, root: JsonNode): readonly PlacedCell[] {
  const kernel = stringAt(text, root, 'metadata', 'kernelspec', 'language') ?? stringAt(text, root, 'metadata', 'language_info', 'name') ?? '';
  const cells = at(root, 'cells');
  return (cells?.kind === 'array' ? cells.items : []).flatMap((cell) => {
    if (stringAt(text, cell, 'cell_type') !== 'code') return [];
    const language = cellLanguage(languageNote(text, cell) ?? kernel);
    const placed = language && placedCell(text, at(cell, 'source'), language);
    return placed ? [placed] : [];
  });
}

/** Reads a notebook file. One that is empty has no cells. */
export function readNotebook(text: string): NotebookResult {
  if (text.trim() === '') return assemble([]);
  const parsed = parseJson(text);
  return 'root' in parsed ? assemble(codeCells(text, parsed.root)) : parsed;
}

function assemble(cells: readonly PlacedCell[]): NotebookFile {
  const { text, blocks } = joinCells(cells);
  const starts = cells.map((_, index) => (blocks[index]?.end ?? 0) - (cells[index]?.text.length ?? 0));
  /** The cell in which an offset lies, and the offset in it. */
  const find = (offset: number): { readonly cell: PlacedCell; readonly within: number; readonly index: number } | undefined => {
    const index = Math.max(0, lowerBound(starts, offset + 1) - 1);
    const cell = cells[index];
    return cell && { cell, index, within: offset - (starts[index] ?? 0) };
  };
  const startOf = (offset: number): number => {
    const found = find(offset);
    return found ? (found.cell.from[found.within] ?? found.cell.to.at(-1) ?? found.cell.empty) : 0;
  };
  const endOf = (offset: number): number => {
    const found = find(offset);
    return found ? (found.cell.to[found.within - 1] ?? found.cell.empty) : 0;
  };
  const outer = ({ start, end }: Span): Span => {
    const from = startOf(start);
    return { start: from, end: end > start ? Math.max(from, endOf(end)) : from };
  };
  const outerEdit = (edit: TextEdit): TextEdit | undefined => {
    const found = find(edit.start);
    if (!found) return undefined;
    const { separator, text: { length } } = found.cell;
    const end = edit.end - edit.start + found.within;
    if (end > length) return undefined;
    const closes = separator !== undefined && edit.text.endsWith('\n') && end < length;
    // Whole lines go with the quotes and the comma before the next line.
    return { start: startOf(edit.start), end: startOf(edit.end), text: encode(edit.text, separator) + (closes ? separator : '') };
  };
  return { text, blocks, outer, outerEdit };
}

/** Text as it stands in a JSON string, or in several where each line has one of its own. */
function encode(text: string, separator: string | undefined): string {
  const lines = text.split(/(?<=\n)/).map((line) => JSON.stringify(line).slice(1, -1));
  return lines.join(separator ?? '');
}
