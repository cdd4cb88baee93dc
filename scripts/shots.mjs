/** The pictures of the documentation: each is a file of the samples and what a person does to it. */
import { hoverAt, openQuickFixes, runCommand, untilText, webviewFrame } from './lib/drive.mjs';

/**
 * @typedef {object} Shot
 * @property {string} name of the picture file, to which the theme is added
 * @property {string} [file] of media/samples
 * @property {{ width: number, height: number }} [size] of the window, in CSS pixels; its side bar is hidden
 * @property {boolean} [everyTheme] the documents show it in every theme, not only in the dark one
 * @property {Record<string, unknown>} [settings] user settings for this picture
 * @property {(page: import('playwright-core').Page) => Promise<void>} act
 */

const size = { width: 900, height: 560 };

/** @type {readonly Shot[]} */
export const shots = [
  { name: 'hover', everyTheme: true, file: 'iris.ts', size, act: (page) => hoverAt(page, 'relu') },
  { name: 'hover-composition', file: 'softmax-hidden.ts', size, act: (page) => hoverAt(page, 'relu', 2) },
  { name: 'finding', everyTheme: true, file: 'softmax-hidden.ts', size, act: (page) => hoverAt(page, "'softmax'") },
  { name: 'quick-fix', file: 'softmax-hidden.ts', size, act: (page) => openQuickFixes(page, "'softmax'") },
  { name: 'inline', file: 'iris.ts', size, act: (page) => untilText(page, 'layers') },
  { name: 'gutter', file: 'dead-relu.ts', size, settings: { 'activationLens.sparkline': 'gutter' }, act: (page) => untilText(page, 'layers') },
  {
    name: 'layers', file: 'digits.js', size,
    act: async (page) => {
      await untilText(page, 'layers');
      await page.locator('.codelens-decoration a', { hasText: 'layers' }).first().click();
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    },
  },
  {
    name: 'rule', file: 'dead-relu.ts', size,
    act: async (page) => {
      await runCommand(page, 'Activation Lens: Show Rule Documentation', 'dead-relu-narrow');
      await webviewFrame(page);
      await page.waitForTimeout(1000);
    },
  },
  {
    name: 'explain', file: 'iris.ts', size: { width: 900, height: 900 },
    act: async (page) => {
      await runCommand(page, 'Activation Lens: Explain Activation', 'GELU');
      await webviewFrame(page);
      await page.waitForTimeout(1000);
    },
  },
  {
    // High enough for the charts below the maps.
    name: 'demo', everyTheme: true, size: { width: 1280, height: 1120 },
    act: async (page) => {
      await runCommand(page, 'Activation Lens: Open Demo');
      await webviewFrame(page);
      // Long enough for the networks to have learnt something.
      await page.waitForTimeout(4000);
    },
  },
];
