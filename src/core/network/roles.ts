/** What a layer's activation is for: between neurons, at the output, or opening a gate. */
import { isTrainableGroup } from '../tfjs/layers';
import type { Layer, Network, Role } from './types';

/** Where networks are layers of others. */
export type Parents = ReadonlyMap<Network, readonly { readonly network: Network; readonly index: number }[]>;

const NO_PARENTS: Parents = new Map();

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

interface Reached {
  readonly layers: readonly Layer[];
  /** A model output is reached without one of them. */
  readonly ends: boolean;
  readonly certain: boolean;
}

/** The layers reached first that `stops` holds, looking through all others. */
function look(network: Network, index: number, stops: (layer: Layer) => boolean): Reached {
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
      const halts = stops(layer);
      if (halts) layers.push(layer);
      // Where an optional layer is absent, what follows it is reached directly.
      if (halts && !layer.optional) continue;
      queue.push(layer.index);
      if (network.outputs.includes(layer.index)) ends = true;
    }
  }
  return { layers, ends, certain };
}

/**
 * The trainable layers and gates that a layer's output reaches first, looking through dropout, pooling, shape and
 * further activations. `ends` says that a model output is reached without one of those.
 */
export function reaches(network: Network, index: number): Reached {
  return look(network, index, ({ facts }) => facts === undefined || facts.group === 'wrapper' || facts.group === 'merge' || isTrainableGroup(facts.group));
}

/** Functions that say how much of something else comes through, if they are multiplied with it. */
export const gatingFunctions: ReadonlySet<string> = new Set(['softmax', 'sigmoid', 'hardSigmoid']);

/** A layer in whose product the activation weighs the other factor. */
function isGated(layer: Layer, activation: string | undefined): boolean {
  return activation !== undefined && gatingFunctions.has(activation) && (layer.className === 'Multiply' || layer.className === 'Dot');
}

/** Merges pass on what they are given; a scalar product makes something new of it. */
function passesOn(layer: Layer): boolean {
  return layer.facts?.group === 'merge' && layer.className !== 'Dot';
}

/** A layer of the program's own that takes nothing else is between this and the weights behind it. */
function behindOpaque(network: Network, layers: readonly Layer[]): boolean {
  return layers.length > 0 && layers.every(({ index, inputs }) => {
    const behind = look(network, index, ({ facts }) => facts !== undefined && isTrainableGroup(facts.group));
    return inputs.length === 1 && behind.layers.length > 0 && !behind.ends && behind.certain;
  });
}

/** The role of the activation of a network's layer, as far as the network itself says. */
function ownRole(network: Network, index: number): { readonly role: Role; readonly ends: boolean } {
  const activation = network.layers[index]?.activation?.function;
  const { layers, ends, certain } = look(network, index, (layer) => {
    const group = layer.facts?.group;
    return isGated(layer, activation) || group === undefined || group === 'wrapper' || isTrainableGroup(group) || (group === 'merge' && !passesOn(layer));
  });
  if (layers.some((layer) => isGated(layer, activation))) return { role: 'gate', ends };
  const feeds = layers.some((layer) => layer.facts !== undefined || (layer.className !== undefined && !layer.custom));
  // A head that also feeds something is an output all the same.
  if (network.outputs.includes(index)) return { role: network.complete || !feeds ? 'output' : 'unknown', ends };
  if (feeds) return { role: ends && !certain ? 'unknown' : 'hidden', ends };
  if (!ends && behindOpaque(network, layers)) return { role: 'hidden', ends };
  return { role: ends && layers.length === 0 ? 'output' : 'unknown', ends };
}

/** A model that is used by itself, and not only as a layer of another. */
function standsAlone(network: Network): boolean {
  return network.compile !== undefined || network.training.length > 0 || network.fits.length > 0 || network.predicts;
}

/** A part of another model that feeds weights there: its last activation stands between neurons. */
function feedsWeights(network: Network, parents: Parents, depth = 0): boolean {
  const places = parents.get(network) ?? [];
  return places.length > 0 && depth < 8 && places.every(({ network: outer, index }) => {
    const { layers, ends } = look(outer, index, ({ facts }) => facts === undefined || facts.group === 'wrapper' || isTrainableGroup(facts.group));
    if (layers.length === 0) return ends && !standsAlone(outer) && feedsWeights(outer, parents, depth + 1);
    // A model behind a model is its own: the halves of a GAN, encoder and decoder.
    return !ends && layers.every(({ facts }) => facts !== undefined);
  });
}

/** The role of the activation of a network's layer. */
export function roleOf(network: Network, index: number, parents: Parents = NO_PARENTS): Role {
  const { role } = ownRole(network, index);
  return role === 'output' && network.layers.length > 0 && !standsAlone(network) && feedsWeights(network, parents) ? 'hidden' : role;
}

const STRENGTH: readonly Role[] = ['gate', 'hidden', 'output'];

/** A layer may stand in several models: those that are trained count, and there what is nearest to the inside. */
export function sharedRole(places: readonly { readonly network: Network; readonly index: number }[], parents: Parents): Role {
  const trained = places.filter(({ network }) => network.compile !== undefined || network.training.length > 0 || network.fits.length > 0);
  const roles = new Set((trained.length > 0 ? trained : places).map(({ network, index }) => roleOf(network, index, parents)));
  if (roles.has('unknown')) return 'unknown';
  return STRENGTH.find((role) => roles.has(role)) ?? 'unknown';
}
