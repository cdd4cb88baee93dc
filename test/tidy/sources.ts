/** The files of the repository that conventions are about. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Source {
  /** Relative to the repository, with slashes. */
  readonly file: string;
  readonly text: string;
}

/** The files with some extensions below a folder. */
export function sourcesIn(folder: string, extensions: readonly string[] = ['.ts']): readonly Source[] {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => extensions.includes(path.extname(file)));
  return files.sort().map((file) => path.posix.join(folder, ...file.split(path.sep))).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

/** What a module imports, statically or not, in types too. */
export function importsOf({ text }: Source): readonly string[] {
  const code = text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/(?:[\s}]from\s+|\bimport\s*\(?\s*)'([^'\n]+)'/g)].map((match) => match[1] ?? '');
}

/** The part of the architecture that a file belongs to: a folder of `src`, and of `src/core`. */
export function areaOf(file: string): string {
  const [, first = '', second = ''] = path.posix.normalize(file).split('/');
  return first === 'core' ? `core/${second.replace(/\.ts$/, '')}` : first;
}
