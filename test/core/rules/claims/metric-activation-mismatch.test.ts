/** What the rule about metrics says of TensorFlow.js: each metric as the compiled model computes it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { fixesOf } from '../../../support/check';
import type { Fixed } from '../../../support/check';
import { execute } from '../../../support/execute';
import { readFixture } from '../../../support/fixtures';

before(async () => {
  await tf.setBackend('cpu');
});

/** The last metric that a program's model computes where it gives the outputs for the targets. */
async function metric(text: string, language: 'typescript' | 'javascript', outputs: readonly number[][], targets: readonly number[][]): Promise<number> {
  const [model] = (await execute(text, language)).models;
  assert.ok(model);
  const { metricsTensors } = model as unknown as { readonly metricsTensors: readonly (readonly [(labels: tf.Tensor, outputs: tf.Tensor) => tf.Tensor, number])[] };
  const compute = metricsTensors.at(-1)?.[0];
  assert.ok(compute);
  return tf.tidy(() => compute(tf.tensor2d(targets.map((row) => [...row])), tf.tensor2d(outputs.map((row) => [...row]))).mean().dataSync()[0] ?? Number.NaN);
}

interface Trial {
  readonly fixture: string;
  readonly outputs: readonly number[][];
  readonly targets: readonly number[][];
  readonly before: number;
  readonly after: number | undefined;
}

const trials: readonly Trial[] = [
  { fixture: 'precision.ts', outputs: [[0.9], [0.99], [0.2]], targets: [[1], [1], [0]], before: 0, after: 1 },
  { fixture: 'precision-softmax.js', outputs: [[0.98, 0.01, 0.01], [0.1, 0.8, 0.1]], targets: [[1, 0, 0], [0, 1, 0]], before: 0, after: 1 },
  // A logit of 0.3 is the probability 0.57.
  { fixture: 'logits.ts', outputs: [[0.3], [3], [-1]], targets: [[1], [1], [0]], before: 2 / 3, after: 1 },
  { fixture: 'hinge.js', outputs: [[0.9], [-0.9], [-0.8]], targets: [[1], [-1], [-1]], before: 1 / 3, after: 1 },
];

for (const { fixture: name, outputs, targets, before: expected, after } of trials) {
  test(`the metric of ${name} is wrong for right outputs, and right when it is mended`, async () => {
    const fixture = readFixture(`test/fixtures/rules/metric-activation-mismatch/${name}`);
    const language = fixture.language as 'typescript';
    assert.ok(Math.abs(await metric(fixture.text, language, outputs, targets) - expected) < 1e-6);
    const [mended] = fixesOf(fixture) as readonly [Fixed];
    assert.ok(Math.abs(await metric(mended.text, language, outputs, targets) - (after ?? 0)) < 1e-6);
  });
}

test('accuracy of a single number is 1 where the target is 1 and the output above 0.5', () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd', metrics: ['accuracy'] });
  const { metricsTensors } = model as unknown as { readonly metricsTensors: readonly (readonly [(labels: tf.Tensor, outputs: tf.Tensor) => tf.Tensor, number])[] };
  const found = metricsTensors[0]?.[0](tf.tensor2d([[3.5], [1], [0]]), tf.tensor2d([[3.5], [40], [-3]])).dataSync();
  assert.deepEqual([...(found ?? [])], [0, 1, 1]);
});
