/** The command line, installed from its package where there is nothing else. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installEditor } from '../../scripts/lib/editor-install.mjs';
import { temporaryFolder } from '../../scripts/lib/lifetime.mjs';
import { npm } from '../../scripts/lib/npm.mjs';
import { inRoot, readManifest } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';

/** @typedef {import('./checks.mjs').Packages} Packages */

/** @param {string} tarball @returns {Promise<string>} the folder it is installed in */
async function installTarball(tarball) {
  const folder = temporaryFolder('npm-user');
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
  await npm(['install', '--ignore-scripts', tarball], folder, 'install the package');
  return folder;
}

/** @param {Packages} packages */
export async function checkTarball({ tarball }) {
  assert.ok(statSync(tarball).size < 2_000_000, `${statSync(tarball).size} bytes`);
  const folder = await installTarball(tarball);
  assert.deepEqual(readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.')), ['activation-lens']);
  const files = /** @type {string[]} */ (readdirSync(path.join(folder, 'node_modules', 'activation-lens'), { recursive: true }));
  assert.deepEqual(files.filter((file) => !/^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|dist|dist.(?:THIRD-PARTY-NOTICES\.txt|[a-z]+\.(?:[cm]?js|d\.[cm]?ts))|docs|docs.(?:control\.md|rules|rules.[a-z-]+\.md))$/.test(file)), []);
  for (const name of ['control.md', path.join('rules', 'softmax-axis.md')]) assert.ok(files.includes(path.join('docs', name)), name);
  const script = "const { rules, configs } = require('activation-lens/eslint'); console.log(Object.keys(rules).length, configs.recommended.name);";
  const { output } = await run(process.execPath, ['-e', script], { cwd: folder });
  assert.match(output, /^\d+ activation-lens\/recommended$/m);
}

/** @param {Packages} packages */
export async function checkCommandLine({ tarball }) {
  const folder = await installTarball(tarball);
  cpSync(inRoot('media', 'samples'), path.join(folder, 'src'), { recursive: true });
  const command = path.join(folder, 'node_modules', 'activation-lens', 'dist', 'cli.js');
  const here = await run(process.execPath, [inRoot('dist', 'cli.js'), 'check', 'src', '--format', 'json'], { cwd: folder });
  assert.equal(here.code, 1);
  for (const node of [process.execPath, (await installEditor()).node]) {
    const version = await run(node, [command, '--version']);
    assert.deepEqual([version.code, version.output.trim()], [0, readManifest().version]);
    assert.deepEqual(await run(node, [command, 'check', 'src', '--format', 'json'], { cwd: folder }), here, node);
  }
  // What npx runs.
  assert.ok(readdirSync(path.join(folder, 'node_modules', '.bin')).some((name) => name.startsWith('activation-lens')));
}
