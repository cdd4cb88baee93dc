import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';

before(async () => {
  await tf.setBackend('cpu');
});

type Make = (rate?: number) => tf.Optimizer;

function afterOneStep(make: Make): number {
  const weight = tf.variable(tf.scalar(1));
  make().minimize(() => weight.square() as tf.Scalar);
  return weight.dataSync()[0] ?? 0;
}

test('sgd and adagrad without a rate make NaN of the weights, rmsprop and momentum throw, the others have defaults', () => {
  const train = tf.train as unknown as Record<string, Make>;
  for (const name of ['sgd', 'adagrad']) assert.ok(Number.isNaN(afterOneStep(train[name] as Make)), name);
  for (const name of ['adam', 'adamax', 'adadelta']) assert.ok(Number.isFinite(afterOneStep(train[name] as Make)), name);
  assert.throws(() => train['rmsprop']?.(), /learningRate for RMSPropOptimizer must be defined/);
  assert.throws(() => afterOneStep(train['momentum'] as Make));
});

test('the constructors of sgd and adagrad do the same', () => {
  for (const make of [() => new tf.SGDOptimizer(undefined as never), () => new tf.AdagradOptimizer(undefined as never)]) assert.ok(Number.isNaN(afterOneStep(make)));
  assert.throws(() => new tf.RMSPropOptimizer(undefined as never), /learningRate/);
});

test("the string 'adadelta' has a rate of 1, the function one of 0.001", () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'adadelta' });
  assert.equal((model.optimizer.getConfig() as { learningRate: number }).learningRate, 1);
  assert.equal((tf.train.adadelta().getConfig() as { learningRate: number }).learningRate, 0.001);
});
