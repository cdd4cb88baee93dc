/** What people read of package.json: its values `%key%`, and their texts in `package.nls.json` and its translations. */
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** The English texts. */
export const ENGLISH = 'package.nls.json';

/** The French ones. */
export const FRENCH = 'package.nls.fr.json';

/** @param {string} file @returns {Record<string, string>} */
export const readTexts = (file) => JSON.parse(readFileSync(inRoot(file), 'utf8'));

/**
 * A value in whose strings each `%key%` is its English text.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function inEnglish(value, texts = readTexts(ENGLISH)) {
  return JSON.parse(JSON.stringify(value), (_, one) => (typeof one === 'string' && /^%[\w.-]+%$/.test(one) ? (texts[one.slice(1, -1)] ?? one) : one));
}
