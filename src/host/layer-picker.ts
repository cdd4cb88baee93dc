import * as vscode from 'vscode';
import type { Layer } from '../core/network/types';
import type { Analyses } from './analyses';
import { rangeOf } from './documents';

interface Item extends vscode.QuickPickItem {
  readonly layer: Layer;
}

function shape(layer: Layer): string {
  return layer.outputShape === undefined ? '' : `[${layer.outputShape.map((size) => (typeof size === 'number' ? String(size) : '·')).join(', ')}]`;
}

function itemOf(layer: Layer): Item {
  const details = [
    layer.activation?.function,
    layer.parameters === undefined ? undefined : vscode.l10n.t('{0} parameters', layer.parameters.toLocaleString('en')),
    layer.optional ? vscode.l10n.t('may be absent') : undefined,
  ];
  // A name from the program is only ever a label here; icons are not drawn in descriptions.
  const label = `${layer.index + 1}  ${layer.className ?? '?'}${layer.name === undefined ? '' : ` ${layer.name}`}`.replaceAll('$(', '$ (');
  return { layer, label, description: [shape(layer), ...details].filter((part) => part !== undefined && part !== '').join(' · ') };
}

/** Lists the layers of a network; the one that is pointed at is shown in the editor, the one chosen is gone to. */
export async function pickLayer(analyses: Analyses, document: vscode.TextDocument, network: string): Promise<void> {
  const read = await analyses.read(document);
  const found = read?.analysis.networks.find(({ id }) => id === network);
  if (!found) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('Activation Lens: this model is not there any more'), 3000);
    return;
  }
  const { version } = document;
  const reveal = (layer: Layer, preserveFocus: boolean): void => {
    // Spans belong to the version that was listed.
    if (document.version === version) void vscode.window.showTextDocument(document, { selection: rangeOf(document, layer.span), preserveFocus, preview: false });
  };
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = vscode.l10n.t('Layers of this model');
  pick.placeholder = vscode.l10n.t('Layer, output shape, activation');
  pick.matchOnDescription = true;
  pick.items = found.layers.map(itemOf);
  pick.onDidAccept(() => {
    const [item] = pick.selectedItems;
    if (item) reveal(item.layer, false);
    pick.hide();
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}
