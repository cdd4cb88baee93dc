import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, openWorkspaceFile, readFile } from './support';

describe('The workspace of the suites', () => {
  afterEach(closeEditors);

  it('is saved only by those who ask for it', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    assert.equal(vscode.workspace.getConfiguration('files', document).get('autoSave'), 'off');
  });

  it('holds for the next test what it held for this one', async () => {
    const editor = await openWorkspaceFile('iris.ts');
    const original = editor.document.getText();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// changed\n'));
    assert.equal(await editor.document.save(), true);
    assert.notEqual(await readFile(editor.document.uri), original);
    await closeEditors();
    assert.equal(await readFile(editor.document.uri), original);
    assert.equal((await openWorkspaceFile('iris.ts')).document.getText(), original);
  });
});
