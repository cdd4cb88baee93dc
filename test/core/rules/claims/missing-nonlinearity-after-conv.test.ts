/** What the rule about convolutions without an activation says of TensorFlow.js. */
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

/** How far a model without its last activation is from f(a + b) − f(a) − f(b) + f(0) = 0, relative to its values; and its numbers of inputs and outputs. */
async function bend(text: string, language: 'typescript' | 'javascript' | 'html', last: number): Promise<{ readonly bend: number; readonly sizes: readonly number[] }> {
  return seeded(2, async () => {
    const [model] = (await execute(text, language)).models;
    const weighted = model?.layers.filter((layer) => /Dense|Conv/.test(layer.getClassName()))[last];
    assert.ok(model && weighted);
    (weighted as unknown as { activation: unknown }).activation = { apply: (x: tf.Tensor) => x.clone(), getClassName: () => 'linear' };
    const part = tf.model({ inputs: model.inputs, outputs: weighted.output });
    return tf.tidy(() => {
      const shape = (model.inputs[0]?.shape ?? []).map((size) => size ?? 4);
      const f = (x: tf.Tensor): tf.Tensor => part.predict(x) as tf.Tensor;
      const [a, b] = [tf.randomNormal(shape, 0, 1, 'float32', 1), tf.randomNormal(shape, 0, 1, 'float32', 2)];
      const rest = f(a.add(b)).sub(f(a)).sub(f(b)).add(f(tf.zeros(shape)));
      const ratio = rest.norm().div(f(a).norm()).dataSync()[0] ?? Number.NaN;
      const count = (sizes: tf.Shape | tf.Shape[]): number => (sizes as tf.Shape).slice(1).reduce<number>((product, size) => product * (size ?? 1), 1);
      return { bend: ratio, sizes: [count(model.inputs[0]?.shape ?? []), count(weighted.outputShape)] };
    });
  });
}

for (const [name, last] of [['average.ts', 1], ['flatten.js', 1], ['functional.ts', 1], ['plain.ts', 1], ['page.html', 1]] as const) {
  test(`up to the next weights ${name} is one linear map of the size in the message, and is not when it is mended`, async () => {
    const fixture = readFixture(`test/fixtures/rules/missing-nonlinearity-after-conv/${name}`);
    const language = fixture.language as 'typescript';
    const found = await bend(fixture.text, language, last);
    assert.ok(found.bend < 1e-5, `${found.bend}`);
    const data = analyze(fixture.text, fixture.language).findings[0]?.say.data;
    assert.deepEqual([data?.['inputs'], data?.['outputs']], found.sizes);
    for (const mended of fixesOf(fixture)) assert.ok((await bend(mended.text, language, last)).bend > 0.01);
  });
}

test('with max pooling it is not', async () => {
  const { text } = readFixture('test/fixtures/rules/missing-nonlinearity-after-conv/max-pooling.js');
  assert.ok((await bend(text, 'javascript', 1)).bend > 0.01);
});
