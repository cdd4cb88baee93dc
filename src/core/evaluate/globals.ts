/** The parts of JavaScript's library that model-building code leans on. */
import { isAccessor } from './inherited';
import { makeCollection } from './collections';
import { cloned, parsed, stringified } from './data';
import { iterate } from './iterate';
import { ownKeys, readEntry, setMember, taint } from './members';
import type { Machine } from './state';
import { newArray, touch } from './state';
import type { ArrayValue, Entry, KnownValue, ObjectValue, Value } from './values';
import { asNumber, asString, HOLE, isNullish, known, MAX_ITEMS, truth, UNDEFINED, UNKNOWN } from './values';

type Builtin = (machine: Machine, args: readonly Value[]) => Value;

/** `Object.assign(target, …sources)`. */
function assignAll(machine: Machine, [target, ...sources]: readonly Value[]): Value {
  if (target?.kind !== 'object') {
    if (target) taint(machine, target);
    return target ?? UNKNOWN;
  }
  for (const source of sources) copyInto(machine, target, source);
  return target;
}

function copyInto(machine: Machine, target: ObjectValue, source: Value): void {
  if (machine.frozen || (source.kind === 'known' && typeof source.value !== 'string')) return;
  if (source.kind !== 'object' || source.open) taint(machine, target);
  if (source.kind !== 'object') return;
  for (const key of ownKeys(source)) {
    const entry = source.entries.get(key);
    if (!entry) continue;
    const own = target.entries.get(key);
    if (target.fixed || isAccessor(entry) || (own && isAccessor(own)) || target.instanceOf || target.proto) setMember(machine, target, key, readEntry(machine, entry, source), entry.valueNode);
    else {
      touch(machine, target);
      target.entries.set(key, entry.optional && own ? { value: UNKNOWN } : entry);
    }
  }
}

/** The own entries of an object in order, as far as it is known that they are there. */
function listOf(machine: Machine, value: Value | undefined, pick: (key: string, entry: Entry) => Value): Value {
  if (value?.kind === 'array') return newArray(machine, value.items.map((item, index) => pick(String(index), { value: item === HOLE ? UNDEFINED : item })), value.open || value.items.includes(HOLE));
  if (value?.kind === 'class') return listOf(machine, value.statics, pick);
  if (value?.kind !== 'object') return UNKNOWN;
  const keys = ownKeys(value);
  const certain = keys.findIndex((key) => value.entries.get(key)?.optional);
  const items = (certain < 0 ? keys : keys.slice(0, certain)).map((key) => pick(key, value.entries.get(key) ?? { value: UNKNOWN }));
  return newArray(machine, items, value.open || certain >= 0);
}

function fromEntries(machine: Machine, source: Value | undefined): Value {
  const entries = new Map<string, Entry>();
  const object: ObjectValue = { kind: 'object', born: machine.clock++, entries, open: false };
  const list = source && iterate(machine, source);
  if (!list || list.open) object.open = true;
  for (const item of list?.items ?? []) {
    const key = item.kind === 'array' ? item.items[0] : undefined;
    if (item.kind !== 'array' || key?.kind !== 'known') taint(machine, object);
    else entries.set(String(key.value), { value: item.items[1] ?? (item.open ? UNKNOWN : UNDEFINED) });
  }
  return object;
}

function arrayFrom(machine: Machine, [source, mapper, self]: readonly Value[]): Value {
  const found = source && (iterate(machine, source) ?? arrayLike(source));
  if (!found) return UNKNOWN;
  return newArray(machine, mapper && !isNullish(mapper) ? found.items.map((item, index) => machine.call(mapper, [item, known(index)], self)) : [...found.items], found.open);
}

/** `{length: 3}`. */
function arrayLike(source: Value): { readonly items: readonly Value[]; readonly open: boolean } | undefined {
  const length = source.kind === 'object' ? asNumber(source.entries.get('length')?.value) : undefined;
  if (source.kind !== 'object' || length === undefined || !(length >= 0) || length > MAX_ITEMS) return undefined;
  return { items: Array.from({ length: Math.floor(length) }, (_, index) => source.entries.get(String(index))?.value ?? (source.open ? UNKNOWN : UNDEFINED)), open: false };
}

/** `new Array(3)` has three places that nothing was put in. */
function makeArray(machine: Machine, args: readonly Value[]): ArrayValue {
  if (args.length !== 1) return newArray(machine, [...args]);
  const length = asNumber(args[0]);
  if (length !== undefined && Number.isInteger(length) && length >= 0 && length <= MAX_ITEMS) return newArray(machine, Array.from({ length }, () => HOLE));
  return newArray(machine, args[0]?.kind === 'known' && typeof args[0].value !== 'number' ? [...args] : [], args[0]?.kind !== 'known' || typeof args[0].value === 'number');
}

function numbers(args: readonly Value[], compute: (...values: number[]) => number): Value {
  const values: number[] = [];
  for (const arg of args) {
    if (arg.kind !== 'known' || typeof arg.value === 'bigint') return UNKNOWN;
    values.push(Number(arg.value));
  }
  return known(compute(...values));
}

/** A function of one value that is known. */
function ofKnown(compute: (value: KnownValue['value'], second: Value | undefined) => KnownValue['value']): Builtin {
  return (_, [value = UNDEFINED, second]) => (value.kind === 'known' && typeof value.value !== 'bigint' ? known(compute(value.value, second)) : UNKNOWN);
}

function isArray(value: Value | undefined): Value {
  return value?.kind === 'array' ? known(true) : value && value.kind !== 'unknown' && value.kind !== 'oneOf' && value.kind !== 'tf' ? known(false) : UNKNOWN;
}

function frozen(machine: Machine, value: Value | undefined): Value {
  // In a branch it may not have been frozen: then what is written counts as possible only.
  if (value?.kind === 'object' && !machine.frozen && (!machine.journal || value.born >= machine.journal.since)) value.fixed = true;
  return value ?? UNKNOWN;
}

/** What may have been written by something that is not followed. */
const tainted: Builtin = (machine, [target]) => {
  if (target) taint(machine, target);
  return target ?? UNKNOWN;
};

function setProto(machine: Machine, target: Value | undefined, proto: Value | undefined): Value {
  if (target) setMember(machine, target, '__proto__', proto ?? UNKNOWN);
  return target ?? UNKNOWN;
}

function created(machine: Machine, proto: Value | undefined): Value {
  return { kind: 'object', born: machine.clock++, entries: new Map(), open: false, ...(proto?.kind === 'known' ? {} : { proto: proto?.kind === 'object' ? proto : UNKNOWN }) };
}

const MATH = ['abs', 'acos', 'asin', 'atan', 'atan2', 'cbrt', 'ceil', 'cos', 'exp', 'expm1', 'floor', 'fround', 'hypot', 'imul', 'log', 'log10', 'log1p', 'log2', 'max', 'min', 'pow', 'round', 'sign', 'sin', 'sqrt', 'tan', 'tanh', 'trunc'] as const;

const FUNCTIONS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...MATH.map((name): [string, Builtin] => [`Math.${name}`, (_, args) => numbers(args, Math[name])]),
  ['Object.assign', assignAll],
  ['Object.freeze', (machine, [value]) => frozen(machine, value)], ['Object.seal', tainted], ['Object.preventExtensions', tainted],
  ['Object.defineProperty', tainted], ['Object.defineProperties', tainted],
  ['Object.setPrototypeOf', (machine, [target, proto]) => setProto(machine, target, proto)],
  ['Object.create', (machine, [proto, properties]) => (properties ? UNKNOWN : created(machine, proto))],
  ['Object.keys', (machine, [value]) => listOf(machine, value, known)],
  ['Object.values', (machine, [value]) => listOf(machine, value, (_, entry) => readEntry(machine, entry, value ?? UNKNOWN))],
  ['Object.entries', (machine, [value]) => listOf(machine, value, (key, entry) => newArray(machine, [known(key), readEntry(machine, entry, value ?? UNKNOWN)]))],
  ['Object.fromEntries', (machine, [source]) => fromEntries(machine, source)],
  ['Array.from', arrayFrom], ['Array.of', (machine, args) => newArray(machine, [...args])], ['Array.isArray', (_, [value]) => isArray(value)], ['Array', makeArray],
  ['Number', ofKnown(Number)], ['String', ofKnown(String)], ['Boolean', (_, [value = UNDEFINED]) => { const decided = truth(value); return decided === undefined ? UNKNOWN : known(decided); }],
  ['Number.isInteger', ofKnown(Number.isInteger)], ['Number.isFinite', ofKnown(Number.isFinite)], ['Number.isNaN', ofKnown(Number.isNaN)],
  ['isNaN', ofKnown((value) => Number.isNaN(Number(value)))], ['isFinite', ofKnown((value) => Number.isFinite(Number(value)))],
  ...['', 'Number.'].flatMap((prefix): [string, Builtin][] => [
    [`${prefix}parseInt`, (_, [value, radix]) => (value?.kind === 'known' && (!radix || radix.kind === 'known') ? known(Number.parseInt(String(value.value), radix && asNumber(radix))) : UNKNOWN)],
    [`${prefix}parseFloat`, ofKnown((value) => Number.parseFloat(String(value)))],
  ]),
  ['JSON.parse', (machine, [text, reviver]) => (reviver || asString(text) === undefined ? UNKNOWN : parsed(machine, asString(text) ?? ''))],
  ['JSON.stringify', (machine, [value, replacer, space]) => (value && (!replacer || isNullish(replacer)) && !space ? stringified(machine, value) : UNKNOWN)],
  ['structuredClone', (machine, [value]) => (value ? cloned(machine, value) : UNKNOWN)],
]);

/** Globals whose calls do not write to what they are given. */
const HARMLESS = /^(?:console|JSON|Math|Object|Array|Number|String|Boolean|Symbol|BigInt|Date|isNaN|isFinite|parseInt|parseFloat|performance)(?:\.|$)/;

/** Calls a global; undefined where it is none that we know. */
export function callGlobal(machine: Machine, name: string, args: readonly Value[]): Value | undefined {
  const builtin = FUNCTIONS.get(name);
  if (builtin) return builtin(machine, args);
  return HARMLESS.test(name) ? UNKNOWN : undefined;
}

/** `new Map(…)` and the like; undefined where it is none that we know. */
export function constructGlobal(machine: Machine, name: string, args: readonly Value[]): Value | undefined {
  const [source] = args;
  switch (name) {
    case 'Map': case 'Set': return makeCollection(machine, name === 'Map' ? 'map' : 'set', source && !isNullish(source) ? iterate(machine, source) : { items: [], open: false });
    case 'Promise': {
      // The executor runs at once; when it is done is not known.
      if (source?.kind === 'function') machine.call(source, [UNKNOWN, UNKNOWN], undefined);
      return UNKNOWN;
    }
    case 'Array': return makeArray(machine, args);
    case 'Object': return source && !isNullish(source) ? source : { kind: 'object', born: machine.clock++, entries: new Map(), open: false };
    case 'Date': case 'Number': case 'String': case 'Boolean': return UNKNOWN;
    default: return undefined;
  }
}
