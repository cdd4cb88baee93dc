/** The pictures of the documentation: each is a file of the samples and what a person does to it. */
import { hoverAt, openQuickFixes, runCommand, webviewFrame } from './lib/drive.mjs';

/**
 * @typedef {object} Shot
 * @property {string} name of the picture file, to which the theme is added
 * @property {string} [file] of media/samples
 * @property {{ width: number, height: number }} [size] of the window, in CSS pixels; its side bar is hidden
 * @property {boolean} [everyTheme] the documents show it in every theme, not only in the dark one
 * @property {boolean} [walkthrough] it ships as the picture of a step of the walkthrough, in a dark and a light theme
 * @property {readonly import('./lib/drive.mjs').Insight[]} [shows] what must be in the editor before anything is done
 * @property {Record<string, unknown>} [settings] user settings for this picture
 * @property {(page: import('playwright-core').Page) => Promise<void>} [act]
 */

const size = { width: 900, height: 560 };
const small = { width: 720, height: 450 };
/** @type {readonly import('./lib/drive.mjs').Insight[]} */
const sound = ['lens', 'hints', 'sparklines'];
/** @type {readonly import('./lib/drive.mjs').Insight[]} */
const faulty = [...sound, 'findings'];

/** @param {import('playwright-core').Page} page @param {number} steps */
async function openDemo(page, steps) {
  await runCommand(page, 'Activation Lens: Open Demo');
  const demo = await webviewFrame(page);
  await demo.waitForFunction((wanted) => Number(document.body.dataset['step']) >= wanted, steps);
}

/** @type {readonly Shot[]} */
export const shots = [
  { name: 'hover', everyTheme: true, file: 'iris.ts', size, shows: sound, act: (page) => hoverAt(page, 'relu') },
  { name: 'hover-composition', file: 'softmax-hidden.ts', size, shows: faulty, act: (page) => hoverAt(page, 'relu', 2) },
  { name: 'finding', everyTheme: true, file: 'softmax-hidden.ts', size, shows: faulty, act: (page) => hoverAt(page, "'softmax'") },
  { name: 'quick-fix', file: 'softmax-hidden.ts', size, shows: faulty, act: (page) => openQuickFixes(page, "'softmax'") },
  { name: 'inline', file: 'iris.ts', size, shows: sound },
  { name: 'gutter', file: 'dead-relu.ts', size, settings: { 'activationLens.sparkline': 'gutter' }, shows: ['lens', 'hints', 'gutter', 'findings'] },
  {
    name: 'layers', file: 'digits.js', size, shows: sound,
    act: async (page) => {
      await page.locator('.codelens-decoration a', { hasText: 'layers' }).first().click();
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    },
  },
  {
    name: 'rule', file: 'dead-relu.ts', size, shows: faulty,
    act: async (page) => {
      await runCommand(page, 'Activation Lens: Show Rule Documentation', 'dead-relu-narrow');
      await webviewFrame(page);
      await page.waitForTimeout(1000);
    },
  },
  {
    name: 'signal', file: 'softmax-hidden.ts', size: { width: 1200, height: 560 }, shows: faulty,
    act: async (page) => {
      await runCommand(page, 'Activation Lens: Show Signal Flow');
      await webviewFrame(page);
      await page.waitForTimeout(1000);
    },
  },
  {
    name: 'explain', file: 'iris.ts', shows: sound, size: { width: 900, height: 900 },
    act: async (page) => {
      await runCommand(page, 'Activation Lens: Explain Activation', 'GELU');
      await webviewFrame(page);
      await page.waitForTimeout(1000);
    },
  },
  {
    // High enough for the charts below the maps.
    name: 'demo', everyTheme: true, size: { width: 1280, height: 1120 },
    // As many steps as the README speaks of.
    act: (page) => openDemo(page, 2000),
  },
  { name: 'inline', walkthrough: true, file: 'softmax-hidden.ts', size: small, shows: faulty },
  { name: 'hover', walkthrough: true, file: 'softmax-hidden.ts', size: small, shows: faulty, act: (page) => hoverAt(page, 'relu', 2) },
  { name: 'fix', walkthrough: true, file: 'softmax-hidden.ts', size: small, shows: faulty, act: (page) => openQuickFixes(page, "'softmax'") },
  { name: 'demo', walkthrough: true, size: { width: 1080, height: 675 }, act: (page) => openDemo(page, 1000) },
];
