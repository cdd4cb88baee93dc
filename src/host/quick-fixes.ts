/** Quick fixes, the documentation of a rule, and fixing a file as a whole. */
import * as vscode from 'vscode';
import { format } from '../core/rules/format';
import type { Finding } from '../core/rules/run';
import type { Fix } from '../core/rules/types';
import type { Analyses, Read } from './analyses';
import { diagnosticOf } from './diagnostics';
import { SELECTOR } from './documents';
import { fixAllEdits, workspaceEdit } from './fix-all';
import { localize } from './localize';
import type { Log } from './log';
import { holds, rangeOf } from './sources';

export const FIX_ALL_KIND = vscode.CodeActionKind.SourceFixAll.append('activationLens');

/** What was offered: enough to find it again in a later version of the document. */
interface Offer {
  readonly document: vscode.TextDocument;
  readonly rule: string;
  /** The rule's findings are counted, for their places move. */
  readonly ordinal: number;
  readonly count: number;
  readonly token: string;
  readonly title: string;
}

export class QuickFixes implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #offers = new WeakMap<vscode.CodeAction, Offer>();
  readonly #registration: vscode.Disposable;

  constructor(private readonly analyses: Analyses, private readonly log: Log) {
    this.#registration = vscode.languages.registerCodeActionsProvider(SELECTOR, this, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL_KIND] });
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, { only }: vscode.CodeActionContext): vscode.CodeAction[] | Promise<vscode.CodeAction[]> {
    // Saving waits for code actions: whoever asks for others gets none at once.
    const fixAll = only !== undefined && only.contains(FIX_ALL_KIND);
    const quick = only === undefined || only.contains(vscode.CodeActionKind.QuickFix);
    if ((!fixAll && !quick) || this.analyses.isSilent(document)) return [];
    return this.log.guard('code actions', [], async () => {
      const read = await this.analyses.read(document);
      if (!read) return [];
      return [...(quick ? this.#quickFixes(document, range, read) : []), ...(fixAll ? fixAllAction(document, read, FIX_ALL_KIND) : [])];
    });
  }

  /** Edits are made for the version that is there when an action is chosen, or refused. */
  resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    return this.log.guard('code action', action, async () => {
      const offer = this.#offers.get(action);
      if (!offer) return action;
      const found = await this.#find(offer);
      if (found) action.edit = workspaceEdit(found.read.parts, found.fix.edits);
      else vscode.window.setStatusBarMessage(vscode.l10n.t('Activation Lens: the document has changed, this fix does not apply any more'), 5000);
      return action;
    });
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async #find({ document, rule, ordinal, count, token, title }: Offer): Promise<{ readonly read: Read; readonly fix: Fix } | undefined> {
    const read = await this.analyses.read(document);
    const same = read?.analysis.findings.filter((finding) => finding.rule === rule && tokenOf(read, finding) === token) ?? [];
    const fix = same.length === count ? same[ordinal]?.fixes().find((one) => format(one.title, localize) === title) : undefined;
    return read && fix && { read, fix };
  }

  #quickFixes(document: vscode.TextDocument, range: vscode.Range, read: Read): vscode.CodeAction[] {
    const { findings } = read.analysis;
    const touched = findings.filter(({ span }) => holds(read.part, span) && range.intersection(rangeOf(read.part, span)) !== undefined);
    if (touched.length === 0) return [];
    const fixes = touched.flatMap((finding) => this.#fixesOf(document, finding, read));
    const safe = findings.filter((finding) => finding.fixes().some(({ kind }) => kind === 'safe'));
    const all = touched.some((finding) => safe.includes(finding)) && safe.length > 1 ? fixAllAction(document, read, vscode.CodeActionKind.QuickFix) : [];
    return [...fixes, ...all, ...new Map(touched.map((finding) => [finding.rule, documentation(diagnosticOf(read, finding), finding.rule)])).values()];
  }

  #fixesOf(document: vscode.TextDocument, finding: Finding, read: Read): vscode.CodeAction[] {
    const token = tokenOf(read, finding);
    const same = read.analysis.findings.filter((other) => other.rule === finding.rule && tokenOf(read, other) === token);
    return finding.fixes().map((fix, index) => {
      const title = format(fix.title, localize);
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnosticOf(read, finding)];
      // Only what keeps the program's values is worth one key press.
      action.isPreferred = fix.kind === 'safe' && index === 0;
      this.#offers.set(action, { document, rule: finding.rule, ordinal: same.indexOf(finding), count: same.length, token, title });
      return action;
    });
  }
}

function tokenOf({ analysis }: Read, { span }: Finding): string {
  return analysis.text.slice(span.start, span.end);
}

function documentation(diagnostic: vscode.Diagnostic, rule: string): vscode.CodeAction {
  const title = vscode.l10n.t('Show documentation for {0}', rule);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: 'activationLens.showRule', arguments: [rule] };
  action.diagnostics = [diagnostic];
  return action;
}

function fixAllAction(document: vscode.TextDocument, read: Read, kind: vscode.CodeActionKind): vscode.CodeAction[] {
  // When a notebook is saved each of its cells is asked for itself.
  const edits = fixAllEdits(read).filter((edit) => kind.value !== FIX_ALL_KIND.value || holds(read.part, edit));
  if (edits.length === 0) return [];
  const action = new vscode.CodeAction(vscode.l10n.t('Fix all safe Activation Lens problems'), kind);
  // On saving the document is the one that was asked about; in the menu the action is run by the command, which looks again.
  if (kind.value === FIX_ALL_KIND.value) action.edit = workspaceEdit(read.parts, edits);
  else action.command = { title: action.title, command: 'activationLens.fixAll', arguments: [document.uri.toString()] };
  return [action];
}
