/** What the rule about relu in recurrent layers says of TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';

before(async () => {
  await tf.setBackend('cpu');
});

/** What a simple recurrent layer of one unit makes of a 1 at the first step and zeros after it. */
function last(activation: 'relu' | 'tanh', weight: number, steps: number): number {
  return tf.tidy(() => {
    const recurrentInitializer = tf.initializers.constant({ value: weight });
    const layer = tf.layers.simpleRNN({ units: 1, activation, recurrentInitializer, kernelInitializer: 'ones' });
    const x = tf.tensor3d([[[1], ...Array.from({ length: steps - 1 }, () => [0])]]);
    return (layer.apply(x) as tf.Tensor).dataSync()[0] ?? Number.NaN;
  });
}

for (const steps of [6, 20, 50]) {
  test(`over ${steps} steps relu lets the state grow as the message says, tanh does not`, () => {
    assert.ok(Math.abs(last('relu', 1.1, steps) / 1.1 ** (steps - 1) - 1) < 1e-4);
    assert.ok(last('tanh', 1.1, steps) < 1);
  });
}

test('the defaults are tanh and hardSigmoid, and the gates of hardSigmoid lie between 0 and 1', () => {
  const config = tf.layers.lstm({ units: 1 }).getConfig();
  assert.deepEqual([config['activation'], config['recurrentActivation']], ['tanh', 'hardSigmoid']);
  assert.equal(tf.layers.simpleRNN({ units: 1 }).getConfig()['activation'], 'tanh');
});

test('with gates of relu the state of an lstm grows beyond its number of steps, with the default it cannot', () => {
  const state = (recurrentActivation: 'relu' | 'hardSigmoid'): number => tf.tidy(() => {
    const layer = tf.layers.lstm({ units: 1, recurrentActivation, kernelInitializer: 'ones', recurrentInitializer: 'ones', returnState: true });
    const [, , cell] = layer.apply(tf.ones([1, 12, 1])) as tf.Tensor[];
    return cell?.dataSync()[0] ?? Number.NaN;
  });
  assert.ok(state('relu') > 1e3, String(state('relu')));
  assert.ok(state('hardSigmoid') <= 12);
});
