import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { valueOf } from '../../../src/core/network/config';
import { draw, drawOf, initialiserNames } from '../../../src/core/signal/initialisers';
import type { Draw } from '../../../src/core/signal/initialisers';
import { seeded } from '../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

type Make = (options: Record<string, unknown>) => { readonly apply: (shape: number[]) => tf.Tensor };
const makers = tf.initializers as unknown as Readonly<Record<string, Make>>;

test('every initialiser of tf.initializers is known, and no other', () => {
  const offered = Object.keys(makers).filter((name) => typeof makers[name] === 'function' && name !== 'Initializer');
  assert.deepEqual([...initialiserNames].sort(), offered.sort());
});

/** Mean, variance and kurtosis of many draws. */
function drawn(name: string, options: Record<string, unknown>, shape: number[], times: number): { mean: number; variance: number; kurtosis: number; count: number } {
  const values: number[] = [];
  for (let i = 0; i < times; i++) {
    const tensor = (makers[name] as Make)(options).apply(shape);
    values.push(...tensor.dataSync());
    tensor.dispose();
  }
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const moment = (power: number): number => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  return { mean, variance: moment(2), kurtosis: moment(4) / moment(2) ** 2, count: values.length };
}

/** What the program's own text is read as. */
function readDraw(name: string, options: Record<string, unknown>, shape: readonly number[]): Draw | undefined {
  const text = `import * as tf from '@tensorflow/tfjs';\ntf.sequential().add(tf.layers.dense({ units: 3, kernelInitializer: tf.initializers.${name}(${JSON.stringify(options)}), inputShape: [3] }));`;
  const [network] = analyze(text, 'typescript').networks;
  const [layer] = network?.layers ?? [];
  assert.ok(layer);
  return drawOf(valueOf(layer, 'kernelInitializer'), 'glorotNormal', shape);
}

const RANDOM: readonly (readonly [string, Record<string, unknown>])[] = [
  ['randomNormal', {}], ['randomNormal', { mean: 0.3, stddev: 0.7 }], ['randomNormal', { mean: 0, stddev: 0 }],
  ['randomUniform', {}], ['randomUniform', { minval: -1, maxval: 3 }], ['randomUniform', { minval: 0, maxval: 0.4 }],
  ['truncatedNormal', {}], ['truncatedNormal', { mean: 1, stddev: 2 }],
  ['varianceScaling', {}], ['varianceScaling', { scale: 3, mode: 'fanOut' }], ['varianceScaling', { scale: 0.5, mode: 'fanAvg', distribution: 'uniform' }],
  ...['glorotNormal', 'glorotUniform', 'heNormal', 'heUniform', 'leCunNormal', 'leCunUniform'].map((name) => [name, {}] as const),
];

describe('mean, variance and kurtosis are those of the draws', () => {
  for (const shape of [[40, 90], [3, 3, 8, 20], [5, 6, 30], [300]]) {
    for (const [index, [name, options]] of RANDOM.entries()) {
      test(`${name} ${JSON.stringify(options)}, shape ${shape.join(' × ')}`, async () => {
        const predicted = readDraw(name, options, shape);
        assert.ok(predicted);
        const times = Math.ceil(20_000 / shape.reduce((a, b) => a * b, 1));
        const { mean, variance, kurtosis, count } = await seeded(index + 1, () => drawn(name, options, shape, times));
        const deviation = Math.sqrt(predicted.variance);
        assert.ok(Math.abs(mean - predicted.mean) < (4 * deviation) / Math.sqrt(count), `mean ${mean}`);
        assert.ok(Math.abs(variance / predicted.variance - 1) < 4 * Math.sqrt(2 / count), `variance ${variance}, predicted ${predicted.variance}`);
        assert.ok(Math.abs(kurtosis - predicted.kurtosis) < 20 / Math.sqrt(count), `kurtosis ${kurtosis}, predicted ${predicted.kurtosis}`);
        assert.equal(predicted.symmetric, predicted.mean === 0);
      });
    }
  }
});

test('orthogonal kernels have the variance of their longer side and rows or columns of length 1', async () => {
  for (const shape of [[6, 6], [4, 9], [9, 4], [2, 2, 3, 5]]) {
    const { mean, variance, count } = await seeded(5, () => drawn('orthogonal', { gain: 1.5 }, shape, 60));
    const predicted = readDraw('orthogonal', { gain: 1.5 }, shape);
    assert.ok(predicted);
    // The sum of squares is fixed: only the mean of the draws is left to chance.
    assert.ok(Math.abs(variance + mean ** 2 - predicted.variance) < 1e-4, `${String(shape)}: ${variance}, predicted ${predicted.variance}`);
    assert.ok(Math.abs(mean) < (5 * Math.sqrt(predicted.variance)) / Math.sqrt(count));
  }
  assert.equal(draw('orthogonal', [5]), undefined);
});

test('constants are what they are, and an identity has to be square', () => {
  assert.deepEqual([draw('zeros', [2])?.mean, draw('ones', [2])?.mean, readDraw('constant', { value: 0.25 }, [4])?.mean], [0, 1, 0.25]);
  assert.deepEqual([readDraw('identity', { gain: 2 }, [3, 3])?.mean, draw('identity', [3, 4])], [2, undefined]);
  const eye = tf.initializers.identity({ gain: 2 }).apply([3, 3]).arraySync();
  assert.deepEqual(eye, [[2, 0, 0], [0, 2, 0], [0, 0, 2]]);
});

test('strings, class names and objects are read, what is not known is not guessed', () => {
  const known = (text: string): Draw | undefined => {
    const program = `import * as tf from '@tensorflow/tfjs';\nfunction f(unknown) { tf.sequential().add(tf.layers.dense({ units: 3, kernelInitializer: ${text}, inputShape: [3] })); }`;
    const [layer] = analyze(program, 'javascript').networks[0]?.layers ?? [];
    assert.ok(layer);
    return drawOf(valueOf(layer, 'kernelInitializer'), 'glorotNormal', [3, 3]);
  };
  assert.deepEqual(known("'heUniform'"), draw('heUniform', [3, 3]));
  assert.deepEqual(known("'HeUniform'"), draw('heUniform', [3, 3]));
  assert.deepEqual(known("{ className: 'RandomNormal', config: { stddev: 0.2 } }")?.variance.toFixed(6), '0.040000');
  assert.deepEqual(known('tf.initializers.heNormal({ seed: 3 })'), draw('heNormal', [3, 3]));
  assert.deepEqual(known('undefined'), draw('glorotNormal', [3, 3]));
  // A number has none of the properties that are read.
  assert.deepEqual(known('tf.initializers.randomNormal(1)'), draw('randomNormal', [3, 3]));
  for (const text of ['unknown', "'lecunNormal'", "'he_normal'", 'tf.initializers.randomNormal({ stddev: unknown })', 'tf.initializers.randomNormal(unknown)', 'tf.initializers.constant({})', 'tf.initializers.made()', "tf.initializers.varianceScaling({ mode: 'fan_in' })"]) {
    assert.equal(known(text), undefined, text);
  }
});
