/** What the rule about discarded results says of TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { activationOps } from '../../../../src/core/tfjs/ops';

before(async () => {
  await tf.setBackend('cpu');
});

type Ops = Readonly<Record<string, (x: tf.Tensor, other?: number) => tf.Tensor>>;

for (const name of activationOps) {
  test(`${name} leaves its operand as it is and makes one tensor more`, () => {
    const x = tf.tensor1d([-1.5, -0.5, 0.5, 1.5]);
    const values = [...x.dataSync()];
    const count = tf.memory().numTensors;
    const result = name === 'prelu' ? tf.prelu(x, 0.1) : (tf as unknown as Ops)[name]?.(x);
    assert.deepEqual([...x.dataSync()], values);
    assert.notDeepEqual([...(result?.dataSync() ?? [])], values);
    assert.ok(tf.memory().numTensors > count);
  });
}
