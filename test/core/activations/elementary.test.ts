import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { elementary } from '../../../src/core/activations/elementary';
import { someContain } from '../../../src/core/activations/intervals';
import { elementaryOps } from '../../../src/core/tfjs/ops';

before(async () => {
  await tf.setBackend('cpu');
});

test('every function that is recorded has bounds', () => {
  assert.deepEqual(Object.keys(elementary).sort(), [...elementaryOps].sort());
});

for (const [name, { range, identityOn }] of Object.entries(elementary)) {
  test(`${name} has the values, and is the identity, where it is said`, () => {
    const xs = Float32Array.from([-Infinity, -1e20, -200, 200, 1e20, Infinity, ...Array.from({ length: 2001 }, (_, i) => (i - 1000) / 100)]);
    const ys = (tf as unknown as Record<string, (x: tf.Tensor) => tf.Tensor>)[name]?.(tf.tensor1d(xs)).dataSync() ?? [];
    assert.equal(ys.length, xs.length);
    for (const [i, y] of ys.entries()) {
      const x = xs[i] ?? Number.NaN;
      // Outside its domain it has no value, which every activation passes on.
      if (Number.isNaN(y)) assert.ok(name === 'sqrt' && x < 0, `${name}(${x})`);
      else assert.ok(y >= range.lo && y <= range.hi, `${name}(${x}) = ${y}`);
      if (someContain(identityOn, x)) assert.equal(y, x);
    }
    assert.equal(Math.min(...ys.filter((y) => !Number.isNaN(y))), range.lo);
  });
}
