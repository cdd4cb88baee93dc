import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Analyses } from '../../src/host/analyses';
import { Configs } from '../../src/host/configs';
import type { Log } from '../../src/host/log';
import { Modules } from '../../src/host/modules';
import { QuickFixes } from '../../src/host/quick-fixes';
import { actionsAt, api, closeEditors, eventually, openText, openWorkspaceFile, positionOf, resetSettings, untilRules } from './support';

const REDUNDANT = `import * as tf from '@tensorflow/tfjs';
export const a = (x: tf.Tensor2D) => tf.relu(tf.relu(x));
export const b = (x: tf.Tensor2D) => tf.relu(tf.softmax(x)); // stays
export const c = (x: tf.Tensor2D) => tf.relu(tf.relu(tf.relu(x)));
`;

/** Lets everything through: what goes wrong fails the test. */
const noLog: Log = {
  info: () => undefined, warn: () => undefined, show: () => undefined, dispose: () => undefined,
  error: (what, error) => assert.fail(`${what}: ${String(error)}`),
  guard: <T>(_what: string, _nothing: T, body: () => T): T => body(),
} as Log;

const at = (document: vscode.TextDocument, text: string): vscode.Range => {
  const position = positionOf(document, text);
  return new vscode.Range(position, position);
};

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action);
  if (action.edit) assert.equal(await vscode.workspace.applyEdit(action.edit), true);
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

describe('Quick fixes', () => {
  afterEach(async () => {
    await resetSettings();
    await closeEditors();
  });

  it('are offered at a finding, and the one chosen is made', async () => {
    const { document } = await openText((await openWorkspaceFile('faulty.ts')).document.getText());
    const actions = await actionsAt(document, at(document, "'softmax'"));
    assert.deepEqual(actions.map(({ title }) => title), [
      'Replace softmax by relu', 'Replace softmax by tanh', 'Show documentation for softmax-between-hidden-layers',
    ]);
    assert.deepEqual(actions.map(({ isPreferred }) => isPreferred ?? false), [false, false, false]);
    const before = document.getText();
    await apply(actions[1]);
    assert.equal(document.getText(), before.replace("'softmax'", "'tanh'"));
    await untilRules(document, 'redundant-activation');
  });

  it('prefer what leaves the values alone', async () => {
    const { document } = await openText(REDUNDANT);
    const actions = await actionsAt(document, at(document, 'relu(tf.softmax'));
    assert.equal(actions.find(({ isPreferred }) => isPreferred)?.title, 'Remove the redundant relu');
    assert.ok(actions.some(({ title }) => title === 'Fix all safe Activation Lens problems'));
  });

  it('are not offered elsewhere', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    assert.deepEqual(await actionsAt(document, at(document, 'units: 16')), []);
    assert.deepEqual(await actionsAt((await openText('const x = 1;')).document, new vscode.Range(0, 0, 0, 0)), []);
  });

  it('answer no question for other kinds of actions', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    for (const kind of [vscode.CodeActionKind.Refactor, vscode.CodeActionKind.SourceOrganizeImports, vscode.CodeActionKind.SourceFixAll.append('eslint')]) {
      assert.deepEqual(await actionsAt(document, at(document, "'softmax'"), kind), [], kind.value);
    }
    const fixAll = await actionsAt(document, at(document, 'import'), vscode.CodeActionKind.SourceFixAll);
    assert.deepEqual(fixAll.map(({ title, kind }) => [title, kind?.value]), [['Fix all safe Activation Lens problems', 'source.fixAll.activationLens']]);
  });

  it('fix all that is safe, to its end, and no more', async () => {
    const expected = REDUNDANT.replace('tf.relu(tf.relu(x));', 'tf.relu(x);').replace('tf.relu(tf.softmax(x))', 'tf.softmax(x)').replace('tf.relu(tf.relu(tf.relu(x)))', 'tf.relu(x)');
    const saved = (await openText(REDUNDANT)).document;
    await apply((await actionsAt(saved, at(saved, 'import'), vscode.CodeActionKind.SourceFixAll))[0]);
    assert.equal(saved.getText(), expected);
    const commanded = (await openText(REDUNDANT)).document;
    await vscode.commands.executeCommand('activationLens.fixAll');
    assert.equal(commanded.getText(), expected);
    const faulty = (await openText((await openWorkspaceFile('faulty.ts')).document.getText())).document;
    await vscode.commands.executeCommand('activationLens.fixAll');
    assert.match(faulty.getText(), /units: 16, activation: 'softmax'/);
    assert.match(faulty.getText(), /return tf\.relu\(x\);/);
  });

  it('keep Windows line ends', async () => {
    const { document } = await openText(REDUNDANT.replaceAll('\n', '\r\n'));
    await vscode.commands.executeCommand('activationLens.fixAll');
    await eventually('the fixed text', () => (document.getText().includes('tf.relu(tf.') ? undefined : true));
    assert.equal(document.getText().replaceAll('\r\n', '').includes('\n'), false);
  });

  it('are made anew for a document that has changed since, or refused', async () => {
    const modules = new Modules();
    const analyses = new Analyses(modules, new Configs(modules), noLog);
    const fixes = new QuickFixes(analyses, noLog);
    try {
      const editor = await openText(REDUNDANT);
      const { document } = editor;
      const offer = async (): Promise<vscode.CodeAction> => {
        const actions = await fixes.provideCodeActions(document, at(document, 'relu(tf.softmax'), { only: undefined, diagnostics: [], triggerKind: vscode.CodeActionTriggerKind.Invoke });
        const action = actions.find(({ title }) => title === 'Remove the redundant relu');
        assert.ok(action);
        assert.equal(action.edit, undefined);
        return action;
      };
      const moved = await offer();
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// a line above\n\n'));
      await apply(await fixes.resolveCodeAction(moved));
      assert.equal(document.getText(), `// a line above\n\n${REDUNDANT.replace('tf.relu(tf.softmax(x))', 'tf.softmax(x)')}`);

      await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), REDUNDANT));
      const gone = await offer();
      const relu = document.getText().indexOf('tf.relu(tf.softmax');
      await editor.edit((edit) => edit.replace(new vscode.Range(document.positionAt(relu), document.positionAt(relu + 7)), 'tf.tanh'));
      const before = document.getText();
      const resolved = await fixes.resolveCodeAction(gone);
      assert.equal(resolved.edit, undefined);
      assert.equal(document.getText(), before);
    } finally {
      fixes.dispose();
      analyses.dispose();
    }
  });

  it('cost nothing in documents without TensorFlow.js', async () => {
    const { document } = await openText('export const answer = 42;\n');
    const { analysedDocuments } = await api();
    await eventually('the reading', () => (analysedDocuments() > 0 ? true : undefined));
    assert.deepEqual(await actionsAt(document, new vscode.Range(0, 0, 0, 5)), []);
  });
});
