import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import type { Network } from '../../../src/core/network/types';
import { signalFlow } from '../../../src/core/signal/flow';
import type { Assumptions, SignalFlow } from '../../../src/core/signal/flow';
import { execute, seeded } from '../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

const program = (...layers: readonly string[]): string => `import * as tf from '@tensorflow/tfjs';\nexport function make() {\n  const model = tf.sequential();\n${layers.map((layer) => `  model.add(tf.layers.${layer});`).join('\n')}\n  return model;\n}\n`;
const stack = (depth: number, width: number, features: number, options: string, last: string): string => program(...Array.from({ length: depth }, (_, i) => `dense({ units: ${width}, ${options}${i === 0 ? `, inputShape: [${features}]` : ''} })`), last);

function networkOf(text: string): Network {
  const [network] = analyze(text, 'typescript').networks;
  assert.ok(network);
  return network;
}

const flowOf = (text: string, options: Partial<Assumptions> = {}): SignalFlow => signalFlow(networkOf(text), options);

/** Root mean squares of the kernels' gradients for one input each, by tfjs's own gradients, the last one's being 1. */
function kernelGradients(make: () => tf.LayersModel, draws: number): readonly number[] {
  const sums: number[] = [];
  for (let i = 0; i < draws; i++) {
    const model = make();
    tf.tidy(() => {
      const x = tf.randomNormal([1, ...(model.inputs[0] as tf.SymbolicTensor).shape.slice(1).map((size) => size ?? 1)]);
      const direction = tf.randomNormal([1, (model.outputs[0] as tf.SymbolicTensor).shape[1] ?? 1]);
      const { grads } = tf.variableGrads(() => (model.apply(x, { training: true }) as tf.Tensor).mul(direction).sum().asScalar());
      const kernels = model.layers.filter((layer) => layer.trainableWeights.length > 0).map((layer) => grads[layer.trainableWeights[0]?.name ?? '']);
      for (const [index, gradient] of kernels.entries()) sums[index] = (sums[index] ?? 0) + (gradient?.square().sum().dataSync()[0] ?? Number.NaN);
    });
    model.dispose();
  }
  return sums.map((sum) => Math.sqrt(sum / (sums.at(-1) ?? 1)));
}

const checked: Readonly<Record<string, string>> = {
  'sigmoid, four layers': stack(4, 32, 20, "activation: 'sigmoid'", 'dense({ units: 32 })'),
  'relu, narrowing': program('dense({ units: 64, activation: \'relu\', inputShape: [10] })', 'dense({ units: 32, activation: \'relu\' })', 'dense({ units: 24 })'),
  'elu, widening at first': stack(3, 32, 12, "activation: 'elu', kernelInitializer: 'leCunUniform'", 'dense({ units: 32 })'),
  'a convolution': program('conv2d({ filters: 6, kernelSize: 3, activation: \'relu\', inputShape: [7, 7, 2] })', 'maxPooling2d({})', 'flatten()', 'dense({ units: 32 })'),
};

describe('norms of kernel gradients are those of tf.variableGrads', () => {
  for (const [name, text] of Object.entries(checked)) {
    test(name, async (t) => {
      const flow = flowOf(text);
      const predicted = flow.layers.flatMap(({ kernelGradient }) => (kernelGradient === undefined ? [] : [kernelGradient]));
      const make = (await execute(text, 'typescript')).exports['make'] as () => tf.LayersModel;
      const measured = await seeded(2, () => kernelGradients(make, 250));
      t.diagnostic(`predicted ${predicted.map((value) => value.toPrecision(3)).join(', ')}, measured ${measured.map((value) => value.toPrecision(3)).join(', ')}`);
      assert.equal(predicted.length, measured.length);
      for (const [index, value] of predicted.entries()) assert.ok(Math.abs(value / (measured[index] ?? Number.NaN) - 1) < 0.1, `layer ${index}: ${value}, measured ${measured[index]}`);
      assert.equal(flow.kernelFirstToLast, predicted[0]);
    });
  }
});

test('the numbers of the catalogue come out', () => {
  const ratio = (act: string, depth: number): number => flowOf(stack(depth, 16, 2, `activation: '${act}'`, "dense({ units: 3, activation: 'softmax' })")).kernelFirstToLast ?? Number.NaN;
  // Measured once, in one draw each: only the order of magnitude is theirs.
  for (const [depth, measured] of [[2, 3e-2], [4, 2e-3], [6, 5e-5], [8, 4e-6], [10, 1e-7]] as const) assert.ok(Math.abs(Math.log10(ratio('sigmoid', depth) / measured)) < 0.3, `sigmoid, ${depth}: ${ratio('sigmoid', depth)}`);
  for (const [depth, measured] of [[2, 0.055], [4, 3.3e-4], [6, 7e-7], [8, 2e-9]] as const) assert.ok(Math.abs(Math.log10(ratio('softmax', depth) / measured)) < 0.8, `softmax, ${depth}: ${ratio('softmax', depth)}`);
  for (const act of ['tanh', 'relu', 'elu', 'swish', 'gelu', 'softsign']) assert.ok(ratio(act, 8) > 0.05, `${act}: ${ratio(act, 8)}`);
  const variance = (act: string, initialiser: string): number => flowOf(stack(20, 256, 256, `activation: '${act}', kernelInitializer: '${initialiser}'`, 'dense({ units: 1 })')).layers[19]?.variance ?? Number.NaN;
  for (const [initialiser, measured] of [['leCunNormal', 0.34], ['leCunUniform', 1.04], ['heNormal', 5.8]] as const) assert.ok(Math.abs(variance('selu', initialiser) / measured - 1) < 0.1, `selu, ${initialiser}: ${variance('selu', initialiser)}`);
  // A factor of 0.387, 0.5, 0.774 and 1 a layer.
  for (const [initialiser, least, most] of [['glorotNormal', 1e-9, 1e-8], ['glorotUniform', 3e-7, 1e-6], ['heNormal', 3e-3, 7e-3], ['heUniform', 0.4, 1.1]] as const) {
    const found = variance('relu', initialiser);
    assert.ok(found > least && found < most, `relu, ${initialiser}: ${found}`);
  }
  const flagship = flowOf(stack(6, 64, 64, "activation: 'sigmoid'", 'dense({ units: 64 })'));
  assert.ok(Math.abs((flagship.layers[0]?.gradient ?? 0) / (flagship.layers[5]?.gradient ?? 1) / 3.98e-4 - 1) < 0.1);
});

test('a flow is computed once for each network and assumption', () => {
  const network = networkOf(stack(3, 8, 4, "activation: 'relu'", 'dense({ units: 1 })'));
  assert.equal(signalFlow(network), signalFlow(network));
  assert.equal(signalFlow(network).assumptions.input, 'signed');
  const positive = signalFlow(network, { input: 'positive' });
  assert.notEqual(positive, signalFlow(network));
  assert.equal(positive, signalFlow(network, { input: 'positive', training: true }));
});

test('predicting, dropout and batch normalisation leave the signal as it is', () => {
  const text = (between: string): string => program('dense({ units: 32, activation: \'tanh\', inputShape: [8] })', between, 'dense({ units: 4 })');
  const at = (between: string, training: boolean): number => flowOf(text(between), { training }).layers.at(-1)?.preVariance ?? Number.NaN;
  const bare = at('activation({ activation: \'linear\' })', false);
  assert.equal(at('dropout({ rate: 0.5 })', false), bare);
  assert.ok(Math.abs(at('dropout({ rate: 0.5 })', true) / bare - 2) < 1e-9);
  assert.ok(Math.abs(at('batchNormalization()', false) / bare - 1 / 1.001) < 1e-6);
});

describe('what is not known is not said', () => {
  const dense = 'dense({ units: 8, activation: \'tanh\', inputShape: [4] })';
  const unknown: Readonly<Record<string, readonly string[]>> = {
    'an unknown initialiser': ['dense({ units: 8, kernelInitializer: mine, inputShape: [4] })', 'dense({ units: 8 })', 'dense({ units: 2 })'],
    'weights that are given': ['dense({ units: 8, weights: mine, inputShape: [4] })', 'dense({ units: 8 })', 'dense({ units: 2 })'],
    'options that are not seen': ['dense(mine)', 'dense({ units: 8 })', 'dense({ units: 2 })'],
    'an unknown activation': ['dense({ units: 8, activation: mine, inputShape: [4] })', 'dense({ units: 8 })', 'dense({ units: 2 })'],
    'a recurrent layer': ['lstm({ units: 8, inputShape: [5, 3] })', 'dense({ units: 8 })', 'dense({ units: 2 })'],
    'alphaDropout, whose sign is wrong': [dense, 'alphaDropout({ rate: 0.2 })', 'dense({ units: 2 })'],
    'an unknown rate': [dense, 'dropout({ rate: mine })', 'dense({ units: 2 })'],
    'a slope that is drawn': [dense, 'prelu({ alphaInitializer: \'randomNormal\' })', 'dense({ units: 2 })'],
  };
  for (const [name, layers] of Object.entries(unknown)) {
    test(name, () => {
      const flow = flowOf(program(...layers).replace('make()', 'make(mine)'));
      assert.equal(flow.layers.at(-1)?.preVariance, undefined);
      assert.equal(flow.layers[0]?.gradient, undefined);
      assert.equal(flow.firstToLast, undefined);
    });
  }
  test('a layer that may be absent', () => {
    const text = `import * as tf from '@tensorflow/tfjs';\nexport function make(deep) {\n  const model = tf.sequential();\n  model.add(tf.layers.dense({ units: 8, inputShape: [4] }));\n  if (deep) model.add(tf.layers.dense({ units: 8, activation: 'relu' }));\n  model.add(tf.layers.dense({ units: 2 }));\n  return model;\n}`;
    const flow = flowOf(text);
    assert.notEqual(flow.layers[0]?.preVariance, undefined);
    assert.equal(flow.layers.at(-1)?.preVariance, undefined);
    assert.equal(flow.firstToLast, undefined);
  });
  test('an empty model', () => {
    const flow = flowOf(program());
    assert.deepEqual([flow.layers, flow.firstToLast, flow.bornDead], [[], undefined, undefined]);
  });
});
