/** The numbers that the rule about selu states, measured in TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { execute, seeded } from '../../../support/execute';
import { fixesOf } from '../../../support/check';
import { readFixture } from '../../../support/fixtures';

before(async () => {
  await tf.setBackend('cpu');
});

const isSelu = (layer: tf.layers.Layer): boolean => (layer.getConfig()['activation'] as string | undefined) === 'selu';

/** The variance of what the last selu layer gives for normal inputs, over some initialisations. */
async function variance(text: string, language: 'typescript' | 'javascript'): Promise<number> {
  return seeded(9, async () => {
    let sum = 0;
    const draws = 24;
    for (let draw = 0; draw < draws; draw++) {
      const [model] = (await execute(text, language)).models;
      const layer = model?.layers.findLast(isSelu);
      assert.ok(model && layer);
      const part = tf.model({ inputs: model.inputs, outputs: layer.output });
      const [features = 0] = (model.inputs[0]?.shape ?? []).slice(1);
      sum += tf.tidy(() => tf.moments(part.apply(tf.randomNormal([64, features ?? 0], 0, 1, 'float32', draw)) as tf.Tensor).variance.dataSync()[0] ?? Number.NaN);
    }
    return sum / draws;
  });
}

for (const [name, language] of [['he.ts', 'typescript'], ['default-deep.js', 'javascript'], ['lecun-normal.ts', 'typescript'], ['small-weights.js', 'javascript']] as const) {
  test(`the variance behind the selu layers of ${name} is what the message says, and near 1 when it is mended`, async () => {
    const fixture = readFixture(`test/fixtures/rules/selu-contract/${name}`);
    const [finding] = analyze(fixture.text, language).findings;
    const said = Number(finding?.say.data['variance']);
    const measured = await variance(fixture.text, language);
    assert.ok(Math.abs(measured / said - 1) < 0.2, `${said} said, ${measured} measured`);
    const [mended] = fixesOf(fixture);
    assert.ok(mended);
    const after = await variance(mended.text, language);
    assert.ok(after > 0.75 && after < 1.25, `${after}`);
  });
}
