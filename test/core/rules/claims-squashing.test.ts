/** What the rules about squashing functions say of TensorFlow.js, measured on it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { seeded } from '../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

type Op = (x: tf.Tensor) => tf.Tensor;

function dataOf(code: string): Readonly<Record<string, string | number>> {
  return analyze(`import * as tf from '@tensorflow/tfjs';\n${code}`, 'javascript').findings.at(-1)?.say.data ?? {};
}

const cases: readonly { readonly name: string; readonly code: string; readonly op: Op }[] = [
  { name: 'sigmoid of sigmoid', code: 'export const y = tf.tensor1d([1]).sigmoid().sigmoid();', op: (x) => x.sigmoid().sigmoid() },
  { name: 'sigmoid of tanh', code: 'export const y = tf.tensor1d([1]).tanh().sigmoid();', op: (x) => x.tanh().sigmoid() },
  { name: 'tanh of sigmoid', code: 'export const y = tf.tensor1d([1]).sigmoid().tanh();', op: (x) => x.sigmoid().tanh() },
];

for (const { name, code, op } of cases) {
  test(`${name} stays in the range and below the slope that the message names`, () => {
    const { lo, hi, slope } = dataOf(code);
    const x = tf.linspace(-30, 30, 6001);
    const y = op(x);
    const [least = 0, most = 0] = [y.min().dataSync()[0], y.max().dataSync()[0]];
    const steepest = tf.grad(op)(x).max().dataSync()[0] ?? 0;
    assert.ok(Math.abs(least - Number(lo)) < 1e-3 && Math.abs(most - Number(hi)) < 1e-3, `${least} to ${most}, said ${lo} to ${hi}`);
    assert.ok(Math.abs(steepest - Number(slope)) < 2e-3 * Number(slope) + 5e-4, `${steepest}, said ${slope}`);
  });
}

test('softmax of probabilities stays below what the message names', () => {
  const { most } = dataOf('const model = tf.sequential();\nmodel.add(tf.layers.dense({ units: 4, activation: "sigmoid", inputShape: [3] }));\nmodel.add(tf.layers.softmax());');
  const reached = tf.tensor2d([[1, 0, 0, 0]]).softmax().max().dataSync()[0] ?? 0;
  assert.ok(Math.abs(reached - Number(most)) < 1e-3, `${reached}, said ${most}`);
});

test('sigmoid of relu is never below a half, and softmax of relu gives negative logits no gradient', () => {
  assert.equal(tf.linspace(-9, 9, 101).relu().sigmoid().min().dataSync()[0], 0.5);
  const gradient = tf.grad((z: tf.Tensor) => z.relu().softmax().mul(tf.tensor2d([[1, 0, 0]])).sum())(tf.tensor2d([[-1, -2, 3]])).dataSync();
  assert.deepEqual([...gradient].map((one) => one !== 0), [false, false, true]);
});

test('a remedy behind a ReLU changes no value and no gradient', () => {
  const x = tf.linspace(-4, 4, 81);
  const remedies: readonly Op[] = [(z) => z.leakyRelu(0.3), (z) => z.elu(), (z) => tf.prelu(z, tf.scalar(0.2))];
  for (const remedy of remedies) {
    assert.deepEqual(remedy(x.relu()).arraySync(), x.relu().arraySync());
    assert.deepEqual(tf.grad((z: tf.Tensor) => remedy(z.relu()).sum())(x).arraySync(), tf.grad((z: tf.Tensor) => z.relu().sum())(x).arraySync());
  }
});

/** Root mean square over draws of the first kernel's gradient norm over that of the last, for one input. */
async function kernelRatio(hidden: number): Promise<number> {
  return seeded(11, () => {
    let first = 0;
    let last = 0;
    for (let draw = 0; draw < 40; draw++) {
      tf.tidy(() => {
        const model = tf.sequential();
        for (let i = 0; i < hidden; i++) model.add(tf.layers.dense({ units: 16, activation: 'sigmoid', inputShape: [4] }));
        model.add(tf.layers.dense({ units: 3 }));
        const towards = tf.randomNormal([1, 3]);
        const x = tf.randomNormal([1, 4]);
        const { grads } = tf.variableGrads(() => (model.apply(x) as tf.Tensor).mul(towards).sum() as tf.Scalar);
        const square = (layer: tf.layers.Layer | undefined): number => grads[layer?.trainableWeights[0]?.name ?? '']?.square().sum().dataSync()[0] ?? Number.NaN;
        first += square(model.layers[0]);
        last += square(model.layers.at(-1));
      });
    }
    return Math.sqrt(first / last);
  });
}

for (const hidden of [3, 4, 6]) {
  test(`the first of ${hidden} sigmoid layers gets what the message names of the gradient`, async () => {
    const layers = Array.from({ length: hidden }, () => "model.add(tf.layers.dense({ units: 16, activation: 'sigmoid', inputShape: [4] }));").join('\n');
    const { ratio } = dataOf(`const model = tf.sequential();\n${layers}\nmodel.add(tf.layers.dense({ units: 3 }));`);
    const measured = await kernelRatio(hidden);
    assert.ok(Math.abs(measured / Number(ratio) - 1) < 0.25, `${measured}, said ${ratio}`);
  });
}
