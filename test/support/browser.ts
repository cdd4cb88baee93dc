/** The Chromium for tests that drive a page. */
import { type Browser, chromium } from 'playwright-core';

/** Starts the browser that scripts/test.mjs has found or installed; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const settings = process.env['ACTIVATION_LENS_BROWSER'];
  if (settings === undefined) throw new Error('run this test with "npm test -- demo", which prepares a browser');
  const { env, ...options } = JSON.parse(settings) as { executablePath: string; args: string[]; env: Record<string, string> };
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return chromium.launch({ ...options, env: { ...Object.fromEntries(inherited), ...env } });
}
