/** Says in a project's `.activationlensrc.json` what is wrong there, while it is written and when it is used. */
import * as vscode from 'vscode';
import { CONFIG_NAME, parseConfig } from '../core/config/config';
import { format } from '../core/rules/format';
import { lineStarts, positionAt } from '../core/syntax/span';
import { isConfig } from './configs';
import { loadCore } from './core';
import { SOURCE } from './diagnostics';
import { localize } from './localize';
import type { Log } from './log';
import type { Modules } from './modules';

export class ConfigProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('activationLens.config');
  readonly #subscriptions: vscode.Disposable[];

  constructor(modules: Modules, private readonly log: Log) {
    const opened = (document: vscode.TextDocument): void => {
      if (isConfig(document.uri)) void this.#show(document.uri);
    };
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument(opened),
      vscode.workspace.onDidChangeTextDocument(({ document }) => opened(document)),
      // What was not saved is gone.
      vscode.workspace.onDidCloseTextDocument(opened),
      // An editor may keep the text of a file that is gone.
      modules.onDidChangeSaved(({ file, exists }) => (exists ? void this.#show(file) : this.#collection.delete(file))),
    ];
    for (const document of vscode.workspace.textDocuments) opened(document);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#collection.dispose();
  }

  async #show(uri: vscode.Uri): Promise<void> {
    await this.log.guard(CONFIG_NAME, undefined, async () => {
      // Only there do rules have names.
      const { ruleIds } = await loadCore();
      const text = await textOf(uri);
      if (text === undefined) return this.#collection.delete(uri);
      const { problems } = parseConfig(text, ruleIds);
      const starts = lineStarts(text);
      const place = (offset: number): vscode.Position => {
        const { line, column } = positionAt(starts, offset);
        return new vscode.Position(line - 1, column - 1);
      };
      this.#collection.set(uri, problems.map(({ span, say }) => {
        const diagnostic = new vscode.Diagnostic(new vscode.Range(place(span.start), place(span.end)), format(say, localize), vscode.DiagnosticSeverity.Warning);
        diagnostic.source = SOURCE;
        return diagnostic;
      }));
    });
  }
}

/** The text that an editor has, or that is saved; undefined where there is none. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((one) => !one.isClosed && one.uri.toString() === key);
  try {
    return open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
