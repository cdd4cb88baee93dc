/** Normalisation in plain loops, forward and backward. */
import type { Slot } from './network';
import type { PlainLayer, Site } from './plain-layer';

/** Momentum of the moving averages, and what keeps the division finite: the defaults of `tf.layers.batchNormalization`; those of layer normalisation are the same. */
export const BATCH_NORM = { momentum: 0.99, epsilon: 1e-3 } as const;

/** Per unit or channel: by the batch while training, by the moving averages while looking (Ioffe & Szegedy 2015). */
export function plainBatchNorm({ layer, w, capacity }: Site): PlainLayer {
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

/** Over the last axis of each example, while training and while looking (Ba, Kiros & Hinton 2016). */
export function plainLayerNorm({ layer, w, capacity }: Site): PlainLayer {
  const { units, outputs } = layer;
  const [scale, offset] = layer.slots as readonly [Slot, Slot];
  const size = capacity * outputs;
  const [out, normed, dIn, spread] = [new Float64Array(size), new Float64Array(size), new Float64Array(size), new Float64Array(size / units)];
  return {
    out, z: out, activation: undefined,
    forward(from, start, rows) {
      for (let at = 0, row = 0; at < rows * outputs; at += units, row += 1) {
        let [sum, squares] = [0, 0];
        for (let j = 0; j < units; j += 1) sum += from[start + at + j]!;
        const centre = sum / units;
        for (let j = 0; j < units; j += 1) squares += (from[start + at + j]! - centre) ** 2;
        const deviation = Math.sqrt(squares / units + BATCH_NORM.epsilon);
        spread[row] = deviation;
        for (let j = 0; j < units; j += 1) out[at + j] = w[scale.at + j]! * (normed[at + j] = (from[start + at + j]! - centre) / deviation) + w[offset.at + j]!;
      }
    },
    backward(_from, _start, rows, dOut, gradient) {
      for (let at = 0, row = 0; at < rows * outputs; at += units, row += 1) {
        let [sum, along] = [0, 0];
        for (let j = 0; j < units; j += 1) {
          const d = dOut[at + j]!;
          gradient[scale.at + j] = gradient[scale.at + j]! + d * normed[at + j]!;
          gradient[offset.at + j] = gradient[offset.at + j]! + d;
          sum += d * w[scale.at + j]!;
          along += d * w[scale.at + j]! * normed[at + j]!;
        }
        for (let j = 0; j < units; j += 1) dIn[at + j] = (dOut[at + j]! * w[scale.at + j]! - sum / units - (normed[at + j]! * along) / units) / spread[row]!;
      }
      return dIn;
    },
  };
}
