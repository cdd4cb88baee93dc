import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a generated file where it differs; with `check` only says whether it would. Returns true where it differs. */
export function writeGenerated(target, text, { check }) {
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return false;
  if (!check) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return true;
}
