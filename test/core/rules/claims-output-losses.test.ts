/** What the rules about outputs and their losses say of TensorFlow.js, measured on it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { doubleSigmoidFloors } from '../../../src/core/signal/floors';
import { fixesOf } from '../../support/check';
import { execute, seeded } from '../../support/execute';
import { readFixture } from '../../support/fixtures';

before(async () => {
  await tf.setBackend('cpu');
});

type LossName = 'categoricalCrossentropy' | 'sparseCategoricalCrossentropy' | 'binaryCrossentropy' | 'kullbackLeiblerDivergence';

/** The loss as compile knows it, as a function: that of a model which gives out what it is given. */
function lossOf(name: LossName, units: number): (labels: tf.Tensor, output: tf.Tensor) => tf.Tensor {
  const input = tf.input({ shape: [units] });
  const model = tf.model({ inputs: input, outputs: tf.layers.activation({ activation: 'linear' }).apply(input) as tf.SymbolicTensor });
  model.compile({ loss: name, optimizer: 'sgd' });
  const [fn] = model.lossFunctions;
  assert.ok(fn);
  return fn;
}

/** The gradient that each output gets. */
function gradient(name: LossName, labels: tf.Tensor, output: tf.Tensor): Float32Array {
  const loss = lossOf(name, output.shape.at(-1) ?? 1);
  return tf.grad((y: tf.Tensor) => loss(labels, y).sum())(output).dataSync<'float32'>().slice();
}

function value(tensor: tf.Tensor): number {
  return tensor.dataSync()[0] ?? Number.NaN;
}

test('sigmoidCrossEntropy of a probability stays above its floors, which are reached', () => {
  const loss = (label: number, p: number): number => value(tf.losses.sigmoidCrossEntropy(tf.tensor2d([[label]]), tf.tensor2d([[p]])));
  assert.ok(Math.abs(loss(1, 1) - doubleSigmoidFloors.positive) < 1e-6);
  assert.ok(Math.abs(loss(0, 0) - doubleSigmoidFloors.negative) < 1e-6);
  for (let p = 0; p <= 1; p += 0.05) {
    assert.ok(loss(1, p) >= doubleSigmoidFloors.positive - 1e-6);
    assert.ok(loss(0, p) >= doubleSigmoidFloors.negative - 1e-6);
  }
});

test('losses of probabilities give what lies outside (0, 1) no gradient, and what lies inside one', () => {
  const output = tf.tensor2d([[-0.5, 0.3, 1.2]]);
  assert.deepEqual([...gradient('binaryCrossentropy', tf.tensor2d([[1, 1, 0]]), output)].map((one) => one !== 0), [false, true, false]);
  assert.deepEqual([...gradient('sparseCategoricalCrossentropy', tf.tensor2d([[1]]), output)].map((one) => one !== 0), [false, true, false]);
  assert.deepEqual([...gradient('kullbackLeiblerDivergence', tf.tensor2d([[0.3, 0.3, 0.4]]), output)].map((one) => one !== 0), [false, true, false]);
});

test('categorical crossentropy gives a sample no gradient where the quotient is clipped', () => {
  const labels = tf.tensor2d([[1, 0, 0]]);
  assert.ok(gradient('categoricalCrossentropy', labels, tf.tensor2d([[-1, 2, 3]])).every((one) => one === 0));
  assert.ok(gradient('categoricalCrossentropy', labels, tf.tensor2d([[3, -2, 0.5]])).every((one) => one === 0));
  assert.ok(gradient('categoricalCrossentropy', labels, tf.tensor2d([[1, 2, 3]])).some((one) => one !== 0));
});

test('categorical crossentropy of outputs that are all 0 is NaN', () => {
  assert.ok(Number.isNaN(value(lossOf('categoricalCrossentropy', 3)(tf.tensor2d([[1, 0, 0]]), tf.zeros([1, 3])))));
});

test('categorical crossentropy over one unit is constant and has no gradient', () => {
  const labels = tf.tensor2d([[1]]);
  const losses = [0.1, 0.5, 0.9].map((p) => value(lossOf('categoricalCrossentropy', 1)(labels, tf.tensor2d([[p]]))));
  assert.ok(losses.every((one) => one === losses[0]), losses.join());
  for (const p of [0.1, 0.5, 0.9]) assert.equal(Math.abs(gradient('categoricalCrossentropy', labels, tf.tensor2d([[p]]))[0] ?? 1), 0);
});

test('fit refuses both categorical crossentropies over one unit, and takes what they are mended to', async () => {
  const fit = async (text: string): Promise<unknown> => {
    const [model] = (await execute(text, 'typescript')).models;
    const features = model?.inputs[0]?.shape[1] ?? 1;
    return model?.fit(tf.randomNormal([4, features]), tf.tensor2d([[0], [1], [1], [0]]), { verbose: 0 });
  };
  const dense = readFixture('test/fixtures/rules/single-unit-categorical-crossentropy/add.ts');
  const sparse = readFixture('test/fixtures/rules/single-unit-categorical-crossentropy/sparse.ts');
  await assert.rejects(fit(dense.text), /expects targets to be binary matrices/);
  await assert.rejects(fit(sparse.text), /depth must be >=2/);
  const mended = [...fixesOf(dense), ...fixesOf(sparse)];
  assert.equal(mended.length, 3);
  for (const { text } of mended) await fit(text);
});

/** The percentage that the message of a program's first finding names. */
function predicted(code: string): number {
  const share = analyze(code, 'javascript').findings[0]?.say.data['share'];
  assert.ok(typeof share === 'string', code);
  return Number.parseFloat(share) / 100;
}

const ROWS = 40;
const DRAWS = 120;

/** How often something is true of an output row, over initialisations and standard normal inputs. */
async function measured(make: () => tf.Sequential, features: number, count: (rows: number[][]) => number): Promise<number> {
  return seeded(3, () => {
    let sum = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      sum += tf.tidy(() => count((make().predict(tf.randomNormal([ROWS, features])) as tf.Tensor2D).arraySync()));
    }
    return sum / (DRAWS * ROWS);
  });
}

const last = { units: 3, features: 4, hidden: 16 };

function model(units: number, activation: 'linear' | 'relu'): () => tf.Sequential {
  return () => tf.sequential({ layers: [tf.layers.dense({ units: last.hidden, activation: 'relu', inputShape: [last.features] }), tf.layers.dense({ units, activation })] });
}

function program(units: number, activation: string, loss: string): string {
  return `const model = tf.sequential();
model.add(tf.layers.dense({ units: ${last.hidden}, activation: 'relu', inputShape: [${last.features}] }));
model.add(tf.layers.dense({ units: ${units}, activation: '${activation}' }));
model.compile({ loss: '${loss}', optimizer: 'adam' });`;
}

test('half of the samples have a quotient outside (0, 1), as the message says', async () => {
  const said = predicted(program(3, 'linear', 'categoricalCrossentropy'));
  const outside = await measured(model(3, 'linear'), last.features, (rows) => rows.filter((row) => {
    const quotient = (row[0] ?? 0) / row.reduce((a, b) => a + b, 0);
    return quotient <= 0 || quotient >= 1;
  }).length);
  assert.equal(said, 0.5);
  assert.ok(Math.abs(outside - said) < 0.03, `${outside}`);
});

test('as many outputs lie outside (0, 1) as the message says', async () => {
  const said = predicted(program(1, 'linear', 'binaryCrossentropy'));
  const outside = await measured(model(1, 'linear'), last.features, (rows) => rows.filter(([z = 0]) => z <= 0 || z >= 1).length);
  assert.ok(Math.abs(outside - said) < 0.03, `${outside}, said ${said}`);
});

test('as many samples have all their ReLU outputs off as the message says', async () => {
  const said = predicted(program(3, 'relu', 'categoricalCrossentropy'));
  const off = await measured(model(3, 'relu'), last.features, (rows) => rows.filter((row) => row.every((y) => y === 0)).length);
  assert.ok(Math.abs(off - said) < 0.03, `${off}, said ${said}`);
});
