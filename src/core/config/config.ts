/**
 * `.activationlensrc.json`: what a project wants of the rules, for the command line and for editors.
 *
 * What cannot be read is told with its place, and the rest holds.
 */
import type { Severities } from '../rules/run';
import { nearest } from '../rules/spelling';
import { say } from '../rules/types';
import type { Said, Severity } from '../rules/types';
import { parseJson, stringOf } from '../syntax/json';
import type { JsonNode } from '../syntax/json';
import type { Span } from '../syntax/span';
import { globOf, isIgnored } from './globs';
import type { Glob } from './globs';
import { noRule, noSeverity, severityOf } from './severity';

/** The name of the file. */
export const CONFIG_NAME = '.activationlensrc.json';

/** What can be set for all files, and for those of a language. */
export interface Choices {
  readonly severities: Severities;
  readonly reportUnusedDisables: Severity | 'off' | undefined;
}

export interface Config extends Choices {
  /** By the ids that VS Code has for languages. */
  readonly languages: ReadonlyMap<string, Choices>;
  readonly ignore: readonly Glob[];
}

export interface ConfigProblem {
  readonly span: Span;
  readonly say: Said;
}

export interface ParsedConfig {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
}

/** The languages that may have choices of their own. */
export const CONFIG_LANGUAGES: readonly string[] = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'html', 'vue', 'svelte', 'astro', 'notebook'];

const CHOICE_KEYS = ['rules', 'reportUnusedDisables'];
const KEYS = [...CHOICE_KEYS, 'languages', 'ignore', '$schema'];

const messages = {
  broken: 'This is not JSON from here on; nothing in this file holds.',
  object: '{key} must be an object.',
  list: '{key} must be a list of patterns.',
  pattern: 'This is no pattern of paths.',
  key: 'There is no {key} here.',
  keyNear: 'There is no {key} here; did you mean "{near}"?',
  language: 'There is no language {key}; there are {all}.',
  languageNear: 'There is no language {key}; did you mean "{near}"?',
};

interface Reading {
  readonly text: string;
  /** Undefined where nobody wants to know which rules do not exist. */
  readonly ruleIds: readonly string[] | undefined;
  readonly problems: ConfigProblem[];
}

const NOTHING: Config = { severities: {}, reportUnusedDisables: undefined, languages: new Map(), ignore: [] };

/** The key of an entry, with its quotes. */
function keySpan(text: string, value: JsonNode): Span {
  const found = /"(?:[^"\\]|\\.)*"(?=\s*:\s*$)/.exec(text.slice(Math.max(0, value.start - 1000), value.start));
  const start = found ? Math.max(0, value.start - 1000) + found.index : value.start;
  return { start, end: start + (found?.[0].length ?? 0) };
}

function report({ problems }: Reading, { start, end }: Span, said: Said): void {
  problems.push({ span: { start, end }, say: said });
}

/** The entries of an object; of anything else none, and that is told. */
function entriesOf(node: JsonNode, key: string, reading: Reading): ReadonlyMap<string, JsonNode> {
  if (node.kind === 'object') return node.entries;
  report(reading, node, say(messages.object, { key }));
  return new Map();
}

function severityAt(node: JsonNode, reading: Reading): Severity | 'off' | undefined {
  const severity = node.kind === 'string' ? severityOf(stringOf(reading.text, node)) : undefined;
  if (severity === undefined) report(reading, node, noSeverity(node.kind === 'string' || node.kind === 'other' ? reading.text.slice(node.start, node.end) : node.kind));
  return severity;
}

function rulesOf(node: JsonNode | undefined, reading: Reading): Severities {
  const found: Record<string, Severity | 'off'> = {};
  for (const [id, value] of node ? entriesOf(node, '"rules"', reading) : []) {
    const severity = severityAt(value, reading);
    if (reading.ruleIds && !reading.ruleIds.includes(id)) report(reading, keySpan(reading.text, value), noRule(`"${id}"`, reading.ruleIds));
    // Own properties only: a rule may be called anything.
    if (severity !== undefined) Object.defineProperty(found, id, { value: severity, enumerable: true });
  }
  return found;
}

function choicesOf(entries: ReadonlyMap<string, JsonNode>, keys: readonly string[], reading: Reading): Choices {
  for (const [key, value] of entries) {
    if (keys.includes(key)) continue;
    const near = nearest(key, keys);
    report(reading, keySpan(reading.text, value), near === undefined ? say(messages.key, { key: `"${key}"` }) : say(messages.keyNear, { key: `"${key}"`, near }));
  }
  const unused = entries.get('reportUnusedDisables');
  return { severities: rulesOf(entries.get('rules'), reading), reportUnusedDisables: unused && severityAt(unused, reading) };
}

function languagesOf(node: JsonNode | undefined, reading: Reading): ReadonlyMap<string, Choices> {
  const found = new Map<string, Choices>();
  for (const [language, value] of node ? entriesOf(node, '"languages"', reading) : []) {
    if (!CONFIG_LANGUAGES.includes(language)) {
      const near = nearest(language.replaceAll(/[[\]]/g, ''), CONFIG_LANGUAGES);
      report(reading, keySpan(reading.text, value), near === undefined ? say(messages.language, { key: `"${language}"`, all: CONFIG_LANGUAGES.join(', ') }) : say(messages.languageNear, { key: `"${language}"`, near }));
    }
    found.set(language, choicesOf(entriesOf(value, `"${language}"`, reading), CHOICE_KEYS, reading));
  }
  return found;
}

function globsOf(node: JsonNode | undefined, reading: Reading): readonly Glob[] {
  if (!node) return [];
  if (node.kind !== 'array') {
    report(reading, node, say(messages.list, { key: '"ignore"' }));
    return [];
  }
  return node.items.flatMap((item) => {
    const glob = item.kind === 'string' ? globOf(stringOf(reading.text, item)) : undefined;
    if (!glob) report(reading, item, say(messages.pattern));
    return glob ?? [];
  });
}

/** Reads the text of a file. With the ids of all rules, those that do not exist are told. */
export function parseConfig(text: string, ruleIds?: readonly string[]): ParsedConfig {
  const parsed = parseJson(text);
  if ('brokenAt' in parsed) {
    const start = Math.min(parsed.brokenAt, text.length);
    return { config: NOTHING, problems: [{ span: { start, end: Math.min(start + 1, text.length) }, say: say(messages.broken) }] };
  }
  const reading: Reading = { text, ruleIds, problems: [] };
  const entries = entriesOf(parsed.root, CONFIG_NAME, reading);
  const config = { ...choicesOf(entries, KEYS, reading), languages: languagesOf(entries.get('languages'), reading), ignore: globsOf(entries.get('ignore'), reading) };
  return { config, problems: reading.problems.sort((a, b) => a.span.start - b.span.start) };
}

/** What a file says of a document. */
export interface ConfiguredChoices extends Choices {
  readonly ignored: boolean;
}

/** What a file says of a document in a language, whose path is relative to the folder of the file and has slashes. */
export function choicesFor(config: Config, language: string, path: string): ConfiguredChoices {
  const own = config.languages.get(language);
  return {
    severities: { ...config.severities, ...own?.severities },
    reportUnusedDisables: own?.reportUnusedDisables ?? config.reportUnusedDisables,
    ignored: isIgnored(path, config.ignore),
  };
}
