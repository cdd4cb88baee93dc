import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { activations } from '../../src/core/activations/registry.gen';
import { rules } from '../../src/core/rules/registry.gen';
import { sourcesIn } from './sources';

const folderOf = (area: string): readonly string[] => readdirSync(`src/core/${area}`).filter((file) => file.endsWith('.ts'));

test('every rule is the file of its id, with documentation, a page and fixtures', () => {
  for (const [id, rule] of Object.entries(rules)) {
    assert.equal(rule.id, id);
    assert.ok(folderOf('rules').includes(`${id}.ts`), id);
    assert.ok(existsSync(`docs/rules/${id}.md`), `docs/rules/${id}.md`);
    assert.ok(readdirSync(`test/fixtures/rules/${id}`).length > 0);
    const { summary, why, ignore, bad, good, sources } = rule.docs;
    for (const text of [summary, why, ignore]) assert.match(text, /^\S.*\.$/s, `${id}: ${text}`);
    for (const text of [bad, good]) assert.ok(text.includes('tf.'), id);
    assert.ok(sources.length > 0, id);
    assert.ok(Object.keys(rule.messages).length > 0, id);
  }
});

test('every rule file and every folder of rule fixtures is a rule in the registry', () => {
  const files = folderOf('rules').filter((file) => /export const rule\b/.test(readFileSync(`src/core/rules/${file}`, 'utf8')));
  assert.deepEqual(files.map((file) => path.basename(file, '.ts')).sort(), Object.keys(rules).sort());
  assert.deepEqual(readdirSync('test/fixtures/rules').sort(), Object.keys(rules).sort());
});

test('every activation is the file of its id', () => {
  const files = folderOf('activations').filter((file) => /^export const activation\b/m.test(readFileSync(`src/core/activations/${file}`, 'utf8')));
  assert.deepEqual(files.map((file) => path.basename(file, '.ts')).sort(), Object.keys(activations).sort());
  for (const [id, activation] of Object.entries(activations)) assert.equal(activation.id, id);
});

interface Generator {
  readonly write: (options: { readonly check: boolean }) => unknown;
}

for (const file of readdirSync('scripts/gen').filter((name) => name.endsWith('.mjs')).sort()) {
  const source = readFileSync(`scripts/gen/${file}`, 'utf8');
  if (!/export (?:async )?function write\b/.test(source)) continue;
  test(`what scripts/gen/${file} generates is up to date`, async () => {
    const { write } = (await import(pathToFileURL(path.resolve('scripts/gen', file)).href)) as Generator;
    const stale = await write({ check: true });
    assert.ok(Array.isArray(stale) ? stale.length === 0 : stale === false, 'npm run gen brings it up to date');
  });
}

test('no module is longer than 400 lines', () => {
  const long = [...sourcesIn('src'), ...sourcesIn('test'), ...sourcesIn('scripts', ['.mjs', '.cjs'])]
    .filter(({ file }) => !file.includes('/fixtures/')).map(({ file, text }) => ({ file, lines: text.split('\n').length })).filter(({ lines }) => lines > 400);
  assert.deepEqual(long, []);
});

test('no test is left out or alone', () => {
  for (const { file, text } of sourcesIn('test').filter((source) => !source.file.includes('/fixtures/'))) {
    assert.doesNotMatch(text, /\b(?:test|it|describe)\.(?:only|skip|todo)\b|\b(?:skip|todo): true/, file);
  }
});

test('the source has no enum, no namespace and no module of odds and ends', () => {
  for (const { file, text } of sourcesIn('src')) {
    assert.doesNotMatch(text, /^(?:export )?(?:declare )?(?:const )?(?:enum|namespace) /m, file);
    assert.doesNotMatch(path.basename(file), /^(?:utils?|helpers?|misc|common)\.ts$/);
  }
});

test('every script of package.json can be run', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const files = Object.values(scripts).flatMap((command) => [...command.matchAll(/\bnode (\S+)/g)].map(([, file]) => file ?? ''));
  assert.ok(files.length > 5);
  for (const file of files) assert.ok(existsSync(file), file);
});

test('the walkthrough has pictures that exist and calls commands that there are', () => {
  interface Step { readonly description: string; readonly media: { readonly image: Readonly<Record<string, string>> }; readonly completionEvents: readonly string[] }
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { commands: { command: string }[]; walkthroughs: { steps: Step[] }[] } };
  const texts = ['package.nls.json', 'package.nls.fr.json'].map((file) => JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>);
  const commands = new Set(contributes.commands.map(({ command }) => command));
  const steps = contributes.walkthroughs.flatMap(({ steps: all }) => all);
  assert.equal(steps.length, 4);
  for (const { description, media, completionEvents } of steps) {
    for (const file of Object.values(media.image)) assert.ok(existsSync(file), file);
    for (const text of texts) {
      const linked = [...(text[description.slice(1, -1)] ?? '').matchAll(/\(command:([\w.]+)/g)];
      assert.ok(linked.length > 0, description);
      for (const [, id] of [...linked, ...completionEvents.join(' ').matchAll(/onCommand:([\w.]+)/g)]) assert.ok(commands.has(id ?? ''), id);
    }
  }
});
