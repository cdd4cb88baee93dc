/** A faulty program to try everything on: a new document, so that nothing of the user's is touched. */
import * as vscode from 'vscode';

export const OPEN_SAMPLE = 'activationLens.openSample';

const PATH = ['media', 'samples', 'softmax-hidden.ts'] as const;

/** Where there is something to see. */
const PLACE = "'softmax'";

/** What can be asked for at that place; the walkthrough does. */
const ACTIONS: Readonly<Record<string, string>> = { hover: 'editor.action.showHover', fix: 'editor.action.quickFix' };

export class Sample {
  #document: vscode.TextDocument | undefined;

  constructor(private readonly extension: vscode.Uri) {}

  /** Shows the sample, the cursor on its first fault; `action` is `hover` or `fix`, to be shown there. */
  async open(action?: unknown): Promise<void> {
    const document = await this.#text();
    const offset = document.getText().indexOf(PLACE);
    const position = document.positionAt(offset < 0 ? 0 : offset + 1);
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    await vscode.window.showTextDocument(document, { viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside, selection: new vscode.Range(position, position) });
    const command = typeof action === 'string' && Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (command === undefined) return;
    await vscode.commands.executeCommand(command);
    // By it the walkthrough knows that its step is done.
    await vscode.commands.executeCommand('setContext', `activationLens.tried.${String(action)}`, true);
  }

  /** The document that is open, with what has been tried in it, or a new one. */
  async #text(): Promise<vscode.TextDocument> {
    if (this.#document && !this.#document.isClosed) return this.#document;
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.extension, ...PATH));
    this.#document = await vscode.workspace.openTextDocument({ language: 'typescript', content: new TextDecoder().decode(bytes) });
    return this.#document;
  }
}
