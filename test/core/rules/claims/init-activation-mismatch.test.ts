/** The share of the variance that the rule states, measured in TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { fixesOf } from '../../../support/check';
import { execute, seeded } from '../../../support/execute';
import { readFixture } from '../../../support/fixtures';

before(async () => {
  await tf.setBackend('cpu');
});

/** Mean square of the sums of the last hidden layer over that of the first, both over many initialisations. */
async function share(text: string, language: 'typescript' | 'javascript'): Promise<number> {
  return seeded(6, async () => {
    let [first, last] = [0, 0];
    for (let draw = 0; draw < 60; draw++) {
      const [model] = (await execute(text, language)).models;
      assert.ok(model);
      const dense = model.layers.filter((layer) => layer.getClassName() === 'Dense').slice(0, -1);
      tf.tidy(() => {
        const size = model.inputs[0]?.shape[1] ?? 0;
        const x = tf.randomNormal([32, size], 0, 1, 'float32', draw);
        const square = (layer: tf.layers.Layer | undefined): number => {
          assert.ok(layer);
          const before = (tf.model({ inputs: model.inputs, outputs: layer.input as tf.SymbolicTensor }).predict(x) as tf.Tensor2D);
          return before.matMul(layer.getWeights()[0] as tf.Tensor2D).square().mean().dataSync()[0] ?? Number.NaN;
        };
        first += x.matMul(dense[0]?.getWeights()[0] as tf.Tensor2D).square().mean().dataSync()[0] ?? Number.NaN;
        last += square(dense.at(-1));
      });
    }
    return last / first;
  });
}

for (const name of ['loop.ts', 'written-out.js', 'leaky-layers.js']) {
  test(`the sums of the last layer of ${name} have the share of variance that the message says, and keep it when it is mended`, async () => {
    const fixture = readFixture(`test/fixtures/rules/init-activation-mismatch/${name}`);
    const language = fixture.language as 'typescript';
    const said = Number.parseFloat(String(analyze(fixture.text, language).findings[0]?.say.data['share'])) / 100;
    const measured = await share(fixture.text, language);
    assert.ok(Math.abs(measured / said - 1) < 0.3, `${said} said, ${measured} measured`);
    const [mended] = fixesOf(fixture);
    assert.ok(mended);
    const after = await share(mended.text, language);
    assert.ok(after > 0.6 && after < 1.6, `${after}`);
  });
}
