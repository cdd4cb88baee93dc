import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { installPackage } from '../../scripts/lib/editor.mjs';
import { galleryText } from '../../scripts/lib/gallery.mjs';
import { temporaryFolder } from '../../scripts/lib/lifetime.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';

/** @typedef {import('./checks.mjs').Packages} Packages */

/** @param {Packages} packages */
export function checkVsce({ vsix, vsceOutput }) {
  assert.doesNotMatch(vsceOutput, /\bWARNING\b/);
  assert.ok(statSync(vsix).size < 2_000_000, `${statSync(vsix).size} bytes`);
}

/** @param {Packages} packages */
export async function checkVsixFiles({ vsix }) {
  const folder = temporaryFolder('vsix-files');
  await installPackage(vsix, folder);
  const installed = readdirSync(folder).find((name) => name.startsWith('activation-lens.'));
  assert.ok(installed);
  const files = /** @type {string[]} */ (readdirSync(path.join(folder, installed), { recursive: true })).map((file) => file.replaceAll('\\', '/'));
  const wanted = /^(?:\.vsixmanifest|package(?:\.nls(?:\.fr)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt|dist|dist\/THIRD-PARTY-NOTICES\.txt|dist\/(?:web\/)?extension\.js|dist\/web|dist\/demo(?:\/(?:main|worker)\.js)?|media(?:\/.*)?)$/;
  assert.deepEqual(files.filter((file) => !wanted.test(file)), []);
  for (const file of ['dist/extension.js', 'dist/web/extension.js', 'dist/demo/main.js', 'dist/demo/worker.js', 'media/icon.png', 'package.nls.json', 'package.nls.fr.json', 'media/l10n/bundle.l10n.fr.json']) assert.ok(files.includes(file), file);
  assert.doesNotMatch(readFileSync(path.join(folder, installed, 'package.json'), 'utf8'), /"private"|"scripts"/);
}

export function checkGalleryText() {
  for (const name of ['README.md', 'CHANGELOG.md']) {
    const text = galleryText(readFileSync(inRoot(name), 'utf8'));
    assert.deepEqual([...text.matchAll(/\]\((?!https:\/\/|#)[^)]*\)/g)].map(([link]) => link), []);
  }
  assert.equal(galleryText('a\n\n![x](docs/x.png)\n\nsee [b](docs/b.md) and [c](https://c.example)\n'), 'a\n\nsee b and [c](https://c.example)\n');
}
