/** What the rule about gradients of the program's own says of them, against TensorFlow.js. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';

const GONE = /Tensor is disposed|Cannot read properties of undefined \(reading 'backend'\)/;

before(async () => {
  await tf.setBackend('cpu');
});

/** The gradient by x of what comes after a function of the program. */
function gradient(fn: string, x: readonly number[], after = ''): readonly number[] {
  return tf.tidy(() => {
    const own = new Function('tf', `return tf.customGrad(${fn});`)(tf) as (x: tf.Tensor) => tf.Tensor;
    const then = new Function('y', `return y${after};`) as (y: tf.Tensor) => tf.Tensor;
    return [...tf.grad((z: tf.Tensor) => then(own(z)).sum())(tf.tensor1d([...x])).dataSync()];
  });
}

function found(fn: string): readonly string[] {
  return analyze(`import * as tf from '@tensorflow/tfjs';\nexport const own = tf.customGrad(${fn});`, 'javascript').findings.map(({ rule, severity }) => `${severity} ${rule}`);
}

test('what is computed in the function and is not saved is gone when the gradient uses it', () => {
  const fault = ['error custom-gradient-mismatch'];
  for (const use of ['dy.mul(y)', 'y.mul(dy)', 'dy.div(y)', 'tf.mul(dy, tf.square(y))', 'dy.mul(y.neg())', 'dy.mul(y.clone())', 'dy.add(y.flatten())']) {
    for (const made of ['x.exp()', 'tf.sigmoid(x)', 'tf.scalar(2)', 'x.mul(x).sum()']) {
      const fn = `(x) => { const y = ${made}; return { value: x.mul(y), gradFunc: (dy) => ${use} }; }`;
      assert.throws(() => gradient(fn, [1, 2]), GONE, fn);
      assert.deepEqual(found(fn), fault, fn);
    }
  }
  const saved = '(x, save) => { const y = x.exp(); save([y]); return { value: y.mul(2), gradFunc: (dy) => y.mul(dy) }; }';
  assert.throws(() => gradient(saved, [1, 2]), /Tensor is disposed/);
  assert.deepEqual(found(saved), fault);
});

test('what is saved, kept, a variable or a view of the input is there, and so are shapes', () => {
  for (const fn of [
    '(x, save) => { const y = x.exp(); save([y]); return { value: y.mul(2), gradFunc: (dy, [y]) => dy.mul(y) }; }',
    '(x, save) => { const y = x.exp(); save([y]); return { value: y.mul(2), gradFunc: (dy) => dy.mul(y) }; }',
    '(x) => { const y = tf.keep(x.exp()); return { value: y.mul(2), gradFunc: (dy) => dy.mul(y) }; }',
    '(x) => { const y = tf.variable(x.exp()); return { value: y.mul(2), gradFunc: (dy) => dy.mul(y) }; }',
    '(x) => { const y = x.clone(); return { value: y.mul(2), gradFunc: (dy) => dy.mul(y) }; }',
    '(x) => { const y = x.exp(); return { value: y.mul(2), gradFunc: (dy) => dy.reshape(y.shape).add(tf.zerosLike(y)) }; }',
  ]) {
    assert.equal(gradient(fn, [1, 2]).length, 2, fn);
    assert.deepEqual(found(fn), [], fn);
  }
});

test('another number of gradients than of tensors throws', () => {
  for (const [fn, count] of [
    ['(a, b, save) => { save([a, b]); return { value: a.mul(b), gradFunc: (dy, [a, b]) => dy.mul(b) }; }', 2],
    ['(a, b, save) => { save([a, b]); return { value: a.mul(b), gradFunc: (dy, [a, b]) => [dy.mul(b)] }; }', 2],
    ['(a) => ({ value: a.neg(), gradFunc: (dy) => [dy.neg(), dy.neg()] })', 1],
  ] as const) {
    const own = new Function('tf', `return tf.customGrad(${fn});`)(tf) as (...xs: readonly tf.Tensor[]) => tf.Tensor;
    assert.throws(() => tf.grads((...xs: tf.Tensor[]) => own(...xs))(Array.from({ length: count }, () => tf.tensor1d([1, 2]))), /returns the same number of tensors as inputs/);
    assert.deepEqual(found(fn), ['error custom-gradient-mismatch'], fn);
  }
});

test('without dy the gradient is that of the function alone, and a factor behind it does not count', () => {
  const without = '(x, save) => { save([x]); return { value: x.square(), gradFunc: (dy, [x]) => x.mul(2) }; }';
  const mended = without.replace('x.mul(2)', 'x.mul(2).mul(dy)');
  assert.deepEqual(gradient(without, [1, 2], '.mul(10)'), [2, 4]);
  assert.deepEqual(gradient(mended, [1, 2], '.mul(10)'), [20, 40]);
  assert.deepEqual([found(without), found(mended)], [['warning custom-gradient-mismatch'], []]);
});
