/** One training step in numbers: one example forward, its loss, its gradient backward, and what one weight of each layer does with it. */
import { chainOf, type LayerKind } from '../layers';
import type { Data } from './data';
import { batchBounds, type Recipe } from './engine';
import { losses } from './losses';
import { type Network, slotOf } from './network';
import { createPlainNetwork } from './plain-network';

/** Units that are written out, at most. */
const SHOWN = 4;

/** A weight of a layer before and after the step. */
export interface Moved {
  readonly before: number;
  /** Of the whole batch. */
  readonly gradient: number;
  readonly after: number;
}

export interface ExplainedLayer {
  readonly kind: LayerKind;
  /** Units of which the first {@link SHOWN} are shown. */
  readonly units: number;
  /** Sums, outputs, and the loss's slope at each output, for the example. */
  readonly z: readonly number[];
  readonly out: readonly number[];
  readonly slope: readonly number[];
  /** Its first weight, the one of the first input to the first unit; null where it has none. */
  readonly weight: Moved | null;
}

export interface ExplainedStep {
  /** The step that was taken, counted from 1. */
  readonly step: number;
  readonly rate: number;
  readonly batch: number;
  /** The first example of the batch, at most eight of its values, and its label. */
  readonly input: readonly number[];
  readonly label: number;
  readonly loss: number;
  readonly layers: readonly ExplainedLayer[];
}

/** What is known once the step has been taken. */
export interface Taken {
  readonly step: number;
  readonly rate: number;
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly gradient: Float64Array;
}

/** Writes the step out. */
export function explainStep(network: Network, data: Data, recipe: Recipe, { step, rate, before, after, gradient }: Taken): ExplainedStep {
  const batches = batchBounds(data.training, recipe.batchSize);
  const [start, end] = batches[(step - 1) % batches.length]!;
  const net = createPlainNetwork(network, 1);
  net.w.set(before.subarray(0, network.size));
  const input = Float64Array.from(data.inputs.subarray(start * network.inputs, (start + 1) * network.inputs));
  const out = net.forward(input, 0, 1, null);
  const label = data.labels[start]!;
  const loss = losses[network.loss];
  let slope = new Float64Array(network.outputs);
  loss.backward(out, 0, network.outputs, label, 1, slope);
  const scratch = new Float64Array(network.size);
  const layers: ExplainedLayer[] = [];
  for (let l = network.layers.length - 1; l >= 0; l -= 1) {
    const layer = network.layers[l]!;
    const plain = net.layers[l]!;
    const kernel = slotOf(layer, 'kernel');
    const shown = Math.min(SHOWN, layer.outputs);
    const first = (values: Float64Array): readonly number[] => Array.from(values.subarray(0, shown));
    layers.unshift({
      kind: layer.state.kind, units: layer.units, z: chainOf(layer.state) === undefined ? [] : first(plain.z), out: first(plain.out), slope: first(slope),
      weight: kernel === undefined ? null : { before: before[kernel.at]!, gradient: gradient[kernel.at]!, after: after[kernel.at]! },
    });
    const [from, base] = l === 0 ? [input, 0] : [net.layers[l - 1]!.out, 0];
    slope = Float64Array.from(plain.backward(from, base, 1, slope, scratch, true));
  }
  return { step, rate, batch: end - start, input: Array.from(input.subarray(0, 8)), label, loss: loss.value(out, 0, network.outputs, label), layers };
}
