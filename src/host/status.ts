import * as vscode from 'vscode';
import { MAX_LENGTH, MAX_LINE_LENGTH } from '../core/syntax/gate';
import { CONFIG_NAME } from '../core/config/config';
import { countText, decimalText } from '../core/insight/counts';
import type { Analyses, Reading, Silence } from './analyses';
import { SELECTOR } from './documents';
import type { InlineSwitch } from './inline-switch';
import { localize } from './localize';
import type { Log } from './log';
import { settingsOf } from './settings';
import { sourceOf } from './sources';

/** Why nothing is said about a document, in words. */
export function silenceText(reason: Silence): string {
  switch (reason) {
    case 'no-tfjs': return vscode.l10n.t('no TensorFlow.js in this file');
    case 'too-large': return vscode.l10n.t('not analysed: larger than {0} kB', MAX_LENGTH / 1000);
    case 'long-line': return vscode.l10n.t('not analysed: a line of more than {0} characters (minified?)', countText(MAX_LINE_LENGTH, localize));
    case 'binary': return vscode.l10n.t('not analysed: not a text file');
    case 'too-deep': return vscode.l10n.t('not analysed: nested too deep');
    case 'not-json': return vscode.l10n.t('not analysed: not JSON');
    case 'abandoned': return vscode.l10n.t('given up: the analysis takes too long; the next change tries again');
    case 'failed': return vscode.l10n.t('not analysed: a fault of Activation Lens, which its log tells of');
    case 'conflict': return vscode.l10n.t('not analysed: conflict markers');
  }
}

export interface StatusText {
  readonly text: string;
  readonly detail: string;
}

// None has words of its own: languages differ in what number that is.
const activationsText = (count: number): string => (count === 0 ? vscode.l10n.t('0 activations') : count === 1 ? vscode.l10n.t('1 activation') : vscode.l10n.t('{0} activations', count));
const findingsText = (count: number): string => (count === 0 ? vscode.l10n.t('0 findings') : count === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', count));

function textOf({ analysis, silence, milliseconds, settings }: Reading): StatusText {
  if (!analysis || silence) return { text: silence ? silenceText(silence) : '', detail: '' };
  const { activations, findings, finished } = analysis;
  const counts = [
    activationsText(activations.length),
    settings.ignored ? vscode.l10n.t('findings left out by {0}', CONFIG_NAME) : findingsText(findings.length),
  ];
  const detail = [vscode.l10n.t('analysed in {0} ms', milliseconds < 10 ? decimalText(milliseconds, localize) : String(Math.round(milliseconds)))];
  if (!finished) detail.unshift(vscode.l10n.t('not read to its end: too much to evaluate'));
  return { text: counts.join(', '), detail: detail.join(' · ') };
}

/** The language status item: how much was found in the file that is being edited, or why nothing was. */
export class Status implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem('activationLens.status', SELECTOR);
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly analyses: Analyses, private readonly inline: InlineSwitch, private readonly log: Log) {
    this.#item.name = 'Activation Lens';
    this.#item.command = { title: vscode.l10n.t('Show log'), command: 'activationLens.showLog' };
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      analyses.onDidRead(({ parts }) => {
        if (parts.some(({ document }) => document === vscode.window.activeTextEditor?.document)) this.refresh();
      }),
      inline.onDidChange(() => this.refresh()),
    ];
  }

  /** What the item says of a document. */
  textFor(document: vscode.TextDocument): StatusText {
    if (!settingsOf(document).enable) return { text: vscode.l10n.t('switched off in the settings'), detail: '' };
    const reading = this.analyses.get(document);
    if (!reading) return { text: vscode.l10n.t('starting'), detail: '' };
    const { text, detail } = textOf(reading);
    const hidden = this.inline.shown || !reading.analysis ? [] : [vscode.l10n.t('inline insights are hidden')];
    return { text, detail: [detail, ...hidden].filter((part) => part !== '').join(' · ') };
  }

  refresh(): void {
    this.log.guard('status', undefined, () => {
      const document = vscode.window.activeTextEditor?.document;
      if (!document || sourceOf(document) === undefined) return;
      const { text, detail } = this.textFor(document);
      this.#item.text = `Activation Lens: ${text}`;
      this.#item.detail = detail;
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }
}
