/** Where an activation stands, in a few words. */
import type { Dimension, Layer, Role } from '../network/types';
import type { Localize } from '../rules/format';
import { code } from './markdown';
import type { Subject } from './subject';

const text: Readonly<Record<string, string>> = {
  hidden: 'between layers', output: 'at the output', gate: 'opens a gate', recurrent: 'opens the gates of a recurrent layer', inference: 'applied to predictions', unknown: 'used on a tensor',
  layer: '{role}, layer {index} of {count}',
};

/** `[·, 28, 28, 8]`: the batch and what is unknown as a dot. */
export function shapeText(shape: readonly Dimension[]): string {
  return `[${shape.map((size) => (typeof size === 'number' ? String(size) : '·')).join(', ')}]`;
}

/** `Dense [·, 8]`. */
export function layerText(layer: Layer): string {
  const name = layer.name === undefined ? '' : ` ${code(layer.name)}`;
  return `${layer.className ?? layer.sum?.op ?? '?'}${name}${layer.outputShape ? ` ${code(shapeText(layer.outputShape))}` : ''}`;
}

/** `between layers, layer 2 of 4: Dense [·, 8]`. */
export function placeText({ use, network, layer }: Subject, t: Localize): string {
  const role: Role = use.role;
  const words = t(text[role] ?? role, {});
  if (!network || !layer) return words;
  // Where a layer may be absent or is not seen, places cannot be counted.
  const counted = network.complete ? t(text['layer'] ?? '', { role: words, index: layer.index + 1, count: network.layers.length }) : words;
  return `${counted}: ${layerText(layer)}`;
}
