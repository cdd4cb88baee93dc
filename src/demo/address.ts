/** A state as text for a link: only what differs from the opening view, compressed by leaving out the rest. */
import { type Parsed, refuse } from './json';
import { type DemoState, initialState, parseState } from './state';

/** Longest text that is taken: links of 10,000 points are none of ours. */
const LONGEST = 60_000;

/** The state in characters that need no escape in an address: JSON of what differs, in base64 for addresses. */
export function encodeState(state: DemoState): string {
  const changed = Object.fromEntries(Object.entries(state).filter(([key, value]) => key === 'version' || JSON.stringify(value) !== JSON.stringify(initialState[key as keyof DemoState])));
  const bytes = new TextEncoder().encode(JSON.stringify(changed));
  let binary = '';
  for (const byte of bytes) binary += String.fromCodePoint(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads what {@link encodeState} wrote, or says what is wrong with it. */
export function decodeState(text: string): Parsed<DemoState> {
  if (text.length > LONGEST) return refuse('is too long');
  let value: unknown;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (character) => character.codePointAt(0)!)));
  } catch {
    return refuse('is damaged');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('is damaged');
  // The version stands in every link, so that another version's defaults are never mixed in.
  return parseState('version' in value ? { ...initialState, ...value } : value);
}
