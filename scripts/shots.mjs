/** The pictures of the documentation: each is a file of the samples and what a person does to it. */
import { hoverAt, openQuickFixes, runCommand, webviewFrame } from './lib/drive.mjs';

/**
 * @typedef {object} Shot
 * @property {string} name of the picture file, to which the theme is added
 * @property {string} [file] of media/samples
 * @property {{ width: number, height: number }} [size] of the window, in CSS pixels; its side bar is hidden
 * @property {readonly string[]} [themes] only these; all by default
 * @property {Record<string, unknown>} [settings] user settings for this picture
 * @property {(page: import('playwright-core').Page) => Promise<void>} act
 */

/** @type {readonly Shot[]} */
export const shots = [
  { name: 'hover', file: 'iris.ts', size: { width: 900, height: 560 }, act: (page) => hoverAt(page, 'relu') },
  { name: 'quick-fix', file: 'iris.ts', size: { width: 900, height: 560 }, act: (page) => openQuickFixes(page, 'relu') },
  {
    name: 'demo',
    act: async (page) => {
      await runCommand(page, 'Activation Lens: Open Demo');
      await webviewFrame(page);
      // Long enough for the networks to have learnt something.
      await page.waitForTimeout(4000);
    },
  },
];
