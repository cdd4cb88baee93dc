/** `Map` and `Set`. */
import { callOnUnknown } from './arrays';
import type { Items } from './iterate';
import { taint } from './members';
import type { Machine } from './state';
import { newArray, touch } from './state';
import type { CollectionValue, Value } from './values';
import { join, known, MAX_ITEMS, same, UNDEFINED, UNKNOWN, unknownOf } from './values';

/** Whether two keys are one; undefined where that is not known. */
function sameKey(a: Value, b: Value): boolean | undefined {
  // Zero and minus zero are one key, NaN is one with itself.
  if (a.kind === 'known' && b.kind === 'known') return a.value === b.value || same(a, b);
  if (same(a, b)) return true;
  return a.kind === 'unknown' || b.kind === 'unknown' || a.kind === 'oneOf' || b.kind === 'oneOf' ? undefined : false;
}

/** The place of a key, −1 where it is not there; undefined where that is not known. */
function find(target: CollectionValue, key: Value): number | undefined {
  for (const [index, [other]] of target.items.entries()) {
    const decided = sameKey(other, key);
    if (decided !== false) return decided ? index : undefined;
  }
  return target.open ? undefined : -1;
}

/** `new Map(…)` or `new Set(…)`. */
export function makeCollection(machine: Machine, form: 'map' | 'set', source: Items | undefined): CollectionValue {
  const made: CollectionValue = { kind: 'collection', form, born: machine.clock++, items: [], open: source?.open ?? true };
  for (const item of source?.items ?? []) {
    if (form === 'set') put(machine, made, item, item);
    else if (item.kind === 'array' && !item.open) put(machine, made, item.items[0] ?? UNDEFINED, item.items[1] ?? UNDEFINED);
    else {
      made.items = [];
      made.open = true;
    }
    if (made.open) break;
  }
  return made;
}

function put(machine: Machine, target: CollectionValue, key: Value, value: Value): void {
  if (machine.frozen) return;
  touch(machine, target);
  const index = find(target, key);
  machine.fuel -= target.items.length >> 4;
  if (index === undefined) {
    // It may be the key of any of them.
    target.items = target.open && target.items.length === 0 ? [] : target.items.map(([other, old]) => [other, join(old, value)]);
    target.open = true;
  } else if (index >= 0) target.items[index] = [target.items[index]?.[0] ?? key, value];
  else if (target.items.length < MAX_ITEMS) target.items.push([key, value]);
  else target.open = true;
}

function remove(machine: Machine, target: CollectionValue, key: Value): Value {
  if (machine.frozen) return UNKNOWN;
  const index = find(target, key);
  if (index === undefined) {
    taint(machine, target);
    return UNKNOWN;
  }
  touch(machine, target);
  if (index >= 0) target.items.splice(index, 1);
  return known(index >= 0);
}

/** Calls a method of a map or a set. */
export function callCollection(machine: Machine, target: CollectionValue, name: string, args: readonly Value[]): Value {
  const [first = UNDEFINED, second = UNDEFINED] = args;
  const list = (pick: (entry: readonly [Value, Value]) => Value): Value => newArray(machine, target.items.map(pick), target.open);
  switch (name) {
    case 'get': {
      const index = find(target, first);
      return index === undefined ? unknownOf(target.items.map(([, value]) => value)) : index < 0 ? UNDEFINED : (target.items[index]?.[1] ?? UNKNOWN);
    }
    case 'has': {
      const index = find(target, first);
      return index === undefined ? UNKNOWN : known(index >= 0);
    }
    case 'set': put(machine, target, first, second); return target;
    case 'add': put(machine, target, first, first); return target;
    case 'delete': return remove(machine, target, first);
    case 'clear':
      if (!machine.frozen) {
        touch(machine, target);
        target.items = [];
        target.open = false;
      }
      return UNDEFINED;
    case 'keys': return list(([key]) => key);
    case 'values': return list(([, value]) => value);
    case 'entries': return list(([key, value]) => newArray(machine, [key, value]));
    case 'forEach':
      for (let index = 0; index < target.items.length; index++) {
        const [key, value] = target.items[index] ?? [UNKNOWN, UNKNOWN];
        machine.call(first, [value, key, target], second);
      }
      if (target.open) callOnUnknown(machine, first);
      return UNDEFINED;
    default:
      taint(machine, target);
      return UNKNOWN;
  }
}
