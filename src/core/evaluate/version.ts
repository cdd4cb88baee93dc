/** Which version of TensorFlow.js a program runs with, as far as it is written: in an address, or in a package.json. */
import type { Span } from '../syntax/span';
import type { Resolver } from './resolver';

/** A version as three numbers. */
export type Version = readonly [number, number, number];

export interface WrittenVersion {
  /** A version or a range, as it is written. */
  readonly written: string;
  /** Every version that it allows is older than this one. */
  readonly below: Version;
  /** Where it stands in the document; undefined where it stands in a package.json. */
  readonly spans: readonly Span[] | undefined;
}

/** Less than 0 where the first is the older one. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The packages whose versions are those of the layers in them. */
const ADDRESS = /["'`](?:(?:https?:)?\/\/[^"'`\s]{0,200}|npm:)@tensorflow\/tfjs(?:-layers)?@([^/"'`\s?#]{1,60})/g;
const IMPORT = /(?:from|import|require\()\s*["'`](@tensorflow\/tfjs(?:-layers|-node|-node-gpu)?)["'`/]/g;

/** Folders above a document, in each of which its package may be described. */
const REACH = 6;

/** What a range ends before; undefined where it has no end, or is none that we read. */
export function endOfRange(range: string): Version | undefined {
  const ends = range.split('||').map((one) => endOfPart(one.trim()));
  if (ends.length > 8 || ends.includes(undefined)) return undefined;
  return ends.flatMap((end) => (end ? [end] : [])).toSorted(compareVersions).at(-1);
}

function endOfPart(part: string): Version | undefined {
  const found = /^([~^=]?)\s*v?(\d{1,6})(?:\.(\d{1,6}|[x*]))?(?:\.(\d{1,6}|[x*]))?(?:-[\w.-]+)?$/.exec(part);
  if (!found) {
    const less = /^>=?\s*[\d.]+\s+<\s*(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(part);
    return less ? [Number(less[1]), Number(less[2]), Number(less[3])] : undefined;
  }
  const [, sign, first, second, third] = found;
  const numbers = [first, second, third].map((one) => (one === undefined || /[x*]/.test(one) ? undefined : Number(one)));
  const [major = 0, minor, patch] = numbers;
  if (minor === undefined || (sign === '^' && major > 0)) return [major + 1, 0, 0];
  if (patch === undefined || sign === '~' || (sign === '^' && minor > 0)) return [major, minor + 1, 0];
  return [major, minor, patch + 1];
}

/** Without its comments, as far as whole lines and comments of pages go; as long as it was. One that does not end goes to the end: to look for its end again and again would take for ever. */
function withoutComments(text: string): string {
  return text.replaceAll(/<!--[\s\S]*?(?:-->|$(?![\s\S]))|^[ \t]*\/\/.*$|\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))/gm, (comment) => ' '.repeat(comment.length));
}

function inAddresses(text: string): WrittenVersion | undefined {
  const found = [...text.matchAll(ADDRESS)].map((match) => ({ version: match[1] ?? '', end: match.index + match[0].length }));
  const written = found[0]?.version;
  const below = written === undefined || found.some(({ version }) => version !== written) ? undefined : endOfRange(written);
  return written === undefined || !below ? undefined : { written, below, spans: found.map(({ end }) => ({ start: end - written.length, end })) };
}

/** What the text of a package.json says of a package. */
function inManifest(text: string, names: ReadonlySet<string>): string | undefined {
  try {
    const manifest: unknown = JSON.parse(text);
    // What is installed instead may be any.
    if (typeof manifest !== 'object' || manifest === null || 'overrides' in manifest || 'resolutions' in manifest) return undefined;
    const lists: readonly (readonly [string, unknown])[] = Object.entries(manifest);
    for (const wanted of ['dependencies', 'devDependencies']) {
      const list = lists.find(([key]) => key === wanted)?.[1];
      const ranges = typeof list === 'object' && list !== null ? Object.entries(list).filter(([name]) => names.has(name)) : [];
      if (ranges.length > 0) return ranges.every(([, range]) => range === ranges[0]?.[1]) && typeof ranges[0]?.[1] === 'string' ? ranges[0][1] : undefined;
    }
  } catch {
    // Half-typed.
  }
  return undefined;
}

/** The version that a document certainly runs with, within its range; undefined where that is not written. */
export function writtenVersion(document: string, id: string | undefined, resolver: Resolver | undefined): WrittenVersion | undefined {
  const text = withoutComments(document);
  const packages = new Set([...text.matchAll(IMPORT)].flatMap(([, name]) => name ?? []));
  const address = inAddresses(text);
  if (packages.size === 0) return address;
  if (address || /@tensorflow\/tfjs(?:-layers)?@/.test(text) || id === undefined || !resolver) return undefined;
  for (let up = 0, path = './'; up <= REACH; up++, path = `../${up === 1 ? '' : path}`) {
    const manifest = resolver.resolve(`${path}package.json`, id);
    if (manifest?.language !== 'json' || ![...packages].some((name) => manifest.text.includes(`"${name}"`))) continue;
    const written = inManifest(manifest.text, packages);
    const below = written === undefined ? undefined : endOfRange(written);
    return written === undefined || !below ? undefined : { written, below, spans: undefined };
  }
  return undefined;
}
