/** Notes what an analysis asked of other modules, and tells later whether the answers would be the same. */
import { createHash } from 'node:crypto';
import type { ModuleText, Resolver } from '../core/evaluate/resolver';
import { isRelative } from '../core/evaluate/resolver';

/** A question and its answer: the module that a specifier means, with what it holds; or whether a page gives a global `tf`. */
export type Asked =
  | readonly ['module', from: string, specifier: string, id: string | null, hash: string]
  | readonly ['global', from: string, answer: boolean];

/** What stands for a text. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

const hashes = new WeakMap<ModuleText, string>();

function moduleHash(module: ModuleText | undefined): string {
  if (!module) return '';
  let hash = hashes.get(module);
  if (hash === undefined) hashes.set(module, (hash = hashOf(module.text)));
  return hash;
}

/** A resolver that notes what it is asked. */
export function noting(resolver: Resolver): { readonly resolver: Resolver; readonly asked: () => readonly Asked[] } {
  const asked = new Map<string, Asked>();
  return {
    resolver: {
      resolve: (specifier, from) => {
        const module = resolver.resolve(specifier, from);
        // What is no path is never found, whatever stands on the disk.
        if (isRelative(specifier)) asked.set(`module ${specifier}\0${from}`, ['module', from, specifier, module?.id ?? null, moduleHash(module)]);
        return module;
      },
      hasGlobalTf: (from) => {
        const answer = resolver.hasGlobalTf(from);
        asked.set(`global ${from}`, ['global', from, answer]);
        return answer;
      },
    },
    asked: () => [...asked.values()],
  };
}

/** True where every question would get the same answer today. */
export function holdsToday(asked: readonly Asked[], resolver: Resolver): boolean {
  return asked.every((one) => {
    if (one[0] === 'global') return resolver.hasGlobalTf(one[1]) === one[2];
    const [, from, specifier, id, hash] = one;
    const module = resolver.resolve(specifier, from);
    return (module?.id ?? null) === id && moduleHash(module) === hash;
  });
}
