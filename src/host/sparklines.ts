/** Curves beside the names of activations, in every editor that is to be seen. */
import * as vscode from 'vscode';
import type { Analyses } from './analyses';
import type { Core } from './core';
import type { InlineSwitch } from './inline-switch';
import type { Log } from './log';
import type { SparklineMode } from './settings';
import { holds, rangeOf } from './sources';
import { decorationPalettes } from './theme';

const PAUSE = 50;

type Shown = Exclude<SparklineMode, 'off'>;

export class Sparklines implements vscode.Disposable {
  /** By mode and function; made when first needed. */
  #types = new Map<string, vscode.TextEditorDecorationType>();
  /** What each editor shows, by key of the type. An editor that is gone takes its entry with it. */
  readonly #drawn = new WeakMap<vscode.TextEditor, Map<string, number>>();
  readonly #subscriptions: vscode.Disposable[];
  #palette = decorationPalettes().dark;
  #timer: number | undefined;

  constructor(private readonly analyses: Analyses, private readonly inline: InlineSwitch, private readonly log: Log) {
    this.#subscriptions = [
      vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()),
      vscode.window.onDidChangeActiveColorTheme(() => this.#repaint()),
      analyses.onDidRead(() => this.refresh()),
    ];
  }

  /** Draws all visible editors soon; many reasons for it at once are one. */
  refresh(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const editor of vscode.window.visibleTextEditors) void this.log.guard('sparklines', undefined, () => this.#draw(editor));
    }, PAUSE);
  }

  /** How many sparklines of each function an editor shows. */
  shownIn(editor: vscode.TextEditor): ReadonlyMap<string, number> {
    return this.#drawn.get(editor) ?? new Map<string, number>();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const type of this.#types.values()) type.dispose();
  }

  /** High contrast has pictures of its own; between light and dark VS Code chooses by itself. */
  #repaint(): void {
    const { dark } = decorationPalettes();
    if (dark === this.#palette) return;
    this.#palette = dark;
    const old = [...this.#types.values()];
    this.#types = new Map();
    for (const editor of vscode.window.visibleTextEditors) this.#drawn.delete(editor);
    for (const type of old) type.dispose();
    this.refresh();
  }

  async #draw(editor: vscode.TextEditor): Promise<void> {
    const read = await this.analyses.read(editor.document);
    const mode = read && this.inline.shown ? read.settings.sparkline : 'off';
    const before = this.#drawn.get(editor) ?? new Map<string, number>();
    const after = new Map<string, number>();
    if (read && mode !== 'off') {
      for (const [id, all] of read.core.glyphSpans(read.analysis)) {
        const spans = all.filter((span) => holds(read.part, span));
        const type = spans.length > 0 ? this.#type(read.core, mode, id) : undefined;
        if (!type) continue;
        editor.setDecorations(type, spans.map((span) => ({ range: rangeOf(read.part, span) })));
        after.set(`${mode} ${id}`, spans.length);
      }
    }
    for (const key of before.keys()) {
      const type = this.#types.get(key);
      if (type && !after.has(key)) editor.setDecorations(type, []);
    }
    this.#drawn.set(editor, after);
  }

  #type(core: Core, mode: Shown, id: string): vscode.TextEditorDecorationType | undefined {
    const key = `${mode} ${id}`;
    const known = this.#types.get(key);
    if (known) return known;
    const palettes = decorationPalettes();
    const light = core.glyphUri(id, palettes.light);
    const dark = core.glyphUri(id, palettes.dark);
    if (light === undefined || dark === undefined) return undefined;
    const made = vscode.window.createTextEditorDecorationType({
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed, light: attachment(mode, light), dark: attachment(mode, dark),
    });
    this.#types.set(key, made);
    return made;
  }
}

/** A picture is given as a Uri: a string would be taken for the path of a file. */
function attachment(mode: Shown, picture: string): vscode.ThemableDecorationRenderOptions {
  const uri = vscode.Uri.parse(picture);
  if (mode === 'gutter') return { gutterIconPath: uri, gutterIconSize: 'contain' };
  return { before: { contentIconPath: uri, width: '28px', height: '14px', margin: '0 5px 0 0' } };
}
