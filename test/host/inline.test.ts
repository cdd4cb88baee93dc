import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeEditors, eventually, hintsIn, lensesIn, openWorkspaceFile, resetSettings, set } from './support';

const counts = (map: ReadonlyMap<string, number>): string => [...map].map(([key, count]) => `${key} ×${count}`).sort().join(', ');

/** Waits until an editor shows these sparklines. */
async function untilSparklines(editor: vscode.TextEditor, wanted: string): Promise<void> {
  const { sparklinesIn } = await api();
  let seen = '';
  await eventually(`sparklines ${wanted}`, () => {
    seen = counts(sparklinesIn(editor));
    return seen === wanted ? true : undefined;
  }).catch(() => assert.equal(seen, wanted));
}

describe('Inline insights', () => {
  afterEach(async () => {
    await resetSettings();
    await closeEditors();
  });

  it('put a hint behind each activation', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    const [relu, softmax, ...others] = await hintsIn(document);
    assert.equal(relu, '∈[0,∞)');
    assert.match(softmax ?? '', /^∈\(0,1\) ƒ′≤/);
    assert.deepEqual(others, []);
  });

  it('put a lens above each model, which lists its layers', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    const [lens, ...others] = await lensesIn(document);
    assert.equal(others.length, 0);
    assert.equal(lens?.range.start.line, 2);
    assert.match(lens?.command?.title ?? '', /^2 layers · 83 parameters/);
    const { command, arguments: args } = lens?.command ?? { command: '', arguments: [] };
    const asked = vscode.commands.executeCommand(command, ...(args ?? []));
    // The list is open; closing it is choosing nothing.
    const closed = await eventually('the list of layers', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([asked.then(() => true), new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 200))]);
    });
    assert.equal(closed, true);
  });

  it('draw sparklines in both editors of one file', async () => {
    const first = await openWorkspaceFile('iris.ts');
    const second = await vscode.window.showTextDocument(first.document, vscode.ViewColumn.Two);
    assert.equal(vscode.window.visibleTextEditors.length, 2);
    for (const editor of vscode.window.visibleTextEditors) await untilSparklines(editor, 'inline relu ×1, inline softmax ×1');
    assert.ok(second);
  });

  it('move the sparklines to the gutter or away with the setting', async () => {
    const editor = await openWorkspaceFile('iris.ts');
    await untilSparklines(editor, 'inline relu ×1, inline softmax ×1');
    await set('activationLens.sparkline', 'gutter');
    await untilSparklines(editor, 'gutter relu ×1, gutter softmax ×1');
    await set('activationLens.sparkline', 'off');
    await untilSparklines(editor, '');
  });

  it('draw again when the theme turns to high contrast and back', async () => {
    const editor = await openWorkspaceFile('iris.ts');
    for (const theme of ['Default High Contrast', 'Default Light Modern']) {
      await set('workbench.colorTheme', theme);
      await untilSparklines(editor, 'inline relu ×1, inline softmax ×1');
    }
  });

  it('follow the text', async () => {
    const editor = await openWorkspaceFile('iris.ts');
    const at = editor.document.positionAt(editor.document.getText().indexOf("'relu'"));
    await editor.edit((edit) => edit.replace(new vscode.Range(at, at.translate(0, 6)), "'tanh'"));
    await untilSparklines(editor, 'inline softmax ×1, inline tanh ×1');
    assert.equal((await hintsIn(editor.document))[0], '∈(−1,1)');
  });

  it('go and come back with one command', async () => {
    const editor = await openWorkspaceFile('iris.ts');
    await untilSparklines(editor, 'inline relu ×1, inline softmax ×1');
    await vscode.commands.executeCommand('activationLens.toggleInlineInsights');
    await untilSparklines(editor, '');
    assert.deepEqual(await hintsIn(editor.document), []);
    assert.deepEqual(await lensesIn(editor.document), []);
    assert.match((await api()).statusOf(editor.document).detail, /hidden/);
    await vscode.commands.executeCommand('activationLens.toggleInlineInsights');
    await untilSparklines(editor, 'inline relu ×1, inline softmax ×1');
    assert.equal((await hintsIn(editor.document)).length, 2);
    assert.equal((await lensesIn(editor.document)).length, 1);
  });

  it('can each be switched off', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    await set('activationLens.inlayHints.enabled', false);
    await set('activationLens.codeLens.enabled', false);
    assert.deepEqual(await hintsIn(document), []);
    assert.deepEqual(await lensesIn(document), []);
  });
});
