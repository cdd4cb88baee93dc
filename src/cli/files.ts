/** Which files the command line reads: paths as given, folders walked. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { languageOf } from '../core/syntax/language';

/** Folders that hold other people's code or what tools made. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'dist', 'out', 'build', 'coverage', 'vendor']);

const KINDS = 'JavaScript, TypeScript, html, vue, svelte or astro file or notebook';

/** A path that does not exist or cannot be read, with what to do about it. */
export class UsageError extends Error {}

function* walk(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  // As path.join has it, once for a folder and not for every file.
  const prefix = path.join(folder, 'x').slice(0, -1);
  for (const entry of entries) {
    // Links are not followed: they may lead in circles or out of the tree.
    if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name) && !entry.name.startsWith('.')) yield* walk(prefix + entry.name);
    else if (entry.isFile() && languageOf(entry.name) !== undefined && !/\.(?:min\.m?js|d\.[mc]?ts)$/.test(entry.name)) yield prefix + entry.name;
  }
}

/** A file to be read. */
export interface FileToRead {
  readonly path: string;
  /** It was named itself, not found in a folder: that it cannot be read is then a failure. */
  readonly named: boolean;
}

/** The files behind the arguments, each once, folders in alphabetical order. */
export function filesOf(args: readonly string[]): readonly FileToRead[] {
  const named = new Map<string, boolean>();
  for (const arg of args.length > 0 ? args : ['.']) {
    const stats = statSync(arg, { throwIfNoEntry: false });
    if (!stats) throw new UsageError(`${arg}: no such file or folder`);
    if (stats.isDirectory()) for (const file of walk(arg)) named.set(file, named.get(file) ?? false);
    else if (languageOf(arg) === undefined) throw new UsageError(`${arg}: not a ${KINDS}`);
    else named.set(arg, true);
  }
  if (named.size === 0) throw new UsageError(`${args.length > 0 ? args.join(', ') : '.'}: no ${KINDS} there`);
  return [...named].map(([file, byName]) => ({ path: file, named: byName }));
}
