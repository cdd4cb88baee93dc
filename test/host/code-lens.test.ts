import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Analyses } from '../../src/host/analyses';
import { CodeLenses } from '../../src/host/code-lens';
import { Configs } from '../../src/host/configs';
import { loadedCore } from '../../src/host/core';
import type { InlineSwitch } from '../../src/host/inline-switch';
import type { Log } from '../../src/host/log';
import { Modules } from '../../src/host/modules';
import { closeEditors, eventually, lensesIn, openWorkspaceFile } from './support';

describe('Code lenses', () => {
  afterEach(closeEditors);

  it('do not keep VS Code waiting for a lens while the core is still being loaded', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    const modules = new Modules();
    const analyses = new Analyses(modules, new Configs(modules), { error: (what, problem) => assert.fail(`${what}: ${String(problem)}`) });
    // The suites have a core of their own, which none before this one (they run in the order of their names) has loaded.
    assert.ok(loadedCore() === undefined);
    const lenses = new CodeLenses(analyses, { shown: true } as InlineSwitch, { guard: <T>(_what: string, _nothing: T, body: () => T): T => body() } as Log);
    const again = new Promise<void>((resolve) => lenses.onDidChangeCodeLenses(resolve));
    assert.deepEqual(await lenses.provideCodeLenses(document), []);
    await again;
    assert.equal((await lenses.provideCodeLenses(document)).length, 1);
    lenses.dispose();
    analyses.dispose();
  });

  it('are asked for again after an edit that nobody typed, and then say what stands there', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    const asked: number[] = [];
    const spy = vscode.languages.registerCodeLensProvider({ language: 'typescript' }, {
      provideCodeLenses: ({ version }) => {
        asked.push(version);
        return [];
      },
    });
    await eventually('the first question', () => (asked.length > 0 ? true : undefined));
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf("'softmax'"));
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, "'softmax'".length)), "'tanh'");
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    const titles = async (): Promise<string> => (await lensesIn(document)).map(({ command }) => command?.title).join('\n');
    assert.match(await titles(), /tanh/);
    await eventually('a question about the new text', () => (asked.at(-1) === document.version ? true : undefined), 20_000);
    spy.dispose();
  }).timeout(40_000);
});
