import * as vscode from 'vscode';
import type { Localize } from '../core/rules/format';

/** Messages of the core in the editor's language; their English template is the key. */
export const localize: Localize = (template, data) => vscode.l10n.t(template, { ...data });
