/** Finds other modules on the disk. A run reads each file once. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { moduleCandidates } from '../core/evaluate/resolver';
import type { ModuleText, Resolver } from '../core/evaluate/resolver';
import { languageOf } from '../core/syntax/language';
import { loadsTensorFlow } from '../core/tfjs/imports';
import { readText } from './read';

/** A page of the folder itself or of so many above it may load TensorFlow.js for a script. */
const PAGE_REACH = 2;

/** Pages at the root of a program: what stands above is another. */
const ROOT = new Set(['package.json', '.git', 'deno.json']);

/** `allows` says which files may be read; all, if nothing else is said. */
export function diskResolver(allows: (file: string) => boolean = () => true): Resolver {
  const listings = new Map<string, ReadonlySet<string>>();
  const texts = new Map<string, ModuleText | undefined>();
  const pages = new Map<string, boolean>();

  const namesIn = (folder: string): ReadonlySet<string> => {
    let names = listings.get(folder);
    if (!names) {
      try {
        names = new Set(readdirSync(folder));
      } catch {
        names = new Set();
      }
      listings.set(folder, names);
    }
    return names;
  };

  const read = (file: string): ModuleText | undefined => {
    if (!texts.has(file)) {
      const language = file.endsWith('.json') ? 'json' : languageOf(file);
      const found = allows(file) && language !== undefined ? readText(file) : undefined;
      texts.set(file, language && found && 'text' in found ? { id: file, text: found.text, language } : undefined);
    }
    return texts.get(file);
  };

  const loads = (folder: string): boolean => {
    let found = pages.get(folder);
    if (found === undefined) {
      found = [...namesIn(folder)].some((name) => /\.html?$/i.test(name) && allows(path.join(folder, name)) && pageLoads(path.join(folder, name)));
      pages.set(folder, found);
    }
    return found;
  };

  return {
    resolve: (specifier, from) => {
      const folder = path.dirname(from);
      for (const candidate of moduleCandidates(specifier)) {
        const file = path.join(folder, candidate);
        if (!namesIn(path.dirname(file)).has(path.basename(file))) continue;
        const found = read(file);
        if (found) return found;
      }
      return undefined;
    },
    hasGlobalTf: (from) => {
      let folder = path.dirname(path.resolve(from));
      for (let reach = 0; reach <= PAGE_REACH; reach++) {
        if (loads(folder)) return true;
        const names = namesIn(folder);
        if ([...ROOT].some((name) => names.has(name))) return false;
        folder = path.dirname(folder);
      }
      return false;
    },
  };
}

function pageLoads(file: string): boolean {
  try {
    return loadsTensorFlow(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}
