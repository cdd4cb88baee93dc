/** Activations, layers and losses as tfjs ops. */
import {
  abs, add, avgPool, cast, clipByValue, conv2d, customGrad, depthwiseConv2d, div, elu, erf, greater, leakyRelu, log, logSoftmax, matMul, max, maxPool, mean, mul, neg, prelu, relu, relu6, reshape,
  selu, sigmoid, softmax, softplus, sqrt, square, step, sub, sum, tanh, type Tensor, tensor, type Tensor2D, type Tensor4D, type Variable,
} from '@tensorflow/tfjs-core';
import type { ActivationId, ActivationState, Chain, LossForm } from '../layers';
import { parameterOf } from './curves';
import type { NetworkLayer } from './network';
import type { Training } from './plain-layer';
import { BATCH_NORM } from './plain-norms';

type Op = (z: Tensor, parameter: number, slope: Variable | undefined) => Tensor;

/** With the gradient of the identity (Bengio, Léonard & Courville 2013, §3). */
const straightThrough = customGrad((z) => ({ value: step(z as Tensor), gradFunc: (dy) => dy as Tensor }));

/** As the layer computes it; the layer itself has no gradient, for `greater` has none, and this is the one it would have. */
const thresholded = (theta: number): ((z: Tensor) => Tensor) => customGrad((z, save) => {
  const mask = cast(greater(z as Tensor, theta), 'float32');
  (save as (tensors: Tensor[]) => void)([mask]);
  return { value: mul(z as Tensor, mask), gradFunc: (dy, saved) => mul(dy as Tensor, (saved as Tensor[])[0]!) };
}) as (z: Tensor) => Tensor;

const GELU_SCALE = Math.sqrt(2 / Math.PI);

/** Each activation as a tfjs program writes it. */
const ops: Readonly<Record<ActivationId, Op>> = {
  relu: (z) => relu(z),
  leakyRelu: (z, alpha) => leakyRelu(z, alpha),
  prelu: (z, _alpha, slope) => prelu(z, slope!),
  elu: (z) => elu(z),
  selu: (z) => selu(z),
  relu6: (z) => relu6(z),
  thresholdedRelu: (z, theta) => thresholded(theta)(z),
  sigmoid: (z) => sigmoid(z),
  // As tfjs-layers/src/activations.ts has it.
  hardSigmoid: (z) => clipByValue(add(mul(z, 0.2), 0.5), 0, 1),
  // Not tf.logSigmoid, whose own gradient cannot be taken within a larger one.
  logSigmoid: (z) => neg(softplus(neg(z))),
  tanh: (z) => tanh(z),
  softsign: (z) => div(z, add(abs(z), 1)),
  erf: (z) => erf(z),
  softplus: (z) => softplus(z),
  swish: (z) => mul(sigmoid(z), z),
  mish: (z) => mul(z, tanh(softplus(z))),
  // Exact, through erf.
  gelu: (z) => mul(0.5, mul(z, add(1, erf(div(z, Math.SQRT2))))),
  gelu_new: (z) => mul(0.5, mul(z, add(1, tanh(mul(GELU_SCALE, add(z, mul(0.044715, mul(z, mul(z, z))))))))),
  softmax: (z) => softmax(z),
  logSoftmax: (z) => logSoftmax(z),
  step: (z) => step(z),
  straightThrough: (z) => straightThrough(z) as Tensor,
  linear: (z) => z,
};

/** The chain applied to a tensor; `slopes` are those of its PReLUs, in turn. */
export function applyChain(z: Tensor, chain: Chain, slopes: readonly Variable[]): Tensor {
  let [h, next] = [z, 0];
  for (const one of chain as readonly ActivationState[]) h = ops[one.id](h, parameterOf(one), one.id === 'prelu' ? slopes[next++] : undefined);
  return h;
}

/** A layer with its variables, in the order of its slots. */
export function applyLayer(h: Tensor, layer: NetworkLayer, index: number, variables: readonly Variable[], training: Training): Tensor {
  const { state, outputs } = layer;
  const slopes = variables.filter((_, i) => layer.slots[i]!.role === 'slope');
  switch (state.kind) {
    case 'dense':
      return applyChain(add(matMul(h as Tensor2D, variables[0] as Tensor as Tensor2D), variables[1]!), state.activation, slopes);
    case 'conv2d':
      return applyChain(add(conv2d(h as Tensor4D, variables[0] as Tensor as Tensor4D, state.stride, state.padding), variables[1]!), state.activation, slopes);
    case 'depthwise':
      return applyChain(add(depthwiseConv2d(h as Tensor4D, variables[0] as Tensor as Tensor4D, state.stride, state.padding), variables[1]!), state.activation, slopes);
    case 'pool':
      return (state.mode === 'max' ? maxPool : avgPool)(h as Tensor4D, state.size, state.stride ?? state.size, state.padding);
    case 'globalPool':
      return (state.mode === 'max' ? max : mean)(h, [1, 2]);
    case 'flatten':
      return reshape(h, [h.shape[0]!, outputs]);
    case 'activation':
      return applyChain(h, state.activation, slopes);
    case 'dropout': {
      if (state.rate === 0) return h;
      const mask = new Float32Array(h.size);
      training.mask(index, state.rate, mask);
      return mul(h, tensor(mask, h.shape));
    }
    case 'batchNorm':
      return batchNorm(h, variables);
    case 'layerNorm': {
      const away = sub(h, mean(h, -1, true));
      return add(mul(div(away, sqrt(add(mean(square(away), -1, true), BATCH_NORM.epsilon))), variables[0]!), variables[1]!);
    }
  }
}

/** By the batch's own moments; the moving averages follow in place. */
function batchNorm(h: Tensor, [scale, offset, average, variance]: readonly Variable[]): Tensor {
  const axes = h.shape.map((_, i) => i).slice(0, -1);
  const centre = mean(h, axes, true);
  const away = sub(h, centre);
  const spread = mean(square(away), axes, true);
  for (const [moving, now] of [[average, centre], [variance, spread]] as const) {
    const [to, from] = [moving!.dataSync<'float32'>(), now.dataSync<'float32'>()];
    for (let i = 0; i < to.length; i += 1) to[i] = BATCH_NORM.momentum * to[i]! + (1 - BATCH_NORM.momentum) * from[i]!;
  }
  return add(mul(div(away, sqrt(add(spread, BATCH_NORM.epsilon))), scale!), offset!);
}

/** Nothing is closer to 0 or 1 than this where its logarithm is taken, as in tf.layers. */
const CLOSEST = 1e-7;

/** Mean losses over a batch, by their formula. */
export const tfLosses: Readonly<Record<LossForm['formula'], (out: Tensor, target: Tensor) => Tensor<never>>> = {
  // The logistic loss from logits in its shortest form: log(1 + eᶻ) − z·y.
  logistic: (out, target) => mean(sub(softplus(out), mul(out, target))),
  softmax: (out, target) => mean(neg(sum(mul(target, logSoftmax(out)), -1))),
  square: (out, target) => mean(square(sub(out, target))),
  // As tfjs-layers/src/losses.ts has these two.
  categorical: (out, target) => mean(neg(sum(mul(target, log(clipByValue(div(out, sum(out, -1, true)), CLOSEST, 1 - CLOSEST))), -1))),
  binary: (out, target) => {
    const kept = clipByValue(out, CLOSEST, 1 - CLOSEST);
    const logits = log(div(kept, sub(1, kept)));
    return mean(sub(softplus(logits), mul(logits, target)));
  },
};
