/** What may be read: files below the folders that the server was started for, wherever links lead. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Fence {
  /** The file that a path means: that of the first folder that has one, else where it would be; undefined for one outside. */
  readonly find: (given: string) => string | undefined;
  readonly allows: (file: string) => boolean;
}

/** A path without links; of what is not there, that of what it would be in. */
function real(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    const folder = path.dirname(file);
    return folder === file ? file : path.join(real(folder), path.basename(file));
  }
}

function isBelow(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative));
}

/** Some agents write addresses. */
function nameOf(given: string): string | undefined {
  if (!/^file:/i.test(given)) return given;
  try {
    return fileURLToPath(given);
  } catch {
    return undefined;
  }
}

export function fenceOf(folders: readonly string[]): Fence {
  const roots = folders.map((folder) => real(path.resolve(folder)));
  const allows = (file: string): boolean => {
    const target = real(path.resolve(file));
    return roots.some((root) => isBelow(target, root));
  };
  return {
    allows,
    find: (given) => {
      // What a NUL would cut off is no name.
      const name = nameOf(given);
      if (name === undefined || name === '' || name.includes('\0')) return undefined;
      const allowed = roots.map((root) => path.resolve(root, name)).filter(allows);
      return allowed.find((file) => existsSync(file)) ?? allowed[0];
    },
  };
}
