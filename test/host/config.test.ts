import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeEditors, eventually, openText, openWorkspaceFile, resetSettings, set, untilRules, workspaceFolder } from './support';

const CONFIG = '.activationlensrc.json';
const BOTH = ['softmax-between-hidden-layers', 'redundant-activation'] as const;

const uriOf = (name: string): vscode.Uri => vscode.Uri.joinPath(workspaceFolder(), name);

async function write(name: string, content: unknown): Promise<vscode.Uri> {
  const uri = uriOf(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)));
  return uri;
}

/** What is told of a file: the place and the message. */
const told = (uri: vscode.Uri): readonly string[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Activation Lens')
  .map(({ range: { start, end }, message }) => `${start.line + 1}:${start.character + 1}-${end.character + 1} ${message}`);

describe("A project's configuration", function suite() {
  // Each test waits for files several times, on a machine that may have other work.
  this.timeout(60_000);

  const written = new Map<string, vscode.Uri>();
  const config = async (content: unknown, folder = ''): Promise<vscode.Uri> => {
    const uri = await write(`${folder}${CONFIG}`, content);
    written.set(uri.toString(), uri);
    return uri;
  };

  // The first question to the file system of a new window takes seconds.
  before(async () => void (await vscode.workspace.fs.stat(workspaceFolder())));

  afterEach(async () => {
    await resetSettings();
    await vscode.workspace.getConfiguration().update('activationLens.rules', undefined, vscode.ConfigurationTarget.Workspace);
    await closeEditors();
    for (const uri of written.values()) await vscode.workspace.fs.delete(uri);
    written.clear();
  });

  it('has severities that hold at once when it comes, changes and goes', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    await untilRules(document, ...BOTH);
    const uri = await config({ rules: { 'redundant-activation': 'off', 'softmax-between-hidden-layers': 'error' } });
    const [finding] = await untilRules(document, 'softmax-between-hidden-layers');
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
    await config({ languages: { typescript: { rules: { 'softmax-between-hidden-layers': 'off' } }, html: { rules: { 'redundant-activation': 'off' } } } });
    await untilRules(document, 'redundant-activation');
    await vscode.workspace.fs.delete(uri);
    written.clear();
    await untilRules(document, ...BOTH);
  });

  it('comes before settings of the user, rule by rule, and behind those of the workspace', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    await set('activationLens.rules', { 'softmax-between-hidden-layers': 'off', 'redundant-activation': 'hint' });
    const [hint] = await untilRules(document, 'redundant-activation');
    assert.equal(hint?.severity, vscode.DiagnosticSeverity.Hint);
    await config({ rules: { 'softmax-between-hidden-layers': 'error' } });
    const [error, still] = await untilRules(document, ...BOTH);
    assert.deepEqual([error?.severity, still?.severity], [vscode.DiagnosticSeverity.Error, vscode.DiagnosticSeverity.Hint]);
    await vscode.workspace.getConfiguration().update('activationLens.rules', { 'softmax-between-hidden-layers': 'information' }, vscode.ConfigurationTarget.Workspace);
    await eventually('the word of the workspace', () => (vscode.languages.getDiagnostics(document.uri).some(({ severity }) => severity === vscode.DiagnosticSeverity.Information) ? true : undefined));
    await vscode.workspace.getConfiguration('activationLens', { languageId: 'typescript', uri: document.uri }).update('rules', { 'softmax-between-hidden-layers': 'off' }, vscode.ConfigurationTarget.Workspace, true);
    await untilRules(document, 'redundant-activation');
    await vscode.workspace.getConfiguration('activationLens', { languageId: 'typescript', uri: document.uri }).update('rules', undefined, vscode.ConfigurationTarget.Workspace, true);
  });

  it('is the nearest one, and only for files', async () => {
    await config({ rules: { 'redundant-activation': 'off' } });
    await config({ ignore: ['deep.ts'] }, 'modules/');
    const { document } = await openWorkspaceFile('faulty.ts');
    await untilRules(document, 'softmax-between-hidden-layers');
    const deep = await write('modules/deep.ts', document.getText());
    const left = (await openWorkspaceFile('modules/deep.ts')).document;
    const { statusOf } = await api();
    await eventually('the reading', () => (/findings left out by \.activationlensrc\.json/.test(statusOf(left).text) ? true : undefined));
    await untilRules(left);
    await config({}, 'modules/');
    await untilRules(left, ...BOTH);
    await untilRules((await openText(document.getText())).document, ...BOTH);
    await closeEditors();
    await vscode.workspace.fs.delete(deep);
  });

  it('says in itself what is wrong, while it is written and when it is used', async () => {
    const uri = await config('{\n  "rules": { "softmax-axes": "off" },\n  "ignore": 3\n}');
    await untilRules((await openWorkspaceFile('faulty.ts')).document, ...BOTH);
    const expected = ['2:14-28 There is no rule "softmax-axes"; did you mean "softmax-axis"?', '3:13-14 "ignore" must be a list of patterns.'];
    await eventually('what is wrong', () => (JSON.stringify(told(uri)) === JSON.stringify(expected) ? true : undefined));
    const editor = await openWorkspaceFile(CONFIG);
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 14, 1, 26), 'softmax-axis'));
    await eventually('one word less', () => (told(uri).length === 1 ? true : undefined));
    await editor.edit((edit) => edit.delete(new vscode.Range(2, 11, 2, 13)));
    await eventually('broken JSON', () => (/3:1\d-\d+ This is not JSON|4:1-2 This is not JSON/.test(told(uri).join()) ? true : undefined));
    await closeEditors();
    await eventually('what is saved', () => (JSON.stringify(told(uri)) === JSON.stringify(expected) ? true : undefined));
    await vscode.workspace.fs.delete(uri);
    written.clear();
    await eventually('nothing', () => (told(uri).length === 0 ? true : undefined));
  });

  it('is read from a virtual file system, which nobody watches, and again when it is saved', async () => {
    const files = new Map<string, Uint8Array>();
    const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const fileAt = ({ path }: vscode.Uri): Uint8Array => {
      const found = files.get(path);
      if (!found) throw vscode.FileSystemError.FileNotFound(path);
      return found;
    };
    const provider = vscode.workspace.registerFileSystemProvider('al-memory', {
      onDidChangeFile: changes.event, watch: () => new vscode.Disposable(() => undefined),
      stat: (uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: fileAt(uri).length }), readFile: fileAt,
      writeFile: (uri, content) => void files.set(uri.path, content),
      readDirectory: () => [], createDirectory: () => undefined, delete: () => undefined, rename: () => undefined,
    });
    try {
      files.set(`/project/${CONFIG}`, bytes('{ "rules": { "redundant-activation": "off" } }'));
      files.set('/project/src/a.ts', bytes((await openWorkspaceFile('faulty.ts')).document.getText()));
      const program = await vscode.workspace.openTextDocument(vscode.Uri.parse('al-memory:/project/src/a.ts'));
      await vscode.window.showTextDocument(program, { preview: false });
      await untilRules(program, 'softmax-between-hidden-layers');
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`al-memory:/project/${CONFIG}`));
      const editor = await vscode.window.showTextDocument(document, { preview: false });
      await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, document.lineAt(0).text.length), '{ "rules": { "softmax-between-hidden-layers": "off" } }'));
      await document.save();
      await untilRules(program, 'redundant-activation');
    } finally {
      await closeEditors();
      provider.dispose();
      changes.dispose();
    }
  });

  it('proposes rules and severities', async () => {
    const uri = await config('{\n  "rules": { "softmax-axis": "" }\n}');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const labels = async (line: number, character: number): Promise<readonly string[]> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, new vscode.Position(line, character));
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    await eventually('severities', async () => ((await labels(1, 30)).includes('"information"') ? true : undefined));
    assert.ok((await labels(0, 1)).some((label) => label.includes('reportUnusedDisables')));
  });
});
