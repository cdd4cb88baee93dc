import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';

before(async () => {
  await tf.setBackend('cpu');
});

type Factory = (argument?: unknown) => { readonly getConfig: () => tf.serialization.ConfigDict };

const given: Readonly<Record<string, unknown>> = {
  leakyReLU: 0.2, elu: 0.5, prelu: 0.2, reLU: 6, thresholdedReLU: 0.5, softmax: -1, activation: 'relu', dropout: 0.25, spatialDropout1d: 0.25, alphaDropout: 0.25,
  gaussianDropout: 0.25, gaussianNoise: 0.1, masking: 1, concatenate: 1, layerNormalization: 1, batchNormalization: 0.5, upSampling2d: 3, zeroPadding2d: 2,
};

for (const [name, value] of Object.entries(given)) {
  test(`tf.layers.${name} makes of ${String(value)} what it makes of no options, and has a finding`, () => {
    const make = (tf.layers as unknown as Record<string, Factory>)[name];
    assert.ok(make);
    assert.deepEqual({ ...make(value).getConfig(), name: '' }, { ...make(name === 'activation' ? {} : name.endsWith('ropout') || name === 'spatialDropout1d' ? { rate: undefined } : {}).getConfig(), name: '' });
    const found = analyze(`import * as tf from '@tensorflow/tfjs';\nexport const layer = tf.layers.${name}(${JSON.stringify(value)});`, 'javascript').findings;
    assert.ok(found.some(({ rule }) => rule === 'ignored-argument'));
  });
}

test('dropout without a rate drops nothing, noise without a deviation has the deviation 1, and an activation without a name is linear', () => {
  const x = tf.ones([1, 2000]);
  const apply = (make: unknown, value: unknown): Float32Array => ((make as (value: unknown) => tf.layers.Layer)(value).apply(x, { training: true }) as tf.Tensor).dataSync<'float32'>();
  assert.ok(apply(tf.layers.dropout, 0.9).every((one) => one === 1));
  const deviation = tf.moments(tf.tensor1d(apply(tf.layers.gaussianNoise, 0.01))).variance.sqrt().dataSync()[0] ?? 0;
  assert.ok(deviation > 0.9 && deviation < 1.1, `${deviation}`);
  assert.ok(apply(tf.layers.activation, 'tanh').every((one) => one === 1));
});

for (const name of ['randomNormal', 'truncatedNormal', 'randomUniform', 'varianceScaling', 'identity', 'orthogonal', 'glorotNormal', 'glorotUniform', 'heNormal', 'heUniform', 'leCunNormal', 'leCunUniform']) {
  test(`tf.initializers.${name} makes of a number what it makes of no options`, () => {
    const make = (tf.initializers as unknown as Record<string, Factory>)[name];
    assert.ok(make);
    assert.deepEqual(make(7).getConfig(), make({}).getConfig());
  });
}
