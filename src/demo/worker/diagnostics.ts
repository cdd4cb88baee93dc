/** What a network has become, looked at once per frame in plain loops: far cheaper than tensor ops for so few numbers. */
import type { Data } from './data';
import { logisticLoss, rowActivation, type RowActivation } from './mathematics';
import type { Network } from './network';

/** A unit is dead where no point of the probe set lets more than this of its gradient through. */
export const DEAD_SLOPE = 1e-6;

/** Points of the data, at most, that say whether a unit is dead. */
const PROBE_POINTS = 256;

export interface Examination {
  /** Mean logistic loss over all points, in nats; ln 2 = 0.693 is guessing. */
  readonly loss: number;
  /** Share of points on the right side of 0.5. */
  readonly accuracy: number;
  /**
   * Dead units of each hidden layer: those with max |f′(z)| < {@link DEAD_SLOPE} over the probe points, for softmax the
   * diagonal p(1 − p). Counting z ≤ 0 instead would call healthy ELU and leaky units dead.
   */
  readonly dead: readonly number[];
}

export interface Examiner {
  examine(parameters: Float64Array, data: Data): Examination;
  /** P(class 1) on a `side` × `side` grid over [−extent, extent]², rows from top to bottom. */
  grid(parameters: Float64Array, side: number, extent: number): Float32Array<ArrayBuffer>;
  /** √Σg² over each layer's weights and biases. */
  gradientNorms(gradient: Float64Array): readonly number[];
}

/** Makes the buffers for one network; both methods reuse them. */
export function createExaminer({ layers }: Network): Examiner {
  const rows = layers.map(({ units }) => ({ z: new Float64Array(units), out: new Float64Array(units) }));
  const activations: readonly RowActivation[] = layers.map(({ activation }) => rowActivation(activation));
  const input = new Float64Array(2);

  /** The logit at the point; every layer's z and output stay in `rows`. */
  function logit(parameters: Float64Array, x: number, y: number): number {
    input[0] = x;
    input[1] = y;
    let from = input;
    for (let l = 0; l < layers.length; l += 1) {
      const { inputs, units, weights, bias } = layers[l]!;
      const { z, out } = rows[l]!;
      for (let j = 0; j < units; j += 1) {
        let sum = parameters[bias + j]!;
        for (let i = 0; i < inputs; i += 1) sum += from[i]! * parameters[weights + i * units + j]!;
        z[j] = sum;
      }
      activations[l]!.forward(z, out, 0, units);
      from = out;
    }
    return from[0]!;
  }

  return {
    examine(parameters, { inputs, labels }) {
      const steepest = layers.slice(0, -1).map(({ units }) => new Float64Array(units));
      let loss = 0;
      let right = 0;
      for (let p = 0; p < labels.length; p += 1) {
        const z = logit(parameters, inputs[2 * p]!, inputs[2 * p + 1]!);
        loss += logisticLoss(z) - z * labels[p]!;
        // A network without finite numbers classifies nothing.
        if (labels[p] === 1 ? z > 0 : z <= 0) right += 1;
        if (p >= PROBE_POINTS) continue;
        steepest.forEach((slopes, l) => {
          for (let j = 0; j < slopes.length; j += 1) slopes[j] = Math.max(slopes[j]!, activations[l]!.slope(rows[l]!.z, rows[l]!.out, j));
        });
      }
      return { loss: loss / labels.length, accuracy: right / labels.length, dead: steepest.map((slopes) => slopes.filter((slope) => slope < DEAD_SLOPE).length) };
    },
    grid(parameters, side, extent) {
      const values = new Float32Array(side * side);
      const at = (i: number): number => extent * ((2 * (i + 0.5)) / side - 1);
      for (let row = 0; row < side; row += 1) {
        for (let column = 0; column < side; column += 1) values[row * side + column] = 1 / (1 + Math.exp(-logit(parameters, at(column), -at(row))));
      }
      return values;
    },
    gradientNorms(gradient) {
      return layers.map(({ weights, bias, units }) => {
        let sum = 0;
        for (let i = weights; i < bias + units; i += 1) sum += gradient[i]! ** 2;
        return Math.sqrt(sum);
      });
    },
  };
}
