import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/cli/run';
import { code, notebook, sourcesOf } from '../support/notebooks';

function cli(...args: string[]): { readonly code: number; readonly out: string; readonly err: string } {
  const out: string[] = [];
  const err: string[] = [];
  const exit = run(args, { out: (text) => out.push(text), err: (text) => err.push(text) }, '1.2.3');
  return { code: exit, out: out.join('\n'), err: err.join('\n') };
}

const CELLS = [
  code("import * as tf from 'npm:@tensorflow/tfjs';\nconst say = \"é\";\nconst model = tf.sequential();"),
  { cell_type: 'markdown', metadata: {}, source: ["tf.layers.dense({ units: 1, activation: 'softmax' })"] },
  code('// a "quoted" word\nmodel.add(tf.layers.dense({ units: 16, activation: "softmax", inputShape: [4] }));\nmodel.add(tf.layers.dense({ units: 3, activation: \'softmax\' }));'),
  code('const twice = (x: tf.Tensor) => tf.relu(tf.relu(x)); // keep me\n'),
];

describe('notebooks on the command line', () => {
  let folder = '';
  const file = (name: string, content: string): string => {
    const target = path.join(folder, name);
    writeFileSync(target, content);
    return target;
  };
  before(() => { folder = mkdtempSync(path.join(tmpdir(), 'activation-lens-notebooks-')); });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('says where in the file a finding stands', () => {
    const content = notebook(CELLS);
    const { code: exit, out } = cli('check', file('model.ipynb', content), '--max-warnings', '1');
    const lines = content.split('\n');
    const line = lines.findIndex((text) => text.includes('units: 16')) + 1;
    const column = (lines[line - 1] ?? '').indexOf('\\"softmax\\"') + 1;
    assert.equal(exit, 1);
    assert.match(out, new RegExp(`\\n {2}${line}:${column} +warning +Softmax between hidden layers`));
    assert.match(out, /1 file checked, 2 problems \(0 errors, 2 warnings\), 1 fixable with --fix$/);
  });

  it('keeps the JSON contract', () => {
    const content = notebook(CELLS);
    const { out } = cli('inspect', file('inspect.ipynb', content));
    interface Place { readonly line: number; readonly column: number; readonly offset: number }
    interface Ranged { readonly range: { readonly start: Place; readonly end: Place } }
    const [report] = (JSON.parse(out) as { readonly files: readonly { readonly activations: readonly Ranged[]; readonly networks: readonly ({ readonly layers: readonly Ranged[] } & Ranged)[]; readonly findings: readonly ({ readonly fixes: readonly { readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[] }[] } & Ranged)[] }[] }).files;
    const said = ({ range }: Ranged): string => content.slice(range.start.offset, range.end.offset);
    assert.deepEqual(report?.activations.map(said), ['\\"softmax\\"', "'softmax'", 'relu', 'relu']);
    assert.deepEqual(report?.networks.map((network) => [said(network), network.layers.map((layer) => said(layer).slice(0, 30))]), [['tf.sequential()', ['tf.layers.dense({ units: 16, a', 'tf.layers.dense({ units: 3, ac']]]);
    assert.deepEqual(report?.findings.map(said), ['\\"softmax\\"', 'relu']);
    const [edit] = report?.findings[0]?.fixes[0]?.edits ?? [];
    assert.deepEqual(edit && [content.slice(edit.start, edit.end), edit.text], ['\\"softmax\\"', '\\"relu\\"']);
  });

  it('fixes a cell and leaves every other byte as it was', () => {
    for (const [name, indent, end] of [['one', 1, '\n'], ['two', 4, ''], ['three', '\t', '\r\n']] as const) {
      const content = `${JSON.stringify(JSON.parse(notebook(CELLS)), undefined, indent)}${end}`.replaceAll('\n', end === '\r\n' ? '\r\n' : '\n');
      const target = file(`fix-${name}.ipynb`, content);
      assert.match(cli('check', target, '--fix').out, / 1 problem /);
      assert.equal(readFileSync(target, 'utf8'), content.replace('tf.relu(tf.relu(x))', 'tf.relu(x)'));
    }
  });

  it('keeps a byte order mark, and changes nothing the second time', () => {
    const target = file('bom.ipynb', `\uFEFF${notebook(CELLS)}`);
    cli('check', target, '--fix');
    const once = readFileSync(target, 'utf8');
    assert.ok(once.startsWith('\uFEFF{'));
    assert.equal(sourcesOf(once.slice(1))[3], 'const twice = (x: tf.Tensor) => tf.relu(x); // keep me\n');
    cli('check', target, '--fix');
    assert.equal(readFileSync(target, 'utf8'), once);
  });

  it('says in one line what is wrong with broken JSON', () => {
    for (const [content, place] of [['{"cells": [\n  {"source": "tf.relu(x)"', 'line 2, column 26'], ['{broken', 'line 1, column 2'], [notebook(CELLS).replace(/\}\s*$/, ''), 'line'], ['{"a": 1}\n}', 'line 2, column 1']] as const) {
      const target = file('broken.ipynb', content);
      for (const args of [['check', target], ['check', '--fix', target], ['inspect', target]]) {
        const { code: exit, err } = cli(...args);
        assert.equal(exit, 2);
        assert.equal(err.split('\n').length, 1);
        assert.ok(err.startsWith(`${target}: is not JSON as a notebook is (${place}`), err);
      }
      assert.equal(readFileSync(target, 'utf8'), content);
    }
  });

  it('is silent about Python, and finds notebooks in folders', () => {
    const python = notebook([code('import tensorflow as tf\ntf.keras.layers.Dense(1, activation="softmax")')], { kernelspec: { language: 'python', name: 'python3' } });
    const { code: exit, out, err } = cli('check', file('python.ipynb', python));
    assert.deepEqual([exit, out, err], [0, '0 files checked, 1 without TensorFlow.js, 0 problems (0 errors, 0 warnings)', '']);
    const tree = path.join(folder, 'tree');
    for (const name of ['', '.ipynb_checkpoints']) {
      mkdirSync(path.join(tree, name), { recursive: true });
      writeFileSync(path.join(tree, name, 'model.ipynb'), notebook(CELLS));
    }
    assert.match(cli('check', tree).out, /1 file checked, 2 problems/);
  });
});
