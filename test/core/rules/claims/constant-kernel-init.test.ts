/** What the rule about constant weights says of TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { execute, seeded } from '../../../support/execute';
import { readFixture } from '../../../support/fixtures';

before(async () => {
  await tf.setBackend('cpu');
});

type Weights = readonly (readonly number[])[];

/** The weights of a fixture's first layers before and after training on made-up samples. */
async function trained(fixture: string): Promise<{ readonly initial: readonly Weights[]; readonly final: readonly Weights[] }> {
  return seeded(4, async () => {
    const { text, language } = readFixture(`test/fixtures/rules/constant-kernel-init/${fixture}`);
    const [model] = (await execute(text, language)).models;
    assert.ok(model);
    const weights = (): readonly Weights[] => model.layers.map((layer) => layer.getWeights().map((one) => [...one.dataSync()]));
    const initial = weights();
    const sizes = (shape: tf.Shape): number[] => shape.map((size) => size ?? 16);
    model.compile({ loss: 'meanSquaredError', optimizer: tf.train.adam(0.01) });
    const [x, y] = [tf.randomNormal(sizes(model.inputs[0]?.shape ?? []), 0, 1, 'float32', 1), tf.randomNormal(sizes(model.outputs[0]?.shape ?? []), 0, 1, 'float32', 2)];
    for (let step = 0; step < 15; step++) await model.trainOnBatch(x, y);
    return { initial, final: weights() };
  });
}

for (const [fixture, layer] of [['add.ts', 0], ['activation-layer.ts', 0], ['commented.js', 0]] as const) {
  test(`a layer of zeros with a ReLU does not move in ${fixture}, the last one does`, async () => {
    const { initial, final } = await trained(fixture);
    assert.deepEqual(final[layer], initial[layer]);
    assert.notDeepEqual(final.at(-1), initial.at(-1));
  });
}

test('two layers of zeros with tanh between them keep their kernels', async () => {
  const { initial, final } = await trained('tanh-zeros.js');
  assert.deepEqual(final[0], initial[0]);
  assert.deepEqual(final[1]?.[0], initial[1]?.[0]);
  assert.notDeepEqual(final[1]?.[1], initial[1]?.[1]);
});

for (const [fixture, layer, units] of [['sigmoid-ones.js', 1, 10], ['convolution.html', 0, 8], ['loop.ts', 1, 16]] as const) {
  test(`the units of a constant layer before another one move together in ${fixture}`, async () => {
    const { initial, final } = await trained(fixture);
    const kernel = final[layer]?.[0] ?? [];
    assert.notDeepEqual(kernel, initial[layer]?.[0]);
    for (const [index, weight] of kernel.entries()) assert.ok(Math.abs(weight - (kernel[index - (index % units)] ?? 0)) < 1e-5, `${index}`);
  });
}

test('units of a constant layer part where the next layer is drawn, or drops some of them', async () => {
  for (const fixture of ['negative/one-hidden.ts', 'negative/dropout.js']) {
    const { final } = await trained(fixture);
    const [first = []] = final[0] ?? [];
    assert.ok(new Set(first.slice(0, 8).map((weight) => weight.toFixed(4))).size > 1, fixture);
  }
});

test('a penalty of absolute values moves weights that are 0', async () => {
  const { initial, final } = await trained('negative/penalty.js');
  assert.notDeepEqual(final[0], initial[0]);
});
