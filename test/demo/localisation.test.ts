import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** Literals of a pattern's first group, in all files of a folder whose names match. */
function literals(folder: string, names: RegExp, pattern: RegExp): readonly string[] {
  const files = readdirSync(folder).filter((name) => names.test(name));
  assert.ok(files.length > 0);
  return files.flatMap((name) => [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(pattern)].map(([, text]) => text!));
}

const bundle = JSON.parse(readFileSync('media/l10n/bundle.l10n.fr.json', 'utf8')) as Record<string, string>;
const said = [
  ...literals('src/host', /^demo-.*\.ts$/, /l10n\.t\('((?:[^'\\]|\\.)*)'/g),
  // Templates of the remarks about a network: values of the constant `text` of each module.
  ...literals('src/demo', /^experiment.*\.ts$/, /^ {2}\w+: '([A-Z](?:[^'\\]|\\.)*\.)',$/gm),
];
const places = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

test('what the extension says of the demo has its French, with the same places to fill, and nothing else does', () => {
  assert.ok(said.length > 40, String(said.length));
  assert.deepEqual([...new Set(said)].toSorted(), Object.keys(bundle).toSorted());
  for (const [english, french] of Object.entries(bundle)) {
    assert.deepEqual(places(french), places(english), english);
    assert.equal(/[.]$/.test(french), /[.]$/.test(english), english);
  }
});

test('the manifest names the folder, and it is packaged', () => {
  assert.equal((JSON.parse(readFileSync('package.json', 'utf8')) as { readonly l10n?: string }).l10n, './media/l10n');
  assert.match(readFileSync('.vscodeignore', 'utf8'), /^!media\/\*\*$/m);
});
