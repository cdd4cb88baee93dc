/** Quick fixes, the documentation of a rule, and fixing a file as a whole. */
import * as vscode from 'vscode';
import { format } from '../core/rules/format';
import type { DisableEdit } from '../core/rules/directive-edits';
import type { Finding } from '../core/rules/run';
import type { Edit } from '../core/rules/types';
import type { Analyses, Read } from './analyses';
import { diagnosticOf } from './diagnostics';
import { type FixName, TRY_FIX } from './demo-own';
import { SELECTOR } from './documents';
import { fixAllEdits, workspaceEdit } from './fix-all';
import { localize } from './localize';
import type { Log } from './log';
import { holds, rangeOf } from './sources';
import type { Part } from './sources';

export const FIX_ALL_KIND = vscode.CodeActionKind.SourceFixAll.append('activationLens');

/** What was offered: enough to find it again in a later version of the document. */
interface Offer {
  readonly document: vscode.TextDocument;
  readonly rule: string;
  /** The rule's findings are counted, for their places move. */
  readonly ordinal: number;
  readonly count: number;
  readonly token: string;
  /** The title of one of its fixes, or where the rule is to be switched off. */
  readonly what: { readonly title: string } | { readonly disable: Reach };
}

/** How far a comment switches a rule off. */
type Reach = 'line' | 'file';

/** What is to be changed; a reason is to be written where a comment has a place for one. */
type Change = readonly Edit[] | DisableEdit;

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
      if (found) action.edit = 'reason' in found.change ? disableEdit(found.read.parts, found.change) : workspaceEdit(found.read.parts, found.change);
      else vscode.window.setStatusBarMessage(vscode.l10n.t('Activation Lens: the document has changed, this fix does not apply any more'), 5000);
      return action;
    });
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async #find({ document, rule, ordinal, count, token, what }: Offer): Promise<{ readonly read: Read; readonly change: Change } | undefined> {
    const read = await this.analyses.read(document);
    const same = read?.analysis.findings.filter((finding) => finding.rule === rule && tokenOf(read, finding) === token) ?? [];
    const finding = same.length === count ? same[ordinal] : undefined;
    const change = read && finding && changeOf(read, finding, what);
    return change && { read, change };
  }

  #quickFixes(document: vscode.TextDocument, range: vscode.Range, read: Read): vscode.CodeAction[] {
    const { findings } = read.analysis;
    const touched = findings.filter(({ span }) => holds(read.part, span) && range.intersection(rangeOf(read.part, span)) !== undefined);
    if (touched.length === 0) return [];
    const fixes = touched.flatMap((finding) => this.#fixesOf(document, finding, read));
    const trials = touched.flatMap((finding) => trialsOf(document, finding, read));
    // One for each rule: two findings of a rule on one line go with one comment.
    const byRule = [...new Map([...touched].reverse().map((finding) => [finding.rule, finding])).values()].reverse();
    const disabling = byRule.flatMap((finding) => this.#disablingOf(document, finding, read));
    const safe = findings.filter((finding) => finding.fixes().some(({ kind }) => kind === 'safe'));
    const all = touched.some((finding) => safe.includes(finding)) && safe.length > 1 ? fixAllAction(document, read, vscode.CodeActionKind.QuickFix) : [];
    return [...fixes, ...all, ...trials, ...disabling, ...byRule.map((finding) => documentation(diagnosticOf(read, finding), finding.rule))];
  }

  #fixesOf(document: vscode.TextDocument, finding: Finding, read: Read): vscode.CodeAction[] {
    return finding.fixes().map((fix, index) => {
      const title = format(fix.title, localize);
      const action = this.#offer(document, finding, read, title, { title });
      // Only what keeps the program's values is worth one key press.
      action.isPreferred = fix.kind === 'safe' && index === 0;
      return action;
    });
  }

  #disablingOf(document: vscode.TextDocument, finding: Finding, read: Read): vscode.CodeAction[] {
    const reaches: readonly (readonly [Reach, string])[] = [
      ['line', vscode.l10n.t('Disable {0} for this line', finding.rule)],
      // All cells of a notebook are one program.
      ['file', read.blocks ? vscode.l10n.t('Disable {0} for this notebook', finding.rule) : vscode.l10n.t('Disable {0} for this file', finding.rule)],
    ];
    return reaches.flatMap(([disable, title]) => (changeOf(read, finding, { disable }) ? [this.#offer(document, finding, read, title, { disable })] : []));
  }

  #offer(document: vscode.TextDocument, finding: Finding, read: Read, title: string, what: Offer['what']): vscode.CodeAction {
    const token = tokenOf(read, finding);
    const same = read.analysis.findings.filter((other) => other.rule === finding.rule && tokenOf(read, other) === token);
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnosticOf(read, finding)];
    this.#offers.set(action, { document, rule: finding.rule, ordinal: same.indexOf(finding), count: same.length, token, what });
    return action;
  }
}

function changeOf({ core, analysis }: Read, finding: Finding, what: Offer['what']): Change | undefined {
  if ('title' in what) return finding.fixes().find((one) => format(one.title, localize) === what.title)?.edits;
  if (!analysis.parsed || !Object.hasOwn(core.rules, finding.rule)) return undefined;
  return (what.disable === 'line' ? core.disableOnLine : core.disableInFile)(analysis.parsed, finding.rule, finding.span.start);
}

/** A comment with the cursor where its reason is to be written. */
function disableEdit(parts: readonly Part[], { reason, ...edit }: DisableEdit): vscode.WorkspaceEdit {
  const part = parts.find((one) => holds(one, edit));
  if (!part || !reason) return workspaceEdit(parts, [edit]);
  const snippet = new vscode.SnippetString().appendText(edit.text.slice(0, reason.start)).appendPlaceholder(edit.text.slice(reason.start, reason.end)).appendText(edit.text.slice(reason.end));
  const made = new vscode.WorkspaceEdit();
  made.set(part.document.uri, [new vscode.SnippetTextEdit(rangeOf(part, edit), snippet)]);
  return made;
}

function tokenOf({ analysis }: Read, { span }: Finding): string {
  return analysis.text.slice(span.start, span.end);
}

/** What the demo can show of a finding's fixes: the network that it is about, before and after. */
function trialsOf(document: vscode.TextDocument, finding: Finding, read: Read): vscode.CodeAction[] {
  const network = finding.network === undefined ? undefined : read.analysis.networks.find(({ id }) => id === finding.network);
  if (!network || !read.core.experimentOf(network).ok) return [];
  return finding.fixes().map((fix) => {
    const name: FixName = { rule: finding.rule, start: finding.span.start, title: format(fix.title, localize) };
    const title = vscode.l10n.t('Try in the demo: {0}', name.title);
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { title, command: TRY_FIX, arguments: [document.uri.toString(), name] };
    action.diagnostics = [diagnosticOf(read, finding)];
    return action;
  });
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
