import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const load = async <T>(file: string): Promise<T> => (await import(pathToFileURL(path.resolve(file)).href)) as T;

test('npm start shows a copy of the samples, which is gone at the end', async () => {
  const { copySamples } = await load<{ copySamples: () => { folder: string; first: string } }>('scripts/lib/samples.mjs');
  const { shutDown } = await load<{ shutDown: () => Promise<void> }>('scripts/lib/lifetime.mjs');
  const { folder, first } = copySamples();
  assert.ok(path.relative(path.resolve('.'), folder).startsWith('..'), folder);
  assert.deepEqual(readdirSync(folder).sort(), readdirSync('media/samples').sort());
  assert.equal(readFileSync(first, 'utf8'), readFileSync(path.join('media/samples', path.basename(first)), 'utf8'));
  await shutDown();
  assert.ok(!existsSync(folder));
});

test('the README of the samples names each of them', () => {
  const text = readFileSync('media/samples/README.md', 'utf8');
  for (const name of readdirSync('media/samples')) {
    if (name !== 'README.md' && !name.endsWith('.d.ts')) assert.ok(text.includes(`](${name})`), name);
  }
});
