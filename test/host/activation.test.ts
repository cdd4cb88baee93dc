import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeEditors, eventually, extension, openWorkspaceFile } from './support';

describe('The extension', () => {
  after(closeEditors);

  it('is found by its identifier', () => {
    assert.equal(extension().id, 'activation-lens.activation-lens');
  });

  it('activates without an error, soon and without its core', async () => {
    // The first suite to touch the extension, and no document is open that would need the core.
    const { activationTime, isCoreLoaded } = await api();
    assert.equal(isCoreLoaded(), false);
    assert.equal(extension().isActive, true);
    // A machine may be busy; `npm run bench -- host` measures on a quiet one, where it is to be under 50 ms.
    assert.ok(activationTime < 500, `activated in ${activationTime.toFixed(1)} ms`);
  });

  it('loads its core when a document needs it', async () => {
    const { isCoreLoaded } = await api();
    await openWorkspaceFile('iris.ts');
    await eventually('the core', () => (isCoreLoaded() ? true : undefined));
  });

  it('registers every command that its manifest contributes', async () => {
    await extension().activate();
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const contributed = contributes.commands.map(({ command }) => command);
    assert.notEqual(contributed.length, 0);
    assert.deepEqual(contributed.filter((command) => !registered.has(command)), []);
  });
});
