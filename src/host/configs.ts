/** What projects want of the rules: the `.activationlensrc.json` that is nearest to a document, as it was saved. */
import * as vscode from 'vscode';
import { choicesFor, CONFIG_NAME, parseConfig } from '../core/config/config';
import type { Config, ConfiguredChoices } from '../core/config/config';
import type { Modules } from './modules';

/** Nothing lies deeper that somebody works on. */
const MAX_FOLDERS = 64;

interface Known {
  readonly text: string;
  readonly config: Config;
}

export class Configs {
  readonly #known = new Map<string, Known>();

  constructor(private readonly modules: Modules) {}

  /**
   * What a project wants of a document; undefined where no file says anything, or where none has come yet. `asked` gets
   * the key of everything that this depends on.
   */
  choicesFor(uri: vscode.Uri, language: string, asked: Set<string>): ConfiguredChoices | undefined {
    for (const folder of foldersOf(uri)) {
      const file = vscode.Uri.joinPath(folder, CONFIG_NAME);
      // Those further up are asked for without waiting for the answer, which nearly always is that there is none.
      const text = this.modules.saved(file, asked);
      if (text === undefined) continue;
      const prefix = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
      return choicesFor(this.#parse(file, text), language, uri.path.slice(prefix.length));
    }
    return undefined;
  }

  #parse(file: vscode.Uri, text: string): Config {
    const key = file.toString();
    const known = this.#known.get(key);
    if (known?.text === text) return known.config;
    const { config } = parseConfig(text);
    this.#known.set(key, { text, config });
    return config;
  }
}

/** The folder of a document and those above it; documents without a file have none. */
function* foldersOf(uri: vscode.Uri): Generator<vscode.Uri> {
  if (uri.scheme === 'untitled') return;
  let folder = vscode.Uri.joinPath(uri, '..');
  for (let count = 0; count < MAX_FOLDERS; count++) {
    yield folder;
    const above = vscode.Uri.joinPath(folder, '..');
    if (above.path === folder.path || above.path === '') return;
    folder = above;
  }
}

/** True for the file of a project. */
export function isConfig({ path }: vscode.Uri): boolean {
  return path.endsWith(`/${CONFIG_NAME}`);
}
