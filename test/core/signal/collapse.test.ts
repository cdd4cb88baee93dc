import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { collapses } from '../../../src/core/signal/collapse';
import type { Collapse } from '../../../src/core/signal/collapse';
import { doubleSigmoidFloors } from '../../../src/core/signal/floors';
import { execute, seeded } from '../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

const program = (...layers: readonly string[]): string => `import * as tf from '@tensorflow/tfjs';\nexport function make() {\n  const model = tf.sequential();\n${layers.map((layer) => `  model.add(tf.layers.${layer});`).join('\n')}\n  return model;\n}\n`;

function found(text: string): readonly Collapse[] {
  const [network] = analyze(text, 'typescript').networks;
  assert.ok(network);
  return collapses(network);
}

const runs: Readonly<Record<string, { readonly layers: readonly string[]; readonly one: string; readonly rank: number }>> = {
  'dense, three layers': { layers: ['dense({ units: 12, inputShape: [8] })', 'dense({ units: 5 })', 'dense({ units: 9 })'], one: 'dense({ units: 9, inputShape: [8] })', rank: 5 },
  'dense with dropout and linear activations between': { layers: ['dense({ units: 6, activation: \'linear\', inputShape: [4] })', 'dropout({ rate: 0.2 })', 'activation({ activation: \'linear\' })', 'dense({ units: 7, useBias: false })'], one: 'dense({ units: 7, inputShape: [4] })', rank: 4 },
  'dense without any bias': { layers: ['dense({ units: 6, useBias: false, inputShape: [4] })', 'dense({ units: 3, useBias: false })'], one: 'dense({ units: 3, useBias: false, inputShape: [4] })', rank: 3 },
  'convolutions of two sizes': { layers: ['conv2d({ filters: 4, kernelSize: 3, inputShape: [12, 12, 2] })', 'conv2d({ filters: 5, kernelSize: [5, 1] })'], one: 'conv2d({ filters: 5, kernelSize: [7, 3], inputShape: [12, 12, 2] })', rank: 2 },
  'convolutions with a gap': { layers: ['conv1d({ filters: 4, kernelSize: 3, dilationRate: 2, inputShape: [20, 3] })', 'conv1d({ filters: 2, kernelSize: 2 })'], one: 'conv1d({ filters: 2, kernelSize: 6, inputShape: [20, 3] })', rank: 2 },
};

describe('a run of affine layers computes what one layer can', () => {
  for (const [name, { layers, one, rank }] of Object.entries(runs)) {
    test(name, async () => {
      const [collapse, ...more] = found(program(...layers));
      assert.ok(collapse);
      assert.equal(more.length, 0);
      const made = (await execute(program(...layers), 'typescript')).exports['make'] as () => tf.LayersModel;
      const single = (await execute(program(one), 'typescript')).exports['make'] as () => tf.LayersModel;
      assert.equal(collapse.before, made().countParams());
      assert.equal(collapse.after, single().countParams());
      assert.equal(collapse.rank, rank);
      await seeded(4, () => { fit(made(), single()); });
    });
  }
});

/** Solves for the one layer's weights from what the run makes of single impulses, and compares both on other inputs. */
function fit(run: tf.LayersModel, one: tf.LayersModel): void {
  run.setWeights(run.getWeights().map((weight) => tf.randomNormal(weight.shape)));
  const shape = (run.inputs[0] as tf.SymbolicTensor).shape.slice(1) as number[];
  const size = shape.reduce((a, b) => a * b, 1);
  const predict = (model: tf.LayersModel, x: tf.Tensor): Float32Array => (model.predict(x) as tf.Tensor).dataSync<'float32'>();
  const [kernel, bias] = one.getWeights();
  assert.ok(kernel);
  const offset = predict(run, tf.zeros([1, ...shape]));
  const outputs = kernel.shape.at(-1) ?? 1;
  const values = new Float32Array(kernel.size);
  const taps = kernel.shape.slice(0, -2) as number[];
  const channels = kernel.shape.at(-2) ?? 1;
  for (let at = 0; at < kernel.size / outputs; at++) {
    // Where the tap stands in the input, for the output at the first place.
    const place = at % channels;
    let rest = Math.floor(at / channels);
    const coordinates = taps.map((_, axis) => {
      const after = taps.slice(axis + 1).reduce((a, b) => a * b, 1);
      const here = Math.floor(rest / after);
      rest %= after;
      return here;
    });
    const index = [...coordinates, place].reduce((sum, coordinate, axis) => sum * (shape[axis] ?? 1) + coordinate, 0);
    const impulse = new Float32Array(size);
    impulse[index] = 1;
    const response = predict(run, tf.tensor(impulse, [1, ...shape]));
    for (let unit = 0; unit < outputs; unit++) values[at * outputs + unit] = (response[unit] ?? 0) - (offset[unit] ?? 0);
  }
  one.setWeights([tf.tensor(values, kernel.shape), ...(bias ? [tf.tensor(offset.slice(0, outputs))] : [])]);
  const x = tf.randomNormal([3, ...shape]);
  const [a, b] = [predict(run, x), predict(one, x)];
  assert.equal(a.length, b.length);
  for (const [i, value] of a.entries()) assert.ok(Math.abs(value - (b[i] ?? Number.NaN)) < 1e-3 * Math.max(1, Math.abs(value)), `${value} and ${b[i]}`);
}

test('a run ends at an activation, a pooling, a fork, a stride and where something is not known', () => {
  const dense = (options = ''): string => `dense({ units: 4${options} })`;
  const first = 'dense({ units: 4, inputShape: [4] })';
  assert.deepEqual(found(program(first, dense(", activation: 'relu'"), dense(), dense())).map(({ layers }) => layers), [[0, 1], [2, 3]]);
  for (const layers of [
    ['dense({ units: 4, activation: \'relu\', inputShape: [4] })', dense()], [first, 'reLU()', dense()], [first, 'layerNormalization()', dense()],
    ['conv2d({ filters: 2, kernelSize: 3, inputShape: [9, 9, 1] })', 'maxPooling2d({})', 'conv2d({ filters: 2, kernelSize: 3 })'],
    ['conv2d({ filters: 2, kernelSize: 3, strides: 2, inputShape: [9, 9, 1] })', 'conv2d({ filters: 2, kernelSize: 3 })'],
    [first, 'dense({ units: 4, activation: unknown })'].reverse(), [first],
  ]) assert.deepEqual(found(program(...layers)), [], layers.join(', '));
  const forked = `import * as tf from '@tensorflow/tfjs';
const input = tf.input({ shape: [4] });
const a = tf.layers.dense({ units: 4 }).apply(input);
const b = tf.layers.dense({ units: 4 }).apply(a);
export const model = tf.model({ inputs: input, outputs: tf.layers.add().apply([a, b]) });`;
  assert.deepEqual(found(forked), []);
});

test('sigmoidCrossEntropy of a probability cannot fall below its floors', () => {
  const loss = (label: number, p: number): number => tf.losses.sigmoidCrossEntropy(tf.tensor2d([[label]]), tf.tensor2d([[p]])).dataSync()[0] ?? Number.NaN;
  const best = (label: number): number => Math.min(...Array.from({ length: 101 }, (_, i) => loss(label, i / 100)));
  assert.ok(Math.abs(best(1) - doubleSigmoidFloors.positive) < 1e-5);
  assert.ok(Math.abs(best(0) - doubleSigmoidFloors.negative) < 1e-5);
  assert.ok(Math.abs((best(0) + best(1)) / 2 - doubleSigmoidFloors.balanced) < 1e-5);
});
