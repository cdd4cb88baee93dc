import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, eventually, extension, openWorkspaceFile } from './support';

describe('The extension', () => {
  it('is found by its identifier', () => {
    assert.equal(extension().id, 'activation-lens.activation-lens');
  });

  it('activates without an error', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('loads its core when a document needs it', async () => {
    const { activationTime, isCoreLoaded } = await api();
    // Printed for whoever watches; the bench holds it to its limit.
    console.log(`activated in ${activationTime.toFixed(1)} ms`);
    assert.ok(activationTime >= 0);
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
