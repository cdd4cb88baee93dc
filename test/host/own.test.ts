import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FromWebview } from '../../src/demo/protocol';
import { api, closeEditors, eventually, hoverAt, openText, openWorkspaceFile, positionOf } from './support';

type State = Extract<FromWebview, { type: 'state' }>;

/** The states that the page reports of runs on generated data. */
async function listen(): Promise<{ readonly states: () => State[]; readonly stop: () => void }> {
  const messages: FromWebview[] = [];
  const subscription = (await api()).demo.onMessage((message) => messages.push(message));
  return { states: () => messages.filter((message): message is State => message.type === 'state' && message.state.data.set === 'arms'), stop: () => subscription.dispose() };
}

async function faulty(): Promise<vscode.TextEditor> {
  return openText((await openWorkspaceFile('faulty.ts')).document.getText());
}

async function trials(document: vscode.TextDocument): Promise<readonly vscode.CodeAction[]> {
  const position = positionOf(document, "'softmax'");
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, new vscode.Range(position, position));
  return actions.filter(({ title }) => title.startsWith('Try in the demo: '));
}

async function tried(document: vscode.TextDocument, index: number): Promise<void> {
  const { command } = (await trials(document))[index] ?? {};
  assert.ok(command);
  await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
}

describe('The network of a program', () => {
  afterEach(closeEditors);

  it('trains in the demo from the command', async () => {
    const heard = await listen();
    const { document } = await faulty();
    await vscode.commands.executeCommand('activationLens.trainNetwork');
    const { state } = await eventually('the network', () => heard.states().find(({ state }) => state.runs.length === 1), 60_000);
    assert.deepEqual(state.runs[0]?.layers.map((layer) => 'units' in layer && [layer.kind, layer.units, layer.activation[0]?.id]), [['dense', 16, 'softmax'], ['dense', 8, 'relu']]);
    assert.equal(state.runs[0]?.loss, 'softmaxCrossEntropy');
    assert.deepEqual(state.data.sample, { shape: [2], classes: 3 });
    assert.equal(state.optimizer, 'adam');
    assert.equal(state.learningRate, 0.001);
    await (await api()).demo.send({ v: 1, type: 'command', command: 'play' });
    await eventually('training', () => heard.states().find(({ step }) => step > 20), 60_000);
    // The link back to a layer's line.
    (await api()).demo.receive({ v: 1, type: 'source', list: 'layers', index: 1 });
    const line = positionOf(document, 'units: 8').line;
    await eventually('the line', () => (vscode.window.activeTextEditor?.document === document && vscode.window.activeTextEditor.selection.start.line === line ? true : undefined));
    heard.stop();
  }).timeout(200_000);

  it('is offered in the hover', async () => {
    const { document } = await faulty();
    const hover = await hoverAt(document, positionOf(document, "'softmax'"));
    assert.ok(hover?.value.includes('command:activationLens.trainNetwork'));
  });

  it('races before and after a fix, which is then applied once, and not to a file that has changed', async () => {
    const heard = await listen();
    const { demo } = await api();
    const { document } = await faulty();
    const before = document.getText();
    assert.deepEqual((await trials(document)).map(({ title }) => title), ['Try in the demo: Replace softmax by relu', 'Try in the demo: Replace softmax by tanh']);
    await tried(document, 1);
    const { state } = await eventually('the race', () => heard.states().find(({ state }) => state.runs.length === 2), 60_000);
    assert.deepEqual(state.runs.map(({ name, layers: [first] }) => [name, first && 'activation' in first && first.activation[0]?.id]), [['before', 'softmax'], ['after', 'tanh']]);
    assert.equal(document.getText(), before, 'nothing is edited until it is asked for');
    demo.receive({ v: 1, type: 'applyFix' });
    const fixed = before.replace("'softmax'", "'tanh'");
    await eventually('the fix', () => (document.getText() === fixed ? true : undefined));
    demo.receive({ v: 1, type: 'applyFix' });
    // What is refused leaves no trace to wait for.
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(document.getText(), fixed);
    heard.stop();
  }).timeout(200_000);

  it('says why it cannot be trained, and leaves the demo as it is', async () => {
    const heard = await listen();
    await openText(`import * as tf from '@tensorflow/tfjs';\nconst model = tf.sequential();\nmodel.add(tf.layers.lstm({ units: 4, inputShape: [5, 2] }));\nmodel.add(tf.layers.dense({ units: 1 }));\n`);
    await vscode.commands.executeCommand('activationLens.trainNetwork');
    for (const wrong of [undefined, null, {}, { rule: 'x', start: 0, title: 'y' }]) await vscode.commands.executeCommand('activationLens.tryFix', vscode.window.activeTextEditor?.document.uri.toString(), wrong);
    assert.deepEqual(heard.states(), []);
    heard.stop();
  });
});
