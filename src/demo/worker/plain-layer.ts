/** What a layer in plain loops is, and what all weighted ones share. */
import type { LayerState } from '../layers';
import type { NetworkLayer } from './network';
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

export interface Site {
  readonly layer: NetworkLayer;
  readonly index: number;
  /** Parameters of the whole network. */
  readonly w: Float64Array;
  /** Most examples at a time. */
  readonly capacity: number;
}

export type Of<K extends LayerState['kind']> = Extract<LayerState, { readonly kind: K }>;

/** The weighted sum and what follows it: shared by layers that differ in how they sum. */
export function weighted(site: Site, state: Of<'dense'> | Of<'conv2d'> | Of<'depthwise'>, sum: (from: Float64Array, start: number, rows: number, z: Float64Array) => void,
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
