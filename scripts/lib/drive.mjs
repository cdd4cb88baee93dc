/** Drives a VS Code window the way a person does: keys, the mouse and what is on the screen. */
import { launchBrowser } from './browser.mjs';
import { installPackage, startEditor } from './editor.mjs';
import { temporaryFolder } from './lifetime.mjs';
import { installUnpacked } from './stage.mjs';
import { windowAddress } from './window.mjs';

/** How long the window may take for one thing, ms: a busy machine is slow, and a picture of something half-done is none. */
const PATIENCE = 120_000;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Frame} Frame */

/**
 * @typedef {object} EditorWindow
 * @property {Page} page
 * @property {string} folder the workspace
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} EditorWindowOptions
 * @property {string} folder the workspace
 * @property {string} [openFile] a file in it
 * @property {Record<string, unknown>} [settings] user settings
 * @property {{ width: number, height: number }} [size] in CSS pixels
 * @property {number} [scale] device pixels for each of them
 * @property {'dark' | 'light'} [colorScheme] what the operating system prefers
 * @property {string} [vsix] a package to install, instead of what is built here
 */

/**
 * Opens a window with the extension installed and waits until it is ready.
 * @param {EditorWindowOptions} options
 * @returns {Promise<EditorWindow>}
 */
export async function openWindow({ folder, openFile, settings, size = { width: 1280, height: 800 }, scale = 1, colorScheme = 'dark', vsix }) {
  const extensionsDir = temporaryFolder('extensions');
  if (vsix === undefined) installUnpacked(extensionsDir);
  else await installPackage(vsix, extensionsDir);
  const server = await startEditor({ forTests: true, extensionsDir, settings });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale, colorScheme });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(windowAddress(server.port, { folder }));
  await page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row');
  if (openFile !== undefined) await openFileByName(page, openFile);
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  return { page, folder, close };
}

/** Opens a file of the workspace through "Go to File", and waits for its text. @param {Page} page @param {string} name */
export async function openFileByName(page, name) {
  await page.keyboard.press('Control+P');
  await fillQuickInput(page, name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name.split('/').at(-1) }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.editor-group-container.active .view-line').first().waitFor();
  await page.locator(`.tab.active[data-resource-name="${name.split('/').at(-1)}"]`).waitFor();
}

/** Shows or hides the side bar. @param {Page} page */
export async function toggleSideBar(page) {
  await page.keyboard.press('Control+B');
  await page.waitForTimeout(300);
}

/**
 * Runs a command by its title in the command palette, and chooses from the list that it then shows.
 * @param {Page} page @param {string} title @param {string} [choice]
 */
export async function runCommand(page, title, choice) {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  // The list shows what was there when it was opened, and the extension may come later.
  for (let waited = 0, found = false; !found; waited += 5000) {
    if (waited > PATIENCE) throw new Error(`There is no command ${JSON.stringify(title)}`);
    await page.keyboard.press('F1');
    await fillQuickInput(page, `>${title}`);
    found = await row.waitFor({ timeout: 5000 }).then(() => true, () => false);
    if (!found) await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Enter');
  if (choice !== undefined) {
    await page.locator('.quick-input-list .monaco-list-row', { hasText: choice }).first().waitFor();
    await fillQuickInput(page, choice);
    await page.waitForTimeout(200);
    await page.keyboard.press('Enter');
  }
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** @param {Page} page @param {string} text */
async function fillQuickInput(page, text) {
  const input = page.locator('.quick-input-widget .quick-input-filter input');
  await input.waitFor();
  await input.fill(text);
}

/**
 * Where a text is on the screen: the middle of its nth occurrence in the active editor.
 * @param {Page} page
 * @param {string} text within one line
 * @param {number} [occurrence]
 * @returns {Promise<{ x: number, y: number }>}
 */
export async function locateText(page, text, occurrence = 0) {
  const find = () => page.evaluate(findInEditor, { text, occurrence });
  for (let tries = 0; tries < 300; tries++) {
    const point = await find();
    if (point !== undefined) return point;
    await page.waitForTimeout(100);
  }
  throw new Error(`No occurrence ${occurrence} of ${JSON.stringify(text)} is on the screen`);
}

/** Runs in the page. @param {{ text: string, occurrence: number }} what @returns {{ x: number, y: number } | undefined} */
function findInEditor({ text, occurrence }) {
  // The lines are not in the order of the document; and VS Code writes blanks as no-break spaces.
  const lines = [...document.querySelectorAll('.editor-group-container.active .view-line')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  let left = occurrence;
  for (const line of lines) {
    const content = (line.textContent ?? '').replaceAll('\u00A0', ' ');
    for (let at = content.indexOf(text); at !== -1; at = content.indexOf(text, at + 1)) {
      if (left-- > 0) continue;
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let before = 0;
      const middle = at + Math.floor(text.length / 2);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (middle < before + length) {
          range.setStart(node, middle - before);
          range.setEnd(node, middle - before + 1);
          const box = range.getBoundingClientRect();
          return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
        }
        before += length;
      }
    }
  }
  return undefined;
}

/** The hover that is on the screen. @param {Page} page */
export const hoverWidget = (page) => page.locator('.monaco-resizable-hover:visible, .monaco-hover:visible').filter({ has: page.locator('.hover-row') }).first();

/**
 * What the extension adds to an editor, and how it is told that it is there.
 * @typedef {'lens' | 'hints' | 'sparklines' | 'gutter' | 'findings'} Insight
 * @type {Record<Insight, (page: Page) => import('playwright-core').Locator>}
 */
const insights = {
  lens: (page) => page.locator('.codelens-decoration a', { hasText: 'layers' }),
  hints: (page) => page.locator('.editor-group-container.active .view-line span', { hasText: /[∈ƒ]/ }),
  sparklines: (page) => page.locator('.editor-group-container.active .view-line span[class*="ced-"]'),
  gutter: (page) => page.locator('.editor-group-container.active .glyph-margin-widgets [class*="ced-"], .editor-group-container.active .margin-view-overlays [class*="ced-"]'),
  findings: (page) => page.locator('.editor-group-container.active .squiggly-warning, .editor-group-container.active .squiggly-error'),
};

/** Waits until all of these are in the active editor. @param {Page} page @param {readonly Insight[]} wanted */
export async function untilInsights(page, wanted) {
  for (const name of wanted) {
    // Attached is enough: a squiggle is a background, and its element may have no height of its own.
    await insights[name](page).first().waitFor({ state: 'attached' }).catch(() => {
      throw new Error(`There are no ${name} in the editor`);
    });
  }
  // Lenses push lines down, hints push text aside: let them settle.
  await page.waitForTimeout(1000);
}

/** Texts that stand where something is still to come. @param {Page} page */
const unfinished = (page) => page.getByText(/^(?:Loading\.\.\.|Checking for quick fixes\.\.\.|Activating Extensions\.\.\.)$/).filter({ visible: true });

/** Waits until nothing that is on the screen is still being loaded. @param {Page} page */
export async function untilFinished(page) {
  for (let tries = 0; tries < PATIENCE / 200; tries++) {
    if ((await unfinished(page).count()) === 0) return;
    await page.waitForTimeout(200);
  }
  throw new Error(`On the screen there is still: ${(await unfinished(page).allTextContents()).join(', ')}`);
}

/** Waits until nothing in the status bar turns any more: the language service has loaded. @param {Page} page */
export async function untilIdle(page) {
  const busy = page.locator('.statusbar .codicon-modifier-spin, .statusbar .codicon-loading');
  // It starts a moment after the file is open, and may start again: idle is idle for half a second.
  for (let quiet = 0, tries = 0; quiet < 5 && tries < PATIENCE / 100; tries++) {
    await page.waitForTimeout(100);
    quiet = (await busy.count()) === 0 ? quiet + 1 : 0;
  }
}

/**
 * Rests the mouse on a text and waits for the complete hover.
 * @param {Page} page
 * @param {string} text
 * @param {number} [occurrence]
 * @returns {Promise<void>}
 */
export async function hoverAt(page, text, occurrence = 0) {
  const hover = hoverWidget(page);
  for (let tries = 0; tries < 12; tries++) {
    // Looked for at each try: hints and lenses that appear meanwhile push the text away.
    const { x, y } = await locateText(page, text, occurrence);
    // Moved away first: a hover that was asked for before the extension was ready does not come by itself.
    await page.mouse.move(x + 60, y + 200);
    await page.mouse.move(x, y, { steps: 5 });
    // Ours is the one with a picture; those of other extensions may come before it.
    if (await hover.locator('img[src^="data:image/svg"]').first().waitFor({ timeout: 10_000 }).then(() => true, () => false)) {
      await untilFinished(page);
      await page.waitForTimeout(500);
      await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))));
      return;
    }
  }
  throw new Error(`No hover on ${JSON.stringify(text)}`);
}

/** Puts the cursor on a text and opens the quick fixes. @param {Page} page @param {string} text @param {number} [occurrence] */
export async function openQuickFixes(page, text, occurrence = 0) {
  const { x, y } = await locateText(page, text, occurrence);
  await page.mouse.click(x, y);
  const ours = page.locator('.action-widget .monaco-list-row', { hasText: 'Show documentation for' }).first();
  for (let waited = 0; waited < PATIENCE; waited += 10_000) {
    await page.keyboard.press('Control+.');
    if (await ours.waitFor({ timeout: 10_000 }).then(() => true, () => false)) return;
    // The list came before our answer, or the keys came before the editor had the focus.
    await page.keyboard.press('Escape');
  }
  throw new Error(`No quick fixes on ${JSON.stringify(text)}`);
}

/** The inner document of the webview that is open, as soon as it has content. @param {Page} page @returns {Promise<Frame>} */
export async function webviewFrame(page) {
  for (let tries = 0; tries < PATIENCE / 100; tries++) {
    for (const frame of page.frames()) {
      // A webview is two frames: VS Code's own, and in it the one with what the extension has written.
      if (frame.name() === '' && frame.parentFrame() === null) continue;
      const hasContent = await frame.evaluate(() => window.name === '' && document.body.childElementCount > 0 && frameElement?.id === 'active-frame').catch(() => false);
      if (hasContent) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error('No webview with content has opened');
}
