import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { agentTools } from '../../src/core/insight/agent-tools';
import { closeEditors, extension, openText, openWorkspaceFile, workspaceFolder } from './support';

interface Report {
  readonly path: string;
  readonly silent?: string;
  readonly networks: readonly { readonly parameters: number; readonly beforeTraining: { readonly firstGradientRelativeToLast?: number } }[];
  readonly findings: readonly { readonly rule: string; readonly fixes: readonly { readonly edits: readonly { readonly range: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } }; readonly newText: string }[] }[] }[];
}

async function invoke(name: string, input: object): Promise<string> {
  await extension().activate();
  const { content } = await vscode.lm.invokeTool(`activation-lens_${name}`, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

const analyze = async (input: object): Promise<Report> => JSON.parse(await invoke('analyze_file', input)) as Report;

describe('Tools for agents', () => {
  afterEach(closeEditors);

  it('are those that package.json declares', async () => {
    await extension().activate();
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('activation-lens_'));
    assert.deepEqual(names.sort(), Object.keys(agentTools).map((name) => `activation-lens_${name}`).sort());
  });

  it('tell of a file of the workspace its networks, numbers, findings and fixes', async () => {
    const { networks: [network], findings, path } = await analyze({ path: 'faulty.ts' });
    assert.equal(path, 'faulty.ts');
    assert.equal(network?.parameters, 211);
    assert.ok((network?.beforeTraining.firstGradientRelativeToLast ?? 1) < 1);
    const text = (await openWorkspaceFile('faulty.ts')).document.getText();
    const found = findings.find(({ rule }) => rule === 'softmax-between-hidden-layers');
    const [edit] = found?.fixes[0]?.edits ?? [];
    assert.equal(edit && text.slice(edit.range.start.offset, edit.range.end.offset) + edit.newText, "'softmax''relu'");
  });

  it('read what an editor has, saved or not, and the active one where none is named', async () => {
    const editor = await openWorkspaceFile('faulty.ts');
    const before = (await analyze({})).findings.length;
    await editor.edit((builder) => builder.insert(new vscode.Position(editor.document.lineCount, 0), '\nexport const twice = (x: tf.Tensor) => tf.relu(tf.relu(x));\n'));
    assert.equal((await analyze({})).findings.length, before + 1);
    assert.equal((await analyze({ path: vscode.Uri.joinPath(workspaceFolder(), 'faulty.ts').toString() })).findings.length, before + 1);
    await openText("import * as tf from '@tensorflow/tfjs';\nexport const f = (x) => tf.relu(tf.relu(x));\n", 'javascript');
    assert.deepEqual((await analyze({})).findings.map(({ rule }) => rule), ['redundant-activation']);
  });

  it('read a text, with what stands beside its place', async () => {
    const text = "import * as tf from '@tensorflow/tfjs';\nexport const f = (x) => tf.relu(tf.relu(x));\n";
    assert.equal((await analyze({ text, language: 'javascript' })).findings.length, 1);
    assert.equal((await analyze({ text, path: 'new.js' })).findings.length, 1);
    assert.match((await analyze({ text: 'export {};', language: 'javascript' })).silent ?? '', /nothing of TensorFlow\.js/);
  });

  it('read nothing outside of the workspace, and say what is wrong with a call', async () => {
    const outside = vscode.Uri.joinPath(workspaceFolder(), '..', 'elsewhere.ts');
    for (const path of ['../elsewhere.ts', outside.toString(), outside.path, `${workspaceFolder().path}/../elsewhere.ts`]) assert.match(await invoke('analyze_file', { path }), /^Error: .* is not in a folder of the workspace/, path);
    assert.match(await invoke('analyze_file', { path: 'missing.ts' }), /^Error: missing\.ts: cannot be opened/);
    assert.match(await invoke('explain_rule', { id: 'softmax-axes' }), /^Error: there is no rule softmax-axes; did you mean softmax-axis\?/);
  });

  it('explain rules and activations', async () => {
    assert.match(await invoke('explain_rule', { id: 'softmax-axis' }), /^# softmax-axis\n/);
    assert.match(await invoke('explain_activation', { name: 'SiLU' }), /^Swish \(SiLU\): /);
    assert.match(await invoke('list_rules', {}), /^softmax-axis \(error\): /m);
  });
});
