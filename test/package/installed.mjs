/** The main job in a real window, with the extension installed from its package. */
import assert from 'node:assert/strict';
import { hoverAt, hoverWidget, openFileByName, openQuickFixes, openWindow, runCommand, untilInsights, webviewFrame } from '../../scripts/lib/drive.mjs';
import { copySamples } from '../../scripts/lib/samples.mjs';

/** @typedef {import('./checks.mjs').Packages} Packages */

/** @param {Packages} packages */
export async function checkJob({ vsix }) {
  const { page, close } = await openWindow({ folder: copySamples().folder, openFile: 'softmax-hidden.ts', vsix });
  try {
    await untilInsights(page, ['lens', 'hints', 'sparklines', 'findings']);
    await hoverAt(page, "'softmax'");
    assert.match((await hoverWidget(page).textContent()) ?? '', /Softmax between hidden layers/);
    await page.keyboard.press('Escape');
    await openQuickFixes(page, "'softmax'");
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Replace softmax by relu' }).first().click();
    // Behind the colon stands the sparkline.
    await page.locator('.editor-group-container.active .view-line', { hasText: "'relu'" }).first().waitFor();
  } finally {
    await close();
  }
}

/** @param {Packages} packages */
export async function checkDemo({ vsix }) {
  const { page, close } = await openWindow({ folder: copySamples().folder, vsix });
  try {
    await openFileByName(page, 'iris.ts');
    await runCommand(page, 'Activation Lens: Open Demo');
    const frame = await webviewFrame(page);
    const stepped = frame.getByText(/\bStep [\d,]*[1-9]/).first();
    const play = frame.getByRole('button', { name: 'Play' });
    if (await play.isVisible().catch(() => false)) await play.click();
    await stepped.waitFor();
  } finally {
    await close();
  }
}
