import * as vscode from 'vscode';

const KEY = 'activationLens.inlineShown';

/** Whether hints, sparklines and lenses are shown at all: one switch over the settings of each, kept with the workspace. */
export class InlineSwitch implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<boolean>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  get shown(): boolean {
    return this.memory.get<unknown>(KEY) !== false;
  }

  async toggle(): Promise<void> {
    await this.memory.update(KEY, !this.shown);
    this.#changed.fire(this.shown);
    vscode.window.setStatusBarMessage(this.shown ? vscode.l10n.t('Activation Lens: inline insights shown') : vscode.l10n.t('Activation Lens: inline insights hidden'), 3000);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
