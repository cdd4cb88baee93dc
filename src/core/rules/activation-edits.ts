/** Edits that give a layer an activation, or put one loss in another's place. */
import type { Layer, Loss } from '../network/types';
import { layersPrefix, preferredQuote, removeKey, removeLayer, renameActivation, replace } from './edits';
import type { Edit } from './types';

/** The blank between two properties of an object: as it is before this one. */
function separatorBefore(text: string, start: number): string {
  const blank = /[\n\r]+[ \t]*$/.exec(text.slice(0, start));
  return blank ? blank[0] : ' ';
}

/** Names the activation of a layer with weights, or writes one where none stands. */
export function setActivation(text: string, layer: Layer, name: string): readonly Edit[] | undefined {
  if (layer.activation?.span) return renameActivation(text, layer.activation, name);
  if (layer.facts?.activation === undefined || layer.className === 'Activation' || layer.config.has('activation')) return undefined;
  return addOption(text, layer, 'activation', name);
}

/** Writes a string as an option of a layer, in the place of the value that stands there. */
export function setOption(text: string, layer: Layer, key: string, name: string): readonly Edit[] | undefined {
  const { property, valueSpan } = layer.config.get(key) ?? {};
  if (!layer.config.has(key)) return addOption(text, layer, key, name);
  const first = valueSpan && text[valueSpan.start];
  const quote = first === '"' || first === "'" ? first : preferredQuote(text);
  // Shorthand is key and value at once.
  const isShort = property !== undefined && property.start === valueSpan?.start;
  return replace(valueSpan, `${isShort ? `${key}: ` : ''}${quote}${name}${quote}`);
}

function addOption(text: string, { configSpan, config, facts }: Layer, key: string, name: string): readonly Edit[] | undefined {
  if (!configSpan) return undefined;
  const inside = [...config.values()].flatMap(({ property }) => (property && property.start > configSpan.start && property.end < configSpan.end ? [property] : []));
  const size = facts?.size === undefined ? undefined : config.get(facts.size)?.property;
  const activation = key === 'activation' ? undefined : config.get('activation')?.property;
  const after = inside.find((property) => property === activation) ?? inside.find((property) => property === size) ?? inside.toSorted((a, b) => a.end - b.end).at(-1);
  if (!after) return undefined;
  const quote = preferredQuote(text);
  const option = `${key}: ${quote}${name}${quote}`;
  const separator = separatorBefore(text, after.start);
  // A comment at the end of the line belongs to what stands before it.
  const comment = separator === ' ' ? undefined : /^,[ \t]*\/\/[^\n\r]*/.exec(text.slice(after.end));
  const at = after.end + (comment?.[0].length ?? 0);
  return [{ start: at, end: at, text: comment ? `${separator}${option},` : `,${separator}${option}` }];
}

/** Takes a layer's activation away: the option, or the layer that it is. */
export function dropActivation(text: string, layer: Layer): readonly Edit[] | undefined {
  return layer.facts?.group === 'activation' ? removeLayer(text, layer) : removeKey(text, layer, 'activation');
}

/** Names another loss by its string. */
export function lossString(text: string, loss: Loss | undefined, name: string): readonly Edit[] | undefined {
  const first = loss?.span && text[loss.span.start];
  const quote = first === '"' || first === "'" ? first : preferredQuote(text);
  return replace(loss?.span, `${quote}${name}${quote}`);
}

/** Names another loss by its function, through the name that the program has for TensorFlow.js. */
export function lossFunction(text: string, loss: Loss | undefined, layer: Layer, name: string): readonly Edit[] | undefined {
  const namespace = /^([\w$]+)\.layers\.$/.exec(layersPrefix(text, layer) ?? '')?.[1];
  return namespace === undefined ? undefined : replace(loss?.span, `${namespace}.losses.${name}`);
}
