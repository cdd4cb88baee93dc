import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, eventually, extension, openWorkspaceFile, resetSettings, set } from './support';

const page = (path: string): Thenable<vscode.TextDocument> => vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'activation-lens-docs', path }));

const previews = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('markdown.preview'));

describe('Documentation', () => {
  afterEach(async () => {
    await resetSettings();
    await closeEditors();
  });

  it('has a page for each rule of the settings', async () => {
    const { contributes } = extension().packageJSON as { contributes: { configuration: { properties: Record<string, { properties?: Record<string, unknown> }> }[] } };
    const ids = contributes.configuration.flatMap(({ properties }) => Object.keys(properties['activationLens.rules']?.properties ?? {}));
    assert.ok(ids.length >= 6);
    for (const id of ids) {
      const text = (await page(`/rules/${id}.md`)).getText();
      assert.match(text, new RegExp(`^# ${id}\n`));
      assert.equal(text.split('```js').length, 3, id);
    }
  });

  it('has a page with a plot for an activation, in the colours of the theme', async () => {
    const plot = (text: string): string => /\(data:image\/svg\+xml;base64,([\w+/=]+)\)/.exec(text)?.[1] ?? '';
    await set('workbench.colorTheme', 'Default Dark Modern');
    await eventually('the dark theme', () => (vscode.window.activeColorTheme.kind === vscode.ColorThemeKind.Dark ? true : undefined));
    const document = await page('/activations/gelu.md');
    const dark = plot(document.getText());
    assert.notEqual(dark, '');
    await set('workbench.colorTheme', 'Default Light Modern');
    await eventually('a light plot', () => (plot(document.getText()) === dark ? undefined : true));
  });

  it('answers for what does not exist', async () => {
    for (const path of ['/rules/__proto__.md', '/activations/toString.md', '/../../etc/passwd', '/rules/no-such-rule.md']) {
      assert.equal((await page(path)).getText(), 'There is no such page.', path);
    }
  });

  it('is shown as a preview by the command, for rules and for activations', async () => {
    await openWorkspaceFile('faulty.ts');
    await vscode.commands.executeCommand('activationLens.showRule', 'redundant-activation');
    await eventually('the preview of a rule', () => previews().find(({ label }) => label.includes('redundant-activation')), 30_000);
    await closeEditors();
    await vscode.commands.executeCommand('activationLens.explainActivation', 'mish');
    await eventually('the preview of an activation', () => previews().find(({ label }) => label.includes('mish')), 30_000);
  }).timeout(90_000);

  it('asks which one where it is called with something else', async () => {
    await openWorkspaceFile('faulty.ts');
    for (const argument of [undefined, 'constructor', { id: 'redundant-activation' }, ['x']]) {
      const asked = vscode.commands.executeCommand('activationLens.showRule', argument);
      await eventually('the list', async () => {
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        return Promise.race([asked.then(() => true), new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 200))]);
      });
    }
    assert.equal(previews().length, 0);
  });
});
