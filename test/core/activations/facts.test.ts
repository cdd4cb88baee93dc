import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind } from '../../../src/core/activations/bind';
import { activations, type ActivationId } from '../../../src/core/activations/registry.gen';
import { erf, erfc } from '../../../src/core/activations/special';
import type { ActivationForm, Curve, Parameters } from '../../../src/core/activations/types';

const curve = (id: ActivationId, parameters?: Parameters, form?: ActivationForm): Curve => activations[id].curve(parameters, form);
const close = (a: number, b: number, tolerance = 5e-5): void => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test('subgradients at the kinks are the ones that TensorFlow.js picks', () => {
  const facts: readonly (readonly [string, number, number])[] = [
    ['relu′(0)', curve('relu').df(0), 0],
    ['relu6′(6) of the string', curve('relu6', {}, 'config').df(6), 0],
    ['relu6′(6) of the op', curve('relu6', {}, 'op').df(6), 1],
    ['relu6′(6) of the method', curve('relu6', {}, 'method').df(6), 1],
    ['relu6′(6) fused', curve('relu6', {}, 'fused').df(6), 1],
    ['reLU({maxValue: 6})′(6)', curve('relu', { maxValue: 6 }, 'layer').df(6), 1],
    ['leakyRelu′(0) of the op', curve('leakyRelu', {}, 'op').df(0), 0.2],
    ['leakyReLU()′(0) of the layer', curve('leakyRelu', {}, 'layer').df(0), 0.3],
    ['prelu()′(0) of the layer', curve('prelu', {}, 'layer').df(0), 0],
    ['elu′(0)', curve('elu').df(0), 1],
    ['selu′(0)', curve('selu').df(0), 1.7580993],
    ['hardSigmoid′(2.5)', curve('hardSigmoid').df(2.5), 0.2],
    ['hardSigmoid′(−2.5)', curve('hardSigmoid').df(-2.5), 0.2],
    ['sigmoid′(0)', curve('sigmoid').df(0), 0.25],
    ['tanh′(0)', curve('tanh').df(0), 1],
    ['softplus′(0)', curve('softplus').df(0), 0.5],
    ['gelu′(0)', curve('gelu').df(0), 0.5],
    ['mish′(0)', curve('mish').df(0), 0.6],
  ];
  for (const [what, value, wanted] of facts) assert.ok(Math.abs(value - wanted) < 1e-6, `${what} = ${value}`);
});

test('the numbers that the texts quote are right', () => {
  close(curve('sigmoid').saturation[1]?.lo ?? 0, 4.5849);
  close(curve('tanh').saturation[1]?.lo ?? 0, 2.9932);
  close(curve('erf').saturation[1]?.lo ?? 0, 2.1739);
  assert.equal(curve('softsign').saturation[1]?.lo, 9);
  // Their minimum is a point where ƒ′ passes zero, not saturation.
  for (const id of ['gelu', 'gelu_new', 'swish', 'mish'] as const) {
    assert.deepEqual(curve(id).saturation.map(({ lo }) => lo), [-Infinity], id);
    assert.ok((curve(id).saturation[0]?.hi ?? 0) < -2, id);
  }
  assert.equal(curve('softsign').df(1), 0.25);
  close(curve('tanh').df(1), 0.42, 5e-4);
  close(curve('tanh').df(Math.log(2 + Math.sqrt(3))), 0.25, 1e-12);
  close(curve('softplus').f(0), Math.LN2, 1e-15);
  close(curve('swish').range.lo, -0.2785);
  close(curve('mish').range.lo, -0.3088);
  close(curve('gelu').range.lo, -0.17);
  close(curve('gelu_new').range.lo, -0.17);
  close(curve('swish').f(-1.278), curve('swish').range.lo, 1e-6);
  close(curve('mish').f(-1.192), curve('mish').range.lo, 1e-6);
  close(curve('gelu').f(-0.752), curve('gelu').range.lo, 1e-6);
  close(curve('gelu_new').f(-0.752), curve('gelu_new').range.lo, 1e-6);
  close(curve('selu').kinks[0]?.right ?? 0, 1.0507);
  close(curve('selu').impulses[0]?.weight ?? 0, -0.7074);
  const apart = Array.from({ length: 2001 }, (_, i) => Math.abs(curve('gelu').f((i - 1000) / 100) - curve('gelu_new').f((i - 1000) / 100)));
  assert.ok(Math.max(...apart) < 0.0005);
});

test('erf and erfc keep the stated accuracy against 20-digit values', () => {
  // Abramowitz & Stegun 1964, tables 7.1 and 7.3, extended with mpmath.
  const table: readonly (readonly [number, number, number])[] = [
    [0.1, 0.1124629160182849, 0.8875370839817152],
    [0.5, 0.5204998778130465, 0.4795001221869535],
    [1, 0.8427007929497149, 0.15729920705028513],
    [2, 0.9953222650189527, 0.004677734981047266],
    [2.5, 0.999593047982555, 0.00040695201744495897],
    [3, 0.9999779095030014, 2.209049699858544e-5],
    [5, 0.9999999999984626, 1.537459794428035e-12],
    [10, 1, 2.088487583762545e-45],
  ];
  for (const [x, value, rest] of table) {
    assert.ok(Math.abs(erf(x) / value - 1) < 1e-14, `erf(${x})`);
    assert.ok(Math.abs(erfc(x) / rest - 1) < 1e-11, `erfc(${x})`);
    assert.equal(erf(-x), -erf(x));
  }
  assert.equal(erf(0), 0);
  assert.ok(Number.isNaN(erf(Number.NaN)));
});

test('functions known from other libraries under other names are what they are', () => {
  for (const x of [-3, -1, -0.1, 0, 0.5, 2, 7]) {
    close(curve('softmax', { classes: 2 }).f(x), curve('sigmoid').f(x), 1e-15);
    close(curve('logSigmoid').f(x), Math.log(curve('sigmoid').f(x)), 1e-14);
    close(curve('softplus').df(x), curve('sigmoid').f(x), 1e-15);
    close(curve('swish').f(x), x * curve('sigmoid').f(x), 1e-15);
    close(curve('mish').f(x), x * Math.tanh(Math.log1p(Math.exp(x))), 1e-14);
    close(curve('gelu').f(x), (x * (1 + erf(x / Math.SQRT2))) / 2, 1e-15);
  }
});

test('softmax is never called a classifier', () => {
  for (const activation of Object.values(activations)) {
    const { name, summary, beware, formula } = activation;
    assert.doesNotMatch([name, summary, ...beware, formula.f].join(' '), /classif/i);
  }
});

test('texts are whole sentences and every file names its sources', () => {
  for (const [id, activation] of Object.entries(activations)) {
    assert.equal(activation.id, id);
    for (const sentence of [activation.summary, activation.initializer.why, ...activation.beware, ...activation.parameters.map((p) => p.meaning)]) {
      assert.match(sentence, /^\S.*\.$/, `${id}: ${sentence}`);
    }
    assert.ok(activation.sources.some((source) => source.startsWith('tfjs-')), `${id} cites tfjs`);
    assert.ok(activation.beware.length > 0, id);
  }
});

test('bind takes what was given and falls back otherwise', () => {
  assert.equal(bind(undefined, 'alpha', 2), 2);
  assert.equal(bind({ alpha: 0 }, 'alpha', 2), 0);
  assert.equal(bind({ alpha: Number.NaN }, 'alpha', 2), 2);
  assert.equal(bind({ maxValue: Infinity }, 'maxValue', Infinity), Infinity);
});
