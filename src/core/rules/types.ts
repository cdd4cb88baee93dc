/** What a rule is. A rule is one file: what it finds, says, mends and documents. */
import type { WrittenVersion } from '../evaluate/version';
import type { Span } from '../syntax/span';
import type { CustomGradient } from '../network/custom-gradients';
import type { ActivationUse, Layer, Network, Op, TfCall } from '../network/types';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Values that are put into a message's places. */
export type Data = Readonly<Record<string, string | number>>;

/** A message by its template; the template is also the key under which it is localised. */
export interface Said {
  readonly template: string;
  readonly data: Data;
  /** Names of data that are words of a language themselves, each a template without places. */
  readonly words?: readonly string[];
}

/** A replacement of a stretch of the analysed text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A mend whose result computes exactly what the program computed before. */
export interface SafeFix {
  readonly kind: 'safe';
  readonly title: Said;
  readonly edits: readonly Edit[];
}

/** A mend that changes what is computed: somebody has to choose it. */
export interface Suggestion {
  readonly kind: 'suggestion';
  readonly title: Said;
  readonly edits: readonly Edit[];
}

export type Fix = SafeFix | Suggestion;

/** What a rule may look at. */
export interface RuleContext {
  readonly text: string;
  readonly networks: readonly Network[];
  readonly uses: readonly ActivationUse[];
  /** Calls of functions that are no activations but act like one: `abs`, `exp`, `sqrt`, `square`. */
  readonly elementary: readonly ActivationUse[];
  /** Every layer that the program makes, those outside any network too. */
  readonly layers: readonly Layer[];
  /** Operations that rules look at: activations, weighted sums, logarithms and roots, and all that training goes through. */
  readonly ops: readonly Op[];
  /** Calls of `tf.train`, `tf.initializers` and the like. */
  readonly calls: readonly TfCall[];
  /** Functions with a gradient of their own. */
  readonly gradients: readonly CustomGradient[];
  /** The version of TensorFlow.js that the program asks for, where it is written; looked for when it is asked for. */
  readonly version: () => WrittenVersion | undefined;
  /** The network that a use belongs to. */
  readonly networkOf: (use: ActivationUse) => Network | undefined;
}

export interface Related {
  readonly span: Span;
  readonly say: Said;
}

/** One place where a rule applies. `subject` is what its mends need to know. */
export interface Found<Subject> {
  readonly at: Span;
  readonly say: Said;
  readonly subject: Subject;
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly network?: string | undefined;
  readonly layer?: number | undefined;
}

/** A title and edits; undefined edits mean the mend does not apply here. */
export interface Mend {
  readonly title: Said;
  readonly edits: readonly Edit[] | undefined;
}

export interface RuleDocs {
  /** One sentence for tables. */
  readonly summary: string;
  /** What it finds and why it hurts, with the formula. */
  readonly why: string;
  /** When to leave it as it is. */
  readonly ignore: string;
  /** A program with the fault, executed by the tests. */
  readonly bad: string;
  /** The same without it, executed by the tests. */
  readonly good: string;
  readonly sources: readonly string[];
}

export interface Rule<Subject = unknown> {
  readonly id: string;
  readonly severity: Severity;
  /** Severities that some of its findings have instead. */
  readonly sometimes?: readonly Severity[];
  /** It says nothing until somebody gives it a severity: what it finds is a matter of taste, or seldom worth a word. */
  readonly default?: 'off';
  /** The claim of the design it serves, e.g. `C6`. */
  readonly claim?: string;
  /** The code may be deleted: editors fade it. */
  readonly unnecessary?: boolean;
  readonly messages: Readonly<Record<string, string>>;
  readonly docs: RuleDocs;
  readonly find: (context: RuleContext) => Iterable<Found<Subject>>;
  readonly mend: {
    readonly safe: (subject: Subject, context: RuleContext) => readonly Mend[];
    readonly suggest: (subject: Subject, context: RuleContext) => readonly Mend[];
  };
}

/** Types a rule's subject; the registry forgets it again. */
export function defineRule<Subject>(rule: Rule<Subject>): Rule<Subject> {
  return rule;
}

/** Puts data into the `{places}` of a template; those named as words are said in the reader's language too. */
export function say(template: string, data: Data = {}, ...words: readonly string[]): Said {
  return words.length === 0 ? { template, data } : { template, data, words };
}

/** No mends of a kind. */
export function none(): readonly Mend[] {
  return [];
}
