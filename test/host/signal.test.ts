import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { signalUri } from '../../src/host/signal-pages';
import { closeEditors, eventually, hoverAt, lensesIn, openText, openWorkspaceFile, positionOf } from './support';

/** The cells of the rows of a page's table. */
function rowsOf(page: string): readonly (readonly string[])[] {
  return page.split('\n').filter((line) => /^\| \d/.test(line)).map((line) => line.split(' | ').map((cell) => cell.replace('| ', '').trim()));
}

const previews = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview || input instanceof vscode.TabInputCustom);

describe('The signal flow', () => {
  afterEach(closeEditors);

  it('is in the hover and above the model', async () => {
    const { document } = await openWorkspaceFile('faulty.ts');
    const hover = await hoverAt(document, positionOf(document, "'relu'"));
    assert.match(hover?.value.replaceAll('\\', '') ?? '', /Before training: 50 % of its units inactive · 0\.\d+× the gradient of the last layer/);
    const [lens] = await lensesIn(document);
    assert.match(lens?.command?.title ?? '', / · first gradient 0\.\d+× the last · /);
  });

  it('is shown beside the program, for the network under the cursor', async () => {
    const editor = await openWorkspaceFile('faulty.ts');
    editor.selection = new vscode.Selection(4, 0, 4, 0);
    const before = previews().length;
    await vscode.commands.executeCommand('activationLens.showSignal');
    const [tab] = await eventually('a preview', () => (previews().length > before ? previews() : undefined));
    assert.match(tab?.label ?? '', /faulty\.ts/);
    assert.notEqual(tab?.group.viewColumn, editor.viewColumn);
  });

  it('has the numbers of each layer, of the program as it is', async () => {
    const editor = await openText((await openWorkspaceFile('faulty.ts')).document.getText());
    const { document } = editor;
    const page = await vscode.workspace.openTextDocument(signalUri(document.uri, 'n1'));
    const layers = (): readonly string[] => rowsOf(page.getText()).map((cells) => cells.slice(0, 2).join(' '));
    assert.deepEqual(layers(), ['1 Dense softmax', '2 Dense relu', '3 Dense softmax']);
    assert.match(page.getText(), /Untitled\\-\d+, line 3 · sequential of 3 layers · 211 parameters/);
    assert.match(page.getText(), /mean 0 and variance 1/);
    const gradient = Number(rowsOf(page.getText())[0]?.[5]);
    assert.ok(gradient > 0 && gradient < 0.2, String(gradient));
    const softmax = document.getText().indexOf("'softmax'");
    await editor.edit((edit) => edit.replace(new vscode.Range(document.positionAt(softmax), document.positionAt(softmax + 9)), "'tanh'"));
    await eventually('the new numbers', () => (layers()[0] === '1 Dense tanh' && Number(rowsOf(page.getText())[0]?.[5]) > gradient ? true : undefined));
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), 'export const x = 1;\n'));
    await eventually('nothing', () => (/not there any more/.test(page.getText()) ? true : undefined));
  });

  it('refuses addresses that are none', async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('activation-lens-docs:/signal/x.md?nonsense'));
    assert.match(page.getText(), /not there any more/);
    await vscode.commands.executeCommand('activationLens.showSignal', 'file:///missing', 3);
  });
});
