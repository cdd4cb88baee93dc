/** The editor's side of the page: the one object that VS Code gives a webview, with messages checked both ways. */
import { type FromWebview, parseToWebview, type ToWebview } from '../protocol';

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export interface Host {
  send(message: FromWebview): void;
  /** What the editor kept of this view when it was hidden, unchecked. */
  kept(): unknown;
  keep(state: unknown): void;
}

/** Connects by the editor's object, which the page has taken already. A message that is refused goes to the extension's log. */
export function connectHost(object: unknown, listener: (message: ToWebview) => void): Host {
  const api = object as VsCodeApi;
  const host: Host = {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's function takes no origin
    send: (message) => api.postMessage(message),
    kept: () => api.getState(),
    keep: (state) => api.setState(state),
  };
  globalThis.addEventListener('message', ({ data, origin }: MessageEvent<unknown>) => {
    // The editor's frame speaks from the same origin; nobody else has a say.
    if (origin !== globalThis.origin) return;
    const parsed = parseToWebview(data);
    if (parsed.ok) listener(parsed.value);
    else host.send({ v: 1, type: 'error', message: `Refused a message of the extension: ${parsed.reason}` });
  });
  return host;
}
