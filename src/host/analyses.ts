/**
 * One analysis for each version of a document, shared by every surface.
 *
 * Whoever asks first pays for it; the next version is analysed from this one. What the text test turns away never
 * touches the core.
 */
import * as vscode from 'vscode';
import type { Analysis } from '../core/insight/analysis';
import type { Edit } from '../core/rules/types';
import type { SilenceReason } from '../core/syntax/gate';
import { silenceReason } from '../core/syntax/gate';
import type { ConfiguredChoices } from '../core/config/config';
import type { Configs } from './configs';
import { loadCore, loadedCore } from './core';
import type { Core } from './core';
import type { Log } from './log';
import type { Language } from '../core/syntax/language';
import type { Modules } from './modules';
import { settingsOf } from './settings';
import type { Settings } from './settings';
import { sourceOf } from './sources';
import type { Part, Source, SourceText } from './sources';

/** Why nothing is said; `failed` is a fault of ours. */
export type Silence = SilenceReason | 'failed';

/** What is known of the present version of a document, or of a notebook with all its cells. */
export interface Reading extends Pick<SourceText, 'parts' | 'blocks'> {
  readonly version: Source['version'];
  readonly settings: Settings;
  readonly silence: Silence | undefined;
  /** Absent where there is a reason for silence. */
  readonly analysis: Analysis | undefined;
  /** When it began, on the clock of `performance`, and how long it took. */
  readonly begin: number;
  readonly milliseconds: number;
  /** Keys of the files and folders that it depends on. */
  readonly asked: ReadonlySet<string>;
}

/** What a surface of one document works with. */
export interface Read extends Pick<SourceText, 'parts' | 'blocks'> {
  readonly core: Core;
  readonly analysis: Analysis;
  readonly settings: Settings;
  /** Where the document is in the analysed text. */
  readonly part: Part;
}

/** A module may import another and that a third, each of which is waited for. */
const MAX_ROUNDS = 8;

/** Longer than this nobody waits for other modules, in ms: they are unknown until they come. */
const PATIENCE = 300;

/** An analysis that takes longer while somebody types is given up, in ms. */
const LIMIT = 200;

/** The first one of a document may take so long, and the one that is tried again when nobody has typed for a while. */
const PATIENT_LIMIT = 3000;
const PAUSE = 1500;

function documents(parts: readonly Part[]): readonly vscode.TextDocument[] {
  return parts.map(({ document }) => document);
}

/** A moment on the clock of `performance`. */
function until(moment: number): Promise<void> {
  return new Promise<void>((resolve) => void setTimeout(() => resolve(), moment - performance.now()));
}

export class Analyses implements vscode.Disposable {
  readonly #readings = new Map<Source['owner'], Reading>();
  /** Readings of texts that are still the same while something they depend on is not. */
  readonly #stale = new WeakSet<Reading>();
  /** Readings that somebody works with although not all they depend on had come. */
  readonly #incomplete = new WeakSet<Reading>();
  /** Since when somebody waits for the project's file. */
  readonly #waiting = new WeakMap<Source['owner'], number>();
  /** Documents whose analysis was given up, and is tried again with more patience. */
  readonly #retried = new WeakSet<Source['owner']>();
  readonly #changed = new vscode.EventEmitter<Reading>();
  readonly #outdated = new vscode.EventEmitter<readonly vscode.TextDocument[]>();
  readonly #subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidCloseTextDocument((document) => this.#readings.delete(document)),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#readings.delete(notebook)),
  );

  /** Fires when a document or notebook has been analysed in a new version. */
  readonly onDidRead = this.#changed.event;

  /** Fires with documents of which there is something new to say although their texts are the same. */
  readonly onDidOutdate = this.#outdated.event;

  constructor(private readonly modules: Modules, private readonly configs: Configs, private readonly log: Pick<Log, 'error'>) {
    this.#outdating = modules.onDidChange((changes) => this.#outdate(changes));
  }

  readonly #outdating: vscode.Disposable;

  /** Notes which readings had not seen what came or changed. */
  #outdate(changes: ReadonlyMap<string, number>): void {
    const outdated: vscode.TextDocument[] = [];
    for (const reading of this.#readings.values()) {
      if (this.#stale.has(reading) || ![...changes].some(([key, when]) => reading.begin <= when && reading.asked.has(key))) continue;
      this.#stale.add(reading);
      outdated.push(...documents(reading.parts));
    }
    if (outdated.length > 0) this.#outdated.fire(outdated);
  }

  /**
   * The reading of the present version. Undefined for documents that are closed, not ours or switched off, and as long
   * as the core that it needs has not been loaded.
   */
  get(document: vscode.TextDocument): Reading | undefined {
    const source = sourceOf(document);
    if (!source) return undefined;
    const known = this.#readings.get(source.owner);
    if (known?.version === source.version && !this.#stale.has(known)) return known;
    if (!settingsOf(document).enable) return undefined;
    const begin = performance.now();
    const { text, language, parts, blocks } = source.read();
    const silence = silenceReason(text);
    const core = loadedCore();
    const asked = new Set<string>();
    // The project's file is asked for while the core is being loaded, and not for what is silent.
    const project = silence === undefined ? this.#project(source, language, asked) : undefined;
    if (this.#waits(source, asked)) return undefined;
    const settings = settingsOf(document, project);
    if (silence === undefined && core === undefined) return undefined;
    // The analysis before this one is used up by the next, even by one that fails.
    this.#readings.delete(source.owner);
    if (known) this.#stale.delete(known);
    if (known && known.version === source.version && this.#incomplete.has(known)) setTimeout(() => this.#outdated.fire(documents(parts)), 0);
    const options = { severities: settings.severities, reportUnusedDisables: settings.reportUnusedDisables, id: source.owner.uri.toString(), resolver: this.modules.resolver(asked), ...(blocks ? { blocks } : {}) };
    const hurried = known !== undefined && (known.silence === undefined || known.silence === 'abandoned') && !this.#retried.has(source.owner);
    const limit = begin + (hurried ? LIMIT : PATIENT_LIMIT);
    const all = silence === undefined && core ? this.#analyse(() => core.analyze(text, language, { ...options, isOver: () => performance.now() > limit }, known?.analysis)) : undefined;
    const analysis = all && settings.ignored ? { ...all, findings: [] } : all;
    const reading: Reading = { version: source.version, parts, ...(blocks ? { blocks } : {}), settings, silence: silence ?? (analysis ? analysis.silence : 'failed'), analysis, begin, milliseconds: performance.now() - begin, asked };
    this.#readings.set(source.owner, reading);
    this.#retry(source.owner, reading);
    this.#changed.fire(reading);
    return reading;
  }

  /** Runs an analysis; a fault of ours is logged once, and is not met again by every surface. */
  #analyse(run: () => Analysis): Analysis | undefined {
    try {
      return run();
    } catch (error) {
      this.log.error('analysis', error);
      return undefined;
    }
  }

  /** Tries once more, when typing rests, what was given up for taking too long. */
  #retry(owner: Source['owner'], reading: Reading): void {
    if (this.#retried.delete(owner) || reading.silence !== 'abandoned') return;
    setTimeout(() => {
      if (this.#readings.get(owner) !== reading) return;
      this.#retried.add(owner);
      this.#stale.add(reading);
      this.#outdated.fire(documents(reading.parts));
    }, PAUSE);
  }

  /** What the nearest file of a project says of a document. */
  #project({ owner }: Source, language: Language, asked: Set<string>): ConfiguredChoices | undefined {
    return this.configs.choicesFor(owner.uri, 'notebookType' in owner ? 'notebook' : language, asked);
  }

  /** True as long as it is worth waiting for the project's file: what is to be looked for is not known yet. */
  #waits({ owner }: Source, asked: ReadonlySet<string>): boolean {
    if (!this.modules.missing(asked)) {
      this.#waiting.delete(owner);
      return false;
    }
    const since = this.#waiting.get(owner) ?? performance.now();
    this.#waiting.set(owner, since);
    return performance.now() - since < PATIENCE;
  }

  /** What a surface works with; loads the core where the document is worth it. */
  async read(document: vscode.TextDocument): Promise<Read | undefined> {
    if (this.isSilent(document)) return undefined;
    const core = await loadCore();
    const reading = await this.#complete(document);
    const part = reading?.parts.find((one) => one.document === document);
    return reading?.analysis && part && { ...reading, core, analysis: reading.analysis, part };
  }

  /** The reading when the modules that it needs are there, or when that takes too long. */
  async #complete(document: vscode.TextDocument): Promise<Reading | undefined> {
    const limit = performance.now() + PATIENCE;
    await this.#projectOf(document, limit);
    let reading = this.get(document);
    for (let round = 0; reading && round < MAX_ROUNDS; round++) {
      const missing = this.modules.missing(reading.asked);
      if (!missing) return reading;
      if (!(await Promise.race([missing.then(() => true), until(limit).then(() => false)]))) break;
      // Somebody else who waited may have seen to it.
      const owner = sourceOf(document)?.owner;
      if (owner && this.#readings.get(owner) === reading) this.#stale.add(reading);
      reading = this.get(document);
    }
    // Whoever has it now is told when there is more.
    if (reading) this.#incomplete.add(reading);
    return reading;
  }

  /** Waits for the project's file, before which no time is spent on an analysis. */
  async #projectOf(document: vscode.TextDocument, limit: number): Promise<void> {
    const source = sourceOf(document);
    const asked = new Set<string>();
    if (!source || this.get(document)) return;
    this.#project(source, source.read().language, asked);
    const missing = this.modules.missing(asked);
    if (missing) await Promise.race([missing, until(limit)]);
  }

  /** What would be known of a text with some edits; nothing of it is remembered. */
  whatIf({ core, analysis, settings: { severities }, blocks, part }: Read, edits: readonly Edit[]): Analysis {
    const moved = blocks && core.movedBlocks(blocks, edits);
    const id = (sourceOf(part.document)?.owner ?? part.document).uri.toString();
    return core.analyze(core.applyEdits(analysis.text, edits), analysis.language, { severities, id, resolver: this.modules.resolver(new Set()), ...(moved ? { blocks: moved } : {}) });
  }

  /** What is known of a text in place of a file; nothing of it is remembered. */
  async readText(text: string, language: Language, uri: vscode.Uri): Promise<Analysis> {
    const core = await loadCore();
    const limit = performance.now() + PATIENCE;
    for (let round = 0; ; round++) {
      const begin = performance.now();
      const asked = new Set<string>();
      const analysis = core.analyze(text, language, { id: uri.toString(), resolver: this.modules.resolver(asked), isOver: () => performance.now() > begin + PATIENT_LIMIT });
      const missing = round < MAX_ROUNDS ? this.modules.missing(asked) : undefined;
      if (!missing || !(await Promise.race([missing.then(() => true), until(limit).then(() => false)]))) return analysis;
    }
  }

  /** True where nothing will be said, whatever the core thinks. */
  isSilent(document: vscode.TextDocument): boolean {
    const reading = this.get(document);
    if (reading) return reading.analysis === undefined;
    // Absent because of the document itself, or only because the core or the project's file is not there yet.
    return sourceOf(document) === undefined || !settingsOf(document).enable;
  }

  /** Forgets everything: settings have changed. */
  clear(): void {
    this.#readings.clear();
  }

  /** How many documents and notebooks are remembered. */
  get size(): number {
    return this.#readings.size;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#outdating.dispose();
    this.#changed.dispose();
    this.#outdated.dispose();
    this.#readings.clear();
  }
}
