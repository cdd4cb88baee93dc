import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { activations } from '../../../src/core/activations/registry.gen';
import { activation as logSoftmax } from '../../../src/core/activations/logSoftmax';
import { activation as softmax } from '../../../src/core/activations/softmax';
import type { Curve, VectorActivation } from '../../../src/core/activations/types';
import { cases, run, titleOf } from './tfjs-forms';

/** The largest deviation allowed, relative to max(1, |y|): tfjs computes in float32. */
const TOLERANCE = 1e-5;

before(async () => {
  await tf.setBackend('cpu');
});

/** 1,200 float32 points: spread over the places where curves bend, every kink and its two neighbours, and far out. */
function pointsFor(curve: Curve): Float32Array {
  const random = Array.from({ length: 1200 }, (_, i) => Math.sinh(((i + 0.5) / 600 - 1) * 3.2) + Math.sin(i * 12.9898) * 0.01);
  const kinks = [...curve.kinks, ...curve.jumps].flatMap(({ x }) => [x, x - 1e-6 * Math.max(1, Math.abs(x)), x + 1e-6 * Math.max(1, Math.abs(x))]);
  return Float32Array.from([...random, ...kinks, 0, -0, 6, 2.5, -2.5, 1, -1, 20, -20, 90, -90, 1e3, -1e3, 1e4, -1e4]);
}

function worst(ours: (x: number) => number, theirs: Float32Array, points: Float32Array): { readonly error: number; readonly x: number } {
  let found = { error: 0, x: 0 };
  for (const [i, x] of points.entries()) {
    const y = theirs[i] ?? Number.NaN;
    const error = Math.abs(ours(x) - y) / Math.max(1, Math.abs(y));
    if (!(error <= found.error)) found = { error, x };
  }
  return found;
}

for (const one of cases()) {
  test(`${titleOf(one)} has the value and the gradient of TensorFlow.js`, () => {
    const { id, form, parameters, apply } = one;
    const curve = activations[id].curve(parameters, form);
    const points = pointsFor(curve);
    assert.ok(points.length >= 1000);
    const { gradientError } = activations[id];
    if (gradientError !== undefined) {
      const y = tf.tidy(() => apply(tf.tensor1d(points)).dataSync<'float32'>());
      assert.ok(worst(curve.f, y, points).error <= TOLERANCE);
      assert.throws(() => run(apply, points), { message: gradientError });
      return;
    }
    const { y, dy } = run(apply, points);
    const value = worst(curve.f, y, points);
    const slope = worst(curve.df, dy, points);
    assert.ok(value.error <= TOLERANCE, `value off by ${value.error} at ${value.x}`);
    assert.ok(slope.error <= TOLERANCE, `gradient off by ${slope.error} at ${slope.x}`);
    const at = run(apply, Float32Array.of(Number.NaN));
    assert.ok(Number.isNaN(at.y[0]) && Number.isNaN(curve.f(Number.NaN)));
    assert.ok(Object.is(curve.df(Number.NaN), at.dy[0]) || Math.abs(curve.df(Number.NaN) - (at.dy[0] ?? 0)) < TOLERANCE);
    for (const kink of curve.kinks) {
      const there = run(apply, Float32Array.of(kink.x));
      assert.ok(Math.abs((there.dy[0] ?? Number.NaN) - kink.tfjs) <= TOLERANCE, `subgradient at ${kink.x}`);
      assert.equal(curve.df(kink.x), kink.tfjs);
    }
  });
}

const vectors: readonly (readonly number[])[] = [
  [0.3],
  [1, -2],
  [0, 0, 0],
  [3, 1, -1, 0.5],
  [60, 0, -60],
  Array.from({ length: 10 }, (_, i) => Math.sin(i * 7) * 5),
];

/** A row that is 1 at one place and 0 elsewhere. */
function unit(at: number, length: number): tf.Tensor2D {
  return tf.tensor2d([Array.from({ length }, (_, i) => (i === at ? 1 : 0))]);
}

const vectorForms: readonly (readonly [VectorActivation, string, (z: tf.Tensor2D) => tf.Tensor2D])[] = [
  [softmax, 'op', (z) => tf.softmax(z)],
  [softmax, 'method', (z) => z.softmax()],
  [softmax, 'layer', (z) => tf.layers.softmax().apply(z) as tf.Tensor2D],
  [softmax, 'config', (z) => tf.layers.activation({ activation: 'softmax' }).apply(z) as tf.Tensor2D],
  [logSoftmax, 'op', (z) => tf.logSoftmax(z)],
  [logSoftmax, 'method', (z) => z.logSoftmax()],
  [logSoftmax, 'config', (z) => tf.layers.activation({ activation: 'logSoftmax' as 'softmax' }).apply(z) as tf.Tensor2D],
];

for (const [activation, form, apply] of vectorForms) {
  test(`${activation.id} as ${form} has the values and the Jacobian of TensorFlow.js`, () => {
    for (const logits of vectors) {
      const z = tf.tensor2d([[...logits]]);
      const outputs = apply(z).dataSync();
      const jacobian = activation.jacobian(logits);
      for (const [i, ours] of activation.apply(logits).entries()) {
        const theirs = outputs[i] ?? Number.NaN;
        assert.ok(Math.abs(ours - theirs) <= TOLERANCE * Math.max(1, Math.abs(theirs)));
        const pick = unit(i, logits.length);
        const row = tf.grad((at: tf.Tensor) => apply(at as tf.Tensor2D).mul(pick).sum())(z).dataSync();
        for (const [j, slope] of row.entries()) {
          assert.ok(Math.abs((jacobian[i]?.[j] ?? Number.NaN) - slope) <= TOLERANCE, `${activation.id} ∂${i}/∂${j} at ${String(logits)}`);
        }
      }
    }
  });

  test(`${activation.id} as ${form}: the slice is one output against its own logit, the others held at 0`, () => {
    for (const classes of [1, 2, 3, 10]) {
      const curve = activation.curve({ classes });
      const xs = Array.from({ length: 1001 }, (_, i) => Math.fround((i - 500) / 25));
      const others = Array.from({ length: classes - 1 }, () => 0);
      const column = unit(0, classes);
      const z = tf.tensor2d(xs.map((x) => [x, ...others]));
      const y = apply(z).mul(column).sum(1).dataSync<'float32'>();
      const dy = tf.grad((at: tf.Tensor) => apply(at as tf.Tensor2D).mul(column).sum())(z).mul(column).sum(1).dataSync<'float32'>();
      const points = Float32Array.from(xs);
      assert.ok(worst(curve.f, y, points).error <= TOLERANCE);
      assert.ok(worst(curve.df, dy, points).error <= TOLERANCE);
    }
  });
}
