import * as vscode from 'vscode';
import type { Edit } from '../core/rules/types';
import type { Analyses, Read } from './analyses';
import { holds, rangeOf } from './sources';
import type { Part } from './sources';

/** The smallest single replacement that turns one text, which begins at an offset, into the other. */
function difference(before: string, after: string, offset: number): Edit[] {
  const shared = Math.min(before.length, after.length);
  let start = 0;
  while (start < shared && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shared - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return start === before.length && start === after.length ? [] : [{ start: offset + start, end: offset + before.length - tail, text: after.slice(start, after.length - tail) }];
}

/** The edits that take all safe fixes of a document or notebook; none where nothing can be fixed safely. */
export function fixAllEdits({ core, analysis, settings: { severities }, blocks }: Read): readonly Edit[] {
  const edits = core.safeEdits(analysis);
  if (edits.length === 0) return [];
  const { text, language } = analysis;
  const fixed = core.fixText(text, language, { severities, ...(blocks ? { blocks } : {}) });
  // One round is its own edits, which disturb cursors and folds least; several are one replacement, in each cell.
  if (fixed.rounds === 1) return edits;
  const after = fixed.blocks ?? [{ start: 0, end: fixed.text.length }];
  return (blocks ?? [{ start: 0, end: text.length }]).flatMap(({ start, end }, index) => difference(text.slice(start, end), fixed.text.slice(after[index]?.start, after[index]?.end), start));
}

/** Edits of the analysed text as changes of the documents that it is made of. */
export function workspaceEdit(parts: readonly Part[], edits: readonly Edit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const part of parts) {
    const own = edits.filter((one) => holds(part, one));
    if (own.length > 0) edit.set(part.document.uri, own.map((one) => new vscode.TextEdit(rangeOf(part, one), one.text)));
  }
  return edit;
}

/** Takes all safe fixes of a document; says so where there are none. */
export async function fixAll(analyses: Analyses, document: vscode.TextDocument): Promise<boolean> {
  const read = await analyses.read(document);
  const edits = read ? fixAllEdits(read) : [];
  if (!read || edits.length === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('Activation Lens: nothing here can be fixed safely'), 3000);
    return false;
  }
  // Refused by VS Code if a document has changed in between.
  return vscode.workspace.applyEdit(workspaceEdit(read.parts, edits));
}
