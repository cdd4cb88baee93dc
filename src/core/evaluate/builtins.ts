/** The parts of JavaScript's library that model-building code leans on. */
import { onlyComputes } from './assigned';
import { taint } from './members';
import type { Machine } from './state';
import { append, branch, newArray, touch } from './state';
import type { ArrayValue, Entry, Value } from './values';
import { asNumber, asString, known, MAX_ITEMS, MAX_STRING, truth, UNDEFINED, UNKNOWN } from './values';

type Builtin = (machine: Machine, args: readonly Value[]) => Value;

function assignAll(machine: Machine, args: readonly Value[]): Value {
  const [target, ...sources] = args;
  if (target?.kind !== 'object') return target ?? UNKNOWN;
  if (machine.frozen) return target;
  touch(machine, target);
  for (const source of sources) {
    if (source.kind === 'object' && !source.open) for (const [key, entry] of source.entries) target.entries.set(key, entry);
    else if (source.kind !== 'known') taint(machine, target);
  }
  return target;
}

function listOf(machine: Machine, value: Value | undefined, pick: (key: string, entry: Entry) => Value): Value {
  if (value?.kind !== 'object' || value.instanceOf) return UNKNOWN;
  return newArray(machine, [...value.entries].map(([key, entry]) => pick(key, entry)), value.open);
}

function arrayFrom(machine: Machine, args: readonly Value[]): Value {
  const [source, mapper] = args;
  const items = sourceItems(source);
  if (!items) return UNKNOWN;
  const open = source?.kind === 'array' && source.open;
  return newArray(machine, mapper ? items.map((item, index) => machine.call(mapper, [item, known(index)], undefined)) : items, open);
}

function sourceItems(source: Value | undefined): Value[] | undefined {
  if (source?.kind === 'array') return [...source.items];
  const text = asString(source);
  if (text !== undefined) return [...text].map(known);
  const length = source?.kind === 'object' ? asNumber(source.entries.get('length')?.value) : undefined;
  if (length === undefined || !(length >= 0) || length > MAX_ITEMS) return undefined;
  return Array.from({ length: Math.floor(length) }, () => UNDEFINED);
}

function numbers(args: readonly Value[], compute: (...values: number[]) => number): Value {
  const values: number[] = [];
  for (const arg of args) {
    const value = asNumber(arg);
    if (value === undefined) return UNKNOWN;
    values.push(value);
  }
  return known(compute(...values));
}

const MATH = ['abs', 'ceil', 'exp', 'floor', 'hypot', 'log', 'log10', 'log2', 'max', 'min', 'pow', 'round', 'sign', 'sqrt', 'trunc'] as const;

const GLOBALS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...MATH.map((name): [string, Builtin] => [`Math.${name}`, (_, args) => numbers(args, Math[name])]),
  ['Object.assign', assignAll],
  ['Object.freeze', (_, args) => args[0] ?? UNKNOWN],
  ['Object.keys', (machine, args) => listOf(machine, args[0], known)],
  ['Object.values', (machine, args) => listOf(machine, args[0], (_, entry) => entry.value)],
  ['Object.entries', (machine, args) => listOf(machine, args[0], (key, entry) => newArray(machine, [known(key), entry.value]))],
  ['Array.from', arrayFrom],
  ['Array.of', (machine, args) => newArray(machine, [...args])],
  ['Array.isArray', (_, args) => (args[0]?.kind === 'array' ? known(true) : args[0] && args[0].kind !== 'unknown' && args[0].kind !== 'oneOf' ? known(false) : UNKNOWN)],
  ['Number', (_, args) => (args[0]?.kind === 'known' && typeof args[0].value !== 'bigint' ? known(Number(args[0].value)) : UNKNOWN)],
  ['String', (_, args) => (args[0]?.kind === 'known' ? known(String(args[0].value)) : UNKNOWN)],
  ['Boolean', (_, args) => (args[0]?.kind === 'known' ? known(Boolean(args[0].value)) : UNKNOWN)],
  ['parseInt', (_, args) => (args[0]?.kind === 'known' ? known(Number.parseInt(String(args[0].value), asNumber(args[1]))) : UNKNOWN)],
  ['parseFloat', (_, args) => (args[0]?.kind === 'known' ? known(Number.parseFloat(String(args[0].value))) : UNKNOWN)],
  ['Promise.resolve', (_, args) => args[0] ?? UNDEFINED],
  ['Promise.all', (_, args) => args[0] ?? UNKNOWN],
]);

/** Global functions that do not write to what they are given. */
const HARMLESS = /^(?:console|JSON|Math|Object|Array|Number|String|Promise|structuredClone|isNaN|isFinite)(?:\.|$)/;

/** Calls `name(…)` of the global object, e.g. `Object.assign`; undefined where it is none that we know. */
export function callGlobal(machine: Machine, name: string, args: readonly Value[]): Value | undefined {
  const builtin = GLOBALS.get(name);
  if (builtin) return builtin(machine, args);
  if (name === 'Array') return newArray(machine, emptyItems(args) ?? [], emptyItems(args) === undefined);
  return HARMLESS.test(name) ? UNKNOWN : undefined;
}

function emptyItems(args: readonly Value[]): Value[] | undefined {
  if (args.length !== 1) return [...args];
  const length = asNumber(args[0]);
  return length !== undefined && Number.isInteger(length) && length >= 0 && length <= MAX_ITEMS ? Array.from({ length }, () => UNDEFINED) : undefined;
}

/** Runs a callback on items that may or may not be there. */
function callOnUnknown(machine: Machine, callback: Value | undefined): void {
  if (!callback || (callback.kind === 'function' && onlyComputes(callback.node))) return;
  branch(machine, [() => {
    machine.call(callback, [UNKNOWN, UNKNOWN, UNKNOWN], undefined);
    return 'normal';
  }, () => 'normal']);
}

function each(machine: Machine, target: ArrayValue, callback: Value | undefined): Value[] {
  const results = target.items.map((item, index) => (callback ? machine.call(callback, [item, known(index), target], undefined) : UNKNOWN));
  if (target.open) callOnUnknown(machine, callback);
  return results;
}

function push(machine: Machine, target: ArrayValue, args: readonly Value[], front: boolean): Value {
  if (!machine.frozen) {
    touch(machine, target);
    if (front) target.items = [...args, ...target.items];
    append(target, front ? [] : args);
  }
  return UNKNOWN;
}

/** Calls a method of an array. */
export function callArray(machine: Machine, target: ArrayValue, name: string, args: readonly Value[]): Value {
  const [first, second] = args;
  switch (name) {
    case 'push': return push(machine, target, args, false);
    case 'unshift': return push(machine, target, args, true);
    case 'forEach': each(machine, target, first); return UNDEFINED;
    case 'map': return newArray(machine, each(machine, target, first), target.open);
    case 'flatMap': {
      return flatten(machine, each(machine, target, first), target.open);
    }
    case 'reduce': {
      if (target.open || !first) { callOnUnknown(machine, first); return UNKNOWN; }
      const items = second === undefined ? target.items.slice(1) : target.items;
      const start = second ?? target.items[0] ?? UNKNOWN;
      return items.reduce<Value>((sum, item, index) => machine.call(first, [sum, item, known(index)], undefined), start);
    }
    case 'concat': return flatten(machine, [target, ...args], false);
    case 'slice': {
      const from = first ? asNumber(first) : 0;
      const to = second ? asNumber(second) : target.items.length;
      return target.open || from === undefined || to === undefined ? newArray(machine, [], true) : newArray(machine, target.items.slice(from, to));
    }
    case 'fill': return fill(machine, target, args);
    case 'reverse': case 'pop': case 'shift': case 'splice': case 'sort': return reorder(machine, target, name);
    case 'at': {
      const index = asNumber(first);
      return target.open || index === undefined ? UNKNOWN : (target.items.at(index) ?? UNDEFINED);
    }
    case 'filter': return filter(machine, target, first);
    case 'includes': case 'indexOf': return UNKNOWN;
    case 'join': {
      const parts = target.items.map((item) => (item.kind === 'known' ? String(item.value ?? '') : undefined));
      return target.open || parts.includes(undefined) ? UNKNOWN : joinText(parts, asString(first) ?? ',');
    }
    case 'entries': return target.open ? UNKNOWN : newArray(machine, target.items.map((item, index) => newArray(machine, [known(index), item])));
    case 'keys': return target.open ? UNKNOWN : newArray(machine, target.items.map((_, index) => known(index)));
    case 'find': case 'findIndex': case 'findLast': case 'findLastIndex': case 'some': case 'every': case 'flat': case 'lastIndexOf':
      callOnUnknown(machine, first?.kind === 'function' ? first : undefined);
      return UNKNOWN;
    default:
      callOnUnknown(machine, first?.kind === 'function' ? first : undefined);
      // A method that is not followed may have changed the array.
      taint(machine, target);
      return UNKNOWN;
  }
}

/** Keeps items as long as it is known of each whether it stays. */
function filter(machine: Machine, target: ArrayValue, callback: Value | undefined): Value {
  const stays = each(machine, target, callback).map(truth);
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

/** Strings one behind the other, unless that is longer than anybody writes. */
function joinText(parts: readonly (string | undefined)[], separator: string): Value {
  const length = parts.reduce((sum, part) => sum + (part?.length ?? 0) + separator.length, 0);
  return length > MAX_STRING ? UNKNOWN : known(parts.join(separator));
}

/** `fill(value)` writes every item; with a start or an end it is not followed. */
function fill(machine: Machine, target: ArrayValue, [value, ...range]: readonly Value[]): Value {
  if (machine.frozen) return target;
  touch(machine, target);
  if (target.open || range.length > 0) taint(machine, target);
  else target.items = target.items.map(() => value ?? UNDEFINED);
  return target;
}

function reorder(machine: Machine, target: ArrayValue, name: string): Value {
  if (machine.frozen) return UNKNOWN;
  touch(machine, target);
  if (target.open || name === 'splice' || name === 'sort') {
    taint(machine, target);
    return UNKNOWN;
  }
  if (name === 'reverse') {
    target.items = [...target.items].reverse();
    return target;
  }
  return (name === 'pop' ? target.items.pop() : target.items.shift()) ?? UNDEFINED;
}

/** Calls a method of a string or number that is known. */
export function callPrimitive(value: Value & { kind: 'known' }, name: string, args: readonly Value[]): Value {
  if (typeof value.value === 'number' && name === 'toString' && args.length === 0) return known(String(value.value));
  if (typeof value.value !== 'string') return UNKNOWN;
  switch (name) {
    case 'toLowerCase': return known(value.value.toLowerCase());
    case 'toUpperCase': return known(value.value.toUpperCase());
    case 'trim': return known(value.value.trim());
    case 'toString': return value;
    case 'concat': {
      const parts = args.map((arg) => (arg.kind === 'known' ? String(arg.value) : undefined));
      return parts.includes(undefined) ? UNKNOWN : joinText([value.value, ...parts], '');
    }
    default: return UNKNOWN;
  }
}
