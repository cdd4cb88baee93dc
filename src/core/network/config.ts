/** Reads a layer's config: a value, its default, or unknown. */
import type { Value } from '../evaluate/values';
import { primitive } from '../evaluate/values';
import type { ConfigKey, Dimension } from './types';

export interface ConfigReader {
  readonly config: ReadonlyMap<string, ConfigKey>;
  readonly configKnown: boolean;
}

/** The value of a key; undefined where it is absent, `unknown` where it may be anything. */
export function valueOf(layer: ConfigReader, key: string): Value | undefined {
  const found = layer.config.get(key)?.value;
  if (found) return found.kind === 'known' && found.value === undefined ? undefined : found;
  return layer.configKnown ? undefined : { kind: 'unknown' };
}

/** A key that tfjs reads with `== null`: `null` is as good as nothing. */
function settingOf(layer: ConfigReader, key: string): Value | undefined {
  const value = valueOf(layer, key);
  return value?.kind === 'known' && value.value === null ? undefined : value;
}

/** A number, or its default where the key is absent or null, or undefined where it is unknown. */
export function numberOf(layer: ConfigReader, key: string, fallback?: number): number | undefined {
  const value = settingOf(layer, key);
  if (value === undefined) return fallback;
  const found = primitive(value);
  return typeof found === 'number' ? found : undefined;
}

export function stringOf(layer: ConfigReader, key: string, fallback?: string): string | undefined {
  const value = settingOf(layer, key);
  if (value === undefined) return fallback;
  const found = primitive(value);
  return typeof found === 'string' ? found : undefined;
}

export function booleanOf(layer: ConfigReader, key: string, fallback: boolean): boolean | undefined {
  const value = settingOf(layer, key);
  if (value === undefined) return fallback;
  return value.kind === 'known' ? Boolean(value.value) : undefined;
}

/** Whether a key is set to something else than null; undefined where that is not known. */
export function isSet(layer: ConfigReader, key: string): boolean | undefined {
  const value = settingOf(layer, key);
  return value === undefined ? false : value.kind === 'unknown' || value.kind === 'oneOf' ? undefined : true;
}

/** A list of numbers and nulls; undefined where the key is absent or the length unknown. */
export function dimensionsOf(value: Value | undefined): Dimension[] | undefined {
  if (value?.kind !== 'array' || value.open) return undefined;
  return value.items.map((item) => {
    const found = primitive(item);
    return item.kind === 'known' && (typeof found === 'number' || found === null) ? found : undefined;
  });
}

/** `axis: 1` or `axis: [1, 2]` as a list; undefined where it is neither or not known. */
export function listOf(layer: ConfigReader, key: string): (number | undefined)[] | undefined {
  const single = numberOf(layer, key);
  if (single !== undefined) return [single];
  return dimensionsOf(valueOf(layer, key))?.map((one) => one ?? undefined);
}

/** `kernelSize: 3` or `[3, 5]` as one number for each spatial axis. */
export function perAxis(layer: ConfigReader, key: string, axes: number, fallback?: number): (number | undefined)[] {
  const value = settingOf(layer, key);
  const all = (one: number | undefined): (number | undefined)[] => Array.from({ length: axes }, () => one);
  if (value === undefined) return all(fallback);
  const found = primitive(value);
  if (typeof found === 'number') return all(found);
  const list = dimensionsOf(value) ?? [];
  return Array.from({ length: axes }, (_, axis) => list[axis] ?? undefined);
}
