/** Training in plain float64 loops: the reference that tfjs is checked against, and the yardstick of the bench. */
import { batchBounds, type Engine, type EngineOptions, trainingAt } from './engine';
import { losses } from './losses';
import { slotOf } from './network';
import { shapeGradient, updates } from './optimizer';
import { createPlainNetwork } from './plain-network';

/** Creates the engine. */
export function createPlainEngine({ network, data, recipe, parameters }: EngineOptions): Engine {
  const { size, outputs, inputs: width } = network;
  const update = updates[recipe.optimizer];
  const net = createPlainNetwork(network, recipe.batchSize);
  const { w } = net;
  w.set(parameters);
  const memory = new Float64Array(size * update.slots);
  const moved = new Float64Array(size);
  const batches = batchBounds(data.training, recipe.batchSize);
  const inputs = Float64Array.from(data.inputs);
  const dOut = new Float64Array(recipe.batchSize * outputs);
  const loss = losses[network.loss];
  const slots = network.layers.flatMap((layer) => layer.slots);
  const trained = slots.filter(({ trainable }) => trainable).map((slot) => ({ slot, w: w.subarray(slot.at, slot.at + slot.size) }));
  const kernels = network.layers.flatMap((layer) => slotOf(layer, 'kernel') ?? []).filter(({ trainable }) => trainable).map((slot) => ({ slot, w: w.subarray(slot.at, slot.at + slot.size) }));

  return {
    kind: 'plain',
    step(batch, rate, t, gradient) {
      const [start, end] = batches[batch % batches.length]!;
      const rows = end - start;
      const out = net.forward(inputs, start * width, rows, trainingAt(recipe.seed, t));
      for (let r = 0; r < rows; r += 1) loss.backward(out, r * outputs, outputs, data.labels[start + r]!, 1 / rows, dOut);
      gradient.fill(0);
      net.backward(inputs, start * width, rows, dOut, gradient);
      for (const { at, size: n, trainable } of slots) if (!trainable) gradient.fill(0, at, at + n);
      moved.set(gradient);
      shapeGradient(moved, kernels, recipe);
      for (const { slot, w: values } of trained) update.apply({ w: values, g: moved, at: slot.at, memory, stride: size, rate, t });
    },
    read(to) {
      to.set(w);
      to.set(memory, size);
    },
    write(from) {
      w.set(from.subarray(0, size));
      memory.set(from.subarray(size, size + memory.length));
    },
    dispose() {},
  };
}
