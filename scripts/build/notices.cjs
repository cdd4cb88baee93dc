/** Writes the licences of everything that is bundled into what ships. */
const { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** The package folder of a bundled file, or undefined for our own source. */
function packageFolder(root, file) {
  const marker = file.lastIndexOf('node_modules/');
  if (marker < 0) return undefined;
  const rest = file.slice(marker + 'node_modules/'.length).split('/');
  const name = rest[0].startsWith('@') ? `${rest[0]}/${rest[1]}` : rest[0];
  return path.join(root, file.slice(0, marker), 'node_modules', name);
}

function licenceText(folder) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying|thirdpartynotice)/i.test(name)).sort();
  return files.map((name) => readFileSync(path.join(folder, name), 'utf8').trim()).join('\n\n');
}

/** Makes the text from esbuild's metafiles. */
function writeNotices(root, metafiles, target) {
  const folders = new Set(metafiles.flatMap((metafile) => Object.keys(metafile.inputs)).flatMap((file) => packageFolder(root, file) ?? []));
  // The parser is cut out of its package by a plugin and leaves no path of its own.
  folders.add(path.join(root, 'node_modules', 'typescript-6'));
  const parts = [...folders].filter((folder) => existsSync(path.join(folder, 'package.json'))).sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${typeof license === 'string' ? license : 'see below'})\n\n${licenceText(folder)}`;
  });
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `Activation Lens contains code of these packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

module.exports = { writeNotices };
