/** The finding about comments that switch nothing off, made when all rules have spoken. */
import type { ParsedDocument } from '../syntax/tree';
import { removeComment, removeEntry } from './directive-edits';
import { FORMS, PREFIX } from './directives';
import type { Directive, Entry } from './directives';
import { ruleIds } from './registry.gen';
import type { Finding, Severities } from './run';
import { nearest } from './spelling';
import { say } from './types';
import type { Edit, Fix, RuleDocs, Said, Severity } from './types';
import { UNUSED_DISABLE } from './unused-name';

const messages = {
  unused: 'This comment switches nothing off: there is no such finding here.',
  unusedRule: '{rule} finds nothing here that this comment could switch off.',
  unusedEnable: 'Nothing has been switched off that this comment could switch on again.',
  unknown: 'There is no rule "{rule}".',
  unknownNear: 'There is no rule "{rule}"; did you mean {near}?',
  unknownWords: 'There is no rule "{rule}": commas separate rules, and a reason stands behind " -- ".',
  unknownForm: 'There is no {word}; did you mean {near}?',
  remove: 'Remove the comment', removeRule: 'Remove {rule} from the comment', rename: 'Replace {rule} by {near}',
};

export const unusedDocs: RuleDocs = {
  summary: 'A comment switches off a rule that finds nothing there, or that does not exist.',
  why: 'Such a comment will hide what is found there later, for another reason than it was written for. `reportUnusedDisables`, in `.activationlensrc.json` or in the settings, has the severity; `off` silences it. Nothing is said of rules that are off themselves, nor in programs that were not read to their end.',
  ignore: 'While the code is being written that the comment is for.',
  bad: "// activation-lens-disable-next-line softmax-axis -- channels come first\nexport const p = (x) => tf.softmax(x);",
  good: 'export const p = (x) => tf.softmax(x);',
  sources: ['docs/control.md'],
};

export interface UnusedContext {
  /** Rules of which the directive has switched findings off. */
  readonly used: ReadonlySet<string>;
  readonly directives: readonly Directive[];
  readonly parsed: ParsedDocument;
  readonly severity: Severity;
  readonly severities?: Severities | undefined;
  readonly finished: boolean;
}

function finding(at: Pick<Finding, 'span' | 'severity'>, said: Said, unnecessary: boolean, fixes: () => readonly (readonly [Said, readonly Edit[] | undefined])[]): Finding {
  let made: readonly Fix[] | undefined;
  return {
    ...at, rule: UNUSED_DISABLE, say: said, related: [], unnecessary, network: undefined, layer: undefined,
    // Somebody wrote the comment for a reason: nothing takes it away without being asked to.
    fixes: () => (made ??= fixes().flatMap(([title, edits]) => (edits ? [{ kind: 'suggestion', title, edits }] : []))),
  };
}

/** A word that is none of the forms. */
function misspelt({ word }: Directive, { severity }: UnusedContext): Finding {
  const near = `${PREFIX}${nearest(word.id.slice(PREFIX.length), FORMS, Infinity) ?? FORMS[0]}`;
  const data = { word: word.id, rule: word.id, near };
  return finding({ span: word, severity }, say(messages.unknownForm, data), false, () => [[say(messages.rename, data), [{ start: word.start, end: word.end, text: near }]]]);
}

/** A sentence that somebody took for a list may be long. */
const MAX_SHOWN = 60;

function unknown(entry: Entry, directive: Directive, { severity, parsed }: UnusedContext): Finding {
  const { id } = entry;
  const rule = id.length > MAX_SHOWN ? `${id.slice(0, MAX_SHOWN)}…` : id;
  const near = nearest(id, ruleIds);
  const said = near !== undefined ? say(messages.unknownNear, { rule, near }) : say(/\s/.test(id) ? messages.unknownWords : messages.unknown, { rule });
  return finding({ span: { start: entry.start, end: entry.end }, severity }, said, false, () => [
    ...(near === undefined ? [] : [[say(messages.rename, { rule, near }), [{ start: entry.start, end: entry.end, text: near }]] as const]),
    ...removal(entry, directive, parsed),
  ]);
}

/** Takes an entry out of its comment, or the comment with it where it is the only one. */
function removal(entry: Entry, directive: Directive, { text }: ParsedDocument): readonly (readonly [Said, readonly Edit[] | undefined])[] {
  if (directive.entries.length === 1) return [[say(messages.remove), removeComment(text, directive.comment)]];
  return [[say(messages.removeRule, { rule: entry.id }), removeEntry(directive, entry)]];
}

function whole(directive: Directive, template: string, { severity, parsed }: UnusedContext): Finding {
  const { start, end } = directive.comment;
  return finding({ span: { start, end }, severity }, say(template), true, () => [[say(messages.remove), removeComment(parsed.text, directive.comment)]]);
}

/** True where an `enable` ends what a comment before it began. */
function ends(enable: Directive, directives: readonly Directive[]): boolean {
  return directives.some((one) => one.form === 'disable' && one.comment.end <= enable.comment.start
    && (one.entries.length === 0 || enable.entries.length === 0 || one.entries.some(({ id }) => enable.entries.some((entry) => entry.id === id))));
}

/** What is to be said about one directive. */
export function unusedIn(directive: Directive, context: UnusedContext): readonly Finding[] {
  const { entries, form } = directive;
  if (form === undefined) return [misspelt(directive, context)];
  const isKnown = ({ id }: Entry): boolean => ruleIds.includes(id);
  const wrong = entries.filter((entry) => !isKnown(entry)).map((entry) => unknown(entry, directive, context));
  if (!context.finished || wrong.length === entries.length && wrong.length > 0) return wrong;
  if (form === 'enable') return [...wrong, ...(ends(directive, context.directives) ? [] : [whole(directive, messages.unusedEnable, context)])];
  if (entries.length === 0) return context.used.size > 0 ? [] : [whole(directive, messages.unused, context)];
  // A rule that is off would perhaps find something.
  const idle = entries.filter((entry) => isKnown(entry) && !context.used.has(entry.id) && context.severities?.[entry.id] !== 'off');
  if (idle.length === entries.length) return [whole(directive, messages.unused, context)];
  return [...wrong, ...idle.map((entry) => finding(
    { span: { start: entry.start, end: entry.end }, severity: context.severity }, say(messages.unusedRule, { rule: entry.id }), true, () => removal(entry, directive, context.parsed),
  ))];
}
