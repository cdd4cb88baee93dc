/** What the user has chosen, for one document. */
import * as vscode from 'vscode';
import type { Severities } from '../core/rules/run';
import type { Severity } from '../core/rules/types';
import { notebookOf } from './sources';

const SECTION = 'activationLens';

export type SparklineMode = 'off' | 'inline' | 'gutter';

export interface Settings {
  readonly enable: boolean;
  readonly hover: boolean;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  readonly sparkline: SparklineMode;
  readonly run: 'onType' | 'onSave';
  readonly severities: Severities;
  readonly reportUnusedDisables: Severity | 'off';
}

const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'] as const;

/** Only what is a severity; a rule that does not exist is never looked up. */
function severities(value: unknown): Severities {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).flatMap(([id, name]) => {
    const severity = SEVERITIES.find((one) => one === name);
    return severity === undefined ? [] : [[id, severity] as const];
  });
  return Object.fromEntries(entries);
}

/** The settings that hold for a document, for a cell those of its notebook. Values that do not fit are taken for absent. */
export function settingsOf(document: vscode.TextDocument): Settings {
  const configuration = vscode.workspace.getConfiguration(SECTION, { uri: notebookOf(document)?.uri ?? document.uri, languageId: document.languageId });
  const flag = (key: string): boolean => configuration.get<unknown>(key) !== false;
  const sparkline = configuration.get<unknown>('sparkline');
  return {
    enable: flag('enable'),
    hover: flag('hover.enabled'),
    inlayHints: flag('inlayHints.enabled'),
    codeLens: flag('codeLens.enabled'),
    sparkline: sparkline === 'off' || sparkline === 'gutter' ? sparkline : 'inline',
    run: configuration.get<unknown>('run') === 'onSave' ? 'onSave' : 'onType',
    severities: severities(configuration.get<unknown>('rules')),
    reportUnusedDisables: SEVERITIES.find((one) => one === configuration.get<unknown>('reportUnusedDisables')) ?? 'warning',
  };
}

/** Calls back when a setting of ours has changed anywhere. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) listener();
  });
}
