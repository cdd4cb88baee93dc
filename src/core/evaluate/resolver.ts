/** How the core asks for the text of other modules: the edge looks, in a workspace or on a disk. */
import type { Language } from '../syntax/language';

/** The text of a module. The same object as long as the text is the same: what is made of it is kept with it. */
export interface ModuleText {
  /** The same for every way to name the module: its path or address. */
  readonly id: string;
  readonly text: string;
  readonly language: Language | 'json';
}

/** Finds other modules. It neither waits nor throws: what is not there yet is not there. */
export interface Resolver {
  /** The module that a specifier means in the module with the id `from`. */
  readonly resolve: (specifier: string, from: string) => ModuleText | undefined;
  /** True where a page beside the module `from` loads TensorFlow.js in a script tag, so that its scripts have a global `tf`. */
  readonly hasGlobalTf: (from: string) => boolean;
}

/** For documents that stand alone. */
export const NO_MODULES: Resolver = { resolve: () => undefined, hasGlobalTf: () => false };

/** What a specifier may leave out, in the order in which bundlers try. */
const EXTENSIONS = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '.cts', '.cjs', '.json', '.vue', '.svelte', '.astro'];

/** TypeScript's programs name the JavaScript that will be there. */
const WRITTEN_IN: Readonly<Record<string, readonly string[]>> = { js: ['ts', 'tsx'], jsx: ['tsx'], mjs: ['mts'], cjs: ['cts'] };

/** True for a specifier that names a file beside the importing one, not a package, an alias or an address. */
export function isRelative(specifier: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(specifier);
}

/**
 * The files that a relative specifier may mean, the likeliest first, as relative paths; none for a package, an alias
 * or an address.
 */
export function moduleCandidates(specifier: string): readonly string[] {
  if (!isRelative(specifier)) return [];
  const path = specifier.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const extension = /\.(\w+)$/.exec(path.slice(path.lastIndexOf('/') + 1))?.[1] ?? '';
  const sources = Object.hasOwn(WRITTEN_IN, extension) ? (WRITTEN_IN[extension] ?? []).map((written) => path.slice(0, -extension.length) + written) : [];
  return [path, ...sources, ...EXTENSIONS.map((one) => path + one), ...EXTENSIONS.slice(0, 8).map((one) => `${path}/index${one}`)];
}
