/** Plain data: copies of it, and JSON. */
import { ownKeys } from './members';
import type { Machine } from './state';
import { newArray } from './state';
import type { Entry, Value } from './values';
import { HOLE, known, knownText, MAX_STRING, NULL, UNDEFINED, UNKNOWN } from './values';

/** Data nests at most so deep. */
const MAX_DEPTH = 32;

/** A copy of arrays and objects all the way down, or unknown where there is more than data in them. */
export function cloned(machine: Machine, value: Value, depth = 0): Value {
  if (depth > MAX_DEPTH || --machine.fuel < 0) return UNKNOWN;
  switch (value.kind) {
    case 'known': return value === HOLE ? UNDEFINED : value;
    case 'array': return newArray(machine, value.items.map((item) => cloned(machine, item, depth + 1)), value.open);
    case 'object': {
      if (value.instanceOf) return UNKNOWN;
      const entries = new Map<string, Entry>();
      for (const key of ownKeys(value)) {
        const entry = value.entries.get(key);
        if (entry) entries.set(key, entry.getter ? { value: UNKNOWN } : { ...entry, value: cloned(machine, entry.value, depth + 1) });
      }
      return { kind: 'object', born: machine.clock++, entries, open: value.open };
    }
    default: return UNKNOWN;
  }
}

/** The data that `JSON.stringify` writes; `absent` for what it leaves out, undefined where that is not known. */
function toData(machine: Machine, value: Value, depth: number): { readonly data: unknown } | 'absent' | undefined {
  if (depth > MAX_DEPTH || --machine.fuel < 0) return undefined;
  switch (value.kind) {
    case 'known': return value.value === undefined ? 'absent' : typeof value.value === 'bigint' ? undefined : { data: value.value };
    case 'function': case 'class': return 'absent';
    case 'array': {
      if (value.open) return undefined;
      const items = value.items.map((item) => toData(machine, item, depth + 1));
      return items.includes(undefined) ? undefined : { data: items.map((item) => (item === 'absent' ? null : item?.data)) };
    }
    case 'object': {
      if (value.open || value.instanceOf || value.proto || value.entries.has('toJSON')) return undefined;
      const data: [string, unknown][] = [];
      for (const key of ownKeys(value)) {
        const entry = value.entries.get(key);
        const item = entry && !entry.optional && !entry.getter ? toData(machine, entry.value, depth + 1) : undefined;
        if (item === undefined) return undefined;
        if (item !== 'absent') data.push([key, item.data]);
      }
      return { data: Object.fromEntries(data) };
    }
    default: return undefined;
  }
}

/** `JSON.stringify(value)`. */
export function stringified(machine: Machine, value: Value): Value {
  const found = toData(machine, value, 0);
  if (found === undefined) return UNKNOWN;
  return found === 'absent' ? UNDEFINED : knownText(JSON.stringify(found.data));
}

/** A value for data that JSON can hold. */
function fromData(machine: Machine, data: unknown): Value {
  machine.fuel--;
  if (data === null) return NULL;
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') return known(data);
  if (Array.isArray(data)) return newArray(machine, data.map((item) => fromData(machine, item)));
  const entries = new Map<string, Entry>();
  for (const [key, item] of Object.entries(data as object)) entries.set(key, { value: fromData(machine, item) });
  return { kind: 'object', born: machine.clock++, entries, open: false };
}

/** `JSON.parse(text)`; text that is no JSON throws when run. */
export function parsed(machine: Machine, text: string): Value {
  if (text.length > MAX_STRING) return UNKNOWN;
  try {
    return fromData(machine, JSON.parse(text));
  } catch {
    return UNKNOWN;
  }
}
