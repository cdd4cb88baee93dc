/** Training with TensorFlow.js: forward pass and gradients are tfjs ops on its tape, on the cpu backend. */
import { type Tensor, tensor, tensor2d, tidy, type Variable, variable, variableGrads } from '@tensorflow/tfjs-core';
import { LOSS_FORMS } from '../layers';
import { batchBounds, type Engine, type EngineOptions, trainingAt } from './engine';
import { targetOf } from './losses';
import { shapeGradient, updates } from './optimizer';
import { applyLayer, tfLosses } from './tf-ops';

/** Creates the engine; its tensors stay the same in number until `dispose`. The cpu backend must be in use. */
export function createTfEngine({ network, data, recipe, parameters }: EngineOptions): Engine {
  const { layers, size, inputs, outputs } = network;
  const update = updates[recipe.optimizer];
  const form = LOSS_FORMS[network.loss];
  // Sliced once: a slice per step would be an op more.
  const batches = batchBounds(data.training, recipe.batchSize).map(([start, end]) => ({
    x: tensor(data.inputs.slice(inputs * start, inputs * end), [end - start, ...data.task.shape]),
    y: tensor2d(Float32Array.from({ length: (end - start) * outputs }, (_, i) => targetOf(form, data.labels[start + Math.floor(i / outputs)]!, i % outputs, outputs)), [end - start, outputs]),
  }));
  const own = layers.map(({ slots }) => slots.map((slot): Variable => tidy(() => variable(tensor(Float32Array.from(parameters.subarray(slot.at, slot.at + slot.size)), [...slot.shape]), slot.trainable))));
  // In the order of the flat vector, each with its live values.
  const places = layers.flatMap(({ slots }, l) => slots.map((slot, i) => ({ slot, v: own[l]![i]!, w: own[l]![i]!.dataSync<'float32'>() })));
  const trained = places.filter(({ slot }) => slot.trainable);
  const variables = trained.map(({ v }) => v);
  const kernels = trained.filter(({ slot }) => slot.role === 'kernel');
  const memory = new Float64Array(size * update.slots);
  const moved = new Float64Array(size);
  const loss = tfLosses[form.formula];

  return {
    kind: 'tf',
    step(batch, rate, t, gradient) {
      const { x, y } = batches[batch % batches.length]!;
      const training = trainingAt(recipe.seed, t);
      const { value, grads } = variableGrads(() => loss(layers.reduce<Tensor>((h, layer, l) => applyLayer(h, layer, l, own[l]!, training), x), y), variables);
      value.dispose();
      for (const { slot, v } of trained) {
        const g = grads[v.name];
        // No path leads back to what stands before a function without any gradient.
        if (g === undefined || g === null) gradient.fill(0, slot.at, slot.at + slot.size);
        else {
          gradient.set(g.dataSync<'float32'>(), slot.at);
          g.dispose();
        }
      }
      moved.set(gradient);
      shapeGradient(moved, kernels, recipe);
      for (const { slot, w } of trained) update.apply({ w, g: moved, at: slot.at, memory, stride: size, rate, t });
    },
    read(to) {
      for (const { slot, w } of places) to.set(w, slot.at);
      to.set(memory, size);
    },
    write(from) {
      for (const { slot, w } of places) w.set(from.subarray(slot.at, slot.at + slot.size));
      memory.set(from.subarray(size, size + memory.length));
    },
    dispose() {
      for (const { x, y } of batches) {
        x.dispose();
        y.dispose();
      }
      for (const { v } of places) v.dispose();
    },
  };
}
