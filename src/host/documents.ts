/** Which documents are ours. */
import type * as vscode from 'vscode';
import type { Language } from '../core/syntax/language';
import { isMarkup, languageOf as languageOfPath } from '../core/syntax/language';

const LANGUAGES: readonly Language[] = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'html', 'vue', 'svelte', 'astro'];

/**
 * No scheme: untitled documents, notebook cells and virtual files are read like any other, for only their text is. The
 * ids of component files are declared in package.json, so that these are known without another extension too.
 */
export const SELECTOR: vscode.DocumentSelector = LANGUAGES.map((language) => ({ language }));

/** The language of a document, undefined where it is not one of ours. A component file may be shown as html. */
export function languageOf({ languageId, uri }: vscode.TextDocument): Language | undefined {
  if (languageId === 'html') {
    const byPath = languageOfPath(uri.path);
    if (byPath && isMarkup(byPath)) return byPath;
  }
  return LANGUAGES.find((language) => language === languageId);
}
