import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { localize } from '../../src/host/localize';
import { extension } from './support';

describe('In an English window', () => {
  it('the manifest says everything in English', () => {
    const { l10n, contributes } = extension().packageJSON as { l10n: string; contributes: { commands: { command: string; title: string }[] } };
    assert.equal(l10n, './media/l10n');
    assert.equal(contributes.commands.find(({ command }) => command === 'activationLens.openDemo')?.title, 'Open Demo');
    assert.doesNotMatch(JSON.stringify(contributes), /"%[\w.-]+%"/);
  });

  it('templates are filled as they are, by name, and nothing in the data is taken for a place', () => {
    assert.equal(vscode.env.language, 'en');
    assert.equal(vscode.l10n.bundle, undefined);
    assert.equal(localize('{count} layers of {name}', { count: 3, name: '{count}' }), '3 layers of {count}');
    assert.equal(localize('no {place} without data', {}), 'no {place} without data');
  });
});
