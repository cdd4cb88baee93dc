/** The Chromium that tests and pictures run in: the one on this machine, else one from npm. */
import { findBrowser } from './browser-find.mjs';
import { installBrowser } from './browser-install.mjs';
import { atEnd } from './lifetime.mjs';
import { detail } from './report.mjs';

/** Keeps Chromium from looking for updates and the like, which is noise on a closed network. */
const quietFlags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** @typedef {{ executablePath: string, args: string[], env: Record<string, string> }} BrowserSettings what playwright's `launch` needs */

/**
 * Finds or installs a browser.
 * @returns {Promise<BrowserSettings>}
 */
export async function prepareBrowser() {
  const found = findBrowser();
  detail(found === undefined ? 'No browser found on this machine' : `Browser: ${found}`);
  const { executablePath, env } = found === undefined ? await installBrowser() : { executablePath: found, env: {} };
  return { executablePath, args: quietFlags, env };
}

/**
 * Starts a headless browser that ends with the script at the latest.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const { env, ...settings } = await prepareBrowser();
  // Loaded late: the script that installs it must start without it.
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    ...settings,
    env: { ...definedEnvironment(), ...env },
    // Our own handlers end the browser, in the right order.
    handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
  });
  atEnd(() => browser.close());
  return browser;
}

/** @returns {Record<string, string>} */
function definedEnvironment() {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
