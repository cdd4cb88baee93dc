/** What `.gitignore` files leave out: those of a folder, of each above it up to the repository, and of each below. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import ignore from 'ignore';
import type { Ignore } from 'ignore';
import { readText } from './read';

/** A `.gitignore` file: what it says is about paths from its folder on. */
interface Level {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** The files that have a word in a folder, the nearest first. */
export type Levels = readonly Level[];

const NAME = '.gitignore';

function levelOf(folder: string): Levels {
  const read = readText(path.join(folder, NAME));
  // Linux tells `Dist` from `dist`, and git there does.
  return 'text' in read ? [{ folder, patterns: ignore({ ignorecase: process.platform !== 'linux' }).add(read.text) }] : [];
}

/** True for a path that they leave out; the nearest that knows it decides. */
export function isLeftOut(file: string, isFolder: boolean, levels: Levels): boolean {
  for (const { folder, patterns } of levels) {
    const relative = path.relative(folder, file).split(path.sep).join('/');
    const { ignored, unignored } = patterns.test(isFolder ? `${relative}/` : relative);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Those in the folders above one, up to the root of its repository; none outside of any. */
function above(folder: string): Levels {
  const levels: Level[] = [];
  for (let at = folder; !existsSync(path.join(at, '.git'));) {
    const next = path.dirname(at);
    if (next === at) return [];
    at = next;
    levels.push(...levelOf(at));
  }
  return levels;
}

/** Those that count in a folder that was named. One that is left out itself is read all the same, as it was named. */
export function levelsAt(folder: string): Levels {
  const absolute = path.resolve(folder);
  const levels = above(absolute);
  return levels.length > 0 && isLeftOut(absolute, true, levels) ? [] : levels;
}

/** Those that count in a folder which holds such a file itself. */
export function levelsWithin(folder: string, levels: Levels): Levels {
  return [...levelOf(path.resolve(folder)), ...levels];
}

/** True for the name of such a file. */
export function isGitignore(name: string): boolean {
  return name === NAME;
}
