/**
 * Fixtures: small programs with what is expected of them written inside.
 *
 *     model.add(tf.layers.dense({ units: 1, activation: 'softmax' }));
 *     //                                                ^^^^^^^^^ error softmax-single-unit
 *
 * A marker line stands below the line it is about and is taken out before the program is analysed, so that no mend
 * ever meets it. A program without markers is one that nothing must be said about. `^^^ role hidden` says what an
 * activation is for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { languageOf } from '../../src/core/syntax/language';
import type { Language } from '../../src/core/syntax/language';
import { lineStarts, positionAt } from '../../src/core/syntax/span';
import type { Span } from '../../src/core/syntax/span';

export interface Fixture {
  /** Relative to the repository. */
  readonly path: string;
  readonly folder: string;
  /** The file name without its extension. */
  readonly name: string;
  readonly extension: string;
  readonly language: Language;
  /** The file as it is. */
  readonly marked: string;
  /** The program: the file without its markers. */
  readonly text: string;
  readonly isPositive: boolean;
}

const MARKER = /^\/\/ *\^+ (?:error|warning|information|hint|role) [\w-]+$/;

/** Files that hold the result of a mend. */
export const FIXED = /\.fix-\d+\.\w+$/;

function isMarker(line: string): boolean {
  return MARKER.test(line);
}

export function readFixture(file: string): Fixture {
  const marked = readFileSync(file, 'utf8');
  const lines = marked.split('\n');
  const extension = path.extname(file);
  const language = languageOf(file);
  if (language === undefined) throw new Error(`${file} is in no language that is analysed`);
  return {
    path: file, folder: path.dirname(file), name: path.basename(file, extension), extension, language, marked,
    text: lines.filter((line) => !isMarker(line)).join('\n'), isPositive: lines.some(isMarker),
  };
}

/** The programs below a folder, in alphabetical order. */
export function fixturesIn(folder: string): readonly Fixture[] {
  const files = readdirSync(folder, { recursive: true }) as string[];
  return files.filter((file) => languageOf(file) !== undefined && !FIXED.test(file)).sort().map((file) => readFixture(path.join(folder, file)));
}

/** Something found in a program, to be written as a marker. */
export interface Mark {
  readonly span: Span;
  readonly severity: string;
  readonly rule: string;
}

/** The program with a marker for each finding: equal to the file where everything expected was found, and nothing else. */
export function withMarkers(text: string, marks: readonly Mark[]): string {
  const starts = lineStarts(text);
  const below = new Map<number, string[]>();
  for (const { span, severity, rule } of marks) {
    const { line, column } = positionAt(starts, span.start);
    const end = positionAt(starts, span.end);
    if (end.line !== line || column < 4) throw new Error(`a marker cannot point at line ${line}, column ${column} (${rule})`);
    const marker = `//${' '.repeat(column - 3)}${'^'.repeat(end.column - column)} ${severity} ${rule}`;
    below.set(line, [...(below.get(line) ?? []), marker]);
  }
  return text.split('\n').flatMap((line, index) => [line, ...(below.get(index + 1) ?? [])]).join('\n');
}
