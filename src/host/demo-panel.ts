/** The demo: one webview panel, opened, revealed or brought back after a restart. */
import * as vscode from 'vscode';
import { demoHtml } from '../demo/html';
import { parseFromWebview } from '../demo/protocol';
import type { FromWebview, ToWebview } from '../demo/protocol';
import { ACTIVATIONS, stack } from '../demo/layers';
import { initialState } from '../demo/state';
import type { DemoState } from '../demo/state';
import { copy, DemoLinks, save } from './demo-sharing';
import type { Log } from './log';
import { showPage } from './pages';

const VIEW_TYPE = 'activationLens.demo';

/** A state that sets an activation against another from the same start; undefined where the demo has no such activation. */
export function stateFor(activation: string | undefined): DemoState | undefined {
  const id = ACTIVATIONS.find((one) => one === activation);
  if (id === undefined) return undefined;
  return { ...initialState, preset: '', runs: [stack([8, 8], id), stack([8, 8], id === 'relu' ? 'softmax' : 'relu')] };
}

/** Fresh and unguessable, from letters and digits. */
function nonce(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => alphabet[byte % alphabet.length]).join('');
}

export class DemoPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #messages = new vscode.EventEmitter<FromWebview>();
  readonly #registration = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this);
  readonly #links: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  /** What the page is to show as soon as it listens. */
  #wanted: DemoState | undefined;
  #listening = false;
  /** The panel was there when the window closed, and goes on where it was. */
  #revived = false;

  /** What the page says; refused messages are not among it. */
  readonly onMessage = this.#messages.event;

  constructor(private readonly extension: vscode.Uri, private readonly log: Log) {
    this.#links = vscode.window.registerUriHandler(new DemoLinks((state) => this.show(state), log));
  }

  get revived(): boolean {
    return this.#revived;
  }

  /** Opens the demo beside the editor, or brings it to the front; with an activation it is set up anew. */
  async open(activation?: string): Promise<void> {
    const state = stateFor(activation);
    if (activation !== undefined && state === undefined) this.log.info(`The demo has no ${JSON.stringify(activation)}; it opens as it is.`);
    await this.show(state);
  }

  /** The same with a state; without one it stays as it is. */
  async show(state: DemoState | undefined): Promise<void> {
    if (this.#panel) {
      this.#panel.reveal(undefined, false);
      if (state && this.#listening) await this.send({ v: 1, type: 'configure', state, play: true });
      else if (state) this.#wanted = state;
      return;
    }
    this.#wanted = state;
    this.#revived = false;
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, this.#title(), vscode.ViewColumn.Beside);
    await this.#fill(panel);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#revived = true;
    await this.log.guard('demo', undefined, () => this.#fill(panel));
  }

  async send(message: ToWebview): Promise<boolean> {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's function takes no origin
    return (await this.#panel?.webview.postMessage(message)) ?? false;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#links.dispose();
    this.#panel?.dispose();
    this.#messages.dispose();
  }

  #title(): string {
    return vscode.l10n.t('Activation Lens Demo');
  }

  async #fill(panel: vscode.WebviewPanel): Promise<void> {
    const { webview } = panel;
    const scripts = vscode.Uri.joinPath(this.extension, 'dist', 'demo');
    const media = vscode.Uri.joinPath(this.extension, 'media');
    this.#panel = panel;
    this.#listening = false;
    panel.iconPath = { light: vscode.Uri.joinPath(media, 'demo-light.svg'), dark: vscode.Uri.joinPath(media, 'demo-dark.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [scripts, media] };
    webview.onDidReceiveMessage((message: unknown) => this.log.guard('demo message', undefined, () => this.receive(message)));
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is gone; the one that comes back says ready again.
      if (!panel.visible) this.#listening = false;
    });
    const worker = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(scripts, 'worker.js'));
    if (this.#panel !== panel) return;
    webview.html = demoHtml({
      cspSource: webview.cspSource, nonce: nonce(), locale: vscode.env.language, title: this.#title(),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(scripts, 'main.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(media, 'demo.css')).toString(),
      workerSource: new TextDecoder().decode(worker),
    });
  }

  /** Takes what the page says; what is none of its messages is logged. */
  receive(message: unknown): void {
    const parsed = parseFromWebview(message);
    if (!parsed.ok) {
      this.log.warn(`Refused a message of the demo: ${parsed.reason}`);
      return;
    }
    if (parsed.value.type === 'ready') {
      this.#listening = true;
      void this.send({ v: 1, type: 'init', state: this.#wanted ?? null });
      this.#wanted = undefined;
    } else if (parsed.value.type === 'copy' || parsed.value.type === 'save') {
      const message = parsed.value;
      void this.log.guard('demo sharing', undefined, () => (message.type === 'copy' ? copy(message) : save(message)));
    } else if (parsed.value.type === 'page') void showPage(parsed.value.kind, parsed.value.id, this.log);
    else if (parsed.value.type === 'error') this.log.warn(`Demo: ${parsed.value.message}`);
    this.#messages.fire(parsed.value);
  }
}
