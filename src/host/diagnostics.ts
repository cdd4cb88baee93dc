import * as vscode from 'vscode';
import { format } from '../core/rules/format';
import type { Finding } from '../core/rules/run';
import type { Severity } from '../core/rules/types';
import type { Analyses, Read } from './analyses';
import { editedLines, holdBack, PATIENCE } from './held-back';
import { localize } from './localize';
import type { Log } from './log';
import { pageUri } from './page-uris';
import { documentsWith, holds, locationOf, rangeOf, sourceOf } from './sources';

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
export function diagnosticOf({ part, parts }: Read, finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(part, finding.span), format(finding.say, localize), SEVERITY[finding.severity]);
  diagnostic.source = SOURCE;
  // VS Code opens the address as a document (never as a command); package.json says with which editor.
  diagnostic.code = { value: finding.rule, target: pageUri('rules', finding.rule) };
  diagnostic.relatedInformation = finding.related.flatMap(({ span, say }) => {
    const location = locationOf(parts, span);
    return location ? [new vscode.DiagnosticRelatedInformation(location, format(say, localize))] : [];
  });
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
      vscode.workspace.onDidOpenTextDocument((document) => this.#scheduleWith(document, 0)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#schedule(document, 0)),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#scheduleCells(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0) this.#scheduleCells(notebook);
      }),
      vscode.workspace.onDidSaveNotebookDocument((notebook) => this.#scheduleCells(notebook)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#moved(textEditor)),
    ];
  }

  /** Looks at some documents again, at once; at all that are open if none are named. */
  refresh(documents: readonly vscode.TextDocument[] = vscode.workspace.textDocuments): void {
    for (const document of documents) this.#schedule(document, 0);
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

  #scheduleCells(notebook: vscode.NotebookDocument): void {
    for (const { document } of notebook.getCells()) this.#schedule(document, 0);
  }

  /** What is written in one cell of a notebook may be found in another. */
  #scheduleWith(document: vscode.TextDocument, milliseconds: number): void {
    for (const one of documentsWith(document)) this.#schedule(one, milliseconds);
  }

  #schedule(document: vscode.TextDocument, milliseconds: number): void {
    if (sourceOf(document) === undefined) return;
    const watch = this.#watch(document);
    clearTimeout(watch.timer);
    watch.timer = setTimeout(() => void this.log.guard('findings', undefined, () => this.#publish(document)), milliseconds);
  }

  #edited(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    if (contentChanges.length === 0 || sourceOf(document) === undefined) return;
    const watch = this.#watch(document);
    watch.edited = editedLines(event);
    watch.editedAt = performance.now();
    this.#scheduleWith(document, PAUSE);
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
    const items = (read?.analysis.findings ?? []).filter(({ span }) => read && holds(read.part, span)).map((finding) => ({
      finding, key: `${finding.rule} ${read?.analysis.text.slice(finding.span.start, finding.span.end)}`, line: read ? rangeOf(read.part, finding.span).start.line : 0,
    }));
    const { show, held } = holdBack(items, watch.shown, waited < PATIENCE ? watch.edited : new Set());
    watch.shown = show.map(({ key }) => key);
    watch.held = held.length;
    if (held.length > 0) this.#schedule(document, PATIENCE - waited);
    if (read) this.#collection.set(document.uri, show.map(({ finding }) => diagnosticOf(read, finding)));
    else this.#collection.delete(document.uri);
  }
}
