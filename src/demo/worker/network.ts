/** The shape of a network, where its parameters stand in one flat vector, and how they start. */
import type { ActivationId, RunState } from '../state';
import { seeded, truncatedNormal } from './random';

/** A dense layer: z = xW + b, then the activation. */
export interface Dense {
  readonly inputs: number;
  readonly units: number;
  /** The output layer is `linear`: it gives the logit that the loss wants. */
  readonly activation: ActivationId;
  /** Offset of W, row by row: W[i][j] at `weights + i·units + j`. */
  readonly weights: number;
  /** Offset of b. */
  readonly bias: number;
}

export interface Network {
  readonly layers: readonly Dense[];
  /** Number of parameters; 105 for 2-8-8-1. */
  readonly size: number;
  /** Units of the widest layer. */
  readonly width: number;
}

/** Two inputs, the hidden layers of the run, one logit. */
export function networkOf(run: RunState): Network {
  const layers: Dense[] = [];
  let inputs = 2;
  let offset = 0;
  for (const { units, activation } of [...run.hidden, { units: 1, activation: 'linear' as const }]) {
    layers.push({ inputs, units, activation, weights: offset, bias: offset + inputs * units });
    offset += (inputs + 1) * units;
    inputs = units;
  }
  return { layers, size: offset, width: Math.max(...layers.map(({ units }) => units)) };
}

/**
 * Initial parameters, as `tf.layers.dense` draws them by default: weights glorotNormal, biases zero.
 *
 * tfjs's glorotNormal is a normal of variance 2 / (fanIn + fanOut) **truncated at two standard deviations without
 * correction**, so the variance really drawn is 0.774 of that (tfjs-layers/src/initializers.ts, VarianceScaling).
 * The draws come from our own seeded generator, rounded to float32, so that every engine starts from the same numbers.
 */
export function initialParameters(network: Network, seed: number): Float64Array {
  const random = seeded(seed, 2);
  const parameters = new Float64Array(network.size);
  for (const { inputs, units, weights, bias } of network.layers) {
    const deviation = Math.sqrt(2 / (inputs + units));
    for (let i = weights; i < bias; i += 1) parameters[i] = Math.fround(deviation * truncatedNormal(random));
  }
  return parameters;
}
