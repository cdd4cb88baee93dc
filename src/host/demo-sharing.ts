/** What leaves the demo and comes back: links, programs, files. */
import * as vscode from 'vscode';
import { decodeState, encodeState } from '../demo/address';
import type { FromWebview } from '../demo/protocol';
import type { DemoState } from '../demo/state';
import type { Log } from './log';

type Copy = Extract<FromWebview, { readonly type: 'copy' }>;
type Save = Extract<FromWebview, { readonly type: 'save' }>;

/** The name under which the editor finds this extension. */
const EXTENSION_ID = 'activation-lens.activation-lens';

/** The link that opens an experiment in an editor with this extension. */
export function linkTo(state: DemoState): vscode.Uri {
  return vscode.Uri.from({ scheme: vscode.env.uriScheme, authority: EXTENSION_ID, path: '/demo', query: `state=${encodeState(state)}` });
}

/** Puts a link into the clipboard, or a program into a new editor. */
export async function copy({ what, state, run, steps }: Copy): Promise<void> {
  if (what === 'link') {
    await vscode.env.clipboard.writeText(linkTo(state).toString(true));
    vscode.window.setStatusBarMessage(vscode.l10n.t('The link is in the clipboard.'), 4000);
    return;
  }
  // It brings the mathematics along: not before it is asked for.
  const { programOf } = await import('../demo/program');
  const document = await vscode.workspace.openTextDocument({ language: 'javascript', content: programOf(state, run, steps) });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Active);
}

/** Asks where to, and writes the file there. */
export async function save({ name, encoding, content }: Save): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) });
  if (target === undefined) return;
  const bytes = encoding === 'utf8' ? new TextEncoder().encode(content) : Uint8Array.from(atob(content), (character) => character.codePointAt(0)!);
  await vscode.workspace.fs.writeFile(target, bytes);
}

/** Answers for links to experiments; what does not fit is said, and nothing is opened. */
export class DemoLinks implements vscode.UriHandler {
  constructor(private readonly show: (state: DemoState) => Promise<void>, private readonly log: Log) {}

  async handleUri(uri: vscode.Uri): Promise<void> {
    await this.log.guard('demo link', undefined, async () => {
      const text = uri.path === '/demo' ? new URLSearchParams(uri.query).get('state') : null;
      const parsed = decodeState(text ?? '');
      if (parsed.ok) return this.show(parsed.value);
      this.log.warn(`Refused a link to the demo: ${parsed.reason}`);
      void vscode.window.showWarningMessage(vscode.l10n.t('This link to the demo cannot be opened: {0}.', parsed.reason));
      return undefined;
    });
  }
}
