import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, api, closeEditors, eventually, extension, findingsOf, hintsIn, hoverAt, lensesIn, openText, positionOf, resetSettings, set, untilRules } from './support';

const IMPORT = "import * as tf from 'npm:@tensorflow/tfjs';";
const MODEL = 'const model = tf.sequential();';
const LAYERS = `// é 😀
model.add(tf.layers.dense({ units: 16, activation: 'softmax', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`;
const OPS = 'const twice = (x) => tf.relu(tf.relu(tf.relu(x)));';

const codeCell = (text: string, language = 'typescript'): vscode.NotebookCellData => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, language);

interface Opened {
  readonly notebook: vscode.NotebookDocument;
  /** Of its cells. */
  readonly documents: readonly vscode.TextDocument[];
}

/** Opens a notebook of these cells in an editor: one that is not shown goes away when it likes. */
async function openNotebook(cells: readonly vscode.NotebookCellData[]): Promise<Opened> {
  await extension().activate();
  const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([...cells]));
  await vscode.window.showNotebookDocument(notebook);
  return { notebook, documents: notebook.getCells().map(({ document }) => document) };
}

const sample = (): Promise<Opened> => openNotebook([
  codeCell(`!npm install @tensorflow/tfjs\n${IMPORT}`), new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, LAYERS, 'markdown'),
  codeCell(MODEL), codeCell('import tensorflow as tf  # tf.relu', 'python'), codeCell(LAYERS, 'javascript'), codeCell(OPS),
]);

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

async function changeCells(notebook: vscode.NotebookDocument, change: vscode.NotebookEdit): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [change]);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action);
  if (action.edit) assert.equal(await vscode.workspace.applyEdit(action.edit), true);
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** The documents of the sample's cells by what they hold. */
function named(documents: readonly vscode.TextDocument[]): { readonly first: vscode.TextDocument; readonly model: vscode.TextDocument; readonly layers: vscode.TextDocument; readonly ops: vscode.TextDocument } {
  const [first, , model, , layers, ops] = documents;
  assert.ok(first && model && layers && ops);
  return { first, model, layers, ops };
}

describe('Notebooks', function suite() {
  // Their editor takes a second on a quiet machine.
  this.timeout(60_000);

  afterEach(async () => {
    await resetSettings();
    await closeEditors();
  });

  it('have findings in the cells in which they stand, with the layer of another cell, whatever is broken in a third', async () => {
    const { documents } = await openNotebook([codeCell(`${IMPORT}\nconst broken = \`\${{`), codeCell(`${MODEL}\nmodel.add(tf.layers.dense({ units: 16, activation: 'softmax', inputShape: [4] }));`), codeCell('/* never closed'), codeCell("model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));")]);
    const [, hidden, , output] = documents;
    assert.ok(hidden && output);
    const [finding] = await untilRules(hidden, 'softmax-between-hidden-layers');
    assert.equal(finding && hidden.getText(finding.range), "'softmax'");
    assert.deepEqual(finding?.relatedInformation?.map(({ location }) => location.uri.toString()), [output.uri.toString()]);
    await untilRules(output);
  });

  it('show hovers, hints, lenses and sparklines in every cell', async () => {
    const { model, layers, ops } = named((await sample()).documents);
    const [finding] = await untilRules(layers, 'softmax-between-hidden-layers');
    assert.equal(finding && layers.getText(finding.range), "'softmax'");
    assert.match((await hoverAt(layers, positionOf(layers, "'softmax'", 1)))?.value ?? '', /softmax/);
    assert.equal(await hoverAt(layers, positionOf(layers, 'units: 16')), undefined);
    assert.equal(await hoverAt(model, positionOf(model, 'tf.sequential')), undefined);
    assert.equal((await hintsIn(layers)).length, 2);
    assert.deepEqual(await hintsIn(model), []);
    assert.equal((await hintsIn(ops)).length, 3);
    const [lens, ...others] = await lensesIn(model);
    assert.match(lens?.command?.title ?? '', /^2 layers · 131 parameters/);
    assert.equal(others.length, 0);
    assert.deepEqual(await lensesIn(layers), []);
    const { sparklinesIn, statusOf } = await api();
    await eventually('sparklines in the cell', () => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document === layers);
      return editor && sparklinesIn(editor).get('inline softmax') === 2 ? true : undefined;
    });
    assert.match(statusOf(ops).text, /^5 activations, /);
  });

  it('follow what is written in another cell', async () => {
    const { first, model, layers, ops } = named((await sample()).documents);
    await untilRules(layers, 'softmax-between-hidden-layers');
    await untilRules(ops, 'redundant-activation', 'redundant-activation');
    await replaceAll(first, "import * as tf from './mine.js';");
    await untilRules(layers);
    await untilRules(ops);
    assert.deepEqual(await hintsIn(layers), []);
    await replaceAll(first, `${IMPORT} // again`);
    await untilRules(layers, 'softmax-between-hidden-layers');
    await untilRules(ops, 'redundant-activation', 'redundant-activation');
    await replaceAll(model, `\n\n${MODEL}\nmodel.add(tf.layers.dense({ units: 5, inputShape: [2] }));`);
    await eventually('the lens', async () => ((await lensesIn(model))[0]?.command?.title.startsWith('3 layers') ? true : undefined));
    assert.equal((await lensesIn(model))[0]?.range.start.line, 2);
  });

  it('are read again when a cell comes, goes or changes its language', async () => {
    const { notebook, documents } = await sample();
    const { layers } = named(documents);
    await untilRules(layers, 'softmax-between-hidden-layers');
    await changeCells(notebook, vscode.NotebookEdit.insertCells(notebook.cellCount, [codeCell("tf.layers.dense({ units: 1, activation: 'softmax' });")]));
    await untilRules(notebook.cellAt(notebook.cellCount - 1).document, 'softmax-single-unit');
    await changeCells(notebook, vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(2, 3)));
    await untilRules(layers);
    await changeCells(notebook, vscode.NotebookEdit.insertCells(1, [codeCell(MODEL)]));
    await untilRules(layers, 'softmax-between-hidden-layers');
    await vscode.languages.setTextDocumentLanguage(notebook.cellAt(1).document, 'python');
    await untilRules(layers);
    await vscode.languages.setTextDocumentLanguage(notebook.cellAt(1).document, 'javascript');
    await untilRules(layers, 'softmax-between-hidden-layers');
  });

  it('are mended in the cell of the finding', async () => {
    const { layers, ops, first } = named((await sample()).documents);
    await untilRules(layers, 'softmax-between-hidden-layers');
    const at = positionOf(layers, "'softmax'");
    const actions = await actionsAt(layers, new vscode.Range(at, at));
    assert.deepEqual(actions.map(({ title }) => title).slice(0, 1), ['Replace softmax by relu']);
    await apply(actions[0]);
    assert.equal(layers.getText(), LAYERS.replace("'softmax'", "'relu'"));
    await untilRules(layers);
    // Saving asks every cell for itself.
    assert.deepEqual(await actionsAt(first, new vscode.Range(0, 0, 0, 0), vscode.CodeActionKind.SourceFixAll), []);
    const [fixAll] = await actionsAt(ops, new vscode.Range(0, 0, 0, 0), vscode.CodeActionKind.SourceFixAll);
    await apply(fixAll);
    assert.equal(ops.getText(), 'const twice = (x) => tf.relu(x);');
  });

  it('are fixed as a whole by the command', async () => {
    const { documents } = await openNotebook([codeCell(IMPORT), codeCell(OPS), codeCell('const a = 1;'), codeCell(`${OPS.replace('twice', 'again')}\nconst b = 2;`)]);
    const [first, second, third, fourth] = documents;
    assert.ok(first && second && third && fourth);
    await untilRules(fourth, 'redundant-activation', 'redundant-activation');
    await vscode.commands.executeCommand('activationLens.fixAll', first.uri.toString());
    assert.deepEqual([first, second, third, fourth].map((document) => document.getText()), [IMPORT, 'const twice = (x) => tf.relu(x);', 'const a = 1;', 'const again = (x) => tf.relu(x);\nconst b = 2;']);
  });

  it('are left alone when switched off, and forgotten when they are closed', async () => {
    const { layers, ops } = named((await sample()).documents);
    await untilRules(layers, 'softmax-between-hidden-layers');
    await set('activationLens.enable', false);
    await untilRules(layers);
    assert.deepEqual(await hintsIn(layers), []);
    await resetSettings();
    await untilRules(layers, 'softmax-between-hidden-layers');
    await closeEditors();
    await eventually('the end of the findings', () => (findingsOf(layers).length + findingsOf(ops).length === 0 ? true : undefined));
  });
});

describe('Component files', () => {
  afterEach(closeEditors);

  const fault = "tf.layers.dense({ units: 1, activation: 'softmax' });";
  const files: readonly (readonly [string, string])[] = [
    ['vue', `<template><p>${fault}</p></template>\n<script>\n${IMPORT}\n</script>\n<script setup>\n${fault}\n</script>\n`],
    ['svelte', `<script context="module">\n${IMPORT}\n</script>\n<script lang="ts">\n\n${fault}\n</script>\n<p>${'{a}'}</p>\n`],
    ['astro', `---\n${IMPORT}\n\n\n\n${fault}\n---\n<p>${fault}</p>\n`],
  ];

  for (const [language, text] of files) {
    it(`are read in ${language} without another extension`, async () => {
      const { document } = await openText(text, language);
      const [finding] = await untilRules(document, 'softmax-single-unit');
      assert.ok(finding && finding.range.isEqual(new vscode.Range(5, fault.indexOf("'softmax'"), 5, fault.indexOf("'softmax'") + 9)));
      assert.match((await hoverAt(document, document.positionAt(document.offsetAt(finding.range.start) + 2)))?.value ?? '', /softmax/);
    });
  }
});
