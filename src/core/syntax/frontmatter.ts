/** Where the code between the fences of an astro file stands, and where what follows begins. */
export interface Frontmatter {
  readonly start: number;
  readonly end: number;
  readonly after: number;
}

const FENCE = '---';

/** Offset behind a string, comment or template that starts here; the same offset where none does. */
function skipped(text: string, at: number): number {
  const character = text[at];
  if (character === '/' && text[at + 1] === '/') {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (character === '/' && text[at + 1] === '*') {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  }
  if (character !== '"' && character !== "'" && character !== '`') return at;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === character) return end + 1;
    // A quote without its partner, in a regular expression or half-typed, ends with its line.
    else if (text[end] === '\n' && character !== '`') return at;
  }
  return at;
}

/**
 * The frontmatter of an astro file: nothing but white space before it, closed by the first fence that is not quoted. Where
 * something half-typed swallows that one, by the first that begins a line.
 */
export function frontmatter(text: string): Frontmatter | undefined {
  const opening = /^\uFEFF?\s*---/.exec(text);
  if (!opening) return undefined;
  const start = opening[0].length;
  let at = start;
  // A template that is never closed is looked through once, not again at each of its characters.
  let open = false;
  while (at < text.length) {
    if (text.startsWith(FENCE, at)) return { start, end: at, after: at + FENCE.length };
    const next = open && text[at] === '`' ? at : skipped(text, at);
    if (next === at && text[at] === '`') open = true;
    at = Math.max(next, at + 1);
  }
  const line = /^---/gm;
  line.lastIndex = start;
  const end = line.exec(text)?.index;
  return end === undefined ? undefined : { start, end, after: end + FENCE.length };
}
