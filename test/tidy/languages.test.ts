/** Every text has its French: none is missing, none is left over, and all can be filled in. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from '../../src/core/rules/registry.gen';
import { templatesOf, textSources } from './templates';

type Texts = Readonly<Record<string, string>>;

const read = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Readonly<Record<string, unknown>>;
const bundle = read('media/l10n/bundle.l10n.fr.json');
const nls = { english: read('package.nls.json'), french: read('package.nls.fr.json') };
const { keys, made } = templatesOf(textSources());

/** English and French of everything. */
const pairs: readonly (readonly [string, string])[] = [
  ...Object.entries(bundle), ...Object.entries(nls.english).map(([key, english]) => [english, nls.french[key] ?? ''] as const),
];

const without = (some: Iterable<string>, others: Iterable<string>): readonly string[] => [...new Set(some)].filter((one) => !new Set(others).has(one));
const found = (pattern: RegExp, text: string): readonly string[] => [...text.matchAll(pattern)].map(([whole]) => whole).toSorted();

test('every template of the source has its French, and nothing else does', () => {
  assert.ok(keys.size > 600, String(keys.size));
  assert.deepEqual(without(keys, Object.keys(bundle)), []);
  assert.deepEqual(without(Object.keys(bundle), keys), []);
});

test('a key that is missing and one that is left over would be found', () => {
  const text = "const messages = { one: 'first {n}', deep: { two: cond ? 'second' : 'third' } } as const; vscode.l10n.t('fourth'); say(`${made} up`); other('no text');";
  const templates = templatesOf([{ file: 'src/host/example.ts', text }]);
  assert.deepEqual([...templates.keys], ['first {n}', 'second', 'third', 'fourth']);
  assert.equal(templates.made.length, 1);
  assert.deepEqual(without(templates.keys, ['fourth', 'first {n}', 'fifth']), ['second', 'third']);
});

test('no template is put together as the program runs', () => {
  assert.deepEqual(made, []);
});

test('the host shows no message that is written beside the translations', () => {
  const shown = /(?:show(?:Information|Warning|Error)Message|setStatusBarMessage)\(\s*(?:['"]|`[^`$]*`)[^)]*/g;
  for (const { file, text } of textSources().filter((source) => source.file.startsWith('src/host/'))) assert.deepEqual(found(shown, text), [], file);
});

test('the manifest names the bundles, and there is one for each of its languages', () => {
  assert.equal(manifest['l10n'], './media/l10n');
  const languages = readdirSync('.').flatMap((name) => /^package\.nls\.(\w+)\.json$/.exec(name)?.[1] ?? []);
  assert.deepEqual(readdirSync('media/l10n').sort(), languages.map((language) => `bundle.l10n.${language}.json`).sort());
});

test('every text of the manifest is in both languages, and no others are', () => {
  const used = found(/"%[^%"\n]+%"/g, JSON.stringify(manifest, undefined, 1)).map((one) => one.slice(2, -2));
  assert.ok(used.length > 80, String(used.length));
  for (const texts of [nls.english, nls.french]) {
    assert.deepEqual(without(used, Object.keys(texts)), []);
    assert.deepEqual(without(Object.keys(texts), used), []);
  }
});

test('no text for people stands in the manifest itself; what models read of a tool is English', () => {
  const SAID = /^(?:title|description|markdownDescription|altText|deprecationMessage|enumDescriptions|markdownEnumDescriptions|enumItemLabels)$/;
  const left: string[] = [];
  JSON.stringify(manifest, (key, value: unknown) => {
    if (key === 'inputSchema') return undefined;
    if (SAID.test(key)) left.push(...[value].flat().filter((one): one is string => typeof one === 'string' && !/^%[\w.-]+%$/.test(one)));
    return value;
  });
  assert.deepEqual(left, ['Activation Lens']);
});

test('the settings say of a rule in French what its page does', () => {
  for (const { id, docs } of Object.values(rules)) assert.equal(nls.french[`rule.${id}`], bundle[docs.summary], id);
});

test('a translation has the places, the code and the links of its English, and ends as it does', () => {
  for (const [english, french] of pairs) {
    assert.deepEqual([...new Set(found(/\{\w+\}/g, french))], [...new Set(found(/\{\w+\}/g, english))], english);
    for (const pattern of [/`[^`]+`/g, /\(command:[^)]+\)/g, /\*\*/g]) assert.deepEqual(found(pattern, french), found(pattern, english), english);
    assert.equal(french.endsWith('.'), english.endsWith('.'), english);
    assert.notEqual(french.trim(), '', english);
  }
});

test('numbers that stand in a text are the same in French', () => {
  const numbers = (text: string): readonly string[] => [...new Set(found(/(?<![\w{.])[−-]?\d+(?:\.\d+)*(?![\w}])/g, text))];
  // The sample of how numbers are written is there to differ.
  for (const [english, french] of pairs.filter(([one]) => one !== '1,000.5')) assert.deepEqual(without(numbers(french), numbers(english)), [], english);
});

test('French is set as French is: apostrophes, quotation marks and blanks before high marks', () => {
  for (const [, french] of pairs) {
    assert.doesNotMatch(french, /[^\u202F]»|«(?!\u202F)/, french);
    // What is quoted from TensorFlow.js or the editor, code and links are not French.
    const words = french.replaceAll(/`[^`]+`|\(command:[^)]+\)|«[^»]+»|\*[^*]+\*|\w+: (?:[\d'[{-]|false)[^.,;)]*|\{\w+: -?[\d.]+\}/g, '');
    assert.doesNotMatch(words, /\p{L}'\p{L}|["“”]/u, french);
    assert.doesNotMatch(words, /[^\u202F][;?!]|(?<![\u202F\d])[:%]|\d[:%]/u, french);
    assert.doesNotMatch(words, /(?<![\p{L}\d])(?:tu|te|ton|ta|tes|toi)(?![\p{L}\d])/iu, french);
  }
});

test('the editor fills every French template', () => {
  // As vscode.l10n.t does: places by name or by number.
  const fill = (template: string): string => template.replaceAll(/\{(\w+)\}/g, (_, name: string) => `<${name}>`);
  for (const french of Object.values(bundle)) {
    const filled = fill(french);
    // What is left in braces is code, such as options.
    assert.doesNotMatch(filled, /\{\w*\}/, french);
    for (const [, name] of french.matchAll(/\{(\w+)\}/g)) assert.ok(filled.includes(`<${name}>`), french);
  }
});
