/**
 * Fonts for the Chromium from npm. A bare system has none, and what the package brings has no monospaced face and no
 * mathematical signs. DejaVu has both, and using it everywhere makes pictures alike on every machine.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** The npm package with the fonts. @type {readonly [name: string, version: string]} */
export const fontPackage = ['dejavu-fonts-ttf', '2.37.3'];

/** @param {string} generic @param {readonly string[]} families */
const prefer = (generic, families) =>
  `  <alias binding="same"><family>${generic}</family><prefer>${families.map((name) => `<family>${name}</family>`).join('')}</prefer></alias>`;

/**
 * Writes a font configuration that names the fonts relative to itself.
 * @param {string} folder where the packages and the browser's own fonts are
 */
export function writeFontConfiguration(folder) {
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    '  <dir prefix="relative">fonts</dir>',
    `  <dir prefix="relative">node_modules/${fontPackage[0]}/ttf</dir>`,
    '  <cachedir prefix="xdg">fontconfig</cachedir>',
    ...['sans-serif', 'system-ui'].map((generic) => prefer(generic, ['Open Sans', 'DejaVu Sans'])),
    prefer('monospace', ['DejaVu Sans Mono']),
    prefer('serif', ['DejaVu Serif']),
    '</fontconfig>',
  ];
  writeFileSync(path.join(folder, 'fonts.conf'), `${lines.join('\n')}\n`);
}
