/** SARIF 2.1.0, for code scanning. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ruleAddress } from '../core/rules/address';
import { ruleIds, rules } from '../core/rules/registry.gen';
import type { RuleDocs, Severity } from '../core/rules/types';
import { unusedDocs } from '../core/rules/unused-disable';
import { UNUSED_DISABLE, UNUSED_SEVERITY } from '../core/rules/unused-name';
import type { Position } from '../core/syntax/span';
import type { FileReport, PlainFinding } from './file-report';

const LEVELS = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/** Of every run: the place of a rule in it never changes, so that runs can be put together. */
const IDS: readonly string[] = [...ruleIds, UNUSED_DISABLE];

/** In a message, brackets before a parenthesis would be a link (§3.11.6): what a program says must not be one. */
function message(text: string): { readonly text: string } {
  return { text: /\]\s*\(/.test(text) ? text.replaceAll(/[\\[\]]/g, String.raw`\$&`) : text };
}

function markdownOf(id: string, { summary, why, ignore, bad, good }: RuleDocs): string {
  return [summary, why, '### When to leave it', ignore, '### Faulty', `\`\`\`ts\n${bad}\n\`\`\``, '### Sound', `\`\`\`ts\n${good}\n\`\`\``, `[${id}](${ruleAddress(id)})`].join('\n\n');
}

function ruleJson(id: string): object {
  const rule = rules[id];
  const docs = rule?.docs ?? unusedDocs;
  const severity: Severity = rule?.severity ?? UNUSED_SEVERITY;
  return {
    id, shortDescription: { text: docs.summary }, fullDescription: { text: docs.why },
    help: { text: `${docs.why}\n\nWhen to leave it: ${docs.ignore}`, markdown: markdownOf(id, docs) }, helpUri: ruleAddress(id),
    defaultConfiguration: { level: LEVELS[severity], enabled: rule?.default !== 'off' },
  };
}

/** Relative where the file is below the folder of the run, as code scanning wants it. */
function uriOf(file: string): string {
  const relative = path.relative('', file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return pathToFileURL(path.resolve(file)).href;
  return relative.split(path.sep).map(encodeURIComponent).join('/');
}

function region(start: Position, end: Position): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function resultJson(file: string, { rule, severity, message: text, start, end, fixes, fingerprint }: PlainFinding): object {
  const artifactLocation = { uri: uriOf(file) };
  return {
    ruleId: rule, ruleIndex: IDS.indexOf(rule), level: LEVELS[severity], message: message(text),
    locations: [{ physicalLocation: { artifactLocation, region: region(start, end) } }],
    // The first is the name by which GitHub follows a finding.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'activationLens/v1': fingerprint },
    ...(fixes.length === 0 ? {} : { fixes: fixes.map(({ title, kind, edits }) => ({
      description: message(title),
      artifactChanges: [{ artifactLocation, replacements: edits.map((edit) => ({ deletedRegion: region(edit.from, edit.to), insertedContent: { text: edit.text } })) }],
      properties: { kind },
    })) }),
  };
}

/** The log of a run. */
export function sarif(files: readonly FileReport[], version: string): string {
  const driver = {
    name: 'activation-lens', version, informationUri: 'https://www.npmjs.com/package/activation-lens', rules: IDS.map(ruleJson),
  };
  const results = files.flatMap(({ path: file, findings }) => findings.map((finding) => resultJson(file, finding)));
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver }, results, columnKind: 'utf16CodeUnits' }] }, null, 2);
}
