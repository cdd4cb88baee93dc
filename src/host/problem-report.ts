/** *Report a Problem*: what those who mend it ask for first, as a text that the user reads before anybody else does. */
import * as vscode from 'vscode';
import type { Status } from './status';

export const REPORT_PROBLEM = 'activationLens.reportProblem';

/** What of the manifest is needed. */
interface Manifest {
  readonly version?: string;
  readonly bugs?: { readonly url?: string };
  readonly contributes?: { readonly configuration?: readonly { readonly properties?: Readonly<Record<string, unknown>> }[] };
}

/** The settings that are not the default, with where they are set. */
function changedSettings({ contributes }: Manifest): string[] {
  const names = (contributes?.configuration ?? []).flatMap(({ properties }) => Object.keys(properties ?? {}));
  return names.flatMap((name) => {
    const found = vscode.workspace.getConfiguration().inspect<unknown>(name);
    const values = { user: found?.globalValue, workspace: found?.workspaceValue, folder: found?.workspaceFolderValue };
    return Object.entries(values).flatMap(([where, value]) => (value === undefined ? [] : [`${name} (${where}): ${JSON.stringify(value)}`]));
  });
}

/** The text: no line of the user's program is in it, and no name of a file. */
export function reportText(manifest: Manifest, status: Status): string {
  const { appName, appHost, remoteName, uiKind, language } = vscode.env;
  const document = vscode.window.activeTextEditor?.document;
  const said = document && status.textFor(document);
  const list = (items: readonly string[], none: string): string => (items.length === 0 ? none : items.map((item) => `* ${item}`).join('\n'));
  return `# ${vscode.l10n.t('Problem with Activation Lens')}

${vscode.l10n.t('What happened:')}

${vscode.l10n.t('What you expected:')}

${vscode.l10n.t('The shortest program that shows it:')}

\`\`\`js

\`\`\`

## ${vscode.l10n.t('Versions')}

${list([
    `Activation Lens ${manifest.version ?? '?'}`,
    `${appName} ${vscode.version} (${[appHost, uiKind === vscode.UIKind.Web ? 'web' : 'desktop', ...(remoteName === undefined ? [] : [remoteName])].join(', ')}), ${language}`,
    ...(document ? [`${document.languageId}, ${document.uri.scheme}: ${[said?.text ?? '', said?.detail ?? ''].filter((part) => part !== '').join(' · ')}`] : []),
  ], '')}

## ${vscode.l10n.t('Settings')}

${list(changedSettings(manifest), vscode.l10n.t('as they come'))}
`;
}

/** Opens the text as a new document, and offers the page where problems are reported if there is one. */
export async function reportProblem(extension: vscode.Extension<unknown>, status: Status): Promise<void> {
  const manifest = extension.packageJSON as Manifest;
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: reportText(manifest, status) });
  await vscode.window.showTextDocument(document);
  const url = manifest.bugs?.url;
  if (url === undefined) return;
  const open = vscode.l10n.t('Copy and open the page');
  if ((await vscode.window.showInformationMessage(vscode.l10n.t('Complete the text; then copy it and open the page where problems are reported.'), open)) !== open) return;
  await vscode.env.clipboard.writeText(document.getText());
  await vscode.env.openExternal(vscode.Uri.parse(url));
}
