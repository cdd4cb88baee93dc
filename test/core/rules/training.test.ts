import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { fixesOf } from '../../support/check';
import { execute, generator, seeded } from '../../support/execute';
import { readFixture } from '../../support/fixtures';

interface Task {
  readonly x: tf.Tensor2D;
  readonly y: tf.Tensor2D;
}

/** Points of the given number of features, each with what a function makes of them. */
function task(features: number, label: (x: readonly number[]) => readonly number[], rows = 64): Task {
  const random = generator(5);
  const x = Array.from({ length: rows }, () => Array.from({ length: features }, () => random() * 2 - 1));
  return { x: tf.tensor2d(x), y: tf.tensor2d(x.map((row) => [...label(row)])) };
}

/** Three classes that no straight line parts. */
const threeClasses = task(4, ([a = 0, b = 0, c = 0]) => {
  const radius = Math.hypot(a, b, c);
  return [radius < 0.8 ? 1 : 0, radius >= 0.8 && radius < 1.1 ? 1 : 0, radius >= 1.1 ? 1 : 0];
});

/** Four classes by the signs of two products. */
const fourClasses = task(3, ([a = 0, b = 0, c = 0]) => {
  const at = (a * b > 0 ? 1 : 0) + (c > 0 ? 2 : 0);
  return [0, 1, 2, 3].map((one) => (one === at ? 1 : 0));
});

const twoClasses = task(4, ([a = 0, b = 0]) => [a * b > 0 ? 1 : 0]);

/** A line through positive points. */
const line = ((): Task => {
  const x = Array.from({ length: 16 }, (_, i) => [(i + 1) / 16]);
  return { x: tf.tensor2d(x), y: tf.tensor2d(x.map(([value = 0]) => [2 * value])) };
})();

type Score = (model: tf.LayersModel, given: Task) => number;

/** How far probabilities are from the classes, whatever loss the model was trained with. */
const crossEntropy: Score = (model, { x, y }) => tf.tidy(() => {
  const output = model.predict(x) as tf.Tensor2D;
  const p = (y.shape[1] === 1 ? tf.concat([output, tf.sub(1, output)], 1) : output).clipByValue(1e-7, 1);
  const labels = y.shape[1] === 1 ? tf.concat([y, tf.sub(1, y)], 1) : y;
  return labels.mul(p.log()).sum(1).mean().neg().dataSync()[0] ?? Number.NaN;
});

const squaredError: Score = (model, { x, y }) => tf.tidy(() => tf.losses.meanSquaredError(y, model.predict(x) as tf.Tensor).dataSync()[0] ?? Number.NaN);

/** The score after training, averaged over seeds. */
async function trained(text: string, given: Task, score: Score, seeds: number, steps: number): Promise<number> {
  let sum = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    sum += await seeded(seed, async () => {
      const [model] = (await execute(text, 'typescript')).models;
      assert.ok(model);
      // As the program compiles it, with a rate that shows the difference sooner.
      model.compile({ loss: model.loss ?? 'categoricalCrossentropy', optimizer: tf.train.adam(0.03) });
      for (let step = 0; step < steps; step++) await model.trainOnBatch(given.x, given.y);
      return score(model, given);
    });
  }
  return sum / seeds;
}

const cases: readonly { readonly fixture: string; readonly given: Task; readonly score: Score; readonly seeds: number; readonly steps: number; readonly margin: number; readonly mends: readonly number[] }[] = [
  { fixture: 'softmax-between-hidden-layers/helper-function.ts', given: fourClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 0.2, mends: [1, 2] },
  { fixture: 'softmax-single-unit/add.ts', given: twoClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 1, mends: [1] },
  { fixture: 'softmax-with-logits-loss/add.ts', given: threeClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 0.1, mends: [1] },
  { fixture: 'logits-into-probability-loss/add.ts', given: threeClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 0.3, mends: [1] },
  { fixture: 'relu-on-output/add.ts', given: threeClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 0.3, mends: [1] },
  { fixture: 'sigmoid-with-logits-loss/add.ts', given: twoClasses, score: crossEntropy, seeds: 3, steps: 25, margin: 0.05, mends: [1] },
  { fixture: 'linear-stack-collapse/add.ts', given: threeClasses, score: crossEntropy, seeds: 3, steps: 80, margin: 0.2, mends: [1, 2] },
  { fixture: 'deep-saturating-stack/add.ts', given: threeClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 0.2, mends: [1, 2] },
  { fixture: 'squash-after-relu/add.ts', given: twoClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 0.1, mends: [1] },
  { fixture: 'double-squash/add.ts', given: twoClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 0.1, mends: [1, 2] },
  { fixture: 'constant-kernel-init/add.ts', given: threeClasses, score: crossEntropy, seeds: 3, steps: 60, margin: 0.1, mends: [1, 2] },
  { fixture: 'missing-nonlinearity-after-conv/plain.ts', given: threeClasses, score: crossEntropy, seeds: 3, steps: 80, margin: 0.1, mends: [1, 2] },
  { fixture: 'dead-relu-narrow/add.ts', given: line, score: squaredError, seeds: 8, steps: 100, margin: 0.1, mends: [1, 2] },
];

for (const { fixture: name, given, score, seeds, steps, margin, mends } of cases) {
  test(`${name} trains better when it is mended`, async (t) => {
    const fixture = readFixture(`test/fixtures/rules/${name}`);
    const before = await trained(fixture.text, given, score, seeds, steps);
    for (const number of mends) {
      const mended = fixesOf(fixture)[number - 1];
      assert.ok(mended);
      const after = await trained(mended.text, given, score, seeds, steps);
      t.diagnostic(`${mended.title}: ${before.toFixed(4)} before, ${after.toFixed(4)} after`);
      // A loss that is not a number is the worst there is.
      assert.ok(Number.isNaN(before) ? Number.isFinite(after) : after < before - margin, `${mended.title}: ${before} before, ${after} after`);
    }
  });
}

test('a softmax over one unit gives no weight a gradient, and its mend does', async () => {
  const fixture = readFixture('test/fixtures/rules/softmax-single-unit/add.ts');
  const gradient = async (text: string): Promise<number> => seeded(1, async () => {
    const [model] = (await execute(text, 'typescript')).models;
    assert.ok(model);
    return tf.tidy(() => {
      const { grads } = tf.variableGrads(() => tf.metrics.binaryCrossentropy(twoClasses.y, model.apply(twoClasses.x) as tf.Tensor).mean());
      return Object.values(grads).reduce((sum, one) => sum + (one.abs().sum().dataSync()[0] ?? 0), 0);
    });
  });
  assert.equal(await gradient(fixture.text), 0);
  const [mended] = fixesOf(fixture);
  assert.ok(mended);
  assert.ok(await gradient(mended.text) > 0.01);
});
