/** Layers in float64 loops, forward and backward: the reference that TensorFlow.js is checked against. */
import { slotOf } from './network';
import { type Of, type PlainLayer, type Site, weighted } from './plain-layer';
import { plainBatchNorm, plainLayerNorm } from './plain-norms';
import { plainConv2d, plainDepthwise, plainGlobalPool, plainPool } from './plain-windows';
import { rowChain } from './rows';

function dense(site: Site, state: Of<'dense'>): PlainLayer {
  const { layer, w } = site;
  const { inputs, units } = layer;
  const [kernel, bias] = [slotOf(layer, 'kernel')!, slotOf(layer, 'bias')!];
  return weighted(site, state, (from, start, rows, z) => {
    for (let r = 0; r < rows; r += 1) {
      const base = start + r * inputs;
      for (let j = 0; j < units; j += 1) {
        let sum = 0;
        for (let i = 0; i < inputs; i += 1) sum += from[base + i]! * w[kernel.at + i * units + j]!;
        z[r * units + j] = sum + w[bias.at + j]!;
      }
    }
  }, (from, start, rows, dz, dIn, gradient) => {
    for (let r = 0; r < rows; r += 1) {
      const base = start + r * inputs;
      for (let j = 0; j < units; j += 1) gradient[bias.at + j] = gradient[bias.at + j]! + dz[r * units + j]!;
      for (let i = 0; i < inputs; i += 1) {
        const x = from[base + i]!;
        let sum = 0;
        for (let j = 0; j < units; j += 1) {
          const d = dz[r * units + j]!;
          const at = kernel.at + i * units + j;
          gradient[at] = gradient[at]! + x * d;
          sum += d * w[at]!;
        }
        if (dIn !== undefined) dIn[r * inputs + i] = sum;
      }
    }
  });
}

/** A layer that changes each value by a factor: flatten (1), and dropout while training. */
function masked({ layer, index, capacity }: Site, rate: number): PlainLayer {
  const size = capacity * layer.outputs;
  const [out, dIn, mask] = [new Float64Array(size), new Float64Array(size), new Float32Array(size).fill(1)];
  return {
    out, z: out, activation: undefined,
    forward(from, start, rows, training) {
      const n = rows * layer.outputs;
      if (rate > 0) {
        if (training === null) mask.fill(1);
        else training.mask(index, rate, mask.subarray(0, n));
      }
      for (let i = 0; i < n; i += 1) out[i] = from[start + i]! * mask[i]!;
    },
    backward(_from, _start, rows, dOut) {
      for (let i = 0; i < rows * layer.outputs; i += 1) dIn[i] = dOut[i]! * mask[i]!;
      return dIn;
    },
  };
}

function activationLayer({ layer, w, capacity }: Site, { activation: chain }: Of<'activation'>): PlainLayer {
  const size = capacity * layer.outputs;
  const [z, out, dIn] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const activation = rowChain(chain, layer.units, size, layer.slots.map(({ at }) => ({ w, at })));
  return {
    z, out, activation,
    forward(from, start, rows) {
      z.set(from.subarray(start, start + rows * layer.outputs));
      activation.forward(z, out, rows * layer.outputs);
    },
    backward(_from, _start, rows, dOut, gradient) {
      activation.backward(z, out, dOut, dIn, rows * layer.outputs, gradient);
      return dIn;
    },
  };
}

/** Makes the layer over these parameters. */
export function plainLayer(site: Site): PlainLayer {
  const { state } = site.layer;
  switch (state.kind) {
    case 'dense':
      return dense(site, state);
    case 'conv2d':
      return plainConv2d(site, state);
    case 'depthwise':
      return plainDepthwise(site, state);
    case 'pool':
      return plainPool(site, state);
    case 'globalPool':
      return plainGlobalPool(site, state);
    case 'flatten':
      return masked(site, 0);
    case 'dropout':
      return masked(site, state.rate);
    case 'activation':
      return activationLayer(site, state);
    case 'batchNorm':
      return plainBatchNorm(site);
    case 'layerNorm':
      return plainLayerNorm(site);
  }
}
