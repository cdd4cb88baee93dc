/** Golden files: text that is compared with a file of the repository, or written to it with UPDATE_GOLDEN=1. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const updating = process.env['UPDATE_GOLDEN'] === '1';

/** Compares a text with its golden file. */
export function checkGolden(file: string, text: string): void {
  if (updating) {
    mkdirSync(path.dirname(file), { recursive: true });
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing; UPDATE_GOLDEN=1 writes it`);
  assert.equal(text, readFileSync(file, 'utf8'), `${file} differs; UPDATE_GOLDEN=1 rewrites it`);
}

/** Golden files that nothing produces any more fail the test, or go with UPDATE_GOLDEN=1. */
export function checkNoLeftovers(folder: string, isGolden: (file: string) => boolean, produced: ReadonlySet<string>): void {
  const files = (readdirSync(folder, { recursive: true }) as string[]).map((file) => path.join(folder, file));
  const leftovers = files.filter((file) => isGolden(file) && !produced.has(file));
  if (updating) for (const file of leftovers) rmSync(file);
  else assert.deepEqual(leftovers, []);
}
