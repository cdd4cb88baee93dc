/** Layers that look at an image through windows, in plain loops: convolutions and pools. */
import { windowsOf } from '../shapes';
import { type NetworkLayer, slotOf } from './network';
import { type Of, type PlainLayer, type Site, weighted } from './plain-layer';

type Windowed = Of<'conv2d'> | Of<'depthwise'> | Of<'pool'>;

/** Calls back for every place of the output and every place that its window sees of the input, with the place within the window. */
type Visit = (rows: number, visitor: (input: number, output: number, inWindow: number) => void) => void;

function visits({ input, output, inputs, outputs }: NetworkLayer, { size, stride: given, padding }: Windowed): Visit {
  const [height, width, channels] = input as readonly [number, number, number];
  const [rowsOut, columnsOut, units] = output as readonly [number, number, number];
  const stride = given ?? size;
  const [above, left] = [windowsOf(height, size, stride, padding).before, windowsOf(width, size, stride, padding).before];
  return (rows, visitor) => {
    for (let r = 0; r < rows; r += 1) for (let y = 0; y < rowsOut; y += 1) for (let x = 0; x < columnsOut; x += 1) {
      const [top, side] = [y * stride - above, x * stride - left];
      const at = r * outputs + (y * columnsOut + x) * units;
      for (let ky = Math.max(0, -top); ky < size && top + ky < height; ky += 1) {
        for (let kx = Math.max(0, -side); kx < size && side + kx < width; kx += 1) {
          visitor(r * inputs + ((top + ky) * width + side + kx) * channels, at, ky * size + kx);
        }
      }
    }
  };
}

/** Every filter sees all channels. */
export function plainConv2d(site: Site, state: Of<'conv2d'>): PlainLayer {
  const { layer, w } = site;
  const { inputs, outputs, units } = layer;
  const channels = layer.input.at(-1)!;
  const [kernel, bias] = [slotOf(layer, 'kernel')!, slotOf(layer, 'bias')!];
  const visit = visits(layer, state);
  return weighted(site, state, (from, start, rows, z) => {
    for (let i = 0; i < rows * outputs; i += 1) z[i] = w[bias.at + (i % units)]!;
    visit(rows, (input, output, inWindow) => {
      const entry = kernel.at + inWindow * channels * units;
      for (let c = 0; c < channels; c += 1) {
        const x = from[start + input + c]!;
        for (let j = 0; j < units; j += 1) z[output + j] = z[output + j]! + x * w[entry + c * units + j]!;
      }
    });
  }, (from, start, rows, dz, dIn, gradient) => {
    for (let i = 0; i < rows * outputs; i += 1) gradient[bias.at + (i % units)] = gradient[bias.at + (i % units)]! + dz[i]!;
    dIn?.fill(0, 0, rows * inputs);
    visit(rows, (input, output, inWindow) => {
      const entry = kernel.at + inWindow * channels * units;
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

/** Output c·m + i is the i-th of the m filters that see channel c alone. */
export function plainDepthwise(site: Site, state: Of<'depthwise'>): PlainLayer {
  const { layer, w } = site;
  const { inputs, outputs, units } = layer;
  const { multiplier } = state;
  const [kernel, bias] = [slotOf(layer, 'kernel')!, slotOf(layer, 'bias')!];
  const visit = visits(layer, state);
  return weighted(site, state, (from, start, rows, z) => {
    for (let i = 0; i < rows * outputs; i += 1) z[i] = w[bias.at + (i % units)]!;
    visit(rows, (input, output, inWindow) => {
      const entry = kernel.at + inWindow * units;
      for (let j = 0; j < units; j += 1) z[output + j] = z[output + j]! + from[start + input + Math.floor(j / multiplier)]! * w[entry + j]!;
    });
  }, (from, start, rows, dz, dIn, gradient) => {
    for (let i = 0; i < rows * outputs; i += 1) gradient[bias.at + (i % units)] = gradient[bias.at + (i % units)]! + dz[i]!;
    dIn?.fill(0, 0, rows * inputs);
    visit(rows, (input, output, inWindow) => {
      const entry = kernel.at + inWindow * units;
      for (let j = 0; j < units; j += 1) {
        const [at, place] = [entry + j, input + Math.floor(j / multiplier)];
        gradient[at] = gradient[at]! + from[start + place]! * dz[output + j]!;
        if (dIn !== undefined) dIn[place] = dIn[place]! + dz[output + j]! * w[at]!;
      }
    });
  });
}

/** What lies beyond the edge counts for nothing: neither as a value nor in a mean. */
export function plainPool({ layer, capacity }: Site, state: Of<'pool'>): PlainLayer {
  const { inputs, outputs, units } = layer;
  const [out, dIn, winner, counts] = [new Float64Array(capacity * outputs), new Float64Array(capacity * inputs), new Int32Array(capacity * outputs), new Int32Array(capacity * outputs)];
  const visit = visits(layer, state);
  const largest = state.mode === 'max';
  return {
    out, z: out, activation: undefined,
    forward(from, start, rows) {
      const n = rows * outputs;
      out.fill(largest ? -Infinity : 0, 0, n);
      counts.fill(0, 0, n);
      visit(rows, (input, output) => {
        for (let c = 0; c < units; c += 1) {
          const [value, o] = [from[start + input + c]!, output + c];
          counts[o] = counts[o]! + 1;
          if (!largest) out[o] = out[o]! + value;
          else if (value > out[o]!) {
            out[o] = value;
            winner[o] = input + c;
          }
        }
      });
      if (!largest) for (let i = 0; i < n; i += 1) out[i] = out[i]! / counts[i]!;
    },
    backward(_from, _start, rows, dOut) {
      dIn.fill(0, 0, rows * inputs);
      if (largest) for (let i = 0; i < rows * outputs; i += 1) dIn[winner[i]!] = dIn[winner[i]!]! + dOut[i]!;
      // By the whole window, also where a part of it lies beyond the edge: so tfjs-backend-cpu has it (kernels/AvgPoolGrad.ts).
      else visit(rows, (input, output) => {
        for (let c = 0; c < units; c += 1) dIn[input + c] = dIn[input + c]! + dOut[output + c]! / state.size ** 2;
      });
      return dIn;
    },
  };
}

/** One number a channel. The gradient of a largest value goes to each place that has it, as that of `tf.max` does. */
export function plainGlobalPool({ layer, capacity }: Site, { mode }: Of<'globalPool'>): PlainLayer {
  const { inputs, units } = layer;
  const [out, dIn] = [new Float64Array(capacity * units), new Float64Array(capacity * inputs)];
  const places = inputs / units;
  return {
    out, z: out, activation: undefined,
    forward(from, start, rows) {
      for (let r = 0; r < rows; r += 1) for (let c = 0; c < units; c += 1) {
        let [most, sum] = [-Infinity, 0];
        for (let i = c; i < inputs; i += units) {
          const value = from[start + r * inputs + i]!;
          sum += value;
          if (value > most) most = value;
        }
        out[r * units + c] = mode === 'max' ? most : sum / places;
      }
    },
    backward(from, start, rows, dOut) {
      for (let i = 0; i < rows * inputs; i += 1) {
        const o = Math.floor(i / inputs) * units + (i % units);
        dIn[i] = mode === 'average' ? dOut[o]! / places : from[start + i] === out[o] ? dOut[o]! : 0;
      }
      return dIn;
    },
  };
}
