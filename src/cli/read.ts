/** Reads a file as text, or says in one line why it cannot be read. */
import { readFileSync } from 'node:fs';
import type { Analysis } from '../core/analyze';
import { MAX_LENGTH, MAX_LINE_LENGTH } from '../core/syntax/gate';
import { parseJson } from '../core/syntax/json';
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
  }
}

function brokenPlace(text: string): string {
  const result = parseJson(text);
  if (!('brokenAt' in result)) return '';
  const { line, column } = positionAt(lineStarts(text), result.brokenAt);
  return ` (line ${line}, column ${column})`;
}

/** The text of a file without its byte order mark, as an editor has it. */
export function readText(file: string): ReadResult {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { problem: error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'no such file' : `cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
  if (bytes.includes(0)) return { problem: 'is not a text file' };
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { problem: 'is not UTF-8' };
  }
  return text.startsWith(BOM) ? { text: text.slice(1), bom: true } : { text, bom: false };
}
