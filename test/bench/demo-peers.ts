/** Measured in a browser by demo.mjs: the plain loop, the demo's engine and `model.fit` on the same network and data. */
import * as tf from '@tensorflow/tfjs';
import { initialState, TASKS } from '../../src/demo/state';
import { generate } from '../../src/demo/worker/data';
import type { CreateEngine } from '../../src/demo/worker/engine';
import { createPlainEngine } from '../../src/demo/worker/engine-plain';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import { initialParameters } from '../../src/demo/worker/initialize';
import { networkOf } from '../../src/demo/worker/network';

/** Length of one measurement, ms. */
const STRETCH = 700;
const RATE = 0.1;

/** Steps a second. */
interface PeerRates {
  readonly plain: number;
  readonly tf: number;
  readonly fit: number;
}

const recipe = { ...initialState, seed: 1 };
const data = generate(recipe);
const network = networkOf(initialState.runs[0]!, TASKS.circle);

function rateOf(create: CreateEngine): number {
  const engine = create({ network, data, recipe, parameters: initialParameters(network, 1) });
  const gradient = new Float64Array(network.size);
  for (let t = 1; t <= 300; t += 1) engine.step(t, RATE, t, gradient);
  const start = performance.now();
  let steps = 0;
  while (performance.now() - start < STRETCH) {
    for (let i = 0; i < 50; i += 1) engine.step(i, RATE, 1, gradient);
    steps += 50;
  }
  const rate = (steps * 1000) / (performance.now() - start);
  engine.dispose();
  return rate;
}

/** As most programs train: compile with the ready-made loss on probabilities, then fit. */
async function rateOfFit(): Promise<number> {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 8, activation: 'relu', inputShape: [2] }), tf.layers.dense({ units: 8, activation: 'relu' }), tf.layers.dense({ units: 1, activation: 'sigmoid' })],
  });
  model.compile({ optimizer: tf.train.sgd(RATE), loss: 'binaryCrossentropy' });
  const [x, y] = [tf.tensor2d(data.inputs, [256, 2]), tf.tensor2d(data.labels, [256, 1])];
  const fit = (epochs: number): Promise<unknown> => model.fit(x, y, { epochs, batchSize: 32, verbose: 0, yieldEvery: 'never' });
  await fit(20);
  const start = performance.now();
  let epochs = 0;
  while (performance.now() - start < STRETCH) {
    await fit(20);
    epochs += 20;
  }
  const rate = (epochs * 8 * 1000) / (performance.now() - start);
  model.dispose();
  tf.dispose([x, y]);
  return rate;
}

async function measurePeers(): Promise<PeerRates> {
  await tf.setBackend('cpu');
  return { plain: rateOf(createPlainEngine), tf: rateOf(createTfEngine), fit: await rateOfFit() };
}

Object.assign(globalThis, { measurePeers });
