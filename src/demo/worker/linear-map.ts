/**
 * The effective linear map of a network at one input: y = J·x + c, and the pattern of switches that it holds for.
 *
 * For piecewise linear activations it is exact on the whole region around x where no unit switches (Montúfar et al. 2014,
 * §2); for others it is the tangent.
 */
import type { Data } from './data';
import { pictureInputs } from './examiner';
import { activeLayers, type Network } from './network';
import { createPlainNetwork, type PlainNetwork } from './plain-network';

export interface LinearMap {
  /** What the output layer gives at x: logits, or a value. */
  readonly output: readonly number[];
  /** J row by row, one row an output. */
  readonly jacobian: readonly number[];
  /** c = f(x) − J·x. */
  readonly offset: readonly number[];
  /** For every unit of every layer with an activation, the piece that its sum lies on; for a switch 0 or 1. */
  readonly pattern: readonly (readonly number[])[];
  /** Patterns that differ among the places of the decision map. */
  readonly regions: number;
}

/** Looks at the network at x. */
export function linearMapAt(network: Network, data: Data, parameters: Float64Array, x: readonly number[]): LinearMap {
  const net = createPlainNetwork(network, 1);
  net.w.set(parameters.subarray(0, network.size));
  const input = Float64Array.from(x);
  const output = Array.from(net.forward(input, 0, 1, null).subarray(0, network.outputs));
  const pattern = patternOf(net, network);
  const gradient = new Float64Array(network.size);
  const jacobian = output.flatMap((_, o) => {
    const dOut = new Float64Array(network.outputs);
    dOut[o] = 1;
    return Array.from(net.backward(input, 0, 1, dOut, gradient, true).subarray(0, network.inputs));
  });
  const offset = output.map((y, o) => x.reduce((rest, value, i) => rest - jacobian[o * network.inputs + i]! * value, y));
  const places = pictureInputs(data);
  const seen = new Set<string>();
  for (let at = 0; at < places.length; at += network.inputs) {
    net.forward(places, at, 1, null);
    seen.add(patternOf(net, network).join(';'));
  }
  return { output, jacobian, offset, pattern, regions: seen.size };
}

function patternOf(net: PlainNetwork, network: Network): readonly (readonly number[])[] {
  return activeLayers(network).map((l) => {
    const { z, activation } = net.layers[l]!;
    return Array.from(z.subarray(0, network.layers[l]!.outputs), (value) => activation!.piece(value));
  });
}
