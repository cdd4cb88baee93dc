/** Helpers for suites inside VS Code. */
import * as vscode from 'vscode';

/** The extension under test. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('activation-lens.activation-lens');
  if (found === undefined) throw new Error('the extension is not installed in this window');
  return found;
}

/** The workspace folder: a temporary copy of test/host/workspace, which a suite may change. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('the window has no workspace folder');
  return folder.uri;
}

/** Opens a file of the workspace in an editor, the extension activated. */
export async function openWorkspaceFile(name: string): Promise<vscode.TextEditor> {
  await extension().activate();
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(workspaceFolder(), name));
  return vscode.window.showTextDocument(document);
}

/** Opens a new document with this text in an editor. */
export async function openText(content: string, language = 'typescript'): Promise<vscode.TextEditor> {
  await extension().activate();
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

/** The position just inside the nth occurrence (0 = first) of a text in a document. */
export function positionOf(document: vscode.TextDocument, text: string, occurrence = 0): vscode.Position {
  let offset = -1;
  for (let i = 0; i <= occurrence; i++) {
    offset = document.getText().indexOf(text, offset + 1);
    if (offset === -1) throw new Error(`no occurrence ${i} of ${JSON.stringify(text)} in ${document.uri.path}`);
  }
  return document.positionAt(offset + Math.min(1, text.length));
}

/** Asks again and again until the answer is something other than undefined; rejects after a while, saying what it waited for. */
export async function eventually<T>(what: string, ask: () => T | undefined | Promise<T | undefined>, milliseconds = 10_000): Promise<T> {
  const deadline = Date.now() + milliseconds;
  do {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < deadline);
  throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
}

/** Closes all editors and gives unsaved changes up; a plain "close all" would ask about them. */
export async function closeEditors(): Promise<void> {
  for (let tab = activeTab(); tab !== undefined; tab = activeTab()) {
    await vscode.commands.executeCommand(`workbench.action.${tab.isDirty ? 'revertAndCloseActiveEditor' : 'closeActiveEditor'}`);
  }
}

function activeTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.activeTabGroup.activeTab;
}
