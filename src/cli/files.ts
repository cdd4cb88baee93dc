/** Which files the command line reads: paths as given, folders walked, patterns matched, lists taken from the standard input. */
import { readdirSync, statSync } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import path from 'node:path';
import { languageOf } from '../core/syntax/language';
import { isGitignore, isLeftOut, levelsAt, levelsWithin } from './gitignore';
import type { Levels } from './gitignore';
import { matches, patternOf } from './patterns';
import type { Pattern } from './patterns';

/** Folders that hold other people's code or what tools made. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'dist', 'out', 'build', 'coverage', 'vendor']);

const KINDS = 'JavaScript, TypeScript, html, vue, svelte or astro file or notebook';

/** A path that does not exist or cannot be read, with what to do about it. */
export class UsageError extends Error {}

/** A file to be read. */
export interface FileToRead {
  readonly path: string;
  /** It was named itself, not found in a folder: that it cannot be read is then a failure. */
  readonly named: boolean;
}

/** How files are looked for. */
export interface Search {
  /** What `.gitignore` leaves out is left out. */
  readonly gitignore: boolean;
  /** What stands on the standard input; asked for only where an argument means it. */
  readonly input: () => string;
}

/** What the arguments mean. */
export interface Files {
  readonly files: readonly FileToRead[];
  /** What of them means nothing, in lines for people. */
  readonly problems: readonly string[];
}

/** What is at a path; undefined for nothing, and for what leads nowhere. */
export function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

/** What was seen on the way. */
interface Walk {
  readonly gitignore: boolean;
  readonly problems: string[];
  leftOut: boolean;
}

function entriesOf(folder: string, walk: Walk): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    walk.problems.push(`${folder}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
    return [];
  }
}

function* filesIn(folder: string, walk: Walk, outer: Levels): Generator<string> {
  const entries = entriesOf(folder, walk);
  const levels = walk.gitignore && entries.some(({ name }) => isGitignore(name)) ? levelsWithin(folder, outer) : outer;
  // As path.join has it, once for a folder and not for every file.
  const prefix = path.join(folder, 'x').slice(0, -1);
  for (const entry of entries) {
    const { name } = entry;
    // Links are not followed: they may lead in circles or out of the tree.
    const isFolder = entry.isDirectory() && !SKIPPED_FOLDERS.has(name) && !name.startsWith('.');
    const isFile = entry.isFile() && languageOf(name) !== undefined && !/\.(?:min\.m?js|d\.[mc]?ts)$/.test(name);
    if (!isFolder && !isFile) continue;
    if (levels.length > 0 && isLeftOut(path.resolve(prefix + name), isFolder, levels)) walk.leftOut = true;
    else if (isFolder) yield* filesIn(prefix + name, walk, levels);
    else yield prefix + name;
  }
}

function within(folder: string, walk: Walk): Generator<string> {
  return filesIn(folder, walk, walk.gitignore ? levelsAt(folder) : []);
}

/** Paths one to a line, or separated as `git diff -z` has it. */
function listed(text: string): readonly string[] {
  return text.split(text.includes('\0') ? '\0' : /\r?\n/).filter((line) => line !== '');
}

/** The files behind the arguments, each once: in the order of the arguments, those of folders in alphabetical order. */
export function filesOf(args: readonly string[], search: Search): Files {
  const walk: Walk = { gitignore: search.gitignore, problems: [], leftOut: false };
  const { problems } = walk;
  const found = new Map<string, FileToRead>();
  const excluded: Pattern[] = [];
  const add = (file: string, named: boolean): void => {
    const key = path.resolve(file);
    const known = found.get(key);
    found.set(key, { path: known?.path ?? file, named: named || (known?.named ?? false) });
  };
  const addPath = (file: string, other: () => void): void => {
    const stats = statOf(file);
    if (stats?.isDirectory()) for (const one of within(file, walk)) add(one, false);
    else if (stats && languageOf(file) !== undefined) add(file, true);
    else if (stats) other();
    else problems.push(`${file}: no such file or folder`);
  };
  const addPattern = (arg: string, pattern: Pattern): void => {
    let any = false;
    if (statOf(pattern.folder)?.isDirectory()) {
      for (const file of within(pattern.folder, walk)) {
        if (!matches(file, pattern)) continue;
        any = true;
        add(file, false);
      }
    }
    if (!any) problems.push(`${arg}: no ${KINDS} matches`);
  };
  for (const arg of args.length > 0 ? args : ['.']) {
    // A file may be called `[id].ts` or `!important.js`.
    const exists = statOf(arg) !== undefined;
    const pattern = exists ? undefined : patternOf(arg.replace(/^!/, ''));
    if (arg === '-') for (const file of listed(search.input())) addPath(file, () => {});
    else if (pattern && arg.startsWith('!')) excluded.push(pattern);
    else if (pattern) addPattern(arg, pattern);
    else addPath(arg, () => problems.push(`${arg}: not a ${KINDS}`));
  }
  const files = [...found.values()].filter(({ path: file, named }) => named || !excluded.some((pattern) => matches(file, pattern)));
  // A list may hold nothing that matters; where somebody names a place they expect something there.
  if (files.length === 0 && problems.length === 0 && !args.includes('-')) {
    problems.push(`${args.length > 0 ? args.join(', ') : '.'}: no ${KINDS} there${walk.leftOut ? '; --no-ignore reads what .gitignore leaves out' : ''}`);
  }
  return { files, problems };
}
