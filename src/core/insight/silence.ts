/** Why nothing is said of a text, in words. */
import { MAX_LENGTH, MAX_LINE_LENGTH } from '../syntax/gate';
import { parseJson } from '../syntax/json';
import { lineStarts, positionAt } from '../syntax/span';
import type { Analysis } from './analysis';

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
