import * as vscode from 'vscode';
import { parametersText } from '../core/insight/counts';
import type { Layer } from '../core/network/types';
import type { Analyses } from './analyses';
import { TRAIN_NETWORK } from './demo-own';
import { localize } from './localize';
import { SHOW_SIGNAL } from './signal-pages';
import { locationOf } from './sources';

interface Item extends vscode.QuickPickItem {
  /** Absent for what is said of all layers. */
  readonly layer?: Layer;
}

function shape(layer: Layer): string {
  return layer.outputShape === undefined ? '' : `[${layer.outputShape.map((size) => (typeof size === 'number' ? String(size) : '·')).join(', ')}]`;
}

function itemOf(layer: Layer): Item {
  const details = [
    layer.activation?.function,
    layer.parameters === undefined || layer.parameters === 0 ? undefined : parametersText(layer.parameters, localize),
    layer.optional ? vscode.l10n.t('may be absent') : undefined,
  ];
  // A name from the program is only ever a label here; icons are not drawn in descriptions.
  const label = `${layer.index + 1}  ${layer.className ?? '?'}${layer.name === undefined ? '' : ` ${layer.name}`}`.replaceAll('$(', '$ (');
  return { layer, label, description: [shape(layer), ...details].filter((part) => part !== undefined && part !== '').join(' · ') };
}

/** Lists the layers of a network and goes to the one that is chosen. */
export async function pickLayer(analyses: Analyses, document: vscode.TextDocument, network: string): Promise<void> {
  const read = await analyses.read(document);
  const found = read?.analysis.networks.find(({ id }) => id === network);
  if (!read || !found) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('Activation Lens: this model is not there any more'), 3000);
    return;
  }
  const { version } = analyses.get(document) ?? {};
  const signal: Item = { label: `$(graph-line) ${vscode.l10n.t('Signal flow of this model')}`, description: vscode.l10n.t('variances, gradients, inactive units'), alwaysShow: true };
  const train: Item = { label: `$(play) ${vscode.l10n.t('Train this model in the demo')}`, description: vscode.l10n.t('on generated data; the program is not run'), alwaysShow: true };
  const chosen = await vscode.window.showQuickPick([...found.layers.map(itemOf), signal, train], {
    title: vscode.l10n.t('Layers of this model'), placeHolder: vscode.l10n.t('Layer, output shape, activation'), matchOnDescription: true,
  });
  if (chosen === signal) await vscode.commands.executeCommand(SHOW_SIGNAL, document.uri.toString(), network);
  if (chosen === train) await vscode.commands.executeCommand(TRAIN_NETWORK, document.uri.toString(), network);
  // Spans belong to the version that was listed.
  const place = chosen?.layer && analyses.get(document)?.version === version ? locationOf(read.parts, chosen.layer.span) : undefined;
  // The command goes to cells of notebooks too.
  if (place) await vscode.commands.executeCommand('vscode.open', place.uri, { selection: place.range });
}
