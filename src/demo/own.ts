/** What the extension tells the page of the program whose network is being trained. Text is in the user's language. */
import { choice, integer, list, nullable, type Reader, record, text } from './json';

/** A line of the program: what stands there, and its number in the editor. */
export interface OwnLine {
  readonly text: string;
  readonly line: number;
}

export interface OwnFinding extends OwnLine {
  readonly severity: (typeof SEVERITIES)[number];
}

export interface OwnNetwork {
  /** `model.ts, line 12`. */
  readonly place: string;
  readonly layers: readonly OwnLine[];
  readonly findings: readonly OwnFinding[];
  /** What is done here in another way than in the program. */
  readonly notes: readonly string[];
  /** The fix whose result is the second network, by its title. */
  readonly fix: string | null;
}

export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

/** Lists of places that the page may ask for. */
export const OWN_LISTS = ['layers', 'findings'] as const;
export type OwnList = (typeof OWN_LISTS)[number];

/** No list is longer; the extension cuts what is. */
export const MOST_LINES = 50;
const LENGTH = 600;

const line = { text: text(LENGTH), line: integer([1, Number.MAX_SAFE_INTEGER]) };

export const readOwn: Reader<OwnNetwork> = record<OwnNetwork>({
  place: text(LENGTH),
  layers: list(record<OwnLine>(line), [0, MOST_LINES]),
  findings: list(record<OwnFinding>({ ...line, severity: choice(SEVERITIES) }), [0, MOST_LINES]),
  notes: list(text(LENGTH), [0, MOST_LINES]),
  fix: nullable(text(LENGTH)),
});
