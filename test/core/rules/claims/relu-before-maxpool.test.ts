/** What the rule about relu before max pooling says of TensorFlow.js, and that it says nothing unless it is asked to. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { fixesOf } from '../../../support/check';
import { execute } from '../../../support/execute';
import { fixturesIn } from '../../../support/fixtures';
import { predict } from '../../../support/predict';

before(async () => {
  await tf.setBackend('cpu');
});

test('relu and relu6 commute with max pooling, and relu not with average pooling', () => {
  const x = tf.randomNormal([2, 8, 8, 3], 0, 4, 'float32', 1) as tf.Tensor4D;
  for (const f of [tf.relu, tf.relu6]) assert.deepEqual(f(tf.maxPool(x, 2, 2, 'valid')).arraySync(), tf.maxPool(f(x), 2, 2, 'valid').arraySync());
  const difference = tf.relu(tf.avgPool(x, 2, 2, 'valid')).sub(tf.avgPool(tf.relu(x), 2, 2, 'valid')).abs().max().dataSync()[0] ?? 0;
  assert.ok(difference > 0.1);
});

for (const fixture of fixturesIn('test/fixtures/rules/relu-before-maxpool').filter(({ isPositive }) => isPositive)) {
  test(`${fixture.path} is silent by default, and computes the same when it is mended`, async () => {
    assert.deepEqual(analyze(fixture.text, fixture.language).findings, []);
    for (const { text } of fixesOf(fixture)) {
      const [model] = (await execute(fixture.text, fixture.language)).models;
      const [mended] = (await execute(text, fixture.language)).models;
      assert.ok(model && mended);
      mended.setWeights(model.getWeights());
      assert.deepEqual(predict(mended), predict(model));
    }
  });
}

test('the settings and the pages know that it is off by default', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { configuration: { properties: Record<string, { properties?: Record<string, { default: string }> }> }[] } };
  assert.equal(contributes.configuration.map(({ properties }) => properties['activationLens.rules']?.properties?.['relu-before-maxpool']?.default).find((one) => one !== undefined), 'off');
  assert.match(readFileSync('docs/rules/relu-before-maxpool.md', 'utf8'), /^Severity: hint, off by default$/m);
});
