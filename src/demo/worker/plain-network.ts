/** A whole network in plain loops over one vector of parameters. */
import type { Network } from './network';
import type { PlainLayer, Training } from './plain-layer';
import { plainLayer } from './plain-layers';

export interface PlainNetwork {
  /** Parameters; whoever runs it sets them. */
  readonly w: Float64Array;
  readonly layers: readonly PlainLayer[];
  /** The outputs of the last layer for `rows` examples, which start at `start` in `inputs`. */
  forward(inputs: Float64Array, start: number, rows: number, training: Training | null): Float64Array;
  /** The gradient at the parameters, added up in `gradient`, from that at the outputs; the result is that at the inputs. */
  backward(inputs: Float64Array, start: number, rows: number, dOut: Float64Array, gradient: Float64Array, ask?: boolean): Float64Array;
}

/** Makes the buffers for `capacity` examples at a time. */
export function createPlainNetwork(network: Network, capacity: number): PlainNetwork {
  const w = new Float64Array(network.size);
  const layers = network.layers.map((layer, index) => plainLayer({ layer, index, w, capacity }));
  return {
    w, layers,
    forward(inputs, start, rows, training) {
      let [from, base] = [inputs, start];
      for (const layer of layers) {
        layer.forward(from, base, rows, training);
        [from, base] = [layer.out, 0];
      }
      return from;
    },
    backward(inputs, start, rows, dOut, gradient, ask = false) {
      let d = dOut;
      for (let l = layers.length - 1; l >= 0; l -= 1) {
        const [from, base] = l === 0 ? [inputs, start] : [layers[l - 1]!.out, 0];
        d = layers[l]!.backward(from, base, rows, d, gradient, ask || l > 0);
      }
      return d;
    },
  };
}
