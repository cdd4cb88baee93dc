/**
 * One analysis for each version of a document, shared by every surface.
 *
 * Whoever asks first pays for it; the next version is analysed from this one. What the text test turns away never
 * touches the core.
 */
import * as vscode from 'vscode';
import type { Analysis } from '../core/insight/analysis';
import type { SilenceReason } from '../core/syntax/gate';
import { silenceReason } from '../core/syntax/gate';
import { loadCore, loadedCore } from './core';
import type { Core } from './core';
import { languageOf } from './documents';
import { settingsOf } from './settings';
import type { Settings } from './settings';

/** What is known of a document's present version. */
export interface Reading {
  readonly version: number;
  readonly settings: Settings;
  readonly silence: SilenceReason | undefined;
  /** Absent where there is a reason for silence. */
  readonly analysis: Analysis | undefined;
  /** How long it took. */
  readonly milliseconds: number;
}

export interface Read {
  readonly core: Core;
  readonly analysis: Analysis;
  readonly settings: Settings;
}

export class Analyses implements vscode.Disposable {
  readonly #readings = new Map<vscode.TextDocument, Reading>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #closing = vscode.workspace.onDidCloseTextDocument((document) => this.#readings.delete(document));

  /** Fires when a document has been analysed in a new version. */
  readonly onDidRead = this.#changed.event;

  /**
   * The reading of the present version. Undefined for documents that are closed, not ours or switched off, and as long
   * as the core that it needs has not been loaded.
   */
  get(document: vscode.TextDocument): Reading | undefined {
    const known = this.#readings.get(document);
    if (known?.version === document.version && !document.isClosed) return known;
    const language = languageOf(document);
    if (document.isClosed || language === undefined) return undefined;
    const settings = settingsOf(document);
    if (!settings.enable) return undefined;
    const begin = performance.now();
    const text = document.getText();
    const silence = silenceReason(text);
    const core = loadedCore();
    if (silence === undefined && core === undefined) return undefined;
    // The analysis before this one is used up by the next, even by one that fails.
    this.#readings.delete(document);
    const analysis = silence === undefined ? core?.analyze(text, language, { severities: settings.severities }, known?.analysis) : undefined;
    const reading = { version: document.version, settings, silence: silence ?? analysis?.silence, analysis, milliseconds: performance.now() - begin };
    this.#readings.set(document, reading);
    this.#changed.fire(document);
    return reading;
  }

  /** What a surface works with; loads the core where the document is worth it. */
  async read(document: vscode.TextDocument): Promise<Read | undefined> {
    if (this.isSilent(document)) return undefined;
    const core = await loadCore();
    const reading = this.get(document);
    return reading?.analysis && { core, analysis: reading.analysis, settings: reading.settings };
  }

  /** True where nothing will be said, whatever the core thinks. */
  isSilent(document: vscode.TextDocument): boolean {
    const reading = this.get(document);
    if (reading) return reading.analysis === undefined;
    // Absent because of the document itself, or only because the core is not there yet.
    return loadedCore() !== undefined || document.isClosed || languageOf(document) === undefined || !settingsOf(document).enable;
  }

  /** Forgets everything: settings have changed. */
  clear(): void {
    this.#readings.clear();
  }

  /** How many documents are remembered. */
  get size(): number {
    return this.#readings.size;
  }

  dispose(): void {
    this.#closing.dispose();
    this.#changed.dispose();
    this.#readings.clear();
  }
}
