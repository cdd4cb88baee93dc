import * as vscode from 'vscode';
import type { Analyses } from './analyses';
import { loadCore, loadedCore } from './core';
import { SELECTOR } from './documents';
import type { InlineSwitch } from './inline-switch';
import { localize } from './localize';
import type { Log } from './log';
import { holds, rangeOf } from './sources';

/** Runs the list of a model's layers; not for the command palette, its arguments come from a lens. */
export const SHOW_LAYERS = 'activationLens.showLayers';

/** One lens above each model. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(private readonly analyses: Analyses, private readonly inline: InlineSwitch, private readonly log: Log) {
    this.#registration = vscode.languages.registerCodeLensProvider(SELECTOR, this);
  }

  provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    return this.log.guard('code lenses', [], async () => {
      if (this.analyses.isSilent(document)) return [];
      // VS Code waits after each edit as long as its questions took to be answered, up to a minute: the first one must
      // not wait for the core, or the lenses stay behind the text from then on.
      if (!loadedCore()) {
        void loadCore().then(() => this.refresh());
        return [];
      }
      const read = await this.analyses.read(document);
      if (!read?.settings.codeLens || !this.inline.shown) return [];
      return read.core.lensesOf(read.analysis, localize).filter(({ span }) => holds(read.part, span)).map(({ span, network, title }) => new vscode.CodeLens(
        rangeOf(read.part, span), { title, command: SHOW_LAYERS, arguments: [document.uri.toString(), network], tooltip: vscode.l10n.t('Show the layers of this model') },
      ));
    });
  }

  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
