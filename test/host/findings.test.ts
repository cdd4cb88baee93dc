import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { editedLines, holdBack } from '../../src/host/held-back';
import { api, closeEditors, eventually, findingsOf, openText, openWorkspaceFile, positionOf, resetSettings, ruleOf, set, untilRules, workspaceFolder } from './support';

const FAULTY = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [2] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
`;

/** The stretch of the first line with a text in it, from the text's first to its last character. */
function rangeOfText(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

describe('Findings', () => {
  afterEach(async () => {
    await resetSettings();
    await closeEditors();
  });

  it('stand exactly on their tokens, with rule, severity and the other layer', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    const [softmax, redundant] = await untilRules(document, 'softmax-between-hidden-layers', 'redundant-activation');
    assert.ok(softmax && redundant);
    assert.ok(softmax.range.isEqual(rangeOfText(document, "'softmax'")));
    assert.ok(redundant.range.isEqual(new vscode.Range(9, 12, 9, 16)));
    assert.equal(softmax.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(softmax.source, 'Activation Lens');
    assert.match(softmax.message, /16 outputs/);
    assert.ok(softmax.relatedInformation?.some(({ location }) => location.range.start.line === 4));
    const target = typeof softmax.code === 'object' ? softmax.code.target : undefined;
    assert.equal(target?.toString(), 'activation-lens-docs:/rules/softmax-between-hidden-layers.md');
    assert.deepEqual(redundant.tags, [vscode.DiagnosticTag.Unnecessary]);
  });

  it('are absent from sound files', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    const { statusOf } = await api();
    await eventually('the analysis', () => (/activations/.test(statusOf(document).text) ? true : undefined));
    await untilRules(document);
  });

  it('are found in html, in untitled documents and with Windows line ends', async () => {
    await untilRules((await openWorkspaceFile('page.html')).document, 'softmax-single-unit');
    const crlf = (await openText(FAULTY.replace("'relu'", "'softmax'").replaceAll('\n', '\r\n'))).document;
    assert.equal(crlf.eol, vscode.EndOfLine.CRLF);
    const [finding] = await untilRules(crlf, 'softmax-between-hidden-layers');
    assert.ok(finding?.range.isEqual(rangeOfText(crlf, "'softmax'")));
  });

  it('change their severity and go with the settings, at once', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    await untilRules(document, 'softmax-between-hidden-layers', 'redundant-activation');
    await set('activationLens.rules', { 'softmax-between-hidden-layers': 'error', 'redundant-activation': 'off' });
    const [finding] = await untilRules(document, 'softmax-between-hidden-layers');
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
    await set('activationLens.rules', { 'no-such-rule': 'error', 'redundant-activation': 'nonsense', 'softmax-between-hidden-layers': 3 });
    await untilRules(document, 'softmax-between-hidden-layers', 'redundant-activation');
    await set('activationLens.enable', false);
    await untilRules(document);
    const { statusOf } = await api();
    assert.match(statusOf(document).text, /switched off/);
  });

  it('go with the document and come back with it', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    await untilRules(document, 'softmax-between-hidden-layers', 'redundant-activation');
    // VS Code keeps a closed document for a while; another language is a close and an opening of its own.
    const { languageId } = document;
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await untilRules(document);
    await vscode.languages.setTextDocumentLanguage(document, languageId);
    await untilRules(document, 'softmax-between-hidden-layers', 'redundant-activation');
    await closeEditors();
    const again = (await openWorkspaceFile('faulty.ts')).document;
    await untilRules(again, 'softmax-between-hidden-layers', 'redundant-activation');
  });

  it('survive a file that is deleted while it is open', async () => {
    const uri = vscode.Uri.joinPath(workspaceFolder(), 'short-lived.ts');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(FAULTY.replace("'relu'", "'softmax'")));
    const { document } = await openWorkspaceFile('short-lived.ts');
    await untilRules(document, 'softmax-between-hidden-layers');
    await vscode.workspace.fs.delete(uri);
    await closeEditors();
    await untilRules((await openWorkspaceFile('faulty.ts')).document, 'softmax-between-hidden-layers', 'redundant-activation');
  });

  it('wait on the line that is being written, and go from it at once', async () => {
    const editor = await openText(FAULTY);
    const { document } = editor;
    await eventually('the analysis', async () => (/activations/.test((await api()).statusOf(document).text) ? true : undefined));
    const word = rangeOfText(document, "'relu'");
    editor.selection = new vscode.Selection(word.start, word.start);
    const begin = performance.now();
    await editor.edit((edit) => edit.replace(word, "'softmax'"));
    await untilRules(document, 'softmax-between-hidden-layers');
    // A lower bound only: it holds on the slowest machine.
    assert.ok(performance.now() - begin >= 1450, 'it was shown while the line was being written');
    await editor.edit((edit) => edit.replace(rangeOfText(document, "'softmax'"), "'tanh'"));
    await untilRules(document);
  });

  it('come as soon as the cursor leaves the line', async () => {
    const editor = await openText(FAULTY);
    const { document } = editor;
    const word = rangeOfText(document, "'relu'");
    editor.selection = new vscode.Selection(word.start, word.start);
    await editor.edit((edit) => edit.replace(word, "'softmax'"));
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await untilRules(document, 'softmax-between-hidden-layers');
  });

  it('stay as they are until the file is saved, if that is wished', async () => {
    await set('activationLens.run', 'onSave');
    const editor = await openWorkspaceFile('faulty.ts');
    const { document } = editor;
    await untilRules(document, 'softmax-between-hidden-layers', 'redundant-activation');
    const before = document.getText();
    await editor.edit((edit) => edit.replace(rangeOfText(document, "'softmax'"), "'relu'"));
    await eventually('the analysis of the new text', async () => (/1 finding,|, 1 finding/.test((await api()).statusOf(document).text) ? true : undefined));
    assert.deepEqual(findingsOf(document).map(ruleOf).sort(), ['redundant-activation', 'softmax-between-hidden-layers']);
    await document.save();
    await untilRules(document, 'redundant-activation');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), before));
    await document.save();
  });
});

describe('The reason for silence', () => {
  afterEach(closeEditors);

  const silent: readonly (readonly [string, string, RegExp])[] = [
    ['code without TensorFlow.js', 'export const answer = 42;\n', /no TensorFlow\.js/],
    ['a huge document', `import * as tf from '@tensorflow/tfjs';\n${'// padding padding padding padding\n'.repeat(16_000)}${FAULTY}`, /larger than 500 kB/],
    ['a minified document', `import * as tf from '@tensorflow/tfjs';${'f(1);'.repeat(5000)}tf.layers.dense({units:1,activation:'softmax'});\n`, /20,000 characters/],
    ['a document of two versions', `${FAULTY}<<<<<<< HEAD\nmodel.add(tf.layers.dense({ units: 1, activation: 'softmax' }));\n=======\nmodel.add(\n>>>>>>> other\n`, /conflict markers/],
    ['a binary document', `${FAULTY.replace("'relu'", "'softmax'")}\0\u0001`, /not a text file/],
  ];

  for (const [name, content, reason] of silent) {
    it(`is given for ${name}, and nothing is found in it`, async () => {
      const { document } = await openText(content, 'javascript');
      const { statusOf } = await api();
      assert.match(statusOf(document).text, reason);
      assert.deepEqual(findingsOf(document), []);
    });
  }

  it('gives way to the count and the time as soon as there is something to say', async () => {
    const editor = await openText('export const answer = 42;\n', 'javascript');
    const { statusOf } = await api();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), FAULTY));
    const { text, detail } = await eventually('the count', () => (/activation/.test(statusOf(editor.document).text) ? statusOf(editor.document) : undefined));
    assert.equal(text, '2 activations, 0 findings');
    assert.match(detail, /analysed in [\d.]+ ms/);
  });

  it('is not needed for half-typed code, a lone marker and unpaired surrogates', async () => {
    for (const broken of ["const next = tf.layers.dense({ units: 3, activation: 'sof", '<<<<<<< HEAD\nmodel.add(\n', 'const s = "\uD800"; `${`${'] as const) {
      const { document } = await openText(`${FAULTY}${broken}`);
      const { statusOf } = await api();
      await eventually('an answer', () => (/activation/.test(statusOf(document).text) ? true : undefined));
      assert.deepEqual(findingsOf(document), []);
    }
  });
});

describe('Holding back', () => {
  const item = (key: string, line: number): { key: string; line: number } => ({ key, line });

  it('shows what stands elsewhere and holds what is new on an edited line', () => {
    const { show, held } = holdBack([item('a', 1), item('a', 2)], [], new Set([2]));
    assert.deepEqual([show, held], [[item('a', 1)], [item('a', 2)]]);
  });

  it('keeps showing what was there before, even if its line is edited', () => {
    const { show, held } = holdBack([item('a', 2), item('b', 2)], ['a'], new Set([2]));
    assert.deepEqual([show, held], [[item('a', 2)], [item('b', 2)]]);
  });

  it('counts equal findings', () => {
    const { show, held } = holdBack([item('a', 1), item('a', 2)], ['a'], new Set([2]));
    assert.deepEqual([show, held], [[item('a', 1)], [item('a', 2)]]);
  });

  it('knows the line on which an edit ended, and takes undo for no writing', async () => {
    const editor = await openText('a\nb\nc\n');
    const seen: vscode.TextDocumentChangeEvent[] = [];
    const listening = vscode.workspace.onDidChangeTextDocument((event) => void (event.document === editor.document && event.contentChanges.length > 0 && seen.push(event)));
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 1), '\nx\ny');
      edit.insert(new vscode.Position(2, 0), '!');
    });
    await vscode.commands.executeCommand('undo');
    await eventually('both changes', () => (seen.length >= 2 ? true : undefined));
    listening.dispose();
    const [typed, undone] = seen;
    assert.ok(typed && undone);
    assert.deepEqual([...editedLines(typed)].sort(), [2, 4]);
    assert.deepEqual([...editedLines(undone)], []);
    assert.equal(positionOf(editor.document, 'c').line, 2);
    await closeEditors();
  });
});
