import * as vscode from 'vscode';
import type { Hint } from '../core/insight/hints';
import type { Analyses } from './analyses';
import { SELECTOR } from './documents';
import type { InlineSwitch } from './inline-switch';
import { localize } from './localize';
import type { Log } from './log';
import { offsetAt } from './sources';

/** Inlay hints behind activations. Their tooltips are made when one is looked at. */
export class InlayHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #hints = new WeakMap<vscode.InlayHint, Hint>();
  readonly #registration: vscode.Disposable;
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(private readonly analyses: Analyses, private readonly inline: InlineSwitch, private readonly log: Log) {
    this.#registration = vscode.languages.registerInlayHintsProvider(SELECTOR, this);
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.InlayHint[]> {
    return this.log.guard('inlay hints', [], async () => {
      const read = await this.analyses.read(document);
      if (!read?.settings.inlayHints || !this.inline.shown) return [];
      const { part } = read;
      return read.core.hintsIn(read.analysis, offsetAt(part, range.start), offsetAt(part, range.end), localize).map((hint) => {
        const made = new vscode.InlayHint(document.positionAt(hint.offset - part.start), [new vscode.InlayHintLabelPart(hint.label)]);
        made.paddingLeft = true;
        this.#hints.set(made, hint);
        return made;
      });
    });
  }

  resolveInlayHint(made: vscode.InlayHint): vscode.InlayHint {
    return this.log.guard('inlay hint', made, () => {
      const hint = this.#hints.get(made);
      if (hint) made.tooltip = hint.tooltip;
      return made;
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
