/** The methods of arrays. */
import { onlyComputes } from './assigned';
import { iterate } from './iterate';
import { taint } from './members';
import { binary } from './operators';
import { SyntaxKind } from './nodes';
import type { Machine } from './state';
import { append, branch, newArray, touch } from './state';
import type { ArrayValue, Value } from './values';
import { asNumber, asString, HOLE, isNullish, known, MAX_STRING, truth, UNDEFINED, UNKNOWN, unknownOf } from './values';

/** Runs a callback on items that may or may not be there. */
export function callOnUnknown(machine: Machine, callback: Value | undefined): void {
  if (!callback || (callback.kind === 'function' && onlyComputes(callback.node))) return;
  branch(machine, [() => {
    machine.call(callback, [UNKNOWN, UNKNOWN, UNKNOWN], undefined);
    return 'normal';
  }, () => 'normal']);
}

/** Calls back for each item that was there at the start and still is; places that were never filled are left out. */
function each(machine: Machine, target: ArrayValue, callback: Value | undefined, self: Value | undefined): Value[] {
  const results: Value[] = [];
  const { length } = target.items;
  for (let index = 0; index < length && index < target.items.length; index++) {
    const item = target.items[index] ?? UNKNOWN;
    results.push(item === HOLE ? HOLE : callback ? machine.call(callback, [item, known(index), target], self) : UNKNOWN);
  }
  if (target.open) callOnUnknown(machine, callback);
  return results;
}

function push(machine: Machine, target: ArrayValue, args: readonly Value[], front: boolean): Value {
  if (machine.frozen) return UNKNOWN;
  touch(machine, target);
  if (front) target.items = [...args, ...target.items];
  append(target, front ? [] : args);
  return target.open ? UNKNOWN : known(target.items.length);
}

/** Equality as `indexOf` has it, or `includes` where NaN is found. */
function equal(a: Value, b: Value, findsNaN: boolean): boolean | undefined {
  if (findsNaN && a.kind === 'known' && b.kind === 'known' && Object.is(a.value, b.value)) return true;
  return truth(binary(SyntaxKind.EqualsEqualsEqualsToken, a, b));
}

/** The first index that a test holds for, −1 where there is none; undefined where that is not known. */
function search(target: ArrayValue, test: (item: Value, index: number) => boolean | undefined, backwards = false): number | undefined {
  if (backwards && target.open) return undefined;
  const indices = target.items.map((_, index) => index);
  for (const index of backwards ? indices.reverse() : indices) {
    const decided = test(target.items[index] ?? UNKNOWN, index);
    if (decided !== false) return decided ? index : undefined;
  }
  return target.open ? undefined : -1;
}

/** Asks a callback of the program for each item, until it says yes. */
function ask(machine: Machine, target: ArrayValue, callback: Value | undefined, self: Value | undefined, wanted: boolean, backwards = false): number | undefined {
  if (!callback) return undefined;
  const found = search(target, (item, index) => {
    const decided = truth(machine.call(callback, [item === HOLE ? UNDEFINED : item, known(index), target], self));
    return decided === undefined ? undefined : decided === wanted;
  }, backwards);
  if (found === undefined) callOnUnknown(machine, callback);
  return found;
}

function reduce(machine: Machine, target: ArrayValue, callback: Value | undefined, rest: readonly Value[], backwards: boolean): Value {
  if (target.open || !callback) {
    callOnUnknown(machine, callback);
    return UNKNOWN;
  }
  const items = target.items.map((item, index) => ({ item, index })).filter(({ item }) => item !== HOLE);
  if (backwards) items.reverse();
  let sum = rest.length > 0 ? rest[0] : items.shift()?.item;
  for (const { item, index } of items) sum = machine.call(callback, [sum ?? UNKNOWN, item, known(index), target], undefined);
  return sum ?? UNKNOWN;
}

/** An index as `slice` and `splice` take it; undefined where it is not known. */
function place(value: Value | undefined, length: number, fallback: number): number | undefined {
  if (!value || (value.kind === 'known' && value.value === undefined)) return fallback;
  const index = asNumber(value);
  if (index === undefined) return undefined;
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length);
}

function slice(machine: Machine, target: ArrayValue, [first, second]: readonly Value[]): Value {
  const { length } = target.items;
  const from = place(first, length, 0);
  const to = place(second, length, length);
  // Of an open array only what is counted from the front is known.
  if (target.open) return from !== undefined && (first === undefined || (asNumber(first) ?? -1) >= 0) && second === undefined ? newArray(machine, target.items.slice(from), true) : newArray(machine, [], true);
  return from === undefined || to === undefined ? newArray(machine, [], true) : newArray(machine, target.items.slice(from, to));
}

function splice(machine: Machine, target: ArrayValue, args: readonly Value[]): Value {
  if (machine.frozen) return UNKNOWN;
  const { length } = target.items;
  const [first, count, ...added] = args;
  const from = args.length === 0 ? length : place(first, length, 0);
  const many = args.length < 2 ? length : asNumber(count);
  if (target.open || from === undefined || many === undefined) {
    taint(machine, target);
    return newArray(machine, [], true);
  }
  touch(machine, target);
  const items = [...target.items];
  const removed = items.splice(from, many, ...added);
  target.items = items;
  return newArray(machine, removed);
}

/** Keeps items as long as it is known of each whether it stays. */
function filter(machine: Machine, target: ArrayValue, callback: Value | undefined, self: Value | undefined): Value {
  const stays = each(machine, target, callback, self).map((value) => (value === HOLE ? false : truth(value)));
  const kept = stays.indexOf(undefined);
  const end = kept < 0 ? target.items.length : kept;
  return newArray(machine, target.items.filter((_, index) => index < end && stays[index] === true), target.open || kept >= 0);
}

/** The items of some lists and single values, one behind the other, as far as their places are known. */
function flatten(machine: Machine, parts: readonly Value[], open: boolean): ArrayValue {
  const array = newArray(machine, []);
  for (const part of parts) {
    if (part.kind === 'array') append(array, part.items);
    else if (part.kind !== 'unknown' && part.kind !== 'oneOf') append(array, [part]);
    if (part.kind === 'unknown' || part.kind === 'oneOf' || (part.kind === 'array' && part.open)) array.open = true;
    if (array.open) return array;
  }
  array.open = open;
  return array;
}

function flat(machine: Machine, target: ArrayValue, depth: Value | undefined): Value {
  let levels = depth ? asNumber(depth) : 1;
  if (levels === undefined) return newArray(machine, [], true);
  let result = target;
  for (; levels > 0 && result.items.some((item) => item.kind === 'array' || item === HOLE); levels--) {
    if (--machine.fuel < 0) return newArray(machine, [], true);
    result = flatten(machine, result.items.filter((item) => item !== HOLE), result.open);
  }
  return result === target ? newArray(machine, [...target.items], target.open) : result;
}

/** Strings one behind the other, unless that is longer than anybody writes. */
export function joinText(parts: readonly (string | undefined)[], separator: string): Value {
  const length = parts.reduce((sum, part) => sum + (part?.length ?? 0) + separator.length, 0);
  return length > MAX_STRING ? UNKNOWN : known(parts.join(separator));
}

function joined(target: ArrayValue, separator: Value | undefined): Value {
  const parts = target.items.map((item) => (item.kind === 'known' ? String(item.value ?? '') : undefined));
  const between = separator === undefined || (separator.kind === 'known' && separator.value === undefined) ? ',' : asString(separator);
  return target.open || between === undefined || parts.includes(undefined) ? UNKNOWN : joinText(parts, between);
}

function fill(machine: Machine, target: ArrayValue, [value, ...range]: readonly Value[]): Value {
  if (machine.frozen) return target;
  const { length } = target.items;
  const from = place(range[0], length, 0);
  const to = place(range[1], length, length);
  touch(machine, target);
  if (target.open || from === undefined || to === undefined) taint(machine, target);
  else target.items = target.items.map((item, index) => (index >= from && index < to ? (value ?? UNDEFINED) : item));
  return target;
}

/** Sorts in place; what cannot be compared leaves an order that nobody knows. */
function sort(machine: Machine, target: ArrayValue, comparator: Value | undefined): Value {
  machine.fuel -= target.items.length;
  const compares = comparator !== undefined && !isNullish(comparator);
  let certain = !target.open;
  const items = target.items.filter((item) => item !== HOLE);
  // Undefined goes to the end and is never compared.
  const there = items.filter((item) => !(item.kind === 'known' && item.value === undefined));
  const compare = (a: Value, b: Value): number => {
    if (compares) {
      const order = asNumber(machine.call(comparator, [a, b], undefined));
      if (order === undefined) certain = false;
      return order ?? 0;
    }
    if (a.kind !== 'known' || b.kind !== 'known') certain = false;
    const [x, y] = [a, b].map((value) => String(value.kind === 'known' ? value.value : ''));
    return x === undefined || y === undefined || x === y ? 0 : x < y ? -1 : 1;
  };
  const sorted = there.sort(compare);
  if (machine.frozen) return target;
  touch(machine, target);
  if (certain) target.items = [...sorted, ...items.filter((item) => item.kind === 'known' && item.value === undefined)];
  else {
    const any = unknownOf(target.items);
    target.items = target.items.map(() => any);
  }
  return target;
}

function remove(machine: Machine, target: ArrayValue, name: 'pop' | 'shift'): Value {
  if (machine.frozen) return UNKNOWN;
  if (target.open) {
    // The first item of an open array is known, the last is not.
    const [first] = target.items;
    if (name === 'pop' || !first) {
      taint(machine, target);
      return UNKNOWN;
    }
  }
  touch(machine, target);
  const item = (name === 'pop' ? target.items.pop() : target.items.shift()) ?? UNDEFINED;
  return item === HOLE ? UNDEFINED : item;
}

function index(found: number | undefined): Value {
  return found === undefined ? UNKNOWN : known(found);
}

function itemAt(target: ArrayValue, found: number | undefined): Value {
  if (found === undefined) return unknownOf(target.items);
  const item = target.items[found] ?? UNDEFINED;
  return item === HOLE ? UNDEFINED : item;
}

/** Calls a method of an array. */
export function callArray(machine: Machine, target: ArrayValue, name: string, args: readonly Value[]): Value {
  const [first, second] = args;
  switch (name) {
    case 'push': return push(machine, target, args, false);
    case 'unshift': return push(machine, target, args, true);
    case 'forEach': each(machine, target, first, second); return UNDEFINED;
    case 'map': return newArray(machine, each(machine, target, first, second), target.open);
    case 'flatMap': return flatten(machine, each(machine, target, first, second).filter((item) => item !== HOLE), target.open);
    case 'reduce': return reduce(machine, target, first, args.slice(1), false);
    case 'reduceRight': return reduce(machine, target, first, args.slice(1), true);
    case 'concat': return flatten(machine, [target, ...args], false);
    case 'slice': return slice(machine, target, args);
    case 'splice': return splice(machine, target, args);
    case 'fill': return fill(machine, target, args);
    case 'sort': return sort(machine, target, first);
    case 'toSorted': return sort(machine, newArray(machine, [...target.items], target.open), first);
    case 'reverse': {
      if (machine.frozen) return target;
      if (target.open) taint(machine, target);
      touch(machine, target);
      target.items = [...target.items].reverse();
      return target;
    }
    case 'toReversed': return target.open ? newArray(machine, [], true) : newArray(machine, [...target.items].reverse());
    case 'pop': case 'shift': return remove(machine, target, name);
    case 'at': {
      const at = asNumber(first ?? known(0));
      if (at === undefined || (target.open && at < 0)) return unknownOf(target.items);
      return target.items.at(at) === HOLE ? UNDEFINED : (target.items.at(at) ?? (target.open ? UNKNOWN : UNDEFINED));
    }
    case 'filter': return filter(machine, target, first, second);
    case 'includes': {
      const found = search(target, (item) => equal(item, first ?? UNDEFINED, true));
      return found === undefined ? UNKNOWN : known(found >= 0);
    }
    case 'indexOf': return index(search(target, (item) => (item === HOLE ? false : equal(item, first ?? UNDEFINED, false))));
    case 'lastIndexOf': return index(search(target, (item) => (item === HOLE ? false : equal(item, first ?? UNDEFINED, false)), true));
    case 'find': return itemAt(target, ask(machine, target, first, second, true));
    case 'findLast': return itemAt(target, ask(machine, target, first, second, true, true));
    case 'findIndex': return index(ask(machine, target, first, second, true));
    case 'findLastIndex': return index(ask(machine, target, first, second, true, true));
    case 'some': case 'every': {
      const found = ask(machine, target, first, second, name === 'some');
      return found === undefined ? UNKNOWN : known(found >= 0 === (name === 'some'));
    }
    case 'flat': return flat(machine, target, first);
    case 'join': case 'toString': return joined(target, name === 'join' ? first : undefined);
    case 'entries': return newArray(machine, target.items.map((item, at) => newArray(machine, [known(at), item])), target.open);
    case 'keys': return newArray(machine, target.items.map((_, at) => known(at)), target.open);
    case 'values': return newArray(machine, [...(iterate(machine, target)?.items ?? [])], target.open);
    case 'hasOwnProperty': return UNKNOWN;
    default:
      callOnUnknown(machine, first?.kind === 'function' ? first : undefined);
      // A method that is not followed may have changed the array.
      taint(machine, target);
      return UNKNOWN;
  }
}
