import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, eventually, extension, openText } from './support';

/** The hovers that would be shown at the cursor of the active editor. */
async function hoversHere(): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', editor.document.uri, editor.selection.active);
  return found.flatMap(({ contents }) => contents).map((one) => (typeof one === 'string' ? one : one.value)).join('\n');
}

describe('The first minutes', () => {
  before(() => extension().activate());
  afterEach(closeEditors);

  it('have a sample: a new document with the cursor on its first fault', async () => {
    await vscode.commands.executeCommand('activationLens.openSample');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor?.document.isUntitled);
    assert.equal(editor.document.languageId, 'typescript');
    assert.match(await hoversHere(), /Softmax/);
    const findings = await eventually('findings', () => {
      const found = vscode.languages.getDiagnostics(editor.document.uri).filter(({ source }) => source === 'Activation Lens');
      return found.length > 0 ? found : undefined;
    });
    assert.ok(findings.some(({ range }) => range.contains(editor.selection.active)));
  });

  it('come back to the same sample, with what was tried in it', async () => {
    await vscode.commands.executeCommand('activationLens.openSample', 'hover');
    const [first] = vscode.window.visibleTextEditors;
    assert.ok(first);
    await first.edit((edit) => edit.insert(new vscode.Position(0, 0), '// mine\n'));
    await vscode.commands.executeCommand('activationLens.openSample', 'no such action');
    assert.equal(vscode.window.activeTextEditor?.document, first.document);
    assert.match(first.document.getText(), /^\/\/ mine\n/);
  });

  it('leave nothing of the program in a problem report', async () => {
    await openText("import * as tf from '@tensorflow/tfjs';\nconst secret = tf.layers.dense({ units: 4711, activation: 'relu' });\n");
    const { packageJSON } = extension() as { packageJSON: { version: string } };
    await vscode.commands.executeCommand('activationLens.reportProblem');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.ok(text.includes(`Activation Lens ${packageJSON.version}`));
    assert.ok(text.includes(vscode.version));
    assert.match(text, /typescript, untitled: /);
    assert.doesNotMatch(text, /secret|4711/);
  });

  it('name changed settings in a problem report', async () => {
    const settings = vscode.workspace.getConfiguration('activationLens');
    await settings.update('sparkline', 'gutter', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('activationLens.reportProblem');
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /activationLens\.sparkline \(user\): "gutter"/);
    } finally {
      await settings.update('sparkline', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
