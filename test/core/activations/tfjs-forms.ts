/** Every way TensorFlow.js can apply an activation to a column of numbers, so that each can be compared with ours. */
import * as tf from '@tensorflow/tfjs';
import type { ActivationId } from '../../../src/core/activations/registry.gen';
import type { ActivationForm, Parameters } from '../../../src/core/activations/types';

export type Apply = (x: tf.Tensor1D) => tf.Tensor1D;

export interface Case {
  readonly id: ActivationId;
  readonly form: ActivationForm;
  readonly parameters: Parameters;
  readonly apply: Apply;
}

const column = (apply: (x: tf.Tensor) => unknown): Apply => (x) => (apply(x.reshape([-1, 1])) as tf.Tensor).reshape([-1]);

const activationLayer = (name: string): Apply => {
  const layer = tf.layers.activation({ activation: name as 'relu' });
  return column((x) => layer.apply(x));
};

const denseLayer = (name: string): Apply => {
  const layer = tf.layers.dense({ units: 1, useBias: false, kernelInitializer: 'ones', activation: name as 'relu' });
  return column((x) => layer.apply(x));
};

const fused = (name: string, more: { readonly leakyreluAlpha?: number; readonly preluActivationWeights?: tf.Tensor } = {}): Apply =>
  column((x) =>
    tf.fused.matMul({ a: x as tf.Tensor2D, b: tf.ones([1, 1]), activation: name as 'relu', ...more }),
  );

const layer = (made: tf.layers.Layer): Apply => column((x) => made.apply(x));

const one = (id: ActivationId, form: ActivationForm, apply: Apply, parameters: Parameters = {}): Case => ({ id, form, parameters, apply });

const strings: readonly ActivationId[] = [
  'elu', 'selu', 'relu', 'relu6', 'linear', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh', 'gelu', 'gelu_new', 'mish', 'swish',
];
const plainOps = ['relu', 'relu6', 'elu', 'selu', 'sigmoid', 'tanh', 'softplus', 'logSigmoid', 'erf', 'leakyRelu', 'step'] as const;
const plainFused = ['linear', 'relu', 'relu6', 'elu', 'sigmoid'] as const;

// The namespace as a plain table: its members are looked up by name below.
const ops = { ...tf } as unknown as Readonly<Record<(typeof plainOps)[number], Apply>>;

/** All elementwise cases; built on demand because layers need a backend. */
export function cases(): Case[] {
  return [
    ...strings.map((id) => one(id, 'config', activationLayer(id))),
    ...strings.map((id) => one(id, 'config', denseLayer(id))),
    ...plainOps.map((id) => one(id, 'op', (x) => ops[id](x))),
    ...plainOps.map((id) => one(id, 'method', (x) => (x[id] as () => tf.Tensor1D).call(x))),
    ...plainFused.map((id) => one(id, 'fused', fused(id))),
    one('leakyRelu', 'op', (x) => tf.leakyRelu(x, 0.01), { alpha: 0.01 }),
    one('leakyRelu', 'op', (x) => tf.leakyRelu(x, -0.5), { alpha: -0.5 }),
    one('leakyRelu', 'op', (x) => tf.leakyRelu(x, 0), { alpha: 0 }),
    one('leakyRelu', 'fused', fused('leakyrelu')),
    one('leakyRelu', 'fused', fused('leakyrelu', { leakyreluAlpha: 0.4 }), { alpha: 0.4 }),
    one('leakyRelu', 'layer', layer(tf.layers.leakyReLU())),
    one('leakyRelu', 'layer', layer(tf.layers.leakyReLU({ alpha: 2 })), { alpha: 2 }),
    one('prelu', 'op', (x) => tf.prelu(x, tf.tensor1d([0.25])), { alpha: 0.25 }),
    one('prelu', 'method', (x) => x.prelu(tf.tensor1d([-1])), { alpha: -1 }),
    one('prelu', 'fused', fused('prelu', { preluActivationWeights: tf.scalar(0.5) }), { alpha: 0.5 }),
    one('prelu', 'layer', layer(tf.layers.prelu())),
    one('prelu', 'layer', layer(tf.layers.prelu({ alphaInitializer: tf.initializers.constant({ value: 0.125 }) })), { alpha: 0.125 }),
    one('elu', 'layer', layer(tf.layers.elu())),
    one('relu', 'layer', layer(tf.layers.reLU())),
    one('relu', 'layer', layer(tf.layers.reLU({ maxValue: 6 })), { maxValue: 6 }),
    one('relu', 'layer', layer(tf.layers.reLU({ maxValue: 1 })), { maxValue: 1 }),
    one('step', 'op', (x) => tf.step(x, 0.5), { alpha: 0.5 }),
    one('step', 'method', (x) => x.step(-2), { alpha: -2 }),
    one('thresholdedRelu', 'layer', layer(tf.layers.thresholdedReLU())),
    one('thresholdedRelu', 'layer', layer(tf.layers.thresholdedReLU({ theta: -0.5 })), { theta: -0.5 }),
    one('thresholdedRelu', 'layer', layer(tf.layers.thresholdedReLU({ theta: 0 })), { theta: 0 }),
  ];
}

/** A title that tells the form and the parameters. */
export function titleOf({ id, form, parameters }: Case): string {
  const bound = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return [id, `as ${form}`, ...bound].join(', ');
}

/** Values and gradients that tfjs computes at the points. */
export function run(apply: Apply, points: Float32Array): { readonly y: Float32Array; readonly dy: Float32Array } {
  return tf.tidy(() => {
    const x = tf.tensor1d(points);
    const y = apply(x).dataSync<'float32'>();
    const dy = tf.grad((at: tf.Tensor) => apply(at as tf.Tensor1D).sum())(x).dataSync<'float32'>();
    return { y, dy };
  });
}
