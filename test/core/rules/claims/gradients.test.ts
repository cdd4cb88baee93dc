/** What the rules about gradients say of TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { opsOfZeroGradient, opsWithoutGradient } from '../../../../src/core/tfjs/ops';

before(async () => {
  await tf.setBackend('cpu');
});

/** The gradient of what a function makes of some numbers, by a variable. */
function gradient(values: readonly number[], make: (x: tf.Tensor) => tf.Tensor): readonly number[] {
  const variable = tf.variable(tf.tensor1d([...values]));
  const { grads } = tf.variableGrads(() => make(variable.mul(1)).toFloat().sum() as tf.Scalar);
  return [...(grads[variable.name]?.dataSync() ?? [])];
}

type Unary = (x: tf.Tensor, other?: tf.Tensor | number) => tf.Tensor;
const op = (name: string): Unary => (tf as unknown as Record<string, Unary>)[name] as Unary;

for (const name of opsWithoutGradient) {
  test(`${name} throws where a gradient is asked for`, () => {
    const kernel = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    assert.throws(() => gradient([-1, 2], (x) => op(name)(x, name === 'cumprod' ? 0 : tf.zeros([2]))), new RegExp(`gradient function not found for ${kernel}`));
  });
}

for (const name of opsOfZeroGradient) {
  test(`${name} has the gradient 0`, () => {
    const make = (x: tf.Tensor): tf.Tensor => (name === 'oneHot' ? tf.oneHot(x.toInt() as tf.Tensor1D, 3) : name === 'greaterEqual' ? op(name)(x, 0) : op(name)(x));
    assert.ok(gradient([1.3, 2.4], make).every((one) => one === 0));
  });
}

test('tf.where with greater throws, with greaterEqual it does not', () => {
  assert.throws(() => gradient([-1, 2], (x) => tf.where(x.greater(0), x, x.mul(0.1))), /gradient function not found for Greater/);
  assert.ok(Math.abs((gradient([-1, 2], (x) => tf.where(x.greaterEqual(0), x, x.mul(0.1)))[0] ?? 0) - 0.1) < 1e-6);
});

test('a model with thresholdedReLU behind weights cannot be trained', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] }), tf.layers.thresholdedReLU(), tf.layers.dense({ units: 1 })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  await assert.rejects(model.fit(tf.ones([2, 2]), tf.ones([2, 1]), { verbose: 0 }), /gradient function not found for Greater/);
});

test('roots, logarithms and quotients of relu have gradients that are no numbers, and numbers with 1e-7 more', () => {
  const makes: readonly ((x: tf.Tensor) => tf.Tensor)[] = [(x) => x.sqrt(), (x) => x.log(), (x) => x.rsqrt(), (x) => x.reciprocal(), (x) => tf.div(1, x)];
  for (const make of makes) {
    assert.ok(gradient([-1, 2], (x) => make(x.relu())).some((one) => Number.isNaN(one)));
    assert.ok(gradient([-1, 2], (x) => make(x.relu().add(1e-7))).every((one) => Number.isFinite(one)));
  }
});

test('logarithms and exponentials that are written out leave the range, the functions do not', () => {
  const far = [1000, 0, -1000];
  assert.ok(gradient(far, (x) => x.softmax().log()).every((one) => Number.isNaN(one)));
  assert.ok(gradient(far, (x) => x.logSoftmax()).every((one) => Number.isFinite(one)));
  assert.equal(gradient([-100], (x) => x.sigmoid().log())[0], Number.POSITIVE_INFINITY);
  assert.ok(Math.abs((gradient([-100], (x) => x.neg().softplus().neg())[0] ?? 0) - 1) < 1e-6);
  assert.equal(tf.tensor1d([-1000]).sigmoid().log().dataSync()[0], Number.NEGATIVE_INFINITY);
  assert.equal(tf.tensor1d([89]).exp().add(1).log().dataSync()[0], Number.POSITIVE_INFINITY);
  assert.ok(Math.abs((tf.tensor1d([89]).softplus().dataSync()[0] ?? 0) - 89) < 1e-4);
  const large = tf.tensor1d([89, 0]);
  assert.ok(Number.isNaN(large.exp().div(large.exp().sum()).dataSync()[0] ?? 0));
});

test('the gradient of logSigmoid throws where nobody holds what it was applied to, and −softplus(−x) has the same', () => {
  const makes: readonly ((x: tf.Tensor) => tf.Tensor)[] = [(x) => x.mul(2), (x) => x.add(1), (x) => x.sub(1), (x) => x.neg(), (x) => x.reshape([1, 2]).matMul(tf.ones([2, 1]))];
  for (const make of makes) {
    assert.throws(() => gradient([-1, 2], (x) => make(x).logSigmoid()), /Cannot read properties of undefined \(reading 'backend'\)/);
    assert.ok(gradient([-1, 2], (x) => make(x).neg().softplus().neg()).every((one) => Number.isFinite(one)));
  }
  assert.ok(gradient([-1, 2], (x) => x.exp().logSigmoid()).every((one) => Number.isFinite(one)));
});

test('ops throw at a symbolic tensor, which has none of their methods', () => {
  const symbolic = tf.input({ shape: [3] }) as unknown as tf.Tensor;
  assert.throws(() => tf.relu(symbolic), /got 'SymbolicTensor'/);
  assert.throws(() => symbolic.relu(), /is not a function/);
});

test('relu behind logSoftmax and logSigmoid is 0 with a gradient of 0, and step behind sigmoid is no constant', () => {
  for (const inner of [(x: tf.Tensor) => x.logSoftmax(), (x: tf.Tensor) => x.exp().logSigmoid()]) {
    for (const outer of [(x: tf.Tensor) => x.relu(), (x: tf.Tensor) => x.relu6()]) {
      assert.ok(outer(inner(tf.tensor1d([-90, -1, 0, 2, 50]))).dataSync().every((one) => one === 0));
      assert.ok(gradient([-2, 0, 3], (x) => outer(inner(x))).every((one) => Math.abs(one) === 0));
    }
  }
  assert.deepEqual([...tf.tensor1d([-200, 1]).sigmoid().step().dataSync()], [0, 1]);
});
