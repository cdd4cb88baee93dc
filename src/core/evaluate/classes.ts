/** Classes of the program: how they and their instances are made. */
import type * as ts from 'typescript-6';
import { callFunction } from './functions';
import { classMethod, className, elementsNamed, isAccessor, isStatic, staticMember } from './inherited';
import { hasModifier, isConstructorDeclaration, isPropertyDeclaration, SyntaxKind, textOf } from './nodes';
import { propertyName } from './patterns';
import type { Machine } from './state';
import { atHome, childScope, inScript, memberScope } from './state';
import { supersede } from './tentative';
import type { CustomLayer } from './drafts';
import type { ClassValue, Entry, ObjectValue, Scope, Value } from './values';
import { isNullish, known, UNDEFINED, UNKNOWN } from './values';

/** Makes a class value and runs its static fields and blocks. */
export function makeClass(machine: Machine, node: ts.ClassLikeDeclaration, outer: Scope): ClassValue {
  const heritage = node.heritageClauses?.find((clause) => clause.token === SyntaxKind.ExtendsKeyword)?.types[0];
  const scope = childScope(outer);
  const statics: ObjectValue = { kind: 'object', born: machine.clock++, entries: new Map<string, Entry>(), open: false };
  const type: ClassValue = { kind: 'class', node, script: machine.script, scope, statics, ...(heritage ? { base: machine.evaluate(heritage.expression, outer) } : {}) };
  if (node.name) scope.variables.set(textOf(node.name), { kind: 'binding', born: machine.clock++, value: type });
  if (atHome(machine)) machine.classes.push(type);
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
  else target.entries.set(name, { value, ...(element.initializer && atHome(machine) ? { valueNode: element.initializer } : {}) });
}

function instanceFields(machine: Machine, type: ClassValue, instance: ObjectValue): void {
  const scope = memberScope(type.scope, instance, type);
  inScript(machine, type.script, () => {
    for (const element of type.node.members) {
      if (isPropertyDeclaration(element) && !isStatic(element) && !hasModifier(element, SyntaxKind.DeclareKeyword)) defineField(machine, instance, element, scope);
    }
  });
}

function constructorOf(node: ts.ClassLikeDeclaration): ts.FunctionLikeDeclaration | undefined {
  return node.members.find((element) => isConstructorDeclaration(element) && element.body !== undefined) as ts.FunctionLikeDeclaration | undefined;
}

/** Runs the constructor of a class, or of what it extends, on an instance. Gives what a constructor returned instead. */
function construct(machine: Machine, type: ClassValue, instance: ObjectValue, args: readonly Value[] | undefined): Value {
  if (!type.base) instanceFields(machine, type, instance);
  const own = constructorOf(type.node);
  if (own) return callFunction(machine, { kind: 'function', node: own, script: type.script, scope: type.scope, self: instance, home: type }, args, instance);
  if (type.base) constructBase(machine, type, instance, args);
  return UNDEFINED;
}

function constructBase(machine: Machine, type: ClassValue, instance: ObjectValue, args: readonly Value[] | undefined): void {
  if (type.base?.kind === 'class') construct(machine, type.base, instance, args);
  else if (type.base?.kind === 'function') callFunction(machine, type.base, args, instance);
  else if (type.base?.kind === 'tf' && args && !machine.frozen) instance.given = args;
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
  if (args && !machine.frozen) for (let at: Value | undefined = type; at?.kind === 'class'; at = at.base) machine.instances.set(at.node, machine.instances.has(at.node) ? undefined : instance);
  return returned.kind === 'object' ? returned : instance;
}

/** Whether a class extends `tf.layers.Layer`, through classes of the program or directly. */
export function isLayerClass(type: ClassValue): boolean {
  let at: Value | undefined = type;
  while (at?.kind === 'class') at = at.base;
  return at?.kind === 'tf' && /(?:^|\.)Layer$/.test(at.path);
}

/** A class, or one that it extends, says how its layers are called, or may say it in a way that is not followed. */
function mayHaveClassName(type: ClassValue): boolean {
  for (let at: Value | undefined = type; at?.kind === 'class'; at = at.base) {
    const { statics, node } = at;
    if (statics.open || statics.entries.has('className') || node.modifiers?.some(({ kind }) => kind === SyntaxKind.Decorator)) return true;
    if (elementsNamed(at, 'className', true).length > 0 || elementsNamed(at, 'getClassName', false).length > 0) return true;
    if (node.members.some((element) => element.name?.kind === SyntaxKind.ComputedPropertyName)) return true;
  }
  return false;
}

/** The config that a layer's constructor was given has no name in it. */
function lacksName(given: readonly Value[] | undefined): boolean {
  const config = given && (given[0] ?? UNDEFINED);
  if (config?.kind !== 'object') return config?.kind === 'known' && config.value === undefined;
  const name = config.entries.get('name');
  return !config.open && !config.proto && !config.instanceOf && (!name || (!isAccessor(name) && name.value.kind === 'known' && !name.value.value));
}

/** What is known of a layer whose class is the program's, by the methods that it has. */
export function customLayer(machine: Machine, type: ClassValue, { given }: ObjectValue): CustomLayer {
  const has = (name: string): boolean => {
    for (let at: Value | undefined = type; at?.kind === 'class'; at = at.base) if (elementsNamed(at, name, false).length > 0) return true;
    return false;
  };
  const shaped = has('computeOutputShape') ? classMethod(machine, type, 'computeOutputShape', UNKNOWN) : undefined;
  const shape: Value = { kind: 'unknown' };
  const keepsShape = !shaped || (!machine.frozen && machine.call(shaped, [shape], undefined) === shape);
  const named = staticMember(machine, type, 'className', type) ?? known(className(type));
  return {
    className: named.kind === 'known' && typeof named.value === 'string' ? named.value : undefined, keepsShape, weightless: !has('build'),
    nameless: !mayHaveClassName(type) && lacksName(given), ...(machine.home.has(type.script) ? { declared: { script: type.script, node: type.node } } : {}),
  };
}
