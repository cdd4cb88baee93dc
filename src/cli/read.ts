/** Reads a file as text, or says in one line why it cannot be read. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Analysis } from '../core/analyze';
import { MAX_LENGTH, MAX_LINE_LENGTH, TFJS_WORDS } from '../core/syntax/gate';
import { parseJson } from '../core/syntax/json';
import { languageOf } from '../core/syntax/language';
import { lineStarts, positionAt } from '../core/syntax/span';

export type ReadResult = { readonly text: string; readonly bom: boolean } | { readonly problem: string };

const BOM = '\uFEFF';

/** Strict: what cannot be decoded could not be written back either. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Sentences for what is silent although somebody may wonder. */
export function silenceText({ silence, text }: Analysis): string | undefined {
  switch (silence) {
    case undefined: case 'no-tfjs': return undefined;
    case 'too-large': return `larger than ${MAX_LENGTH / 1000} kB, not analysed`;
    case 'long-line': return `has a line of more than ${MAX_LINE_LENGTH.toLocaleString('en')} characters (minified?), not analysed`;
    case 'binary': return 'is not a text file';
    case 'too-deep': return 'is nested too deep, not analysed';
    case 'not-json': return `is not JSON as a notebook is${brokenPlace(text)}`;
    case 'abandoned': return 'takes too long, not analysed';
    case 'conflict': return 'has conflict markers, not analysed';
  }
}

function brokenPlace(text: string): string {
  const result = parseJson(text);
  if (!('brokenAt' in result)) return '';
  const { line, column } = positionAt(lineStarts(text), result.brokenAt);
  return ` (line ${line}, column ${column})`;
}

/** Files are read into this one after the other; a larger one gets memory of its own. */
const shared = Buffer.allocUnsafeSlow(2 ** 20);

/** The bytes of a file, until the next one is read. */
function bytesOf(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    for (let length = 0; length < shared.length;) {
      const read = readSync(descriptor, shared, length, shared.length - length, null);
      if (read === 0) return shared.subarray(0, length);
      length += read;
    }
  } finally {
    closeSync(descriptor);
  }
  return readFileSync(file);
}

function readBytes(file: string): Buffer | { readonly problem: string } {
  try {
    const bytes = bytesOf(file);
    return bytes.includes(0) ? { problem: 'is not a text file' } : bytes;
  } catch (error) {
    return { problem: error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'no such file' : `cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** The text of a file without its byte order mark, as an editor has it. */
export function readText(file: string): ReadResult {
  const bytes = readBytes(file);
  return 'problem' in bytes ? bytes : decode(bytes);
}

/**
 * The text of a file that is to be analysed. One that does not name TensorFlow.js is as good as empty, and is not
 * decoded: of a large tree that is nearly everything.
 */
export function readDocument(file: string): ReadResult {
  const bytes = readBytes(file);
  if ('problem' in bytes) return bytes;
  // An empty notebook would be a broken one.
  const silent = !TFJS_WORDS.some((word) => bytes.includes(word)) && languageOf(file) !== 'notebook';
  return silent ? { text: '', bom: false } : decode(bytes);
}

function decode(bytes: Buffer): ReadResult {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { problem: 'is not UTF-8' };
  }
  return text.startsWith(BOM) ? { text: text.slice(1), bom: true } : { text, bom: false };
}
