import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, eventually, findingsOf, openText, openWorkspaceFile, positionOf, resetSettings, set, untilRules } from './support';

const TWICE = `import * as tf from '@tensorflow/tfjs';
export const f = (x: tf.Tensor2D) => {
  return tf.relu(tf.relu(x));
};
`;

/** The action of this title at the first occurrence of a text, its edit filled in. */
async function actionAt(document: vscode.TextDocument, text: string, title: string): Promise<vscode.CodeAction> {
  const position = positionOf(document, text);
  return eventually(title, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, new vscode.Range(position, position), vscode.CodeActionKind.QuickFix.value, 100);
    return actions.find((action) => action.title === title);
  });
}

async function choose(document: vscode.TextDocument, text: string, title: string): Promise<void> {
  const { edit } = await actionAt(document, text, title);
  assert.ok(edit, title);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

describe('Comments that switch rules off', () => {
  afterEach(async () => {
    await resetSettings();
    await closeEditors();
  });

  it('are written by a quick fix, for a line, with the reason selected', async () => {
    const { document } = await openText(TWICE);
    await untilRules(document, 'redundant-activation');
    await choose(document, 'relu(tf', 'Disable redundant-activation for this line');
    assert.equal(document.getText(), TWICE.replace('  return', '  // activation-lens-disable-next-line redundant-activation -- reason\n  return'));
    await untilRules(document);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor && document.getText(editor.selection), 'reason');
  });

  it('are written by a quick fix, for a file, with its line ends', async () => {
    const { document } = await openText(TWICE.replaceAll('\n', '\r\n'));
    await untilRules(document, 'redundant-activation');
    await choose(document, 'relu(tf', 'Disable redundant-activation for this file');
    assert.equal(document.getText(), `// activation-lens-disable-file redundant-activation -- reason\n${TWICE}`.replaceAll('\n', '\r\n'));
    await untilRules(document);
  });

  it('are written into the script of a page', async () => {
    const { document } = await openText((await openWorkspaceFile('page.html')).document.getText(), 'html');
    await untilRules(document, 'softmax-single-unit');
    const line = document.lineAt(positionOf(document, "'softmax'").line);
    await choose(document, "'softmax'", 'Disable softmax-single-unit for this line');
    const indentation = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
    assert.equal(document.lineAt(line.lineNumber).text, `${indentation}// activation-lens-disable-next-line softmax-single-unit -- reason`);
    await untilRules(document);
  });

  it('are told of where they switch nothing off, with a fix, as severely as is chosen', async () => {
    const { document } = await openText(TWICE.replace('tf.relu(tf.relu(x))', 'tf.relu(x)').replace('  return', '  // activation-lens-disable-next-line redundant-activation\n  return'));
    const [unused] = await untilRules(document, 'unused-disable');
    assert.equal(unused?.severity, vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(unused?.tags, [vscode.DiagnosticTag.Unnecessary]);
    assert.equal(unused && document.getText(unused.range), '// activation-lens-disable-next-line redundant-activation');
    await set('activationLens.reportUnusedDisables', 'hint');
    await eventually('a hint', () => (findingsOf(document)[0]?.severity === vscode.DiagnosticSeverity.Hint ? true : undefined));
    await set('activationLens.reportUnusedDisables', 'off');
    await untilRules(document);
    await set('activationLens.reportUnusedDisables', 'information');
    await untilRules(document, 'unused-disable');
    await choose(document, 'activation-lens', 'Remove the comment');
    assert.equal(document.getText(), TWICE.replace('tf.relu(tf.relu(x))', 'tf.relu(x)'));
    await untilRules(document);
  });

  it('have a page of their own', async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('activation-lens-docs:/rules/unused-disable.md'));
    assert.match(page.getText(), /^# unused-disable\n[^]*`activationLens\.reportUnusedDisables` in the settings/);
  });

  it('hold in the cells of a notebook', async () => {
    const cell = (text: string): vscode.NotebookCellData => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'typescript');
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell("import * as tf from '@tensorflow/tfjs';"), cell('const g = (x) => tf.relu(tf.relu(x));')]));
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(1);
    await untilRules(document, 'redundant-activation');
    await choose(document, 'relu(tf', 'Disable redundant-activation for this notebook');
    assert.equal(document.getText(), '// activation-lens-disable-file redundant-activation -- reason\nconst g = (x) => tf.relu(tf.relu(x));');
    await untilRules(document);
  });
});
