import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { ruleIds } from '../../src/core/rules/registry.gen';
import { cli, FAULTY, scratch } from '../support/command-line';
import type { Scratch } from '../support/command-line';

interface Region { readonly startLine: number; readonly startColumn: number; readonly endLine: number; readonly endColumn: number }

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region } }[];
  readonly fixes?: readonly { readonly properties: { readonly kind: string }; readonly artifactChanges: readonly { readonly replacements: readonly { readonly deletedRegion: Region; readonly insertedContent: { readonly text: string } }[] }[] }[];
}

interface Log {
  readonly runs: readonly { readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help: { readonly text: string; readonly markdown: string }; readonly helpUri: string }[] } }; readonly results: readonly Result[] }[];
}

/** The schema as published, in which dates and addresses are only notes. */
async function schema(): Promise<(log: unknown) => string | undefined> {
  const { installSarifSchema } = (await import(pathToFileURL(path.resolve('scripts/lib/sarif-schema.mjs')).href)) as { installSarifSchema: () => Promise<string> };
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const { $schema: _, ...rest } = JSON.parse(readFileSync(await installSarifSchema(), 'utf8')) as Record<string, unknown>;
  const validate = ajv.compile(rest);
  return (log) => (validate(log) ? undefined : ajv.errorsText(validate.errors));
}

describe('reports as SARIF', () => {
  let place: Scratch;
  let problem: (log: unknown) => string | undefined;
  before(async () => {
    place = scratch();
    problem = await schema();
  });
  after(() => place.remove());

  const log = (...args: string[]): Log => JSON.parse(cli('check', ...args, '--format', 'sarif').out) as Log;
  const results = (file: string): readonly Result[] => log(file).runs[0]?.results ?? [];

  it('are valid against the schema, which refuses others', () => {
    for (const args of [['test/fixtures/rules'], ['media/samples'], [place.write('none.ts', 'export {};\n')], [place.write('#a b/%c,é.ts', FAULTY)]]) assert.equal(problem(log(...args)), undefined);
    const [found] = log('media/samples').runs;
    assert.match(problem({ version: '2.1.0', runs: [{ ...found, results: [{ ...found?.results[0], level: 'hint' }] }] }) ?? '', /level must be equal to one of the allowed values/);
    assert.ok(problem({ version: '2.1.0' }));
  });

  it('explain every rule', () => {
    const rules = log('media/samples').runs[0]?.tool.driver.rules ?? [];
    assert.deepEqual(rules.map(({ id }) => id), [...ruleIds, 'unused-disable']);
    for (const { id, help, helpUri } of rules) {
      assert.ok(help.text.length > 80 && help.markdown.includes('```ts'), id);
      assert.ok(helpUri.endsWith(`/docs/${id === 'unused-disable' ? 'control' : `rules/${id}`}.md`), helpUri);
    }
  });

  it('carry fixes that make of the text what --fix makes', () => {
    const file = place.write('fix.ts', FAULTY.replaceAll('\n', '\r\n'));
    const safe = results(file).flatMap(({ fixes = [] }) => fixes).filter(({ properties }) => properties.kind === 'safe');
    assert.equal(safe.length, 1);
    const lines = readFileSync(file, 'utf8').split('\n');
    const offset = (line: number, column: number): number => lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    const edits = (safe[0]?.artifactChanges[0]?.replacements ?? []).map(({ deletedRegion: region, insertedContent }) => ({ start: offset(region.startLine, region.startColumn), end: offset(region.endLine, region.endColumn), text: insertedContent.text }));
    const fixed = edits.sort((a, b) => b.start - a.start).reduce((text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end), lines.join('\n'));
    cli('check', file, '--fix');
    assert.equal(fixed, readFileSync(file, 'utf8'));
  });

  it('have fingerprints that inserted lines, other indents and line ends leave as they are', () => {
    const prints = (name: string, text: string): readonly string[] => results(place.write(name, text)).map(({ ruleId, partialFingerprints }) => `${ruleId} ${partialFingerprints['primaryLocationLineHash']}`);
    const twice = `${FAULTY}${FAULTY.split('\n')[4]?.replace('twice', 'again')}\n${FAULTY.split('\n')[4]?.replace('twice', 'again')}\n`;
    const original = prints('a.ts', twice);
    assert.equal(new Set(original).size, 4);
    assert.deepEqual(prints('b.ts', twice.replace('\n', '\n\n// a line\n\n')), original);
    assert.deepEqual(prints('c.ts', twice.replaceAll('\n', '\r\n    ')), original);
    assert.notDeepEqual(prints('d.ts', twice.replace('units: 16', 'units: 17')), original);
  });

  it('name files from the folder of the run, and others by their address', () => {
    assert.equal(log('media/samples').runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri.split('/')[0], 'media');
    assert.equal(log(path.resolve('media/samples')).runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri.split('/')[0], 'media');
    const file = place.write('ünder #1.ts', FAULTY);
    assert.equal(results(file)[0]?.locations[0]?.physicalLocation.artifactLocation.uri, pathToFileURL(file).href);
  });

  it('make no link of what a program says', () => {
    const [found] = results(place.write('link.js', "import * as tf from '@tensorflow/tfjs';\ntf.layers.dense({ units: 1, activation: '[click](https://example.org)' });\n"));
    assert.match(found?.message.text ?? '', /\\\[click\\\]\(https/);
  });
});

describe('annotations for GitHub', () => {
  it('escape what their own grammar uses, and give columns on one line only', () => {
    const place = scratch();
    const file = place.write('50%,a:b.ts', `${FAULTY}model.add(tf.layers\n  .dense({ units: 1, activation: 'rel%0Au' }));\nconst deep = tf.tidy(() => tf.relu(tf.relu(\n  tf.ones([1]))));\n`);
    const lines = cli('check', file, '--format', 'github').out.split('\n');
    place.remove();
    for (const line of lines) {
      const [, level, properties = '', message = ''] = /^::(error|warning|notice) ([^:]+)::(.+)$/.exec(line) ?? [];
      assert.ok(level, line);
      const read = Object.fromEntries(properties.split(',').map((text) => text.split('='))) as Record<string, string>;
      assert.ok(read['file']?.endsWith('50%25%2Ca%3Ab.ts'), properties);
      assert.equal('col' in read, read['line'] === read['endLine']);
      assert.doesNotMatch(message, /%(?!25|0A|0D)/);
    }
    assert.ok(lines.some((line) => line.includes('rel%250Au')));
  });
});
