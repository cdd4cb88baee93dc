/** Layers in float64 loops, forward and backward: the reference that TensorFlow.js is checked against. */
import type { LayerState } from '../layers';
import { type NetworkLayer, type Slot, slotOf } from './network';
import { type RowActivation, rowChain } from './rows';

/** A step of training: `null` while only looking. Masks of dropout follow from the seed, the step and the layer. */
export interface Training {
  readonly mask: (layer: number, rate: number, to: Float32Array) => void;
}

/** A layer over `rows` examples; its buffers are its own and are used again by the next call. */
export interface PlainLayer {
  readonly out: Float64Array;
  /** What its activation is applied to; `out` itself where it has none. */
  readonly z: Float64Array;
  readonly activation: RowActivation | undefined;
  forward(from: Float64Array, start: number, rows: number, training: Training | null): void;
  /** Adds to `gradient`; leaves the gradient at its input in the result, unless nobody asks. */
  backward(from: Float64Array, start: number, rows: number, dOut: Float64Array, gradient: Float64Array, ask: boolean): Float64Array;
}

/** Momentum of the moving averages, and what keeps the division finite: the defaults of `tf.layers.batchNormalization`. */
export const BATCH_NORM = { momentum: 0.99, epsilon: 1e-3 } as const;

interface Site {
  readonly layer: NetworkLayer;
  readonly index: number;
  /** Parameters of the whole network. */
  readonly w: Float64Array;
  /** Most examples at a time. */
  readonly capacity: number;
}

type Of<K extends LayerState['kind']> = Extract<LayerState, { readonly kind: K }>;

/** The weighted sum and what follows it: shared by dense and conv2d, which differ in how they sum. */
function weighted(site: Site, state: Of<'dense'> | Of<'conv2d'>, sum: (from: Float64Array, start: number, rows: number, z: Float64Array) => void,
  back: (from: Float64Array, start: number, rows: number, dz: Float64Array, dIn: Float64Array | undefined, gradient: Float64Array) => void): PlainLayer {
  const { layer, w, capacity } = site;
  const size = capacity * layer.outputs;
  const [z, out, dz] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const dIn = new Float64Array(capacity * layer.inputs);
  const slopes = layer.slots.filter(({ role }) => role === 'slope').map(({ at }) => ({ w, at }));
  const activation = rowChain(state.activation, layer.units, size, slopes);
  return {
    z, out, activation,
    forward(from, start, rows) {
      sum(from, start, rows, z);
      activation.forward(z, out, rows * layer.outputs);
    },
    backward(from, start, rows, dOut, gradient, ask) {
      activation.backward(z, out, dOut, dz, rows * layer.outputs, gradient);
      back(from, start, rows, dz, ask ? dIn : undefined, gradient);
      return dIn;
    },
  };
}

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

/** Stride 1, padding `same`: what is missing of an even kernel's overlap is missing at the end, as in TensorFlow. */
function conv2d(site: Site, state: Of<'conv2d'>): PlainLayer {
  const { layer, w } = site;
  const [height, width, channels] = layer.input as readonly [number, number, number];
  const { inputs, outputs, units } = layer;
  const before = Math.floor((state.size - 1) / 2);
  const [kernel, bias] = [slotOf(layer, 'kernel')!, slotOf(layer, 'bias')!];

  /** Calls back for every pair of a place of the input and a place of the output, with the kernel's entry between them. */
  function visit(rows: number, visitor: (input: number, output: number, entry: number) => void): void {
    for (let r = 0; r < rows; r += 1) for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) {
      const output = r * outputs + (y * width + x) * units;
      for (let ky = Math.max(0, before - y); ky < state.size && y + ky - before < height; ky += 1) {
        for (let kx = Math.max(0, before - x); kx < state.size && x + kx - before < width; kx += 1) {
          visitor(r * inputs + ((y + ky - before) * width + x + kx - before) * channels, output, kernel.at + (ky * state.size + kx) * channels * units);
        }
      }
    }
  }

  return weighted(site, state, (from, start, rows, z) => {
    for (let i = 0; i < rows * outputs; i += 1) z[i] = w[bias.at + (i % units)]!;
    visit(rows, (input, output, entry) => {
      for (let c = 0; c < channels; c += 1) {
        const x = from[start + input + c]!;
        for (let j = 0; j < units; j += 1) z[output + j] = z[output + j]! + x * w[entry + c * units + j]!;
      }
    });
  }, (from, start, rows, dz, dIn, gradient) => {
    for (let i = 0; i < rows * outputs; i += 1) gradient[bias.at + (i % units)] = gradient[bias.at + (i % units)]! + dz[i]!;
    dIn?.fill(0, 0, rows * inputs);
    visit(rows, (input, output, entry) => {
      for (let c = 0; c < channels; c += 1) {
        const x = from[start + input + c]!;
        let sum = 0;
        for (let j = 0; j < units; j += 1) {
          const at = entry + c * units + j;
          gradient[at] = gradient[at]! + x * dz[output + j]!;
          sum += dz[output + j]! * w[at]!;
        }
        if (dIn !== undefined) dIn[input + c] = dIn[input + c]! + sum;
      }
    });
  });
}

/** Without overlap; what does not fill a window at the end is left out, as padding `valid` does. */
function pool({ layer, capacity }: Site, { mode, size }: Of<'pool'>): PlainLayer {
  const [, width, channels] = layer.input as readonly [number, number, number];
  const [rowsOut, columnsOut] = layer.output as readonly [number, number, number];
  const { inputs, outputs } = layer;
  const out = new Float64Array(capacity * outputs);
  const dIn = new Float64Array(capacity * inputs);
  const winner = new Int32Array(capacity * outputs);
  return {
    out, z: out, activation: undefined,
    forward(from, start, rows) {
      let o = 0;
      for (let r = 0; r < rows; r += 1) for (let y = 0; y < rowsOut; y += 1) for (let x = 0; x < columnsOut; x += 1) for (let c = 0; c < channels; c += 1, o += 1) {
        let [best, sum] = [-Infinity, 0];
        for (let k = 0; k < size * size; k += 1) {
          const at = r * inputs + ((y * size + Math.floor(k / size)) * width + x * size + (k % size)) * channels + c;
          const value = from[start + at]!;
          sum += value;
          if (value > best) {
            best = value;
            winner[o] = at;
          }
        }
        out[o] = mode === 'max' ? best : sum / size ** 2;
      }
    },
    backward(_from, _start, rows, dOut) {
      dIn.fill(0, 0, rows * inputs);
      let o = 0;
      for (let r = 0; r < rows; r += 1) for (let y = 0; y < rowsOut; y += 1) for (let x = 0; x < columnsOut; x += 1) for (let c = 0; c < channels; c += 1, o += 1) {
        if (mode === 'max') dIn[winner[o]!] = dIn[winner[o]!]! + dOut[o]!;
        else for (let k = 0; k < size * size; k += 1) dIn[r * inputs + ((y * size + Math.floor(k / size)) * width + x * size + (k % size)) * channels + c] = dOut[o]! / size ** 2;
      }
      return dIn;
    },
  };
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

/** Per unit or channel: by the batch while training, by the moving averages while looking (Ioffe & Szegedy 2015). */
function batchNorm({ layer, w, capacity }: Site): PlainLayer {
  const { units, outputs } = layer;
  const [scale, offset, mean, variance] = layer.slots as readonly [Slot, Slot, Slot, Slot];
  const size = capacity * outputs;
  const [out, normed, dIn] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const [centre, spread] = [new Float64Array(units), new Float64Array(units)];
  const { momentum, epsilon } = BATCH_NORM;
  return {
    out, z: out, activation: undefined,
    forward(from, start, rows, training) {
      const n = rows * outputs;
      for (let j = 0; j < units; j += 1) {
        let [sum, squares] = [0, 0];
        const counted = training === null ? 0 : n;
        for (let i = j; i < counted; i += units) sum += from[start + i]!;
        const average = training === null ? w[mean.at + j]! : (sum * units) / n;
        for (let i = j; i < counted; i += units) squares += (from[start + i]! - average) ** 2;
        const square = training === null ? w[variance.at + j]! : (squares * units) / n;
        centre[j] = average;
        spread[j] = Math.sqrt(square + epsilon);
        for (let i = j; i < n; i += units) out[i] = w[scale.at + j]! * (normed[i] = (from[start + i]! - average) / spread[j]!) + w[offset.at + j]!;
        if (training === null) continue;
        w[mean.at + j] = momentum * w[mean.at + j]! + (1 - momentum) * average;
        w[variance.at + j] = momentum * w[variance.at + j]! + (1 - momentum) * square;
      }
    },
    backward(_from, _start, rows, dOut, gradient) {
      const n = rows * outputs;
      for (let j = 0; j < units; j += 1) {
        let [sum, along] = [0, 0];
        for (let i = j; i < n; i += units) {
          sum += dOut[i]!;
          along += dOut[i]! * normed[i]!;
        }
        gradient[scale.at + j] = gradient[scale.at + j]! + along;
        gradient[offset.at + j] = gradient[offset.at + j]! + sum;
        const count = n / units;
        for (let i = j; i < n; i += units) dIn[i] = (w[scale.at + j]! / spread[j]!) * (dOut[i]! - sum / count - (normed[i]! * along) / count);
      }
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
      return conv2d(site, state);
    case 'pool':
      return pool(site, state);
    case 'flatten':
      return masked(site, 0);
    case 'dropout':
      return masked(site, state.rate);
    case 'activation':
      return activationLayer(site, state);
    case 'batchNorm':
      return batchNorm(site);
  }
}
