/**
 * JSON with the places of its values: only strictly valid JSON, for what is changed in it is written back.
 *
 * https://www.rfc-editor.org/rfc/rfc8259
 */

/** A value and where it stands; a string with its quotes. */
export type JsonNode =
  | { readonly kind: 'object'; readonly start: number; readonly end: number; readonly entries: ReadonlyMap<string, JsonNode> }
  | { readonly kind: 'array'; readonly start: number; readonly end: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string' | 'other'; readonly start: number; readonly end: number };

/** The value, or the offset at which the text stops being JSON. */
export type JsonResult = { readonly root: JsonNode } | { readonly brokenAt: number };

/** No file nests deeper that a person or a kernel has written. */
const MAX_DEPTH = 500;

const SPACE = /[ \t\r\n]*/y;
const OTHER = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** Signals where the text is broken; never leaves this module. */
class Broken extends Error {
  constructor(readonly at: number) {
    super('not JSON');
  }
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

function matchHere(reader: Reader, pattern: RegExp): boolean {
  pattern.lastIndex = reader.at;
  if (!pattern.test(reader.text)) return false;
  reader.at = pattern.lastIndex;
  return true;
}

/** Takes a character behind white space, if it is the next one. */
function take(reader: Reader, character: string): boolean {
  matchHere(reader, SPACE);
  if (reader.text[reader.at] !== character) return false;
  reader.at++;
  return true;
}

function expect(reader: Reader, character: string): void {
  if (!take(reader, character)) throw new Broken(reader.at);
}

function readString(reader: Reader): JsonNode {
  const { text } = reader;
  const start = reader.at;
  for (reader.at++; reader.at < text.length;) {
    const code = text.charCodeAt(reader.at);
    if (code === 34) return { kind: 'string', start, end: ++reader.at };
    if (code < 32 || (code === 92 && !matchHere(reader, ESCAPE))) throw new Broken(reader.at);
    if (code !== 92) reader.at++;
  }
  throw new Broken(text.length);
}

function readObject(reader: Reader, start: number): JsonNode {
  const entries = new Map<string, JsonNode>();
  if (!take(reader, '}')) {
    do {
      matchHere(reader, SPACE);
      if (reader.text[reader.at] !== '"') throw new Broken(reader.at);
      const key = stringOf(reader.text, readString(reader));
      expect(reader, ':');
      entries.set(key, readValue(reader));
    } while (take(reader, ','));
    expect(reader, '}');
  }
  return { kind: 'object', start, end: reader.at, entries };
}

function readArray(reader: Reader, start: number): JsonNode {
  const items: JsonNode[] = [];
  if (!take(reader, ']')) {
    do items.push(readValue(reader)); while (take(reader, ','));
    expect(reader, ']');
  }
  return { kind: 'array', start, end: reader.at, items };
}

function readValue(reader: Reader): JsonNode {
  matchHere(reader, SPACE);
  const start = reader.at;
  const first = reader.text[start];
  if (first === '"') return readString(reader);
  if (first === '{' || first === '[') {
    if (++reader.depth > MAX_DEPTH) throw new Broken(start);
    reader.at++;
    const node = first === '{' ? readObject(reader, start) : readArray(reader, start);
    reader.depth--;
    return node;
  }
  if (!matchHere(reader, OTHER)) throw new Broken(start);
  return { kind: 'other', start, end: reader.at };
}

/** Reads a text that is one JSON value. */
export function parseJson(text: string): JsonResult {
  const reader: Reader = { text, at: 0, depth: 0 };
  try {
    const root = readValue(reader);
    matchHere(reader, SPACE);
    return reader.at === text.length ? { root } : { brokenAt: reader.at };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { brokenAt: error.at };
  }
}

/** What a string node says. */
export function stringOf(text: string, { start, end }: JsonNode): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

/** The value of a key, through several objects; undefined where there is none. */
export function at(node: JsonNode | undefined, ...keys: readonly string[]): JsonNode | undefined {
  let found = node;
  for (const key of keys) found = found?.kind === 'object' ? found.entries.get(key) : undefined;
  return found;
}

/** The string at a key, through several objects. */
export function stringAt(text: string, node: JsonNode | undefined, ...keys: readonly string[]): string | undefined {
  const found = at(node, ...keys);
  return found?.kind === 'string' ? stringOf(text, found) : undefined;
}
