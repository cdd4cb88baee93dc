import * as vscode from 'vscode';
import type { Analysis } from '../core/insight/analysis';
import type { Edit } from '../core/rules/types';
import type { Analyses } from './analyses';
import type { Core } from './core';
import { rangeOf } from './documents';
import type { Settings } from './settings';

/** The smallest single replacement that turns one text into the other. */
function difference(before: string, after: string): Edit[] {
  const shared = Math.min(before.length, after.length);
  let start = 0;
  while (start < shared && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shared - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return start === before.length && start === after.length ? [] : [{ start, end: before.length - tail, text: after.slice(start, after.length - tail) }];
}

/** The edits that take all safe fixes of a document; none where nothing can be fixed safely. */
export function fixAllEdits(core: Core, analysis: Analysis, { severities }: Settings): readonly Edit[] {
  const edits = core.safeEdits(analysis);
  if (edits.length === 0) return [];
  const fixed = core.fixText(analysis.text, analysis.language, { severities });
  // One round is its own edits, which disturb cursors and folds least; several are one replacement.
  return fixed.rounds === 1 ? edits : difference(analysis.text, fixed.text);
}

/** Takes all safe fixes of a document; says so where there are none. */
export async function fixAll(analyses: Analyses, document: vscode.TextDocument): Promise<boolean> {
  const read = await analyses.read(document);
  const edits = read ? fixAllEdits(read.core, read.analysis, read.settings) : [];
  if (edits.length === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('Activation Lens: nothing here can be fixed safely'), 3000);
    return false;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, edits.map((one) => new vscode.TextEdit(rangeOf(document, one), one.text)));
  // Refused by VS Code if the document has changed in between.
  return vscode.workspace.applyEdit(edit);
}
