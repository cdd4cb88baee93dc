import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, eventually, lensesIn, openWorkspaceFile, positionOf, untilRules, workspaceFolder } from './support';

const SIZES = '{ "hidden": [16, 8], "classes": 3 }\n';

function file(name: string): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder(), 'modules', name);
}

async function write(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
}

async function untilLens(document: vscode.TextDocument, pattern: RegExp): Promise<void> {
  let seen: readonly (string | undefined)[] = [];
  await eventually(`a lens like ${String(pattern)}`, async () => {
    seen = (await lensesIn(document)).map(({ command }) => command?.title);
    return seen.some((title) => title !== undefined && pattern.test(title)) ? true : undefined;
  }).catch(() => assert.fail(`${String(pattern)} is not among ${JSON.stringify(seen)}`));
}

describe('Other modules', () => {
  afterEach(async () => {
    await closeEditors();
    await write('sizes.json', SIZES);
  });

  it('are read for the constants, helpers and JSON that a model is made of', async () => {
    const { document } = await openWorkspaceFile('modules/classifier.ts');
    // 4 · 16 + 16, 16 · 8 + 8, 8 · 3 + 3.
    await untilLens(document, /3 layers · 243 parameters/);
    await untilRules(document);
  });

  it('are read again when they change on the disk', async () => {
    const { document } = await openWorkspaceFile('modules/classifier.ts');
    await untilLens(document, /243 parameters/);
    await write('sizes.json', SIZES.replace('"classes": 3', '"classes": 1'));
    await untilRules(document, 'softmax-single-unit');
  });

  it('are read as their editors have them, saved or not', async () => {
    const { document } = await openWorkspaceFile('modules/classifier.ts');
    await untilLens(document, /243 parameters/);
    const other = await openWorkspaceFile('modules/body.ts');
    const place = positionOf(other.document, "'relu'").translate(0, -1);
    await other.edit((edit) => edit.replace(new vscode.Range(place, place.translate(0, 6)), "'softmax'"));
    await untilLens(document, /softmax ×3/);
  });
});
