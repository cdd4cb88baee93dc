import * as vscode from 'vscode';
import { format } from '../core/rules/format';
import type { Finding } from '../core/rules/run';
import type { Severity } from '../core/rules/types';
import type { Analyses } from './analyses';
import { languageOf, rangeOf } from './documents';
import { editedLines, holdBack, PATIENCE } from './held-back';
import { localize } from './localize';
import type { Log } from './log';
import { pageUri } from './page-uris';

export const SOURCE = 'Activation Lens';

/** Pause after typing before the findings are renewed, in ms. */
const PAUSE = 150;

const SEVERITY: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** A finding as VS Code shows it. */
export function diagnosticOf(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(document, finding.span), format(finding.say, localize), SEVERITY[finding.severity]);
  diagnostic.source = SOURCE;
  // VS Code opens the address as a document (never as a command); package.json says with which editor.
  diagnostic.code = { value: finding.rule, target: pageUri('rules', finding.rule) };
  diagnostic.relatedInformation = finding.related.map(({ span, say }) => new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, rangeOf(document, span)), format(say, localize)));
  if (finding.unnecessary) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** What is remembered of a document between two looks at it. */
interface Watch {
  timer: number | undefined;
  /** Keys of the findings shown. */
  shown: readonly string[];
  edited: ReadonlySet<number>;
  editedAt: number;
  held: number;
}

/** Publishes the findings of all open documents. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('activationLens');
  readonly #watches = new Map<vscode.TextDocument, Watch>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly analyses: Analyses, private readonly log: Log) {
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document, 0)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#schedule(document, 0)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#moved(textEditor)),
    ];
  }

  /** Looks at all open documents again, at once. */
  refresh(): void {
    for (const document of vscode.workspace.textDocuments) this.#schedule(document, 0);
  }

  dispose(): void {
    for (const { timer } of this.#watches.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#collection.dispose();
  }

  #watch(document: vscode.TextDocument): Watch {
    const known = this.#watches.get(document);
    if (known) return known;
    const made: Watch = { timer: undefined, shown: [], edited: new Set(), editedAt: Number.NEGATIVE_INFINITY, held: 0 };
    this.#watches.set(document, made);
    return made;
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#watches.get(document)?.timer);
    this.#watches.delete(document);
    this.#collection.delete(document.uri);
  }

  #schedule(document: vscode.TextDocument, milliseconds: number): void {
    if (languageOf(document) === undefined) return;
    const watch = this.#watch(document);
    clearTimeout(watch.timer);
    watch.timer = setTimeout(() => void this.log.guard('findings', undefined, () => this.#publish(document)), milliseconds);
  }

  #edited(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    if (contentChanges.length === 0 || languageOf(document) === undefined) return;
    const watch = this.#watch(document);
    watch.edited = editedLines(event);
    watch.editedAt = performance.now();
    this.#schedule(document, PAUSE);
  }

  /** The cursor has left the line on which findings wait. */
  #moved({ document, selections }: vscode.TextEditor): void {
    const watch = this.#watches.get(document);
    if (!watch || watch.held === 0 || selections.some(({ active }) => watch.edited.has(active.line))) return;
    watch.edited = new Set();
    this.#schedule(document, 0);
  }

  async #publish(document: vscode.TextDocument): Promise<void> {
    const read = await this.analyses.read(document);
    const watch = this.#watches.get(document);
    if (!watch || document.isClosed) return;
    // Between two saves the findings stay what they were; VS Code moves them with the text.
    if (read?.settings.run === 'onSave' && document.isDirty && this.#collection.has(document.uri)) return;
    const waited = performance.now() - watch.editedAt;
    const items = (read?.analysis.findings ?? []).map((finding) => ({
      finding, key: `${finding.rule} ${document.getText(rangeOf(document, finding.span))}`, line: document.positionAt(finding.span.start).line,
    }));
    const { show, held } = holdBack(items, watch.shown, waited < PATIENCE ? watch.edited : new Set());
    watch.shown = show.map(({ key }) => key);
    watch.held = held.length;
    if (held.length > 0) this.#schedule(document, PATIENCE - waited);
    if (read) this.#collection.set(document.uri, show.map(({ finding }) => diagnosticOf(document, finding)));
    else this.#collection.delete(document.uri);
  }
}
