/**
 * Other files that a document imports, from open editors and from the workspace's file systems, virtual ones included.
 *
 * The core asks at once and does not wait: what is not here yet is fetched, and whoever asked for it is told when it
 * has come or changed.
 */
import * as vscode from 'vscode';
import { moduleCandidates } from '../core/evaluate/resolver';
import type { ModuleText, Resolver } from '../core/evaluate/resolver';
import { MAX_LENGTH } from '../core/syntax/gate';
import { EXTENSIONS, languageOf } from '../core/syntax/language';
import { loadsTensorFlow } from '../core/tfjs/imports';

/** Changes that come close together are told together, in ms. */
const PAUSE = 50;

/** More files and folders than this are forgotten, and fetched again if they are asked for. */
const MAX_KEPT = 1000;

/** A page of the folder itself or of so many above it may load TensorFlow.js for a script. */
const PAGE_REACH = 2;

/** Where a program begins: the pages above belong to another. */
const ROOT = ['package.json', '.git', 'deno.json'];

/** What a file or folder is; undefined content is one that is not there, or that cannot be read. */
interface Kept {
  readonly text?: ModuleText | undefined;
  readonly names?: ReadonlySet<string>;
}

export class Modules implements vscode.Disposable {
  readonly #kept = new Map<string, Kept>();
  readonly #pending = new Map<string, Promise<void>>();
  readonly #open = new WeakMap<vscode.TextDocument, { readonly version: number; readonly text: ModuleText }>();
  readonly #changed = new vscode.EventEmitter<ReadonlyMap<string, number>>();
  /** How often saved files were read again. */
  readonly #turns = new Map<string, number>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #saved = new vscode.EventEmitter<{ readonly file: vscode.Uri; readonly exists: boolean }>();
  #told = new Map<string, number>();
  #timer: number | undefined;
  #watcher: vscode.FileSystemWatcher | undefined;

  /** Fires with the keys of files and folders that have come or changed, and when that was, on the clock of `performance`. */
  readonly onDidChange = this.#changed.event;

  /** Fires with a file that {@link saved} was asked for when its text has come, and when it is another or gone. */
  readonly onDidChangeSaved = this.#saved.event;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#tell(fileKey(document.uri))),
      vscode.workspace.onDidOpenTextDocument((document) => this.#tell(fileKey(document.uri))),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(fileKey(document.uri))),
      // Not every file system can be watched.
      vscode.workspace.onDidSaveTextDocument((document) => void this.#renew(document.uri)),
    ];
  }

  /** A resolver for one analysis; `asked` gets the key of everything that it depends on. */
  resolver(asked: Set<string>): Resolver {
    const names = (folder: vscode.Uri): ReadonlySet<string> => this.#ask(folderKey(folder), asked, () => this.#list(folder))?.names ?? new Set();
    const read = (file: vscode.Uri): ModuleText | undefined => {
      const open = this.#openText(file, asked);
      return open ?? this.#ask(fileKey(file), asked, () => this.#readFile(file))?.text;
    };
    return {
      resolve: (specifier, from) => {
        const base = baseOf(from);
        if (!base) return undefined;
        for (const candidate of moduleCandidates(specifier)) {
          const file = vscode.Uri.joinPath(base, candidate);
          const name = file.path.slice(file.path.lastIndexOf('/') + 1);
          if (!languageOf(name) && !name.endsWith('.json')) continue;
          if (!names(vscode.Uri.joinPath(file, '..')).has(name)) continue;
          const found = read(file);
          if (found) return found;
        }
        return undefined;
      },
      hasGlobalTf: (from) => {
        let folder = baseOf(from);
        for (let reach = 0; folder && reach <= PAGE_REACH; reach++) {
          const here = names(folder);
          for (const name of here) {
            const page = /\.html?$/i.test(name) ? read(vscode.Uri.joinPath(folder, name)) : undefined;
            if (page && loadsTensorFlow(page.text)) return true;
          }
          if (here.size === 0 || ROOT.some((name) => here.has(name))) return false;
          folder = vscode.Uri.joinPath(folder, '..');
        }
        return false;
      },
    };
  }

  /** The text of a file as it was saved last; undefined where there is none, or as long as it has not come. */
  saved(file: vscode.Uri, asked: Set<string>): string | undefined {
    return this.#ask(savedKey(file), asked, async () => {
      const kept = await this.#readFile(file);
      if (kept.text) this.#saved.fire({ file, exists: true });
      return kept;
    })?.text?.text;
  }

  /** When everything that was asked for has come; undefined where nothing is missing. */
  missing(asked: ReadonlySet<string>): Promise<unknown> | undefined {
    const pending = [...asked].flatMap((key) => this.#pending.get(key) ?? []);
    return pending.length === 0 ? undefined : Promise.all(pending);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watcher?.dispose();
    this.#changed.dispose();
    this.#saved.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #ask(key: string, asked: Set<string>, fetch: () => Promise<Kept>): Kept | undefined {
    asked.add(key);
    const known = this.#kept.get(key);
    if (known || this.#pending.has(key)) return known;
    this.#watch();
    const fetching = async (): Promise<void> => {
      const kept = await fetch();
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#kept.set(key, kept);
      this.#pending.delete(key);
      this.#tell(key);
    };
    this.#pending.set(key, fetching());
    return undefined;
  }

  /** The text of a file that an editor has, saved or not. */
  #openText(file: vscode.Uri, asked: Set<string>): ModuleText | undefined {
    const key = fileKey(file);
    const document = vscode.workspace.textDocuments.find((one) => !one.isClosed && fileKey(one.uri) === key);
    if (!document) return undefined;
    asked.add(key);
    const known = this.#open.get(document);
    if (known?.version === document.version) return known.text;
    const text = moduleText(file, document.getText());
    if (text) this.#open.set(document, { version: document.version, text });
    return text;
  }

  async #list(folder: vscode.Uri): Promise<Kept> {
    try {
      return { names: new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name)) };
    } catch {
      return { names: new Set() };
    }
  }

  async #readFile(file: vscode.Uri): Promise<Kept> {
    try {
      const { size } = await vscode.workspace.fs.stat(file);
      return size > 4 * MAX_LENGTH ? {} : { text: moduleText(file, new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) };
    } catch {
      return {};
    }
  }

  /** Watches the workspace's files, from the first time that another file matters. */
  #watch(): void {
    if (this.#watcher) return;
    this.#watcher = vscode.workspace.createFileSystemWatcher(`**/*.{${[...EXTENSIONS, 'json'].join(',')}}`);
    const come = (uri: vscode.Uri): void => {
      this.#forget(fileKey(uri));
      this.#forget(folderKey(vscode.Uri.joinPath(uri, '..')));
      void this.#renew(uri);
    };
    const change = (uri: vscode.Uri): void => {
      this.#forget(fileKey(uri));
      void this.#renew(uri);
    };
    this.#subscriptions.push(this.#watcher.onDidChange(change), this.#watcher.onDidCreate(come), this.#watcher.onDidDelete(come));
  }

  #forget(key: string): void {
    this.#kept.delete(key);
    this.#tell(key);
  }

  /** Reads a saved file again; until it has come, what it was holds. */
  async #renew(file: vscode.Uri): Promise<void> {
    const key = savedKey(file);
    if (!this.#kept.has(key) && !this.#pending.has(key)) return;
    const turn = (this.#turns.get(key) ?? 0) + 1;
    this.#turns.set(key, turn);
    await this.#pending.get(key);
    const kept = await this.#readFile(file);
    // A later change reads it once more.
    if (this.#turns.get(key) !== turn) return;
    const before = this.#kept.get(key)?.text?.text;
    this.#kept.set(key, kept);
    if (before === kept.text?.text) return;
    this.#tell(key);
    this.#saved.fire({ file, exists: kept.text !== undefined });
  }

  #tell(key: string): void {
    this.#told.set(key, performance.now());
    this.#timer ??= setTimeout(() => {
      const told = this.#told;
      this.#told = new Map();
      this.#timer = undefined;
      this.#changed.fire(told);
    }, PAUSE);
  }
}

/** A file and a folder of one address are asked for apart: `./sizes.json` may be `./sizes.json/index.js` too. */
function fileKey(file: vscode.Uri): string {
  return file.toString();
}

function folderKey(folder: vscode.Uri): string {
  return `${folder.toString()}/`;
}

/** What is saved of a file is asked for apart from what an editor has. */
function savedKey(file: vscode.Uri): string {
  return `saved ${file.toString()}`;
}

function moduleText(file: vscode.Uri, text: string): ModuleText | undefined {
  const language = file.path.endsWith('.json') ? 'json' : languageOf(file.path);
  return language && { id: file.toString(), text, language };
}

/** The folder of a module; documents without a file have none. */
function baseOf(id: string): vscode.Uri | undefined {
  const uri = vscode.Uri.parse(id);
  return uri.scheme === 'untitled' || uri.path === '' ? undefined : vscode.Uri.joinPath(uri, '..');
}
