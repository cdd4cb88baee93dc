/** Programs of several modules: in memory, or a folder of fixtures. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { moduleCandidates } from '../../src/core/evaluate/resolver';
import type { ModuleText, Resolver } from '../../src/core/evaluate/resolver';
import { languageOf } from '../../src/core/syntax/language';

export type Files = Readonly<Record<string, string>>;

/** Finds modules among some texts; `asked` gets the id of each one that is given out. */
export function resolverOf(files: Files, asked: string[] = [], globalTf = false): Resolver {
  const texts = new Map<string, ModuleText>();
  for (const [id, text] of Object.entries(files)) {
    const language = id.endsWith('.json') ? 'json' : languageOf(id);
    if (language) texts.set(id, { id, text, language });
  }
  return {
    hasGlobalTf: () => globalTf,
    resolve: (specifier, from) => {
      for (const candidate of moduleCandidates(specifier)) {
        const found = texts.get(path.posix.join(path.posix.dirname(from), candidate));
        if (!found) continue;
        asked.push(found.id);
        return found;
      }
      return undefined;
    },
  };
}

/** The files of a folder by their names. */
export function filesOf(folder: string): Files {
  const names = (readdirSync(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(names.sort().map((file) => [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]));
}
