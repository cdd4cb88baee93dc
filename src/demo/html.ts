/** The page of the demo's webview, as text. Imported by the extension: no DOM here. */
import { type DemoState, initialState } from './state';

export interface DemoPage {
  /** `webview.cspSource`: where the style sheet may come from. */
  readonly cspSource: string;
  /** Unguessable, fresh for each page; at least 16 characters of base64. */
  readonly nonce: string;
  /** `dist/demo/main.js` as a webview URI. */
  readonly scriptUri: string;
  /** `media/demo.css` as a webview URI. */
  readonly styleUri: string;
  /** The text of `dist/demo/worker.js`: a webview can start a worker from a blob only. */
  readonly workerSource: string;
  /** The editor's language, e.g. `en` or `fr`. */
  readonly locale: string;
  readonly title: string;
  /** What to open with where the webview has kept no state of its own. */
  readonly state?: DemoState;
}

/** No `unsafe-…`, no network: scripts by nonce, the worker from a blob, styles from the extension's folder. */
export function contentSecurityPolicy(page: Pick<DemoPage, 'cspSource' | 'nonce'>): string {
  return [
    "default-src 'none'", "base-uri 'none'", "form-action 'none'", `script-src 'nonce-${page.nonce}'`, 'worker-src blob:',
    `style-src ${page.cspSource}`, 'img-src data:', `font-src ${page.cspSource}`,
  ].join('; ') + ';';
}

/** What has been started while the page's own script was still being fetched and compiled. */
export interface Early {
  /** The editor's object, which can be had only once. */
  readonly api: unknown;
  readonly worker: Worker | undefined;
  /** What the worker has said so far, and who hears it. */
  readonly said: readonly unknown[];
  hear(message: unknown): void;
  /** The experiment that it was given: the page's own, where the editor has kept none. */
  readonly state: string | undefined;
}

/**
 * Starts the trainer's worker on what the page will most likely open with, which halves the time to the first picture.
 * The page takes it over from this global name; see `page/link.ts`. It stands before the style sheet, for which scripts wait.
 */
export const EARLY = 'activationLensEarly';
const startEarly = `{ const early = window.${EARLY} = { api: acquireVsCodeApi(), worker: undefined, said: [], state: undefined, hear: (data) => early.said.push(data) };
const text = (id) => document.getElementById(id).textContent;
try {
  const worker = early.worker = new Worker(URL.createObjectURL(new Blob([text('worker')], { type: 'text/javascript' })));
  worker.addEventListener('message', ({ data }) => early.hear(data));
  if (early.api.getState() == null) {
    early.state = text('state');
    worker.postMessage({ v: 1, type: 'configure', experiment: 0, state: JSON.parse(early.state), resume: null, play: false });
  }
} catch {} }`;

/** The whole document. Blocks of data stand in scripts that no browser runs; what is fetched stands before the largest of them. */
export function demoHtml(page: DemoPage): string {
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(page.locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(contentSecurityPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeAttribute(page.title)}</title>
<link rel="preload" as="style" href="${escapeAttribute(page.styleUri)}">
<script nonce="${escapeAttribute(page.nonce)}" src="${escapeAttribute(page.scriptUri)}" defer></script>
<script type="application/json" id="state">${escapeScript(JSON.stringify(page.state ?? initialState))}</script>
<script type="text/plain" id="worker">${escapeScript(page.workerSource)}</script>
<script nonce="${escapeAttribute(page.nonce)}">${startEarly}</script>
<link rel="stylesheet" href="${escapeAttribute(page.styleUri)}">
</head>
<body>
<main id="demo"></main>
</body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Makes text safe inside a script element: neither `</script` nor `<!--` may stand there. Both can occur in JavaScript
 * and in JSON only within strings, templates, regular expressions and comments, where `\u003c` means the same; a template tag
 * that reads `raw` would see the difference, and none does here.
 */
function escapeScript(text: string): string {
  return text.replace(/<(?=\/script|!--)/gi, '\\u003c');
}
