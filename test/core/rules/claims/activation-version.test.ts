/** Which versions a program may run with, and what the installed one has. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { compareVersions, endOfRange } from '../../../../src/core/evaluate/version';
import { activationsSince } from '../../../../src/core/tfjs/activation-names';
import { resolverOf } from '../../../support/modules';
import type { Files } from '../../../support/modules';

test('the installed version has every name that came after 1.7, and is not older than the last that did', () => {
  for (const [name, since] of activationsSince) {
    assert.equal(tf.layers.dense({ units: 1, activation: name as 'relu' }).getClassName(), 'Dense');
    const [a, b] = [endOfRange(since), endOfRange(tf.version.tfjs)];
    assert.ok(a && b && compareVersions(a, b) <= 0);
  }
});

test('a range ends where its newest version does, and not at all where that is not written', () => {
  const ends = {
    '1.7.4': '1.7.5', '=2.0.0': '2.0.1', '2.0.0-rc.3': '2.0.1', '^1.7.4': '2.0.0', '~3.4.0': '3.5.0', '~3': '4.0.0', '^0.13.1': '0.14.0', '^0.0.3': '0.0.4', '2': '3.0.0', '2.x': '3.0.0', '2.4': '2.5.0', '2.4.x': '2.5.0',
    '^1.0.0 || ^2.0.0': '3.0.0', '>=1.0.0 <2.5.0': '2.5.0', '>=1.0.0': undefined, '*': undefined, latest: undefined, '': undefined, 'file:../tfjs': undefined, '^1.0.0 || latest': undefined, 'workspace:^': undefined,
  };
  for (const [range, end] of Object.entries(ends)) assert.equal(endOfRange(range)?.join('.'), end, range);
});

const PROGRAM = `import * as tf from '@tensorflow/tfjs';\nexport const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, activation: 'gelu', inputShape: [2] })] });`;

function messageWith(files: Files, program = PROGRAM): string | undefined {
  const finding = analyze(program, 'typescript', { id: 'app/src/nets/model.ts', resolver: resolverOf(files) }).findings.find(({ rule }) => rule === 'activation-version');
  return finding && String(finding.say.data['version']);
}

const json = (value: unknown): string => JSON.stringify(value);

test('a package.json above the document says what is installed', () => {
  const old = json({ dependencies: { '@tensorflow/tfjs': '^3.21.0' } });
  assert.equal(messageWith({ 'app/package.json': old }), '^3.21.0');
  assert.equal(messageWith({ 'app/src/nets/package.json': json({ devDependencies: { '@tensorflow/tfjs': '2.0.0' } }), 'app/package.json': old }), '2.0.0');
  assert.equal(messageWith({ 'app/src/package.json': json({ type: 'module' }), 'app/package.json': old }), '^3.21.0');
  assert.equal(messageWith({ 'app/package.json': old }, PROGRAM.replace('@tensorflow/tfjs', '@tensorflow/tfjs-node')), undefined);
});

test('where the version is open, replaced or not to be read, nothing is said', () => {
  for (const manifest of [
    json({ dependencies: { '@tensorflow/tfjs': '^4.0.0' } }), json({ dependencies: { '@tensorflow/tfjs': 'latest' } }), json({ peerDependencies: { '@tensorflow/tfjs': '^1.0.0' } }),
    json({ dependencies: { '@tensorflow/tfjs': '^1.0.0' }, overrides: {} }), json({ dependencies: { '@tensorflow/tfjs': { version: '1.0.0' } } }), '{ "dependencies": { "@tensorflow/tfjs": "1.0.0"', '[]', 'null',
  ]) assert.equal(messageWith({ 'app/package.json': manifest }), undefined, manifest);
  assert.equal(messageWith({}), undefined);
});
