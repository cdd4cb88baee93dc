/** What the rule about unscaled pixels says of sums and slopes, and that TensorFlow.js gives a model integers without a word. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { english } from '../../../../src/core/rules/format';
import { generator, seeded } from '../../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

const SIZE = 8;

/** An image of numbers spread evenly over 0 … 255. */
function image(seed: number): tf.Tensor3D {
  const random = generator(seed);
  return tf.browser.fromPixels({ data: Uint8Array.from({ length: SIZE * SIZE * 4 }, () => Math.floor(random() * 256)), width: SIZE, height: SIZE });
}

const first = {
  sigmoid: "tf.layers.dense({ units: 32, activation: 'sigmoid' })",
  tanh: "tf.layers.dense({ units: 64, activation: 'tanh', kernelInitializer: 'heUniform' })",
};

for (const [activation, layer] of Object.entries(first)) {
  test(`sums and slopes of ${activation} are those of the message, and scaling mends them`, () => seeded(3, () => {
    const program = `const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 3] }), ${layer}] });`;
    const { findings } = analyze(`import * as tf from '@tensorflow/tfjs';\n${program}\nexport const y = (p) => model.predict(tf.browser.fromPixels(p).expandDims());`, 'javascript');
    const finding = findings.find(({ rule }) => rule === 'unnormalized-input-saturation');
    assert.ok(finding);
    const { deviation, share, count } = finding.say.data;
    const sums: number[] = [];
    let scaledFlat = 0;
    for (let seed = 1; seed <= 40; seed++) {
      tf.tidy(() => {
        const model = new Function('tf', `${program} return model;`)(tf) as tf.LayersModel;
        const x = image(seed).reshape([1, Number(count)]).toFloat();
        const [kernel] = model.layers[1]?.getWeights() ?? [];
        assert.ok(kernel);
        sums.push(...x.matMul(kernel).dataSync());
        scaledFlat += flatShare(activation, [...x.div(255).matMul(kernel).dataSync()]) / 40;
      });
    }
    const measured = Math.sqrt(sums.reduce((sum, z) => sum + z * z, 0) / sums.length);
    assert.ok(Math.abs(measured / Number(deviation) - 1) < 0.1, `${measured}, predicted ${deviation}`);
    const flat = flatShare(activation, sums);
    assert.ok(Math.abs(flat - Number.parseFloat(String(share)) / 100) < 0.03, `${flat}, predicted ${share}`);
    assert.ok(scaledFlat < 0.05, String(scaledFlat));
    assert.match(english(finding.say.template, finding.say.data), /from 0 to 255/);
  }));
}

/** Share of sums at which the derivative, by tfjs's own gradients, is less than 0.01. */
function flatShare(activation: string, sums: readonly number[]): number {
  const apply = activation === 'tanh' ? tf.tanh : tf.sigmoid;
  const slopes = tf.grad((x: tf.Tensor) => apply(x).sum())(tf.tensor1d([...sums])).dataSync();
  return slopes.filter((slope) => slope < 0.01).length / slopes.length;
}

test('models take integers, and see them as they are', async () => {
  const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [SIZE, SIZE, 3] }), tf.layers.dense({ units: 2, activation: 'sigmoid' })] });
  const x = image(1).expandDims();
  assert.equal(x.dtype, 'int32');
  const expected = (model.predict(x.toFloat()) as tf.Tensor).arraySync();
  assert.deepEqual((model.predict(x) as tf.Tensor).arraySync(), expected);
  assert.deepEqual((model.apply(x) as tf.Tensor).arraySync(), expected);
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  await model.fit(x, tf.zeros([1, 2]), { epochs: 1, verbose: 0 });
  await model.trainOnBatch(x, tf.zeros([1, 2]));
});

/** Operations between the image and the model, and whether what comes out still goes up to 255. */
const BETWEEN: Readonly<Record<string, boolean>> = {
  'expandDims()': true, 'toFloat().expandDims(0)': true, 'reshape([1, 8, 8, 3])': true, 'resizeBilinear([8, 8]).expandDims()': true, 'resizeNearestNeighbor([8, 8]).expandDims()': true,
  'reverse(1).expandDims()': true, "cast('float32').expandDims()": true, 'transpose([1, 0, 2]).expandDims()': true, 'mean(2).expandDims(2).tile([1, 1, 3]).expandDims()': true,
  'div(255).expandDims()': false, 'mul(1 / 255).expandDims()': false, "cast('bool').toFloat().expandDims()": false, 'sub(127).div(128).expandDims()': false, 'sigmoid().expandDims()': false,
};

for (const [chain, large] of Object.entries(BETWEEN)) {
  test(`fromPixels(…).${chain} is ${large ? '' : 'not '}taken for pixels as they are`, () => {
    const { findings } = analyze(`import * as tf from '@tensorflow/tfjs';
const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 3] }), tf.layers.dense({ units: 32, activation: 'sigmoid' })] });
export const y = (p) => model.predict(tf.browser.fromPixels(p).${chain});`, 'javascript');
    assert.equal(findings.some(({ rule }) => rule === 'unnormalized-input-saturation'), large);
    if (chain.startsWith('sigmoid')) return;
    const made = new Function('x', `return x.${chain};`)(image(2)) as tf.Tensor;
    assert.equal(Number(made.max().dataSync()[0]) > 100, large);
    assert.deepEqual(made.shape, [1, SIZE, SIZE, 3]);
  });
}
