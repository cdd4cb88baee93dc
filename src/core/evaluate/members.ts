/** Reading and writing members of abstract values. */
import { layerFactories } from '../tfjs/layers';
import type { Node } from 'typescript-6';
import { assignedFields } from './assigned';
import { classAccessor, classMethod, className, isAccessor, staticMember } from './inherited';
import { globalMember } from './global-names';
import { layerMember, modelMember } from './model-members';
import { isConstructorDeclaration } from './nodes';
import type { Machine } from './state';
import { atHome, homeOf, selfOf, touch } from './state';
import type { ArrayValue, Entry, FunctionValue, ObjectValue, Scope, TfValue, Value } from './values';
import { alternatives, HOLE, isNullish, join, known, UNDEFINED, UNKNOWN, unknownOf } from './values';

/** The namespace of TensorFlow.js. One object for all: paths are interned in it. */
export const TENSORFLOW: TfValue = { kind: 'tf', path: '', members: new Map() };

/** A member of the namespace by its name. */
export function tfMember(value: TfValue, name: string): TfValue {
  // What `import tf from` and `require(…).default` mean.
  if (value.path === '' && name === 'default') return value;
  let found = value.members.get(name);
  if (!found) {
    found = { kind: 'tf', path: value.path === '' ? name : `${value.path}.${name}`, members: new Map() };
    // Interned only where the name is tfjs's: made-up names of one program must not stay for ever.
    if (value.path === '' || (value.path === 'layers' && Object.hasOwn(layerFactories, name))) value.members.set(name, found);
  }
  return found;
}

/** What every object inherits: never absent. */
export const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** `value.name`, without calling it. */
export function member(machine: Machine, value: Value, name: string): Value {
  switch (value.kind) {
    case 'tf': return tfMember(value, name);
    case 'module': return value.exported(name);
    case 'object': {
      const found = objectMember(machine, value, name, value);
      return value.entries.has(name) ? found : orTensorFlow(machine, name, found);
    }
    case 'array': return arrayMember(value, name);
    case 'known': {
      if (typeof value.value !== 'string') return value.value === undefined || value.value === null ? UNKNOWN : { kind: 'method', target: value, name };
      if (name === 'length') return known(value.value.length);
      return /^\d+$/.test(name) ? known(value.value[Number(name)]) : { kind: 'method', target: value, name };
    }
    case 'model': return modelMember(machine, value, name) ?? { kind: 'method', target: value, name };
    case 'layer': {
      const own = layerMember(machine, value, name) ?? (value.self && name !== 'apply' ? objectMember(machine, value.self, name, value.self) : UNKNOWN);
      return own.kind === 'unknown' ? { kind: 'method', target: value, name } : own;
    }
    case 'collection': return name === 'size' ? (value.open ? UNKNOWN : known(value.items.length)) : { kind: 'method', target: value, name };
    case 'tensor': case 'promise': case 'generator': return { kind: 'method', target: value, name };
    case 'symbolic':
      if (name === 'shape') return machine.shapeOf?.(machine, value) ?? UNKNOWN;
      // How many outputs there are is not known where they are not a list by now.
      return value.output === undefined && /^\d+$/.test(name) ? { ...value, output: Number(name) } : UNKNOWN;
    case 'oneOf': return value.values.map((one) => member(machine, one, name)).reduce(join);
    case 'class': return classMember(machine, value, name);
    case 'function': return functionMember(machine, value, name);
    case 'global': return globalMember(value, name);
    case 'unknown': return orTensorFlow(machine, name, UNKNOWN);
    default: return UNKNOWN;
  }
}

/**
 * The value of a name. One that is not known is TensorFlow.js where it is called `tf` (or `$tf`, as Vue's plugins have
 * it) in a program that uses such a thing as only TensorFlow.js can be used.
 */
export function orTensorFlow(machine: Machine, name: string, value: Value): Value {
  if ((name !== 'tf' && name !== '$tf') || (value.kind !== 'unknown' && value !== UNDEFINED) || !machine.namesTf.has(machine.script)) return value;
  // A program with a `tf` of its own means that one, or something like it.
  const own = machine.modules.byScript.get(machine.script)?.scope.variables.get('tf')?.value;
  return own === undefined || own.kind === 'unknown' || alternatives(own).some((one) => one.kind === 'tf' || isNullish(one)) ? TENSORFLOW : value;
}

function arrayMember(value: ArrayValue, name: string): Value {
  if (name === 'length') return value.open ? UNKNOWN : known(value.items.length);
  const index = Number(name);
  if (name === '' || Number.isNaN(index)) return { kind: 'method', target: value, name };
  if (!Number.isInteger(index) || index < 0) return UNKNOWN;
  const item = value.items[index] ?? (value.open ? UNKNOWN : UNDEFINED);
  return item === HOLE ? UNDEFINED : item;
}

/** Notes that a field is empty which a method of the class fills, one that may have run before. */
function doubt(machine: Machine, { born, instanceOf }: ObjectValue, name: string, value: Value | undefined): void {
  if (machine.weakSince === undefined || !instanceOf || born >= machine.weakSince || (value && !isNullish(value))) return;
  machine.doubtful ||= instanceOf.node.members.some((element) => 'body' in element && !isConstructorDeclaration(element) && assignedFields(element).has(name));
}

function objectMember(machine: Machine, value: ObjectValue, name: string, self: Value, depth = 0): Value {
  const entry = value.entries.get(name);
  doubt(machine, value, name, entry?.value);
  if (entry) return readEntry(machine, entry, self);
  if (value.instanceOf) {
    if (name === 'constructor') return value.instanceOf;
    const inherited = classMethod(machine, value.instanceOf, name, self);
    if (inherited) return inherited;
  }
  if (value.open || INHERITED.has(name)) return UNKNOWN;
  if (!value.proto) return UNDEFINED;
  if (value.proto.kind !== 'object') return value.proto.kind === 'known' ? UNDEFINED : UNKNOWN;
  return depth < MAX_CHAIN ? objectMember(machine, value.proto, name, self, depth + 1) : UNKNOWN;
}

/** Objects inherit from objects so many times; what is made to inherit from itself throws when run. */
const MAX_CHAIN = 32;

/** `super.name`: the member that the class of the method inherits. */
export function superMember(machine: Machine, scope: Scope, name: string): Value {
  const home = homeOf(scope);
  const self = selfOf(scope);
  if (!home?.base || !self) return UNKNOWN;
  if (home.base.kind !== 'class') return UNKNOWN;
  return (self.kind === 'class' ? staticMember(machine, home.base, name, self) : classMethod(machine, home.base, name, self)) ?? UNDEFINED;
}

/** The value of a property, which its getter gives where it has one. */
export function readEntry(machine: Machine, entry: Entry, self: Value): Value {
  return entry.getter ? machine.call(entry.getter, [], self) : entry.value;
}

/** The own enumerable keys in JavaScript's order: whole numbers first, then as they were written. */
export function ownKeys(object: ObjectValue): string[] {
  const keys = [...object.entries.keys()].filter((key) => !key.startsWith('#'));
  const numbers = keys.filter(isIndex);
  if (numbers.length === 0) return keys;
  return [...numbers.sort((a, b) => Number(a) - Number(b)), ...keys.filter((key) => !isIndex(key))];
}

function isIndex(key: string): boolean {
  const number = Number(key);
  return Number.isInteger(number) && number >= 0 && number < 2 ** 32 - 1 && String(number) === key;
}

function classMember(machine: Machine, value: Value & { kind: 'class' }, name: string): Value {
  const found = staticMember(machine, value, name, value);
  if (found) return found;
  return name === 'name' ? known(className(value)) : UNKNOWN;
}

function functionMember(machine: Machine, fn: FunctionValue, name: string): Value {
  const found = fn.statics?.entries.get(name);
  if (found) return readEntry(machine, found, fn);
  if (name === 'prototype') {
    const prototype: ObjectValue = { kind: 'object', born: machine.clock++, entries: new Map(), open: false };
    propertiesOf(machine, fn).entries.set(name, { value: prototype });
    return prototype;
  }
  return name === 'call' || name === 'apply' || name === 'bind' ? { kind: 'method', target: fn, name } : UNKNOWN;
}

/** The properties of a function that are its own. */
function propertiesOf(machine: Machine, fn: FunctionValue): ObjectValue {
  fn.statics ??= { kind: 'object', born: machine.clock++, entries: new Map(), open: false };
  return fn.statics;
}

/** `target.name = value`; an undefined name means any member may have been written. */
export function setMember(machine: Machine, target: Value, name: string | undefined, value: Value, node?: Node): void {
  if (machine.frozen) return;
  switch (target.kind) {
    case 'object': setProperty(machine, target, name, value, node); break;
    case 'array': setItem(machine, target, name, value); break;
    case 'class': setProperty(machine, target.statics, name, value, node, target); break;
    case 'function': setProperty(machine, propertiesOf(machine, target), name, value, node); break;
    case 'layer':
      if (target.self) setProperty(machine, target.self, name, value, node);
      target.layer.written.add(name ?? '*');
      break;
    case 'oneOf':
      // One of them is written, the others are not.
      for (const one of target.values) setMember(machine, one, name, name === undefined ? value : join(member(machine, one, name), value), node);
      break;
    case 'unknown':
      for (const one of target.may ?? []) setMember(machine, one, name, name === undefined ? value : UNKNOWN, node);
      break;
  }
}

function setProperty(machine: Machine, target: ObjectValue, name: string | undefined, value: Value, node: Node | undefined, self: Value = target): void {
  if (target.fixed) return;
  if (name === undefined) {
    taint(machine, target);
    return;
  }
  const own = target.entries.get(name);
  const accessor = own ? (isAccessor(own) ? own : undefined) : inheritedAccessor(target, name, self);
  if (accessor) {
    if (accessor.setter) machine.call(accessor.setter, [value], self);
    return;
  }
  touch(machine, target);
  if (name === '__proto__') target.proto = value.kind === 'object' ? value : UNKNOWN;
  else target.entries.set(name, node && atHome(machine) ? { value, valueNode: node } : { value });
}

function inheritedAccessor(target: ObjectValue, name: string, self: Value): Entry | undefined {
  if (self.kind === 'class') return classAccessor(self, name, true, self);
  if (target.instanceOf) return classAccessor(target.instanceOf, name, false, self);
  let depth = 0;
  for (let at = target.proto; at?.kind === 'object' && depth < MAX_CHAIN; at = at.proto, depth++) {
    const found = at.entries.get(name);
    if (found) return isAccessor(found) ? found : undefined;
  }
  return undefined;
}

function setItem(machine: Machine, target: ArrayValue, name: string | undefined, value: Value): void {
  touch(machine, target);
  if (name === 'length') {
    const length = value.kind === 'known' && typeof value.value === 'number' ? value.value : undefined;
    if (length !== undefined && length <= target.items.length) {
      target.items.length = length;
      target.open = false;
    } else taint(machine, target);
    return;
  }
  const index = name === undefined ? Number.NaN : Number(name);
  if (name === undefined) taint(machine, target);
  else if (Number.isInteger(index) && index >= 0 && index < target.items.length) target.items[index] = value;
  else if (index === target.items.length && !target.open) target.items.push(value);
  else if (!Number.isNaN(index)) target.open = true;
}

/** After this nothing is known of the object: somebody may have written to it. */
export function taint(machine: Machine, value: Value, reach = 0): void {
  if (machine.frozen) return;
  switch (value.kind) {
    case 'array': {
      touch(machine, value);
      machine.fuel -= value.items.length >> 3;
      if (reach > 0) for (const item of value.items) taint(machine, item, reach - 1);
      value.open = true;
      value.items = value.items.map((item) => unknownOf([item]));
      break;
    }
    case 'object':
      if (reach > 0) for (const entry of value.entries.values()) taint(machine, entry.value, reach - 1);
      if (value.fixed) break;
      touch(machine, value);
      value.open = true;
      for (const [key, entry] of value.entries) value.entries.set(key, { value: unknownOf([entry.value]) });
      break;
    case 'collection':
      touch(machine, value);
      if (reach > 0) for (const [, item] of value.items) taint(machine, item, reach - 1);
      value.open = true;
      value.items = [];
      break;
    case 'layer': if (value.self) taint(machine, value.self, reach); break;
    case 'unknown': for (const one of value.may ?? []) if (one.kind !== 'layer' && one.kind !== 'model') taint(machine, one, reach); break;
    case 'oneOf': for (const one of alternatives(value)) taint(machine, one, reach); break;
  }
}
