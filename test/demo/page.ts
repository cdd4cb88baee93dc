/** Opens the built demo in a browser as the editor would: the real policy, a stand-in for the editor's object. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { demoHtml } from '../../src/demo/html';
import type { Saved } from '../../src/demo/page/saved';
import type { FromWebview, ToWebview } from '../../src/demo/protocol';
import type { DemoState } from '../../src/demo/state';

export type ThemeName = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** Device pixels per CSS pixel; 2 with half the width is what a zoom of 200 % gives. */
  readonly scale?: number;
  /** What the editor has kept, as `setState` got it. */
  readonly kept?: unknown;
  readonly state?: DemoState;
  readonly locale?: string;
  readonly reducedMotion?: boolean;
  /** Workers are accepted and never run. */
  readonly deafWorkers?: boolean;
}

export interface OpenDemo {
  readonly page: Page;
  /** Policy violations, errors on the console, uncaught errors. */
  readonly troubles: readonly string[];
  /** Requests other than the page, its script and its style sheet. */
  readonly requests: readonly string[];
  sent(): Promise<readonly FromWebview[]>;
  kept(): Promise<Saved>;
  send(message: ToWebview | Record<string, unknown>): Promise<void>;
  /** The step that is shown. */
  step(): Promise<number>;
  /** Milliseconds from the start of the page to its first drawn frame. */
  firstFrame(): Promise<number>;
  close(): Promise<void>;
}

/** The variables that matter, with the editor's own values. */
const themes: Readonly<Record<ThemeName, { readonly classes: string; readonly variables: Readonly<Record<string, string>> }>> = {
  dark: {
    classes: 'vscode-dark',
    variables: {
      'editor-background': '#1f1f1f', foreground: '#cccccc', descriptionForeground: '#9d9d9d', 'button-background': '#0078d4', 'button-foreground': '#ffffff',
      'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'dropdown-background': '#313131', 'dropdown-foreground': '#cccccc',
      'dropdown-border': '#3c3c3c', 'input-background': '#313131', 'input-foreground': '#cccccc', focusBorder: '#0078d4', 'widget-border': '#313131',
    },
  },
  light: {
    classes: 'vscode-light',
    variables: {
      'editor-background': '#ffffff', foreground: '#3b3b3b', descriptionForeground: '#3b3b3b', 'button-background': '#005fb8', 'button-foreground': '#ffffff',
      'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b', 'dropdown-background': '#ffffff', 'dropdown-foreground': '#3b3b3b',
      'dropdown-border': '#cecece', 'input-background': '#ffffff', 'input-foreground': '#3b3b3b', focusBorder: '#005fb8', 'widget-border': '#e5e5e5',
    },
  },
  'high-contrast': {
    classes: 'vscode-high-contrast',
    variables: { 'editor-background': '#000000', foreground: '#ffffff', contrastBorder: '#6fc3df', 'button-foreground': '#ffffff', 'dropdown-background': '#000000', 'dropdown-foreground': '#ffffff', focusBorder: '#f38518' },
  },
  'high-contrast-light': {
    classes: 'vscode-high-contrast-light vscode-high-contrast',
    variables: { 'editor-background': '#ffffff', foreground: '#292929', contrastBorder: '#0f4a85', 'button-background': '#0f4a85', 'button-foreground': '#ffffff', 'dropdown-background': '#ffffff', 'dropdown-foreground': '#292929', focusBorder: '#006bbd' },
  },
};

export interface DemoServer {
  open(browser: Browser, options?: OpenOptions): Promise<OpenDemo>;
  close(): Promise<void>;
}

/** Serves what the build has written to the folder. */
export async function serveDemo(folder = 'dist/demo'): Promise<DemoServer> {
  const [script, workerSource, style] = await Promise.all([`${folder}/main.js`, `${folder}/worker.js`, 'media/demo.css'].map((file) => readFile(file, 'utf8')));
  const pages = new Map<string, string>();
  const server: Server = createServer(({ url = '/' }, response) => {
    const [type, body] = url === '/main.js' ? ['text/javascript', script] : url === '/demo.css' ? ['text/css', style] : ['text/html', pages.get(url)];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    async open(browser, options = {}) {
      const { theme = 'dark', width = 960, height = 900, scale = 1, kept, state, locale = 'en', reducedMotion = false, deafWorkers = false } = options;
      const url = `/${pages.size}.html`;
      const own = new Set([`${base}${url}`, `${base}/main.js`, `${base}/demo.css`]);
      pages.set(url, demoHtml({
        cspSource: base, nonce: 'dGVzdC1vbmx5LW5vbmNl', scriptUri: '/main.js', styleUri: '/demo.css', workerSource: workerSource!, locale, title: 'Activation Lens',
        ...(state === undefined ? {} : { state }),
      }));
      const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
      const troubles: string[] = [];
      const requests: string[] = [];
      page.on('pageerror', (error) => troubles.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
      });
      page.on('request', (request) => {
        if (!own.has(request.url()) && !request.url().startsWith('blob:')) requests.push(request.url());
      });
      const classes = themes[theme].classes + (reducedMotion ? ' vscode-reduce-motion' : '');
      await page.addInitScript(standIn, { kept, classes, variables: themes[theme].variables, deafWorkers });
      await page.goto(base + url);
      return {
        page, troubles, requests,
        sent: () => page.evaluate(() => (globalThis as unknown as StandIn).sent),
        kept: () => page.evaluate(() => (globalThis as unknown as StandIn).keptState as Saved),
        send: (message) => page.evaluate((value) => globalThis.postMessage(value, globalThis.origin), message as unknown),
        step: () => page.evaluate(() => Number(document.body.dataset['step'] || 'NaN')),
        firstFrame: async () => {
          await page.waitForFunction(() => (globalThis as unknown as StandIn).firstFrame !== undefined, undefined, { timeout: 10_000 });
          return page.evaluate(() => (globalThis as unknown as StandIn).firstFrame!);
        },
        close: () => page.close(),
      };
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** What the script below leaves on the page's global object. */
interface StandIn {
  sent: FromWebview[];
  keptState: unknown;
  firstFrame?: number;
}

/** Runs in the page before anything else of it: the editor's object, its theme, and a log of policy violations. */
function standIn({ kept, classes, variables, deafWorkers }: { kept: unknown; classes: string; variables: Readonly<Record<string, string>>; deafWorkers: boolean }): void {
  const scope = globalThis as unknown as StandIn & { acquireVsCodeApi: () => unknown };
  scope.sent = [];
  scope.keptState = kept;
  scope.acquireVsCodeApi = () => ({
    postMessage: (message: FromWebview) => scope.sent.push(message),
    getState: () => scope.keptState,
    setState: (state: unknown) => {
      // As the editor does: what JSON cannot hold is lost.
      scope.keptState = JSON.parse(JSON.stringify(state));
    },
  });
  document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  if (deafWorkers) Object.assign(globalThis, { Worker: class extends EventTarget { postMessage(): void {} terminate(): void {} } });
  const watcher = new MutationObserver(() => {
    if (document.body === null) return;
    watcher.disconnect();
    document.body.className = classes;
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
    // The frame after the one that drew: by then the picture has been painted.
    const drawn = new MutationObserver(() => {
      if (!document.body.dataset['step']) return;
      drawn.disconnect();
      requestAnimationFrame(() => {
        scope.firstFrame = performance.now();
      });
    });
    drawn.observe(document.body, { attributes: true, attributeFilter: ['data-step'] });
  });
  watcher.observe(document, { childList: true, subtree: true });
}
