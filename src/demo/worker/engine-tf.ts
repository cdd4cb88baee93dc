/** Training with TensorFlow.js: forward pass and gradients are tfjs ops on its tape, on the cpu backend. */
import { add, div, elu, erf, leakyRelu, matMul, mean, mul, relu, selu, sigmoid, softmax, softplus, step, sub, tanh, type Tensor, tensor1d, tensor2d, type Tensor2D, tidy, type Variable, variable, variableGrads } from '@tensorflow/tfjs-core';
import type { ActivationId } from '../state';
import { batchBounds, type Engine, type EngineOptions } from './engine';
import { updates } from './optimizer';

/** Each activation as a tfjs program writes it. */
const ops: Readonly<Record<ActivationId, (z: Tensor) => Tensor>> = {
  relu: (z) => relu(z),
  leakyRelu: (z) => leakyRelu(z, 0.2),
  elu: (z) => elu(z),
  selu: (z) => selu(z),
  sigmoid: (z) => sigmoid(z),
  tanh: (z) => tanh(z),
  softmax: (z) => softmax(z),
  reluSoftmax: (z) => relu(softmax(z)),
  softplus: (z) => softplus(z),
  swish: (z) => mul(sigmoid(z), z),
  // As tfjs-layers/src/activations.ts, class Gelu: exact, through erf.
  gelu: (z) => mul(0.5, mul(z, add(1, erf(div(z, Math.SQRT2))))),
  step: (z) => step(z),
  linear: (z) => z,
};

/** Creates the engine; its tensors stay the same in number until `dispose`. The cpu backend must be in use. */
export function createTfEngine({ network, data, batchSize, optimizer, parameters }: EngineOptions): Engine {
  const { layers, size } = network;
  const update = updates[optimizer];
  // Sliced once: a slice per step would be an op more.
  const batches = batchBounds(data.labels.length, batchSize).map(([start, end]) => ({
    x: tensor2d(data.inputs.slice(2 * start, 2 * end), [end - start, 2]),
    y: tensor2d(data.labels.slice(start, end), [end - start, 1]),
  }));
  const pairs = layers.map(({ inputs, units, weights, bias }) => ({
    w: tidy(() => variable(tensor2d(Float32Array.from(parameters.subarray(weights, bias)), [inputs, units]))),
    b: tidy(() => variable(tensor1d(Float32Array.from(parameters.subarray(bias, bias + units))))),
  }));
  // In the order of the flat vector, each with its place there and its part of the optimiser's memory.
  let offset = 0;
  const slots = pairs.flatMap(({ w, b }) => [w, b]).map((v: Variable) => {
    const at = offset;
    offset += v.size;
    return { v, at, values: v.dataSync<'float32'>(), memory: new Float64Array(v.size * update.slots) };
  });
  const variables = slots.map(({ v }) => v);

  function loss(x: Tensor2D, y: Tensor2D): Tensor<never> {
    let h: Tensor = x;
    layers.forEach(({ activation }, l) => {
      h = ops[activation](add(matMul(h as Tensor2D, pairs[l]!.w as Tensor as Tensor2D), pairs[l]!.b));
    });
    // The logistic loss from logits in its shortest form: log(1 + eᶻ) − z·y.
    return mean(sub(softplus(h), mul(h, y)));
  }

  return {
    kind: 'tf',
    step(batch, rate, t, gradient) {
      const { x, y } = batches[batch % batches.length]!;
      const { value, grads } = variableGrads(() => loss(x, y), variables);
      value.dispose();
      for (const { v, at, values, memory } of slots) {
        const g = grads[v.name]!;
        const numbers = g.dataSync<'float32'>();
        gradient?.set(numbers, at);
        update.apply(values, numbers, memory, rate, t);
        g.dispose();
      }
    },
    read(to) {
      for (const { v, at, values, memory } of slots) {
        to.set(values, at);
        for (let s = 0; s < update.slots; s += 1) to.set(memory.subarray(s * v.size, (s + 1) * v.size), size * (1 + s) + at);
      }
    },
    write(from) {
      for (const { v, at, values, memory } of slots) {
        values.set(from.subarray(at, at + v.size));
        for (let s = 0; s < update.slots; s += 1) memory.set(from.subarray(size * (1 + s) + at, size * (1 + s) + at + v.size), s * v.size);
      }
    },
    dispose() {
      for (const { x, y } of batches) {
        x.dispose();
        y.dispose();
      }
      for (const v of variables) v.dispose();
    },
  };
}
