/** What the tests of the page share: a browser, a server, and the ways to work a page. Imported by each such file once. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { setBackend } from '@tensorflow/tfjs';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { type DemoServer, type OpenDemo, type OpenOptions, serveDemo } from './page';

let browser: Browser;
let server: DemoServer;
const opened: OpenDemo[] = [];

before(async () => {
  await setBackend('cpu');
  [browser, server] = await Promise.all([launchBrowser(), serveDemo()]);
});
after(async () => {
  await browser.close();
  await server.close();
});

export async function open(options?: OpenOptions): Promise<OpenDemo> {
  const demo = await server.open(browser, options);
  opened.push(demo);
  await demo.firstFrame();
  return demo;
}

/** The body of a test on a page; at its end the page must have done nothing that it must not. */
export function checked(options: OpenOptions, body: (demo: OpenDemo) => Promise<void>): () => Promise<void> {
  return async () => {
    const demo = await open(options);
    try {
      await body(demo);
      assert.deepEqual(demo.troubles, []);
      assert.deepEqual(demo.requests, []);
    } finally {
      await demo.close();
    }
  };
}

export const button = (demo: OpenDemo, name: string) => demo.page.getByRole('button', { name, exact: true });
export const figures = (demo: OpenDemo): Promise<string[]> => demo.page.locator('.figure dd, .counter, .layers td').allTextContents();
export const until = (demo: OpenDemo, step: number): Promise<unknown> => demo.page.waitForFunction((least) => Number(document.body.dataset['step']) >= least, step);

export async function pause(demo: OpenDemo): Promise<void> {
  await button(demo, 'Pause').click();
  await button(demo, 'Play').waitFor();
  await atRest(demo);
}

/** Waits until the last frame of a stretch has been shown and kept. */
export async function atRest(demo: OpenDemo): Promise<void> {
  await demo.page.waitForFunction(() => {
    const kept = (globalThis as unknown as { keptState?: { playing: boolean; step: number } }).keptState;
    return kept?.playing === false && String(kept.step) === document.body.dataset['step'];
  });
}
