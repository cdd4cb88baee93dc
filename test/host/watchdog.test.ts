import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Analyses } from '../../src/host/analyses';
import { Configs } from '../../src/host/configs';
import { loadCore } from '../../src/host/core';
import { Modules } from '../../src/host/modules';
import { silenceText } from '../../src/host/status';
import { closeEditors, openText } from './support';

const PROGRAM = "import * as tf from '@tensorflow/tfjs';\nexport const layer = tf.layers.dense({ units: 2, activation: 'relu' });\n";

/** An analysis of one's own, with what it logs. */
function analyses(): { readonly own: Analyses; readonly faults: unknown[] } {
  const modules = new Modules();
  const faults: unknown[] = [];
  return { own: new Analyses(modules, new Configs(modules), { error: (_what, fault) => void faults.push(fault) }), faults };
}

describe('The analysis in the editor', () => {
  afterEach(closeEditors);

  it('is met by a fault once, says so, and tries again with the next version', async () => {
    const core = await loadCore();
    const { analyze } = core;
    const { own, faults } = analyses();
    const editor = await openText(PROGRAM);
    try {
      core.analyze = () => {
        throw new Error('broken');
      };
      for (let surface = 0; surface < 3; surface++) assert.equal(own.get(editor.document)?.silence, 'failed');
      assert.equal(faults.length, 1);
      assert.match(silenceText('failed'), /log/);
    } finally {
      core.analyze = analyze;
    }
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// more\n'));
    assert.equal(own.get(editor.document)?.silence, undefined);
    assert.equal(own.get(editor.document)?.analysis?.activations.length, 1);
    own.dispose();
  });

  it('is given up when it takes too long, and tried again when nobody types', async () => {
    const core = await loadCore();
    const { analyze } = core;
    const { own } = analyses();
    const editor = await openText(PROGRAM);
    assert.equal(own.get(editor.document)?.silence, undefined);
    try {
      core.analyze = (text, language, options, previous) => {
        // As if it took very long: until it is over.
        for (const end = performance.now() + 5000; !options?.isOver?.() && performance.now() < end;);
        return analyze(text, language, options, previous);
      };
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// more\n'));
      const begin = performance.now();
      assert.equal(own.get(editor.document)?.silence, 'abandoned');
      assert.ok(performance.now() - begin < 2000);
    } finally {
      core.analyze = analyze;
    }
    const outdated = await new Promise<readonly vscode.TextDocument[]>((resolve) => own.onDidOutdate(resolve));
    assert.deepEqual(outdated, [editor.document]);
    assert.equal(own.get(editor.document)?.silence, undefined);
    own.dispose();
  });
});
