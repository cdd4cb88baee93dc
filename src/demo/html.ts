/** The page of the demo's webview, as text. Imported by the extension: no DOM here. */
import type { DemoState } from './state';

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

/**
 * Starts the trainer's worker while the page's own script is still being fetched and compiled, which saves a third of the
 * time to the first picture. The page takes it over from this global name; see `page/link.ts`.
 */
export const EARLY_WORKER = 'activationLensWorker';
const startWorker = `try { const url = URL.createObjectURL(new Blob([document.getElementById('worker').textContent], { type: 'text/javascript' })); `
  + `window.${EARLY_WORKER} = new Worker(url); } catch { window.${EARLY_WORKER} = undefined; }`;

/** The whole document. Blocks of data stand in scripts that no browser runs. */
export function demoHtml(page: DemoPage): string {
  const state = page.state === undefined ? '' : `\n<script type="application/json" id="state">${escapeScript(JSON.stringify(page.state))}</script>`;
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(page.locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(contentSecurityPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeAttribute(page.title)}</title>
<link rel="stylesheet" href="${escapeAttribute(page.styleUri)}">
</head>
<body>
<main id="demo"></main>${state}
<script type="text/plain" id="worker">${escapeScript(page.workerSource)}</script>
<script nonce="${escapeAttribute(page.nonce)}">${startWorker}</script>
<script nonce="${escapeAttribute(page.nonce)}" src="${escapeAttribute(page.scriptUri)}"></script>
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
