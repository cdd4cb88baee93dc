/**
 * Findings that wait: nobody wants to be told about the line that is being written.
 *
 * A finding that was not there before is held back while it stands on a line that was just edited, until the cursor has
 * left it or some time has passed. A finding that is gone is gone at once.
 */
import type * as vscode from 'vscode';

/** How long after the last edit a line counts as being written, in ms. */
export const PATIENCE = 1500;

/** Something that is shown at a line, and what tells it from another when lines move. */
export interface Item {
  readonly key: string;
  readonly line: number;
}

/** Splits items into those to show and those to hold back. `shown` are the keys of what was shown before. */
export function holdBack<T extends Item>(items: readonly T[], shown: readonly string[], editedLines: ReadonlySet<number>): { readonly show: T[]; readonly held: T[] } {
  const before = new Map<string, number>();
  for (const key of shown) before.set(key, (before.get(key) ?? 0) + 1);
  // Elsewhere in the document things are shown in any case; what remains of the old ones may stand on edited lines.
  for (const { key, line } of items) if (!editedLines.has(line)) before.set(key, (before.get(key) ?? 0) - 1);
  const show: T[] = [];
  const held: T[] = [];
  for (const item of items) {
    const left = before.get(item.key) ?? 0;
    if (!editedLines.has(item.line)) show.push(item);
    else if (left > 0) {
      before.set(item.key, left - 1);
      show.push(item);
    } else held.push(item);
  }
  return { show, held };
}

/** The lines on which changes ended, in the document as it is after them; undo and redo are not writing. */
export function editedLines({ contentChanges, reason }: vscode.TextDocumentChangeEvent): ReadonlySet<number> {
  const lines = new Set<number>();
  if (reason !== undefined) return lines;
  // Changes are given in the coordinates of the text before all of them; those further up move the ones below.
  const ordered = [...contentChanges].sort((a, b) => a.rangeOffset - b.rangeOffset);
  let shift = 0;
  for (const { range, text } of ordered) {
    const added = text.split(/\r\n|\r|\n/).length - 1;
    lines.add(range.start.line + shift + added);
    shift += added - (range.end.line - range.start.line);
  }
  return lines;
}
