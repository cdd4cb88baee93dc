/** Which documents are ours, and spans of their text as VS Code has them. */
import * as vscode from 'vscode';
import type { Language } from '../core/syntax/language';
import type { Span } from '../core/syntax/span';

const LANGUAGES: readonly Language[] = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'html', 'vue', 'svelte'];

/** No scheme: untitled documents, notebook cells and virtual files are read like any other, for only their text is. */
export const SELECTOR: vscode.DocumentSelector = LANGUAGES.map((language) => ({ language }));

/** The language of a document, undefined where it is not one of ours. */
export function languageOf({ languageId }: vscode.TextDocument): Language | undefined {
  return LANGUAGES.find((language) => language === languageId);
}

/** A span of the document's text as a range. */
export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
