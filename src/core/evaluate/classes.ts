/** Classes of the program: what they and their instances inherit, and how instances are made. */
import type * as ts from 'typescript-6';
import { callFunction } from './functions';
import { hasModifier, isConstructorDeclaration, isPropertyDeclaration, SyntaxKind, textOf } from './nodes';
import { propertyName } from './patterns';
import type { Machine } from './state';
import { childScope, memberScope } from './state';
import { supersede } from './tentative';
import type { ClassValue, CustomLayer, Entry, FunctionValue, ObjectValue, Scope, Value } from './values';
import { isNullish, known, UNDEFINED, UNKNOWN } from './values';

/** True for a property that runs code when it is read or written. */
export function isAccessor(entry: Entry): boolean {
  return entry.getter !== undefined || entry.setter !== undefined;
}

function memberName(node: { readonly name?: ts.Node | undefined }): string | undefined {
  const name = node.name as { readonly escapedText?: unknown; readonly text?: string } | undefined;
  return name?.escapedText === undefined ? name?.text : textOf(name);
}

function isStatic(node: ts.ClassElement): boolean {
  return hasModifier(node as ts.PropertyDeclaration, SyntaxKind.StaticKeyword);
}

/** Methods and accessors of a class itself, by name; overloads and abstract ones have no body. */
function elementsNamed(type: ClassValue, name: string, ofClass: boolean): readonly (ts.ClassElement & ts.FunctionLikeDeclaration)[] {
  return type.node.members.filter((element): element is ts.ClassElement & ts.FunctionLikeDeclaration =>
    'body' in element && element.body !== undefined && element.kind !== SyntaxKind.ClassStaticBlockDeclaration && memberName(element) === name && isStatic(element) === ofClass);
}

function methodValue(type: ClassValue, node: ts.FunctionLikeDeclaration, self: Value): FunctionValue {
  return { kind: 'function', node, scope: type.scope, self, home: type };
}

/** The accessor pair of that name, of the class or of what it extends. */
export function classAccessor(type: Value, name: string, ofClass: boolean, self: Value): Entry | undefined {
  for (let at: Value | undefined = type; at?.kind === 'class'; at = at.base) {
    const found = elementsNamed(at, name, ofClass);
    if (found.length === 0) continue;
    const getter = found.find(({ kind }) => kind === SyntaxKind.GetAccessor);
    const setter = found.find(({ kind }) => kind === SyntaxKind.SetAccessor);
    if (!getter && !setter) return undefined;
    return { value: UNKNOWN, ...(getter ? { getter: methodValue(at, getter, self) } : {}), ...(setter ? { setter: methodValue(at, setter, self) } : {}) };
  }
  return undefined;
}

/** A method of the class or of what it extends, bound to the instance, or what its getter gives. */
export function classMethod(machine: Machine, type: Value, name: string, self: Value, ofClass = false): Value | undefined {
  for (let at: Value | undefined = type; at; at = at.base) {
    if (at.kind !== 'class') return isNullish(at) ? undefined : UNKNOWN;
    const found = elementsNamed(at, name, ofClass);
    if (found.length > 0) {
      const getter = found.find(({ kind }) => kind === SyntaxKind.GetAccessor);
      if (getter) return machine.call(methodValue(at, getter, self), [], self);
      const method = found.findLast(({ kind }) => kind !== SyntaxKind.SetAccessor);
      return method ? methodValue(at, method, self) : UNDEFINED;
    }
    if (ofClass && at !== type && at.statics.entries.has(name)) return at.statics.entries.get(name)?.value;
  }
  return undefined;
}

/** A static field, method or accessor. */
export function staticMember(machine: Machine, type: ClassValue, name: string, self: Value): Value | undefined {
  return type.statics.entries.get(name)?.value ?? classMethod(machine, type, name, self, true);
}

/** The name of a class, where it has one of its own. */
export function className(type: ClassValue): string | undefined {
  return type.node.name && textOf(type.node.name);
}

/** Makes a class value and runs its static fields and blocks. */
export function makeClass(machine: Machine, node: ts.ClassLikeDeclaration, outer: Scope): ClassValue {
  const heritage = node.heritageClauses?.find((clause) => clause.token === SyntaxKind.ExtendsKeyword)?.types[0];
  const scope = childScope(outer);
  const statics: ObjectValue = { kind: 'object', born: machine.clock++, entries: new Map<string, Entry>(), open: false };
  const type: ClassValue = { kind: 'class', node, scope, statics, ...(heritage ? { base: machine.evaluate(heritage.expression, outer) } : {}) };
  if (node.name) scope.variables.set(textOf(node.name), { kind: 'binding', born: machine.clock++, value: type });
  machine.classes.push(type);
  const inner = memberScope(scope, type, type);
  for (const element of node.members) {
    if (element.kind === SyntaxKind.ClassStaticBlockDeclaration) machine.execute((element as ts.ClassStaticBlockDeclaration).body.statements, { ...memberScope(scope, type, type), holdsVar: true });
    else if (isPropertyDeclaration(element) && isStatic(element)) defineField(machine, statics, element, inner);
  }
  return type;
}

function defineField(machine: Machine, target: ObjectValue, element: ts.PropertyDeclaration, scope: Scope): void {
  const name = propertyName(machine, scope, element.name);
  const value = element.initializer ? machine.evaluate(element.initializer, scope) : UNDEFINED;
  if (name === undefined) target.open = true;
  else target.entries.set(name, { value, ...(element.initializer ? { valueNode: element.initializer } : {}) });
}

function instanceFields(machine: Machine, type: ClassValue, instance: ObjectValue): void {
  const scope = memberScope(type.scope, instance, type);
  for (const element of type.node.members) {
    if (isPropertyDeclaration(element) && !isStatic(element) && !hasModifier(element, SyntaxKind.DeclareKeyword)) defineField(machine, instance, element, scope);
  }
}

function constructorOf(node: ts.ClassLikeDeclaration): ts.FunctionLikeDeclaration | undefined {
  return node.members.find((element) => isConstructorDeclaration(element) && element.body !== undefined) as ts.FunctionLikeDeclaration | undefined;
}

/** Runs the constructor of a class, or of what it extends, on an instance. Gives what a constructor returned instead. */
function construct(machine: Machine, type: ClassValue, instance: ObjectValue, args: readonly Value[] | undefined): Value {
  if (!type.base) instanceFields(machine, type, instance);
  const own = constructorOf(type.node);
  if (own) return callFunction(machine, { kind: 'function', node: own, scope: type.scope, self: instance, home: type }, args, instance);
  if (type.base) constructBase(machine, type, instance, args);
  return UNDEFINED;
}

function constructBase(machine: Machine, type: ClassValue, instance: ObjectValue, args: readonly Value[] | undefined): void {
  if (type.base?.kind === 'class') construct(machine, type.base, instance, args);
  else if (type.base?.kind === 'function') callFunction(machine, type.base, args, instance);
  instanceFields(machine, type, instance);
}

/** `super(…)`: the constructor of what the class extends, then the class's own fields. */
export function constructSuper(machine: Machine, home: ClassValue, self: Value | undefined, args: readonly Value[]): void {
  if (self?.kind === 'object') constructBase(machine, home, self, args);
}

/** `new Class(…)`; without `args` an instance about whose making nothing is known. */
export function instantiate(machine: Machine, type: ClassValue, args: readonly Value[] | undefined): ObjectValue {
  let root: Value | undefined = type;
  for (; root?.kind === 'class'; root = root.base) {
    machine.entered.add(root.node);
    // An instance of a class that extends another shows what the other makes.
    if ((args ?? root !== type) && !machine.frozen) supersede(machine, root.node);
  }
  const foreign = root !== undefined && root.kind !== 'function' && !isNullish(root);
  const instance: ObjectValue = { kind: 'object', born: machine.clock++, entries: new Map<string, Entry>(), open: foreign, instanceOf: type };
  const returned = construct(machine, type, instance, args);
  return returned.kind === 'object' ? returned : instance;
}

/** Whether a class extends `tf.layers.Layer`, through classes of the program or directly. */
export function isLayerClass(type: ClassValue): boolean {
  let at: Value | undefined = type;
  while (at?.kind === 'class') at = at.base;
  return at?.kind === 'tf' && /(?:^|\.)Layer$/.test(at.path);
}

/** What is known of a layer whose class is the program's, by the methods that it has. */
export function customLayer(machine: Machine, type: ClassValue): CustomLayer {
  const has = (name: string): boolean => {
    for (let at: Value | undefined = type; at?.kind === 'class'; at = at.base) if (elementsNamed(at, name, false).length > 0) return true;
    return false;
  };
  const shaped = has('computeOutputShape') ? classMethod(machine, type, 'computeOutputShape', UNKNOWN) : undefined;
  const shape: Value = { kind: 'unknown' };
  const keepsShape = !shaped || (!machine.frozen && machine.call(shaped, [shape], undefined) === shape);
  const named = staticMember(machine, type, 'className', type) ?? known(className(type));
  return { className: named.kind === 'known' && typeof named.value === 'string' ? named.value : undefined, keepsShape, weightless: !has('build') };
}
