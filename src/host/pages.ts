/** Documentation inside VS Code: pages of rules, activations and networks, made when they are looked at; no network. */
import * as vscode from 'vscode';
import type { Analyses } from './analyses';
import { loadCore } from './core';
import { localize } from './localize';
import type { Log } from './log';
import { PAGE_SCHEME, pageUri, parsePageUri } from './page-uris';
import type { PageKind } from './page-uris';
import { isAbout, isSignalUri, signalText } from './signal-pages';
import { currentPalette } from './theme';

/** Answers for the addresses of our pages. */
export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor(private readonly analyses: Analyses, private readonly log: Log) {
    this.#subscriptions = [
      // The numbers of a network are those of its program as it is now.
      analyses.onDidRead(({ parts }) => {
        const documents = parts.map(({ document }) => document);
        for (const { uri } of vscode.workspace.textDocuments) if (isAbout(uri, documents)) this.#changed.fire(uri);
      }),
      vscode.workspace.registerTextDocumentContentProvider(PAGE_SCHEME, this),
      // The plot has the colours of the theme.
      vscode.window.onDidChangeActiveColorTheme(() => {
        for (const { uri } of vscode.workspace.textDocuments) if (parsePageUri(uri)?.kind === 'activations') this.#changed.fire(uri);
      }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return this.log.guard('documentation', '', async () => {
      if (isSignalUri(uri)) return signalText(uri, this.analyses);
      const page = parsePageUri(uri);
      const core = await loadCore();
      const text = page && (page.kind === 'rules' ? core.rulePage(page.id, localize) : core.activationPage(page.id, currentPalette(), localize));
      return text ?? vscode.l10n.t('There is no such page.');
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

/** Shows a page as it is meant to be read; its markdown where there is no preview. */
export async function showPage(kind: PageKind, id: string, log: Log): Promise<void> {
  const uri = pageUri(kind, id);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch (error) {
    log.error('markdown preview', error);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}
