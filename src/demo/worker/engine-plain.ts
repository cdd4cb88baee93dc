/** Training in plain float64 loops: the reference that tfjs is checked against, and the yardstick of the bench. */
import { batchBounds, type Engine, type EngineOptions } from './engine';
import { rowActivation } from './mathematics';
import { updates } from './optimizer';

/** Creates the engine; nothing is allocated after that. */
export function createPlainEngine({ network, data, batchSize, optimizer, parameters }: EngineOptions): Engine {
  const { layers, size } = network;
  const update = updates[optimizer];
  const w = Float64Array.from(parameters);
  const memory = new Float64Array(size * update.slots);
  const own = new Float64Array(size);
  const batches = batchBounds(data.labels.length, batchSize);
  const inputs = Float64Array.from(data.inputs);
  // Row by row for a whole batch: pre-activations, outputs and the gradients at both, for each layer.
  const buffer = (): Float64Array[] => layers.map(({ units }) => new Float64Array(units * batchSize));
  const [z, out, dOut, dz] = [buffer(), buffer(), buffer(), buffer()];
  const activations = layers.map(({ activation }) => rowActivation(activation));

  function forward(start: number, rows: number): void {
    layers.forEach(({ inputs: fanIn, units, weights, bias }, l) => {
      const from = l === 0 ? inputs : out[l - 1]!;
      const base = l === 0 ? start * fanIn : 0;
      const to = z[l]!;
      for (let r = 0; r < rows; r += 1) {
        for (let j = 0; j < units; j += 1) {
          let sum = 0;
          for (let i = 0; i < fanIn; i += 1) sum += from[base + r * fanIn + i]! * w[weights + i * units + j]!;
          to[r * units + j] = sum + w[bias + j]!;
        }
      }
      const activation = activations[l]!;
      if (!activation.coupled) activation.forward(to, out[l]!, 0, rows * units);
      else for (let r = 0; r < rows; r += 1) activation.forward(to, out[l]!, r * units, units);
    });
  }

  function backward(start: number, rows: number, gradient: Float64Array): void {
    gradient.fill(0);
    const logits = out.at(-1)!;
    // d/dz of softplus(z) − z·y is σ(z) − y.
    for (let r = 0; r < rows; r += 1) dOut.at(-1)![r] = (1 / (1 + Math.exp(-logits[r]!)) - data.labels[start + r]!) / rows;
    for (let l = layers.length - 1; l >= 0; l -= 1) {
      const { inputs: fanIn, units, weights, bias } = layers[l]!;
      const from = l === 0 ? inputs : out[l - 1]!;
      const base = l === 0 ? start * fanIn : 0;
      const delta = dz[l]!;
      const before = l === 0 ? undefined : dOut[l - 1]!;
      const activation = activations[l]!;
      if (!activation.coupled) activation.backward(z[l]!, out[l]!, dOut[l]!, delta, 0, rows * units);
      else for (let r = 0; r < rows; r += 1) activation.backward(z[l]!, out[l]!, dOut[l]!, delta, r * units, units);
      for (let r = 0; r < rows; r += 1) {
        for (let j = 0; j < units; j += 1) gradient[bias + j] = gradient[bias + j]! + delta[r * units + j]!;
        for (let i = 0; i < fanIn; i += 1) {
          const x = from[base + r * fanIn + i]!;
          let back = 0;
          for (let j = 0; j < units; j += 1) {
            const d = delta[r * units + j]!;
            const at = weights + i * units + j;
            gradient[at] = gradient[at]! + x * d;
            back += d * w[at]!;
          }
          if (before !== undefined) before[r * fanIn + i] = back;
        }
      }
    }
  }

  return {
    kind: 'plain',
    step(batch, rate, t, gradient = own) {
      const [start, end] = batches[batch % batches.length]!;
      forward(start, end - start);
      backward(start, end - start, gradient);
      update.apply(w, gradient, memory, rate, t);
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
