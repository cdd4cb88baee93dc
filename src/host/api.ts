/** What the extension lets others look at; its own tests use it where VS Code shows nothing to them. */
import type * as vscode from 'vscode';
import type { FromWebview, ToWebview } from '../demo/protocol';
import type { StatusText } from './status';

export interface ActivationLensApi {
  /** How long activate() took, in ms. */
  readonly activationTime: number;
  /** True once the core has been loaded. */
  readonly isCoreLoaded: () => boolean;
  readonly statusOf: (document: vscode.TextDocument) => StatusText;
  /** How many sparklines of each function an editor shows. */
  readonly sparklinesIn: (editor: vscode.TextEditor) => ReadonlyMap<string, number>;
  /** How many documents have an analysis. */
  readonly analysedDocuments: () => number;
  readonly demo: {
    readonly onMessage: vscode.Event<FromWebview>;
    readonly send: (message: ToWebview) => Promise<boolean>;
    /** Takes a message as if the page had sent it. */
    readonly receive: (message: unknown) => void;
    /** Takes over a panel as after a restart of the window. */
    readonly revive: (panel: vscode.WebviewPanel) => Promise<void>;
  };
}
