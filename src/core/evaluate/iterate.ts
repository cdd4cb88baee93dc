/** What `...x`, `for (… of x)`, `Array.from(x)` and array patterns go through. */
import { runGenerator } from './generators';
import type { Machine } from './state';
import type { Value } from './values';
import { HOLE, known, MAX_ITEMS, UNDEFINED } from './values';

/** The items of something that can be gone through, the first ones where it is `open`. */
export interface Items {
  readonly items: readonly Value[];
  readonly open: boolean;
}

/** Gives the items of an iterable, at least so many as are asked for; undefined where nothing is known of them. */
export function iterate(machine: Machine, value: Value, limit = Number.POSITIVE_INFINITY): Items | undefined {
  switch (value.kind) {
    case 'array': return { items: value.items.includes(HOLE) ? value.items.map((item) => (item === HOLE ? UNDEFINED : item)) : value.items, open: value.open };
    case 'known': return typeof value.value === 'string' ? { items: [...value.value].map(known), open: false } : undefined;
    case 'collection': return { items: value.items.map(([key, item]) => pair(machine, value.form, key, item)), open: value.open };
    case 'generator': return runGenerator(machine, value, Math.min(limit, MAX_ITEMS));
    default: return undefined;
  }
}

function pair(machine: Machine, form: 'map' | 'set', key: Value, item: Value): Value {
  return form === 'set' ? key : { kind: 'array', born: machine.clock++, items: [key, item], open: false };
}
