/** What the user has chosen, for one document. */
import * as vscode from 'vscode';
import type { ConfiguredChoices } from '../core/config/config';
import { severityOf } from '../core/config/severity';
import type { Severities } from '../core/rules/run';
import type { Severity } from '../core/rules/types';
import { UNUSED_SEVERITY } from '../core/rules/unused-name';
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
  /** Nothing is looked for in the document, whatever is shown of it. */
  readonly ignored: boolean;
}

/** Only what is a severity; a rule that does not exist is never looked up. */
function severities(value: unknown): Severities {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).flatMap(([id, name]) => {
    const severity = severityOf(name);
    return severity === undefined ? [] : [[id, severity] as const];
  });
  return Object.fromEntries(entries);
}

/** The values of a setting from the weakest to the strongest, before and behind the word of a project's own file. */
function wordsOf(configuration: vscode.WorkspaceConfiguration, key: string): { readonly user: readonly unknown[]; readonly workspace: readonly unknown[] } {
  const found = configuration.inspect<unknown>(key);
  return {
    user: [found?.defaultValue, found?.defaultLanguageValue, found?.globalValue, found?.globalLanguageValue],
    workspace: [found?.workspaceValue, found?.workspaceFolderValue, found?.workspaceLanguageValue, found?.workspaceFolderLanguageValue],
  };
}

/**
 * The settings that hold for a document, for a cell those of its notebook. Values that do not fit are taken for absent.
 *
 * What the project's file says comes before what users set for all they do, and behind what is set for this workspace.
 */
export function settingsOf(document: vscode.TextDocument, project?: ConfiguredChoices): Settings {
  const configuration = vscode.workspace.getConfiguration(SECTION, { uri: notebookOf(document)?.uri ?? document.uri, languageId: document.languageId });
  const flag = (key: string): boolean => configuration.get<unknown>(key) !== false;
  const sparkline = configuration.get<unknown>('sparkline');
  const rules = wordsOf(configuration, 'rules');
  const unused = wordsOf(configuration, 'reportUnusedDisables');
  return {
    enable: flag('enable'),
    hover: flag('hover.enabled'),
    inlayHints: flag('inlayHints.enabled'),
    codeLens: flag('codeLens.enabled'),
    sparkline: sparkline === 'off' || sparkline === 'gutter' ? sparkline : 'inline',
    run: configuration.get<unknown>('run') === 'onSave' ? 'onSave' : 'onType',
    severities: Object.assign({}, ...rules.user.map(severities), project?.severities, ...rules.workspace.map(severities)) as Severities,
    reportUnusedDisables: [...unused.user, project?.reportUnusedDisables, ...unused.workspace].map(severityOf).findLast((one) => one !== undefined) ?? UNUSED_SEVERITY,
    ignored: project?.ignored ?? false,
  };
}

/** Calls back when a setting of ours has changed anywhere. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) listener();
  });
}
