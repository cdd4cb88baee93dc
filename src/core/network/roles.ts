/** What an activation is for: between neurons, at the output, or opening a gate. */
import { isTrainableGroup } from '../tfjs/layers';
import type { Layer, Network, Role } from './types';

/** For each layer of a network those that it feeds; made once. */
const consumers = new WeakMap<Network, readonly (readonly Layer[])[]>();

/** Layers fed by the one at the index. */
export function consumersOf(network: Network, index: number): readonly Layer[] {
  let lists = consumers.get(network);
  if (!lists) {
    const made: Layer[][] = network.layers.map(() => []);
    for (const layer of network.layers) for (const input of layer.inputs) made[input]?.push(layer);
    consumers.set(network, made);
    lists = made;
  }
  return lists[index] ?? [];
}

/** What stands further away than so many layers is not looked for. */
const MAX_REACH = 256;

const GATING = new Set(['Multiply', 'Dot']);

/**
 * The trainable layers and gates that a layer's output reaches first, looking through dropout, pooling, shape and
 * further activations. `ends` says that a model output is reached without one of those.
 */
export function reaches(network: Network, index: number): { readonly layers: readonly Layer[]; readonly ends: boolean; readonly certain: boolean } {
  const layers: Layer[] = [];
  let ends = network.outputs.includes(index);
  let certain = true;
  const seen = new Set<number>([index]);
  const queue = [index];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (seen.size > MAX_REACH) return { layers, ends, certain: false };
    for (const layer of consumersOf(network, at)) {
      if (layer.optional) certain = false;
      if (seen.has(layer.index)) continue;
      seen.add(layer.index);
      const group = layer.facts?.group;
      // Where an optional layer is absent, what follows it is reached directly.
      if (layer.optional) {
        queue.push(layer.index);
        if (network.outputs.includes(layer.index)) ends = true;
      }
      if (group === undefined || group === 'wrapper' || group === 'merge' || isTrainableGroup(group)) layers.push(layer);
      else if (!layer.optional) {
        queue.push(layer.index);
        if (network.outputs.includes(layer.index)) ends = true;
      }
    }
  }
  return { layers, ends, certain };
}

/** The role of the activation of a network's layer. */
export function roleOf(network: Network, index: number): Role {
  const { layers, ends, certain } = reaches(network, index);
  if (layers.some((layer) => layer.className !== undefined && GATING.has(layer.className))) return 'gate';
  const feeds = layers.some((layer) => layer.facts !== undefined || layer.className !== undefined);
  // A head that also feeds something is an output all the same.
  if (network.outputs.includes(index)) return network.complete || !feeds ? 'output' : 'unknown';
  if (feeds) return ends && !certain ? 'unknown' : 'hidden';
  return ends ? 'output' : 'unknown';
}
