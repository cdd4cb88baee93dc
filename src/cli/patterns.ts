/** Patterns among the arguments, for those whose shell leaves them as they are: `'src/**\/*.{js,ts}'`, `'!**\/*.test.ts'`. */
import path from 'node:path';
import { globOf } from '../core/config/globs';
import type { Glob } from '../core/config/globs';

/** A pattern with the folder that it begins at. */
export interface Pattern {
  readonly folder: string;
  readonly glob: Glob;
}

const MAGIC = /[*?{[]/;

/** The pattern that an argument is; undefined for one that is none. */
export function patternOf(arg: string): Pattern | undefined {
  if (!MAGIC.test(arg)) return undefined;
  const pieces = (path.sep === '\\' ? arg.replaceAll('\\', '/') : arg).split('/');
  const first = pieces.findIndex((piece) => MAGIC.test(piece));
  const folder = pieces.slice(0, first).join('/');
  // Other than in `.gitignore`, a pattern without a slash means the folder itself and none below.
  const glob = globOf(`/${pieces.slice(first).join('/')}`);
  return glob && { folder: first === 0 ? '.' : folder === '' ? '/' : folder, glob };
}

/** True for a file that a pattern means. */
export function matches(file: string, { folder, glob }: Pattern): boolean {
  const relative = path.relative(folder, file).split(path.sep).join('/');
  return !relative.startsWith('../') && glob.expression.test(relative);
}
