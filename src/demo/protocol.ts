/**
 * What the extension and the webview say to each other: small JSON, versioned, checked on both sides.
 *
 * A message that does not fit is refused with a reason, for the receiver to log. No training data crosses this bridge;
 * the page and its trainer speak `worker/messages.ts`. This module is imported by the extension: no DOM here.
 */
import { boolean, choice, integer, nullable, type Parsed, type Reader, record, refuse, text } from './json';
import { MOST_LINES, OWN_LISTS, type OwnList, type OwnNetwork, readOwn } from './own';
import type { PageLink } from './presets';
import { type DemoState, LIMITS, parseState } from './state';

export const PROTOCOL_VERSION = 1;

export const COMMANDS = ['play', 'pause', 'step', 'reset'] as const;
export type DemoCommand = (typeof COMMANDS)[number];

/** From the extension to the webview. */
export type ToWebview =
  /** Answers `ready`. A state replaces what the webview would open with; null leaves it. */
  | { readonly v: 1; readonly type: 'init'; readonly state: DemoState | null }
  /** Sets up another experiment; training starts anew. */
  | { readonly v: 1; readonly type: 'configure'; readonly state: DemoState; readonly play: boolean }
  /** What is trained is the network of a program; null where there is none. */
  | { readonly v: 1; readonly type: 'own'; readonly own: OwnNetwork | null }
  /** What has become of the fix that the page asked for. */
  | { readonly v: 1; readonly type: 'applied'; readonly done: boolean; readonly text: string }
  | { readonly v: 1; readonly type: 'command'; readonly command: DemoCommand };

/** From the webview to the extension. */
export type FromWebview =
  /** The page listens now. */
  | { readonly v: 1; readonly type: 'ready' }
  /** What is being shown, at most once a second, and at every pause. */
  | { readonly v: 1; readonly type: 'state'; readonly state: DemoState; readonly step: number; readonly playing: boolean }
  /** A link to the experiment into the clipboard, or a run as a TensorFlow.js program into an editor. */
  | { readonly v: 1; readonly type: 'copy'; readonly what: 'link' | 'program'; readonly state: DemoState; readonly run: number; readonly steps: number }
  /** A file to save where the user says; pictures in base64. */
  | { readonly v: 1; readonly type: 'save'; readonly name: string; readonly encoding: 'utf8' | 'base64'; readonly content: string }
  /** Asks for a page of the documentation. */
  | { readonly v: 1; readonly type: 'page'; readonly kind: PageLink['kind']; readonly id: string }
  /** Asks for a line of the program: one of the lists of {@link OwnNetwork}, and which of it. */
  | { readonly v: 1; readonly type: 'source'; readonly list: OwnList; readonly index: number }
  /** Asks for the fix to be made in the program. */
  | { readonly v: 1; readonly type: 'applyFix' }
  /** For the extension's log; the page has told the user already where that is needed. */
  | { readonly v: 1; readonly type: 'error'; readonly message: string };

const type = <T extends string>(name: T): Reader<T> => choice([name]);
const v: Reader<1> = (value) => (value === PROTOCOL_VERSION ? { ok: true, value: PROTOCOL_VERSION } : refuse(`must be ${PROTOCOL_VERSION}`));

/** A name without a folder, of a kind that the page makes. */
const fileName: Reader<string> = (value) => (typeof value === 'string' && /^[\w-]{1,60}\.(?:csv|svg|png)$/.test(value) ? { ok: true, value } : refuse('must be the name of a csv, svg or png file'));

type Readers<M extends { readonly type: string }> = { readonly [T in M['type']]: Reader<Extract<M, { readonly type: T }>> };

const toWebview: Readers<ToWebview> = {
  init: record({ v, type: type('init'), state: nullable(parseState) }),
  configure: record({ v, type: type('configure'), state: parseState, play: boolean }),
  own: record({ v, type: type('own'), own: nullable(readOwn) }),
  applied: record({ v, type: type('applied'), done: boolean, text: text(600) }),
  command: record({ v, type: type('command'), command: choice(COMMANDS) }),
};

const fromWebview: Readers<FromWebview> = {
  ready: record({ v, type: type('ready') }),
  state: record({ v, type: type('state'), state: parseState, step: integer([0, Number.MAX_SAFE_INTEGER]), playing: boolean }),
  copy: record({ v, type: type('copy'), what: choice(['link', 'program']), state: parseState, run: integer([0, LIMITS.runs[1] - 1]), steps: integer([0, LIMITS.step[1]]) }),
  save: record({ v, type: type('save'), name: fileName, encoding: choice(['utf8', 'base64']), content: text(8_000_000) }),
  page: record({ v, type: type('page'), kind: choice(['rules', 'activations']), id: text(60) }),
  source: record({ v, type: type('source'), list: choice(OWN_LISTS), index: integer([0, MOST_LINES]) }),
  applyFix: record({ v, type: type('applyFix') }),
  error: record({ v, type: type('error'), message: text(2000) }),
};

/** Reads a message by its `type`. */
function parseWith<M>(readers: Readonly<Record<string, Reader<M>>>, value: unknown): Parsed<M> {
  const name = typeof value === 'object' && value !== null ? (value as { readonly type?: unknown }).type : undefined;
  const read = typeof name === 'string' && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) return refuse(`message type must be one of ${Object.keys(readers).join(', ')}`);
  const parsed = read(value);
  return parsed.ok ? parsed : refuse(`${name}: ${parsed.reason}`);
}

/** For the webview: reads what the extension sent. */
export function parseToWebview(value: unknown): Parsed<ToWebview> {
  return parseWith<ToWebview>(toWebview, value);
}

/** For the extension: reads what the webview sent. */
export function parseFromWebview(value: unknown): Parsed<FromWebview> {
  return parseWith<FromWebview>(fromWebview, value);
}
