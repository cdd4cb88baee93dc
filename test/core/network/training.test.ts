import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import type { Analysis } from '../../../src/core/analyze';
import type { LossCall, Network, Variable } from '../../../src/core/network/types';
import { seeded } from '../../support/execute';
import { fixturesIn } from '../../support/fixtures';
import { compareNetworks } from '../../support/networks';
import { recordTraining } from '../../support/training';
import type { CompileRecord, LossRecord, TrainingRecord } from '../../support/training';

const fixtures = fixturesIn('test/fixtures/training');

/** What reaches a loss, in one line. */
function claimed({ name, through, direct }: LossCall): string {
  return `${name} of ${through.map((one) => one.function).join('∘')}${direct ? '' : '…'}`;
}

function happened({ loss, through, changed }: LossRecord): string {
  return `${loss} of ${through.join('∘')}${changed ? '…' : ''}`;
}

function sorted(lines: Iterable<string>): readonly string[] {
  return [...new Set(lines)].sort();
}

function checkCompile(network: Network, compile: CompileRecord): void {
  assert.ok(network.compile?.certain);
  const { losses, loss } = network.compile;
  // A loss that is not known at all is a claim about nothing.
  if (loss?.form === 'unknown') return;
  assert.deepEqual(losses.map((one) => one?.name), compile.losses.map(({ name }) => name));
  for (const [output, { calls }] of compile.losses.entries()) {
    const known = (losses[output]?.calls ?? []).filter(({ name }) => name !== 'custom');
    assert.deepEqual(sorted(known.map(claimed)), sorted(calls.map(happened)));
  }
}

function checkTraining(networks: readonly Network[], record: TrainingRecord): void {
  for (const [index, network] of networks.entries()) {
    const source = network.kind === 'ops' ? 'sum' : record.models[index];
    const lines = network.training.filter(({ certain, name }) => certain && name !== 'custom').map((one) => `${one.output} ${claimed(one)}`);
    const actual = record.losses.filter((one) => one.source === source && one.gradient).map((one) => `${one.output} ${happened(one)}`);
    assert.deepEqual(sorted(lines), sorted(actual), network.id);
  }
}

function checkFits(networks: readonly Network[], { models, fits }: TrainingRecord): void {
  for (const [index, network] of networks.entries()) {
    const model: tf.LayersModel | undefined = models[index];
    const actual = fits.filter((fit) => fit.model === model).map(({ method, epochs, batchSize }) => ({ method, epochs, batchSize }));
    assert.deepEqual(network.fits.map(({ method, epochs, batchSize }) => ({ method, epochs, batchSize })), actual);
  }
}

/** The variables of networks that are built from ops, in the order of the text. */
function variablesOf({ networks }: Analysis): Network['layers'][number]['sum'][] {
  return networks.flatMap(({ layers }) => layers.map(({ sum }) => sum));
}

/** Moments of n numbers scatter about those of their distribution. */
function isNear(claim: Variable, { shape, mean, deviation }: TrainingRecord['variables'][number]): boolean {
  const size = shape.reduce((product, one) => product * one, 1);
  const scatter = (claim.deviation ?? Number.NaN) * (4 / Math.sqrt(size));
  return JSON.stringify(shape) === JSON.stringify(claim.shape) && Math.abs(mean - (claim.mean ?? Number.NaN)) < scatter + 1e-6 && Math.abs(deviation - (claim.deviation ?? Number.NaN)) < scatter + 1e-6;
}

function checkVariables(analysis: Analysis, { variables }: TrainingRecord): void {
  const left = [...variables];
  for (const claim of variablesOf(analysis).flatMap((sum) => sum?.variables ?? [])) {
    const index = left.findIndex((one) => isNear(claim, one));
    assert.ok(index >= 0, `${JSON.stringify(claim)} is none of ${JSON.stringify(left)}`);
    left.splice(index, 1);
  }
  assert.deepEqual(left, []);
}

for (const fixture of fixtures) {
  test(`${fixture.path} trains as is read from it`, async () => {
    const analysis = analyze(fixture.text, fixture.language);
    const record = await seeded(7, () => recordTraining(fixture.text, fixture.language));
    const layered = analysis.networks.filter(({ kind }) => kind !== 'ops');
    assert.equal(layered.length, record.models.length);
    for (const [index, network] of layered.entries()) {
      const model = record.models[index];
      assert.ok(model);
      assert.deepEqual(compareNetworks(network, model).wrong.filter((line) => !line.startsWith('loss')), []);
      const compile = record.compiles.findLast((one) => one.model === model);
      if (compile) checkCompile(network, compile);
      else assert.equal(network.compile, undefined);
    }
    checkTraining(analysis.networks, record);
    checkFits(layered, record);
    checkVariables(analysis, record);
  });
}

function read(name: string): Analysis {
  const fixture = fixtures.find((one) => one.name === name);
  assert.ok(fixture, name);
  return analyze(fixture.text, fixture.language);
}

const wanted: readonly (readonly [string, string | undefined])[] = [
  ['logits-custom', 'logits'], ['sigmoid-custom', 'logits'], ['normalising-loss', 'logits'], ['written-out-loss', 'positive'], ['metric-as-loss', 'probabilities'], ['declared-loss', 'any'],
  ['method-loss', 'any'], ['loss-list', undefined], ['unknown-compile', undefined],
];

for (const [name, wants] of wanted) {
  test(`the loss of ${name} takes the output for ${wants ?? 'nothing that is known'}`, () => {
    assert.equal(read(name).networks[0]?.compile?.loss?.wants, wants);
  });
}

test('each output of a model has the loss that stands for it', () => {
  assert.deepEqual(read('loss-list').networks[0]?.compile?.losses.map((loss) => [loss?.name, loss?.wants]), [['softmaxCrossEntropy', 'logits'], ['meanSquaredError', 'any']]);
  assert.deepEqual(read('loss-object').networks[0]?.compile?.losses.map((loss) => [loss?.name, loss?.wants]), [['categoricalCrossentropy', 'probabilities'], ['custom', 'any']]);
});

test('metrics are named, functions by their own names', () => {
  assert.deepEqual(read('sigmoid-custom').networks[0]?.compile?.metrics, ['binaryAccuracy', 'mse']);
  assert.deepEqual(read('metric-as-loss').networks[0]?.compile?.metrics, ['accuracy']);
  assert.equal(read('method-loss').networks[0]?.compile?.metrics, undefined);
});

test('targets that are one-hot are seen where it is plain', () => {
  assert.deepEqual(read('compile-elsewhere').networks[0]?.fits.map(({ targets, epochs, certain }) => [targets, epochs, certain]), [['one-hot', 5, true]]);
});

test('a gradient of the input trains nothing for certain, and a loss that is only printed nothing at all', () => {
  assert.deepEqual(read('evaluated-only').networks[0]?.training.map(({ name, certain }) => [name, certain]), [['custom', false]]);
});

test('what predictions are put through without training is kept apart', () => {
  assert.deepEqual(read('policy-gradient').networks[0]?.afterwards.map((one) => one.function), ['sigmoid']);
  assert.deepEqual(read('minimize-through').networks[0]?.afterwards, []);
});

/** Each layer of a network that is built from ops as what it computes. */
function sketch({ layers }: Network): readonly string[] {
  return layers.map(({ sum, units, activation, parameters, inputs }) => `${sum?.op} ${sum?.fanIn}→${units} ${activation?.function} ${parameters} ‹${inputs.join()}`);
}

test('networks of tensor operations have their layers, fan-in, activations, parameters and edges', () => {
  const all = (name: string): readonly (readonly string[])[] => read(name).networks.map(sketch);
  assert.deepEqual(all('ops-mnist'), [['conv2d 9→4 relu 36 ‹', 'matMul 64→10 linear 650 ‹0']]);
  assert.deepEqual(all('ops-class'), [['matMul 30→50 tanh 1550 ‹', 'matMul 50→20 tanh 1020 ‹0', 'matMul 20→1 linear 21 ‹1']]);
  assert.deepEqual(all('ops-uniform'), [['matMul 60→40 sigmoid 2400 ‹', 'matMul 40→30 elu 1200 ‹0', 'matMul 30→20 linear 600 ‹1']]);
  assert.deepEqual(all('ops-fused'), [['matMul 30→40 relu 1240 ‹', 'matMul 40→5 linear 200 ‹0']]);
});

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";

const without: readonly (readonly [string, string])[] = [
  ['weights that are not variables', 'const w = tf.randomNormal([4, 2]);\nexport const f = () => tf.ones([1, 4]).matMul(w).relu();'],
  ['weights from outside', 'export const f = (w) => tf.ones([1, 4]).matMul(w).relu();'],
  ['variables that are not trained', 'const w = tf.variable(tf.randomNormal([4, 2]), false);\nexport const f = () => tf.ones([1, 4]).matMul(w).relu();'],
  ['variables in one of two cases', 'const w = window.a ? tf.variable(tf.ones([4, 2])) : tf.ones([4, 2]);\nexport const f = () => tf.ones([1, 4]).matMul(w).relu();'],
  ['loaded weights', 'export async function f(url) { const m = await tf.loadGraphModel(url); return m.execute(tf.ones([1, 4])).matMul(m.weights.w).relu(); }'],
  ['scores of attention', 'export const f = (q = 1) => { const k = tf.ones([3, 3]); return tf.matMul(k, k, false, true).softmax().matMul(k); };'],
];

for (const [title, code] of without) {
  test(`${title} make no network`, () => {
    assert.deepEqual(analyze(HEAD + code, 'javascript').networks, []);
  });
}

test('somebody else\'s minimize and matMul are nobody\'s training', () => {
  const analysis = analyze(`${HEAD}const m = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });\nexport const run = (solver, a, b) => { solver.minimize(() => a.matMul(b)); solver.minimize((x) => x * 2); window.minimize(); };`, 'javascript');
  assert.deepEqual(analysis.networks.map(({ kind, training }) => [kind, training]), [['sequential', []]]);
});
