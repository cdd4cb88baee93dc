/** Helpers for suites inside VS Code. */
import * as vscode from 'vscode';
import type { ActivationLensApi } from '../../src/host/api';

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

/** What the files of the workspace held when they were first opened. */
const originals = new Map<string, string>();

/** Opens a file of the workspace in an editor, the extension activated; {@link closeEditors} leaves the file as it was. */
export async function openWorkspaceFile(name: string): Promise<vscode.TextEditor> {
  await extension().activate();
  const uri = vscode.Uri.joinPath(workspaceFolder(), name);
  const original = originals.get(name) ?? (await readFile(uri));
  originals.set(name, original);
  // VS Code may still hold what a test before this one has saved.
  const document = await eventually(`${name} as it was`, async () => {
    const opened = await vscode.workspace.openTextDocument(uri);
    return opened.getText() === original ? opened : undefined;
  });
  return vscode.window.showTextDocument(document);
}

/** The text of a file as it is on the disk. */
export async function readFile(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** Opens a new document with this text in an editor. */
export async function openText(content: string, language = 'typescript'): Promise<vscode.TextEditor> {
  await extension().activate();
  // VS Code uses the names of untitled documents again, and may still hold the old text under one.
  const document = await eventually('a new document', async () => {
    const made = await vscode.workspace.openTextDocument({ content, language });
    return made.getText().length === content.length && made.languageId === language ? made : undefined;
  });
  return vscode.window.showTextDocument(document);
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

/** Closes all editors and gives changes up, unsaved ones and saved ones; a plain "close all" would ask about the former. */
export async function closeEditors(): Promise<void> {
  for (let tab = activeTab(); tab !== undefined; tab = activeTab()) {
    await vscode.commands.executeCommand(`workbench.action.${tab.isDirty ? 'revertAndCloseActiveEditor' : 'closeActiveEditor'}`);
  }
  for (const [name, original] of originals) {
    const uri = vscode.Uri.joinPath(workspaceFolder(), name);
    // A suite may have deleted what it made itself.
    const now = await readFile(uri).catch(() => undefined);
    if (now !== undefined && now !== original) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(original));
  }
}

function activeTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.activeTabGroup.activeTab;
}

/** What the extension lets others look at. */
export async function api(): Promise<ActivationLensApi> {
  return (await extension().activate()) as ActivationLensApi;
}

/** Sets a setting of ours for the user; {@link resetSettings} takes all of them back. */
export async function set(key: string, value: unknown): Promise<void> {
  changed.add(key);
  await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
}

const changed = new Set<string>();

export async function resetSettings(): Promise<void> {
  for (const key of changed) await vscode.workspace.getConfiguration().update(key, undefined, vscode.ConfigurationTarget.Global);
  changed.clear();
}

/** The findings that are shown in a document. */
export function findingsOf({ uri }: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Activation Lens');
}

/** The rule of a finding. */
export function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

/** Waits until exactly these rules have findings in a document, in the order of the text. */
export async function untilRules(document: vscode.TextDocument, ...rules: readonly string[]): Promise<vscode.Diagnostic[]> {
  let seen: readonly unknown[] = [];
  try {
    return await eventually('findings', () => {
      const found = findingsOf(document).sort((a, b) => a.range.start.compareTo(b.range.start));
      seen = found.map(ruleOf);
      return JSON.stringify(seen) === JSON.stringify(rules) ? found : undefined;
    });
  } catch {
    throw new Error(`expected findings of ${JSON.stringify(rules)}, there are ${JSON.stringify(seen)}`);
  }
}

/** Our hover at a place; undefined where there is none. Other extensions may have theirs. */
export async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.MarkdownString | undefined> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers.flatMap(({ contents }) => contents).find((content): content is vscode.MarkdownString => content instanceof vscode.MarkdownString && content.value.includes('data:image/svg+xml'));
}

export async function hintsIn(document: vscode.TextDocument): Promise<string[]> {
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
  const text = ({ label }: vscode.InlayHint): string => (typeof label === 'string' ? label : label.map(({ value }) => value).join(''));
  return hints.map(text).filter((label) => /^[∈ƒ]/.test(label));
}

export async function lensesIn(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 50);
  return lenses.filter(({ command }) => command?.command.startsWith('activationLens.'));
}

/** Our code actions at a place, with their edits; told from those of others by how their titles begin. */
export async function actionsAt(document: vscode.TextDocument, range: vscode.Range, kind?: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, kind?.value, 100);
  return actions.filter(({ title }) => /^(?:Replace \w+ by|Remove the redundant|Fix all safe Activation Lens|Show documentation for)/.test(title));
}
