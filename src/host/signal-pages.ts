/** The signal flow of a network as a page beside its program, renewed when the program changes. */
import * as vscode from 'vscode';
import type { Network } from '../core/network/types';
import type { Analyses, Read } from './analyses';
import { localize } from './localize';
import type { Log } from './log';
import { PAGE_SCHEME } from './page-uris';
import { locationOf, offsetAt } from './sources';

/** The command that shows such a page. */
export const SHOW_SIGNAL = 'activationLens.showSignal';

const FOLDER = '/signal/';

/** What a page is about; kept in its address. */
interface Topic {
  /** Address of the document. */
  readonly document: string;
  readonly network: string;
}

/** True for the address of such a page. */
export function isSignalUri({ scheme, path }: vscode.Uri): boolean {
  return scheme === PAGE_SCHEME && path.startsWith(FOLDER);
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

export function signalUri(document: vscode.Uri, network: string): vscode.Uri {
  const topic: Topic = { document: document.toString(), network };
  return vscode.Uri.from({ scheme: PAGE_SCHEME, path: `${FOLDER}${vscode.l10n.t('Signal flow of {0}', nameOf(document) || vscode.l10n.t('a network'))}.md`, query: JSON.stringify(topic) });
}

/** What an address is about. It may have been written by anybody. */
function topicOf(uri: vscode.Uri): Topic | undefined {
  try {
    const { document, network } = JSON.parse(uri.query) as Partial<Record<keyof Topic, unknown>>;
    return typeof document === 'string' && typeof network === 'string' ? { document, network } : undefined;
  } catch {
    return undefined;
  }
}

/** True where a page shows something of these documents. */
export function isAbout(uri: vscode.Uri, documents: readonly vscode.TextDocument[]): boolean {
  const topic = isSignalUri(uri) ? topicOf(uri) : undefined;
  return topic !== undefined && documents.some((document) => document.uri.toString() === topic.document);
}

/** `model.ts, line 12`. */
function placeOf({ parts }: Read, { span }: Network): string {
  const place = locationOf(parts, span);
  return place ? vscode.l10n.t('{0}, line {1}', nameOf(place.uri), place.range.start.line + 1) : '';
}

/** The text of a page. */
export async function signalText(uri: vscode.Uri, analyses: Analyses): Promise<string> {
  const topic = topicOf(uri);
  const document = vscode.workspace.textDocuments.find((one) => !one.isClosed && one.uri.toString() === topic?.document);
  const read = document && (await analyses.read(document));
  const network = read?.analysis.networks.find(({ id }) => id === topic?.network);
  return read && network ? read.core.signalPage(network, placeOf(read, network), localize) : vscode.l10n.t('This network is not there any more, or its document is closed.');
}

/** Shows the signal flow of a network; of the one under the cursor if none is named. */
export async function showSignal(analyses: Analyses, log: Log, document: vscode.TextDocument, named?: string): Promise<void> {
  const read = await analyses.read(document);
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  const offset = read && editor ? offsetAt(read.part, editor.selection.active) : 0;
  const network = named === undefined ? read && read.core.networkAt(read.analysis, offset) : read?.analysis.networks.find(({ id }) => id === named);
  if (!read || !network) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('Activation Lens: there is no network here'), 3000);
    return;
  }
  const uri = signalUri(document.uri, network.id);
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  } catch (error) {
    log.error('markdown preview', error);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }
}
