/** Addresses of the documentation that is made inside VS Code. */
import * as vscode from 'vscode';

export const PAGE_SCHEME = 'activation-lens-docs';

export type PageKind = 'rules' | 'activations';

export function pageUri(kind: PageKind, id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: PAGE_SCHEME, path: `/${kind}/${id}.md` });
}

/** The kind and id of an address; undefined for what is none of ours. */
export function parsePageUri(uri: vscode.Uri): { readonly kind: PageKind; readonly id: string } | undefined {
  const match = /^\/(rules|activations)\/([\w-]+)\.md$/.exec(uri.path);
  return uri.scheme === PAGE_SCHEME && match?.[1] && match[2] ? { kind: match[1] as PageKind, id: match[2] } : undefined;
}
