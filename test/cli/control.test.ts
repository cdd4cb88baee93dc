import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { run } from '../../src/cli/run';

function cli(...args: string[]): { readonly code: number; readonly out: string; readonly err: string } {
  const out: string[] = [];
  const err: string[] = [];
  const code = run(args, { out: (text) => out.push(text), err: (text) => err.push(text) }, '1.2.3');
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** As people read a path: from where they are, if that is shorter. */
function written(file: string): string {
  const relative = path.relative('', file);
  return relative.length < file.length ? relative : file;
}

const TWICE = "import * as tf from '@tensorflow/tfjs';\nexport const f = (x) => tf.relu(tf.relu(x));\n";

/** An error and a warning. */
const BOTH = `${TWICE}export const m = tf.sequential({ layers: [tf.layers.dense({ units: 1, activation: 'softmax', inputShape: [2] })] });\n`;

describe('what a project and a call want of the rules', () => {
  let folder = '';
  const file = (name: string, content: string): string => {
    const target = path.join(folder, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    return target;
  };
  const config = (name: string, content: unknown): string => file(path.join(name, '.activationlensrc.json'), typeof content === 'string' ? content : JSON.stringify(content));
  /** `warning redundant-activation` for each finding, in order. */
  const findings = (...args: string[]): readonly string[] => cli('check', ...args).out.split('\n').flatMap((line) => (/^ +\d+:\d+ +(\w+) .* ([\w-]+)$/.exec(line)?.slice(1).join(' ') ?? []));

  beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'activation-lens-control-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('exits as ESLint does', () => {
    const [sound, warning, error] = [file('sound.js', TWICE.replace('tf.relu(tf.relu(x))', 'tf.relu(x)')), file('warning.js', TWICE), file('error.js', BOTH)];
    assert.deepEqual([sound, warning, error].map((one) => cli('check', one).code), [0, 0, 1]);
    assert.deepEqual([sound, warning].map((one) => cli('check', one, '--max-warnings', '0').code), [0, 1]);
    assert.deepEqual([cli('check', warning, '--max-warnings=1').code, cli('check', error, '--max-warnings=9').code], [0, 1]);
    assert.equal(cli('check', path.join(folder, 'missing.js')).code, 2);
  });

  it('reads the nearest file upward, one for each folder', () => {
    config('.', { rules: { 'redundant-activation': 'error' } });
    config('inner/deep', { rules: { 'redundant-activation': 'off' } });
    const [top, inner, deep] = ['a.js', 'inner/a.js', 'inner/deep/below/a.js'].map((name) => file(name, TWICE));
    assert.ok(top && inner && deep);
    assert.deepEqual([top, inner, deep].map((one) => findings(one)), [['error redundant-activation'], ['error redundant-activation'], []]);
    assert.deepEqual(findings(folder), ['error redundant-activation', 'error redundant-activation']);
    assert.equal(cli('check', deep).code, 0);
  });

  it('has choices of its own for a language', () => {
    config('.', { rules: { 'redundant-activation': 'hint' }, languages: { typescript: { rules: { 'redundant-activation': 'error' } } } });
    assert.deepEqual([findings(file('a.js', TWICE)), findings(file('a.ts', TWICE))], [['hint redundant-activation'], ['error redundant-activation']]);
  });

  it('leaves files out, and says so of those that are named', () => {
    config('.', { ignore: ['legacy/', '*.gen.js'] });
    const left = file('legacy/a.js', BOTH);
    file('b.gen.js', BOTH);
    const kept = file('kept.js', TWICE);
    assert.deepEqual(findings(folder), ['warning redundant-activation']);
    assert.deepEqual(cli('check', left), { code: 0, out: '0 files checked, 0 problems (0 errors, 0 warnings)', err: `${left}: left out by ${written(path.join(folder, '.activationlensrc.json'))}` });
    assert.deepEqual(findings(left, kept), ['warning redundant-activation']);
    const inspected = JSON.parse(cli('inspect', left).out) as { files: { networks: unknown[]; findings: unknown[] }[] };
    assert.deepEqual(inspected.files.map(({ networks, findings: found }) => [networks.length, found.length]), [[1, 0]]);
  });

  it('tells what is wrong with place and nearest name, goes on, and exits with 2', () => {
    const where = config('.', '{\n  "rules": { "redundant-activations": "off", "softmax-single-unit": "warn" }\n}');
    file('b.js', BOTH);
    const { code, err } = cli('check', file('a.js', BOTH), path.join(folder, 'b.js'));
    assert.equal(code, 2);
    assert.deepEqual(err.split('\n'), [
      `${written(where)}:2:14: There is no rule "redundant-activations"; did you mean "redundant-activation"?`,
      `${written(where)}:2:69: There is no severity "warn"; did you mean "warning"?`,
    ]);
    assert.deepEqual(findings(path.join(folder, 'a.js')), ['warning redundant-activation', 'error softmax-single-unit']);
    config('.', '{ "rules": { "redundant-activation": "off" ');
    assert.match(cli('check', path.join(folder, 'a.js')).err, /\.activationlensrc\.json:1:44: This is not JSON from here on; nothing in this file holds\.$/);
    assert.deepEqual(findings(path.join(folder, 'a.js')), ['warning redundant-activation', 'error softmax-single-unit']);
  });

  it('prints no control character of a configuration', () => {
    config('.', '{ "rules": { "\\u001b[31m\\n::error::": "off" } }');
    const { err } = cli('check', file('a.js', TWICE));
    assert.match(err, /There is no rule "\\u001b\[31m\\u000a::error::"\.$/);
  });

  it('takes the rules of a call before those of the project', () => {
    config('.', { rules: { 'redundant-activation': 'error' } });
    const target = file('a.js', BOTH);
    assert.deepEqual(findings(target, '--rule', 'redundant-activation:hint', '--rule=softmax-single-unit:off'), ['hint redundant-activation']);
    const wrong: readonly (readonly [string, string])[] = [
      ['redundant:off', 'There is no rule redundant.'], ['softmax-axes:off', 'There is no rule softmax-axes; did you mean "softmax-axis"?'],
      ['softmax-axis:wrning', 'There is no severity wrning; did you mean "warning"?'], ['softmax-axis', 'give ID:SEVERITY'], ['softmax-axis:', 'give ID:SEVERITY'],
    ];
    for (const [text, message] of wrong) assert.deepEqual(cli('check', target, '--rule', text), { code: 2, out: '', err: `activation-lens: --rule ${text}: ${message}` });
  });

  it('prints errors only where it is to be quiet, and counts the warnings all the same', () => {
    const target = file('a.js', BOTH);
    assert.deepEqual(findings(target, '--quiet'), ['error softmax-single-unit']);
    assert.match(cli('check', file('b.js', TWICE), '--quiet', '--max-warnings', '0').err, /too many warnings: 1, at most 0/);
    assert.equal((JSON.parse(cli('check', target, '--quiet', '--format', 'json').out) as { files: { findings: unknown[] }[] }).files[0]?.findings.length, 1);
  });

  it('obeys comments, in what it prints and in what it fixes', () => {
    const text = `${TWICE.trimEnd()} // activation-lens-disable-line redundant-activation -- measured\nexport const g = (x) => tf.relu(tf.relu(x));\n// activation-lens-disable-line\n`;
    const target = file('a.js', text);
    assert.deepEqual(findings(target), ['warning redundant-activation', 'warning unused-disable']);
    assert.deepEqual(findings(target, '--fix'), ['warning unused-disable']);
    assert.equal(readFileSync(target, 'utf8'), text.replace('g = (x) => tf.relu(tf.relu(x))', 'g = (x) => tf.relu(x)'));
    assert.deepEqual(findings(target, '--rule', 'unused-disable:hint'), ['hint unused-disable']);
    config('.', { reportUnusedDisables: 'error' });
    assert.deepEqual(findings(target), ['error unused-disable']);
    const log = JSON.parse(cli('check', target, '--format', 'sarif').out) as { runs: { tool: { driver: { rules: { id: string; shortDescription: { text: string } }[] } } }[] };
    assert.match(log.runs[0]?.tool.driver.rules.find(({ id }) => id === 'unused-disable')?.shortDescription.text ?? '', /^A comment switches off/);
  });
});
