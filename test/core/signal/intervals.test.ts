import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as fc from 'fast-check';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { contains, interval } from '../../../src/core/activations/intervals';
import { activations } from '../../../src/core/activations/registry.gen';
import type { ActivationId } from '../../../src/core/activations/registry.gen';
import type { Interval } from '../../../src/core/activations/types';
import { effectOn, imageOf } from '../../../src/core/signal/intervals';
import { rangesOf } from '../../../src/core/signal/ranges';
import { execute, seeded } from '../../support/execute';
import { samples } from '../activations/curves';

before(async () => {
  await tf.setBackend('cpu');
});

const bound = fc.oneof(fc.double({ min: -20, max: 20, noNaN: true }), fc.constantFrom(-2.5, -1, 0, 1, 2.5, 6));
const intervals = fc.tuple(bound, bound, fc.boolean(), fc.boolean(), fc.constantFrom('', 'lo', 'hi')).map(([a, b, loOpen, hiOpen, infinite]) => {
  const [lo, hi] = a <= b ? [a, b] : [b, a];
  const open = lo === hi ? {} : { lo: loOpen, hi: hiOpen };
  return interval(infinite === 'lo' ? -Infinity : lo, infinite === 'hi' ? Infinity : hi, open);
});
const curves = fc.constantFrom(...samples());

/** A point of an interval by a number between 0 and 1; softsign comes near to its bounds as slowly as 1/x. */
function pointOf({ lo, hi }: Interval, at: number): number {
  const from = Number.isFinite(lo) ? lo : 11 * Math.min(hi, 0) - 50;
  const to = Number.isFinite(hi) ? hi : 11 * Math.max(lo, 0) + 50;
  return from + at * (to - from);
}

test('an image holds every value of the curve on the interval, and its bounds are come near to', () => {
  fc.assert(fc.property(curves, intervals, fc.double({ min: 0, max: 1, noNaN: true }), ({ curve }, given, at) => {
    const image = imageOf(curve, given);
    const x = pointOf(given, at);
    if (!contains(given, x)) return;
    const y = curve.f(x);
    assert.ok(y >= image.lo - 1e-12 && y <= image.hi + 1e-12, `f(${x}) = ${y} is outside [${image.lo}, ${image.hi}]`);
    const values = Array.from({ length: 2001 }, (_, i) => curve.f(pointOf(given, i / 2000)));
    const size = Math.min(image.hi - image.lo, 1e3);
    // Beside a jump a value may be taken on less than any grid shows.
    if (curve.jumps.length > 0) return;
    if (Number.isFinite(image.lo)) assert.ok(Math.min(...values) <= image.lo + 0.1 * size + 1e-9);
    if (Number.isFinite(image.hi)) assert.ok(Math.max(...values) >= image.hi - 0.1 * size - 1e-9);
    if (image.lo === image.hi) assert.ok(!image.loOpen && !image.hiOpen);
  }), { numRuns: 2000 });
});

test('what is called the identity, a constant or affine is so at every point', () => {
  fc.assert(fc.property(curves, intervals, fc.double({ min: 0, max: 1, noNaN: true }), ({ curve }, given, at) => {
    const effect = effectOn(curve, given);
    const x = pointOf(given, at);
    if (!contains(given, x)) return;
    const y = curve.f(x);
    const expected = effect.kind === 'identity' ? x : effect.kind === 'constant' ? effect.value : effect.kind === 'affine' ? effect.slope * x + effect.offset : y;
    assert.ok(Math.abs(y - expected) <= 1e-9 * Math.max(1, Math.abs(y)), `f(${x}) = ${y} on [${given.lo}, ${given.hi}], ${JSON.stringify(effect)}`);
    if (effect.kind === 'constant' && given.lo < given.hi) assert.equal(curve.df(pointOf(given, 0.5)), 0);
  }), { numRuns: 3000 });
});

const after = (outer: ActivationId, inner: ActivationId): string => effectOn(activations[outer].curve(), activations[inner].curve().range).kind;

test('the rewrite table of the rules follows from the ranges', () => {
  for (const inner of ['relu', 'softmax', 'sigmoid', 'softplus', 'relu6', 'hardSigmoid'] as const) assert.equal(after('relu', inner), 'identity', inner);
  for (const [outer, inner] of [['relu6', 'sigmoid'], ['relu6', 'softmax'], ['leakyRelu', 'relu'], ['elu', 'relu'], ['linear', 'tanh']] as const) assert.equal(after(outer, inner), 'identity', `${outer} of ${inner}`);
  for (const [outer, inner] of [['relu', 'logSoftmax'], ['relu', 'logSigmoid'], ['step', 'sigmoid']] as const) assert.equal(after(outer, inner), 'constant', `${outer} of ${inner}`);
  for (const [outer, inner] of [['sigmoid', 'relu'], ['tanh', 'sigmoid'], ['relu', 'tanh'], ['relu6', 'relu']] as const) assert.equal(after(outer, inner), 'other', `${outer} of ${inner}`);
  const selu = effectOn(activations.selu.curve(), interval(0, Infinity));
  assert.ok(selu.kind === 'affine' && Math.abs(selu.slope - 1.0507009873554805) < 1e-12 && selu.offset === 0);
  // A leaky slope below 0 is affine, not the identity.
  assert.deepEqual(effectOn(activations.leakyRelu.curve({ alpha: 0.25 }), interval(-Infinity, 0)), { kind: 'affine', slope: 0.25, offset: 0 });
});

const HEAD = "import * as tf from '@tensorflow/tfjs';\nexport function make() {\n";
const chain = (...layers: readonly string[]): string => `${HEAD}  const model = tf.sequential();\n${layers.map((layer) => `  model.add(tf.layers.${layer});`).join('\n')}\n  return model;\n}\n`;
const merge = (kind: string, options = ''): string => `${HEAD}  const input = tf.input({ shape: [6] });
  const a = tf.layers.dense({ units: 4, activation: 'tanh' }).apply(input);
  const b = tf.layers.dense({ units: 4, activation: 'sigmoid' }).apply(input);
  return tf.model({ inputs: input, outputs: tf.layers.${kind}(${options}).apply([a, b]) });\n}\n`;

const networks: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['elu', 'selu', 'relu', 'relu6', 'linear', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh', 'softmax', 'logSoftmax', 'gelu', 'gelu_new', 'mish', 'swish'].map((id) => [`dense ${id}, twice`, chain(`dense({ units: 5, activation: '${id}', inputShape: [4] })`, `activation({ activation: '${id}' })`, `dense({ units: 3, activation: '${id}' })`)])),
  'layers of activations': chain('dense({ units: 6, activation: \'tanh\', inputShape: [4] })', 'reLU({ maxValue: 0.5 })', 'dense({ units: 6, activation: \'relu\' })', 'leakyReLU({ alpha: 0.4 })', 'prelu()', 'elu()', 'thresholdedReLU({ theta: 0.5 })'),
  dropout: chain('dense({ units: 8, activation: \'sigmoid\', inputShape: [4] })', 'dropout({ rate: 0.6 })', 'activation({ activation: \'relu\' })', 'gaussianDropout({ rate: 0.5 })', 'gaussianNoise({ stddev: 1 })'),
  normalisation: chain('dense({ units: 8, activation: \'relu\', inputShape: [4] })', 'batchNormalization()', 'activation({ activation: \'tanh\' })', 'layerNormalization()', 'activation({ activation: \'softplus\' })'),
  images: chain('conv2d({ filters: 3, kernelSize: 3, activation: \'sigmoid\', inputShape: [8, 8, 2] })', 'maxPooling2d({ poolSize: 2 })', 'zeroPadding2d({ padding: 1 })', 'averagePooling2d({ poolSize: 2, padding: \'same\' })', 'upSampling2d({})', 'flatten()', 'reshape({ targetShape: [12, 9] })', 'globalAveragePooling1d({})'),
  rescaling: chain('dense({ units: 4, activation: \'tanh\', inputShape: [3] })', 'rescaling({ scale: -3, offset: 1 })', 'activation({ activation: \'relu\' })'),
  ...Object.fromEntries(['lstm', 'gru', 'simpleRNN'].map((kind) => [kind, chain(`${kind}({ units: 5, returnSequences: true, inputShape: [4, 3] })`, `${kind}({ units: 4, activation: 'sigmoid' })`, 'activation({ activation: \'relu\' })')])),
  add: merge('add'), average: merge('average'), multiply: merge('multiply'), maximum: merge('maximum'), minimum: merge('minimum'), concatenate: merge('concatenate'), dot: merge('dot', '{ axes: 1 }'),
};

/** Runs a model with weights and inputs of all sizes and looks at every layer's output. */
function outputsOf(model: tf.LayersModel, scale: number, training: boolean): readonly (readonly [number, number])[] {
  const seen: (readonly [number, number])[] = [];
  tf.tidy(() => {
    const random = ({ shape, name }: tf.LayersModel['weights'][number]): tf.Tensor => (name.includes('moving_variance') ? tf.randomUniform(shape as number[], 0.1, scale) : tf.randomNormal(shape as number[], 0, scale));
    model.setWeights(model.weights.map(random));
    for (const [index, layer] of model.layers.entries()) {
      const call = layer.call.bind(layer);
      layer.call = (x, kwargs) => {
        const made = call(x, kwargs);
        const output = (Array.isArray(made) ? made[0] : made) as tf.Tensor;
        seen[index] = [output.min().dataSync()[0] ?? 0, output.max().dataSync()[0] ?? 0];
        return made;
      };
    }
    const input = model.inputs[0] as tf.SymbolicTensor;
    const x = tf.randomNormal([12, ...input.shape.slice(1).map((size) => size ?? 1)], 0, scale);
    model.apply(x, { training });
  });
  return seen;
}

describe('every value that TensorFlow.js computes lies in the range of its layer', () => {
  for (const [index, [name, text]] of Object.entries(networks).entries()) {
    test(name, async () => {
      const [network] = analyze(text, 'typescript').networks;
      assert.ok(network);
      const ranges = rangesOf(network);
      const { exports } = await execute(text, 'typescript');
      await seeded(index, () => {
        for (const scale of [0.3, 2, 9]) {
          for (const training of [false, true]) {
            const seen = outputsOf((exports['make'] as () => tf.LayersModel)(), scale, training);
            for (const [at, range] of ranges.entries()) {
              const layer = network.layers[at];
              assert.ok(range, `layer ${at}, ${layer?.className}, has no range`);
              const [least, most] = seen[at] ?? [Number.NaN, Number.NaN];
              const slack = 1e-6 * Math.max(1, Math.abs(least), Math.abs(most));
              if (layer?.className !== 'InputLayer') assert.ok(least >= range.lo - slack && most <= range.hi + slack, `layer ${at}, ${layer?.className}: ${least} to ${most}, range [${range.lo}, ${range.hi}]`);
            }
          }
        }
      });
    });
  }
});

test('ranges are as narrow as activations make them, and dropout widens them by its rate', () => {
  const read = (name: string): readonly (Interval | undefined)[] => rangesOf(analyze(networks[name] ?? '', 'typescript').networks[0] ?? { id: '', kind: 'ops', layers: [], outputs: [], complete: false, outputsKnown: false, compile: undefined, span: { start: 0, end: 0 }, afterwards: [], training: [], fits: [], pixels: [], predicts: false });
  assert.deepEqual(read('dropout').slice(0, 3).map((range) => [range?.lo, range?.hi]), [[0, 1], [0, 2.5], [0, 2.5]]);
  assert.deepEqual(read('images').slice(0, 4).map((range) => [range?.lo, range?.hi]), [[0, 1], [0, 1], [0, 1], [0, 1]]);
  assert.deepEqual(read('rescaling').map((range) => [range?.lo, range?.hi]), [[-1, 1], [-2, 4], [0, 4]]);
  assert.deepEqual(read('add').at(-1), interval(-1, 2, { lo: true, hi: true }));
  assert.deepEqual([read('maximum').at(-1)?.lo, read('minimum').at(-1)?.hi], [0, 1]);
  assert.deepEqual([read('lstm')[0]?.lo, read('lstm')[0]?.hi], [-1, 1]);
});
