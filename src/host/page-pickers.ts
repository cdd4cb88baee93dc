/** Lists to choose a page of the documentation from. */
import * as vscode from 'vscode';
import type { Analyses, Read } from './analyses';
import { loadCore } from './core';
import { localize } from './localize';
import { offsetAt } from './sources';

interface Item extends vscode.QuickPickItem {
  readonly id: string;
}

async function choose(items: Item[], placeHolder: string, first: string | undefined): Promise<string | undefined> {
  // Quick picks begin with their first item: what the cursor is on comes before the rest.
  const ordered = [...items.filter(({ id }) => id === first), ...items.filter(({ id }) => id !== first)];
  return (await vscode.window.showQuickPick(ordered, { placeHolder, matchOnDescription: true, matchOnDetail: true }))?.id;
}

/** The rule to read about; the finding under the cursor comes first. */
export async function chooseRule(analyses: Analyses): Promise<string | undefined> {
  const core = await loadCore();
  const items = Object.values(core.rules).map((rule) => ({ id: rule.id, label: rule.id, description: core.severityWords(rule, localize), detail: localize(rule.docs.summary, {}) }));
  const { read, offset } = await cursor(analyses);
  const here = read?.analysis.findings.find(({ span }) => span.start <= offset && offset <= span.end)?.rule;
  return choose(items, vscode.l10n.t('Rule'), here);
}

/** The activation to read about; the one under the cursor comes first. */
export async function chooseActivation(analyses: Analyses): Promise<string | undefined> {
  const core = await loadCore();
  const items = Object.values(core.activations).map((activation) => ({ id: activation.id, label: activation.name, description: `ƒ(x) = ${activation.formula.f}`, detail: localize(activation.summary, {}) }));
  const { read, offset } = await cursor(analyses);
  const here = read?.analysis.activations.find(({ span }) => span.start <= offset && offset <= span.end)?.function;
  return choose(items, vscode.l10n.t('Activation'), here);
}

/** What is known of the document that is being edited, and where the cursor is in it. */
async function cursor(analyses: Analyses): Promise<{ readonly read: Read | undefined; readonly offset: number }> {
  const editor = vscode.window.activeTextEditor;
  const read = editor && (await analyses.read(editor.document));
  return { read, offset: editor && read ? offsetAt(read.part, editor.selection.active) : 0 };
}
