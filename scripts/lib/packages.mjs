/** Makes what is published: the extension as a `.vsix`, and the command line as a package for npm. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached } from './cache.mjs';
import { Failure } from './errors.mjs';
import { galleryText } from './gallery.mjs';
import { temporaryFolder } from './lifetime.mjs';
import { inEnglish } from './nls.mjs';
import { npm } from './npm.mjs';
import { inRoot, outDir, readManifest, root } from './paths.mjs';
import { run } from './processes.mjs';
import { step } from './report.mjs';
import { stageExtension } from './stage.mjs';

/** The newest that runs on Node 20. */
const vsceVersion = '3.9.2';

/** What of the manifest a user of the command line needs. */
const forNpm = ['name', 'version', 'description', 'keywords', 'license', 'repository', 'bugs', 'homepage', 'bin', 'exports'];

/** Minified, without maps: what users get. */
export async function buildForUsers() {
  step('Building (node esbuild.js --production)');
  const { code, output } = await run(process.execPath, ['esbuild.js', '--production'], { cwd: root });
  if (code !== 0) throw new Failure(`The build failed.\n${output.trim()}`);
}

/**
 * Packs the extension. `vsce` is what the marketplace trusts; it is in the cache because nothing else needs it.
 * @returns {Promise<{ file: string, output: string }>} the package and what vsce had to say
 */
export async function makeVsix() {
  const manifest = readManifest();
  const vsce = await installVsce();
  const stage = path.join(temporaryFolder('vsix'), 'extension');
  stageExtension(stage);
  const { private: _, scripts: __, ...published } = manifest;
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify({ ...published, files: ['**'] }, undefined, 2)}\n`);
  const known = manifest.repository !== undefined;
  if (!known) writeGalleryTexts(stage);
  mkdirSync(outDir, { recursive: true });
  const file = path.join(outDir, `${manifest.name}-${manifest.version}.vsix`);
  step('Packing the extension (vsce package)');
  // Everything is bundled. Without a known home of the sources there is nothing that links could be made absolute with.
  const flags = ['package', '--no-dependencies', '--out', file, ...(known ? [] : ['--allow-missing-repository'])];
  const { code, output } = await run(process.execPath, [vsce, ...flags], { cwd: stage });
  if (code !== 0) throw new Failure(`vsce refuses the extension.\n${output.trim()}`);
  return { file, output };
}

/** Packs the command line. @returns {Promise<string>} the package */
export async function makeTarball() {
  const manifest = inEnglish(readManifest());
  const stage = path.join(temporaryFolder('npm'), 'package');
  mkdirSync(path.join(stage, 'dist'), { recursive: true });
  const published = Object.fromEntries(forNpm.flatMap((key) => (key in manifest ? [[key, manifest[key]]] : [])));
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify({ ...published, engines: { node: manifest.engines.node }, files: ['dist', 'docs'] }, undefined, 2)}\n`);
  for (const name of ['README.md', 'CHANGELOG.md', 'LICENSE']) cpSync(inRoot(name), path.join(stage, name));
  if (manifest.repository === undefined) writeGalleryTexts(stage);
  // What findings link to.
  for (const name of ['control.md', 'rules']) cpSync(inRoot('docs', name), path.join(stage, 'docs', name), { recursive: true });
  // The extension's own entries are folders and one file; the rest of dist is for Node.
  for (const entry of readdirSync(inRoot('dist'), { withFileTypes: true })) {
    if (entry.isFile() && entry.name !== 'extension.js' && !entry.name.endsWith('.map')) cpSync(inRoot('dist', entry.name), path.join(stage, 'dist', entry.name));
  }
  mkdirSync(outDir, { recursive: true });
  step('Packing the command line (npm pack)');
  await npm(['pack', stage, '--pack-destination', outDir], stage, 'pack the command line');
  return path.join(outDir, `${manifest.name}-${manifest.version}.tgz`);
}

/** @param {string} stage */
function writeGalleryTexts(stage) {
  for (const name of ['README.md', 'CHANGELOG.md']) {
    const file = path.join(stage, name);
    writeFileSync(file, galleryText(readFileSync(file, 'utf8')));
  }
}

/** @returns {Promise<string>} the script */
async function installVsce() {
  const folder = await cached(`vsce-${vsceVersion}`, async (draft) => {
    step(`Installing vsce ${vsceVersion} into .vscode-test, about half a minute`);
    writeFileSync(path.join(draft, 'package.json'), JSON.stringify({ private: true, dependencies: { '@vscode/vsce': vsceVersion } }));
    // Its optional part keeps passwords, for publishing.
    await npm(['install', '--omit=dev', '--omit=optional', '--ignore-scripts', '--prefix', draft], draft, 'install vsce');
  });
  return path.join(folder, 'node_modules', '@vscode', 'vsce', 'vsce');
}
