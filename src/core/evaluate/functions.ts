/** Functions and classes of the program: entering them with what is known of their arguments. */
import type { ClassLikeDeclaration, EntityName, Expression, FunctionLikeDeclaration, Node, ParameterDeclaration, TypeNode } from 'typescript-6';
import { orTensorFlow, taint } from './members';
import { onForeignFuel } from './module';
import { assignedNames, forgetPrimitive } from './assigned';
import { hasModifier, isBlock, isConstructorDeclaration, isIdentifier, isPropertyDeclaration, isQualifiedName, isTypeReferenceNode, SyntaxKind } from './nodes';
import { bind, propertyName } from './patterns';
import type { Completion, Machine } from './state';
import { atHome, childScope, functionScope, inScript, lookup, optionally, touch } from './state';
import type { ClassValue, Entry, FunctionValue, ObjectValue, Scope, Value } from './values';
import { alternatives, CERTAIN_TENSOR, isNullish, join, UNDEFINED, UNKNOWN } from './values';

/** Calls nest at most so deep. */
const MAX_CALL_DEPTH = 24;

/** A function may stand on the stack so often: recursion says nothing after that. */
const MAX_RECURSION = 2;

const TENSOR_TYPE = /^Tensor(?:[1-6]D)?$/;

/** True for `Tensor`, `tf.Tensor3D` and the like, unless the name is somebody else's. */
function isTensorType(machine: Machine, type: TypeNode | undefined, scope: Scope): boolean {
  if (!type || !isTypeReferenceNode(type)) return false;
  const { typeName } = type;
  const last = isQualifiedName(typeName) ? typeName.right : typeName;
  if (!isIdentifier(last) || !TENSOR_TYPE.test(String(last.escapedText))) return false;
  let first: EntityName = typeName;
  while (isQualifiedName(first)) first = first.left;
  const name = String(first.escapedText);
  const bound = lookup(scope, name);
  if (bound) return alternatives(bound.value).some((value) => value.kind === 'tf');
  // Of types alone nothing is kept: an alias may well stand for TensorFlow.js's, an interface never does.
  return !new RegExp(`\\binterface\\s+${name}\\b`).test(machine.script.text);
}

/** What a parameter is when nobody says: a tensor where its type says so. */
function unknownArgument(machine: Machine, parameter: ParameterDeclaration, scope: Scope): Value {
  return isTensorType(machine, parameter.type, scope) ? CERTAIN_TENSOR : UNKNOWN;
}

function bindParameters(machine: Machine, fn: FunctionLikeDeclaration, scope: Scope, args: readonly Value[] | undefined): void {
  fn.parameters.forEach((parameter, index) => {
    let value: Value;
    if (parameter.dotDotDotToken) value = { kind: 'array', born: machine.clock++, items: args ? args.slice(index) : [], open: !args };
    else value = args ? (args[index] ?? UNDEFINED) : unknownArgument(machine, parameter, scope);
    if (value.kind === 'unknown' && isIdentifier(parameter.name)) value = orTensorFlow(machine, String(parameter.name.escapedText), value);
    if (parameter.initializer) {
      if (value === UNDEFINED) value = machine.evaluate(parameter.initializer, scope);
      else if (value.kind === 'unknown') machine.evaluate(parameter.initializer, scope);
    }
    bind(machine, scope, parameter.name, value);
  });
}

/** What a function made when nobody called it counts no more once somebody does. */
function supersede(machine: Machine, node: Node): void {
  for (const draft of machine.tentative.get(node) ?? []) machine.superseded.add(draft);
  machine.tentative.delete(node);
}

/** A call that is not followed may do what earlier calls of the function did: add to models, assign to variables. */
function notFollowed(machine: Machine, { node, scope }: FunctionValue): Value {
  if (machine.frozen) return UNKNOWN;
  for (const model of machine.models) {
    touch(machine, model);
    model.complete = false;
  }
  for (const name of assignedNames(node)) forgetPrimitive(machine, scope, name);
  return UNKNOWN;
}

/** Calls a function of another module; one that takes too long is given up, and with it what it may have changed. */
function callAbroad(machine: Machine, fn: FunctionValue, args: readonly Value[] | undefined, self: Value | undefined): Value {
  const { depth, statement } = machine;
  const result = onForeignFuel(machine, () => enterFunction(machine, fn, args, self));
  if (result) return result;
  machine.depth = depth;
  machine.statement = statement;
  // It has done a part of its work on what it was given.
  for (const arg of args ?? []) giveUp(machine, arg, MAX_REACH);
  return UNKNOWN;
}

/** Objects within objects are followed so far. */
const MAX_REACH = 3;

function giveUp(machine: Machine, value: Value, reach: number): void {
  if (reach < 0) return;
  for (const one of alternatives(value)) {
    if (one.kind === 'model') {
      touch(machine, one.model);
      one.model.complete = false;
    } else if (one.kind === 'array') for (const item of one.items) giveUp(machine, item, reach - 1);
    else if (one.kind === 'object') for (const entry of one.entries.values()) giveUp(machine, entry.value, reach - 1);
    taint(machine, one);
  }
}

/**
 * Runs a function of the program and gives what it returns. Without `args` it is entered as nobody's call: its
 * parameters are unknown.
 */
export function callFunction(machine: Machine, fn: FunctionValue, args: readonly Value[] | undefined, self: Value | undefined): Value {
  return atHome(machine) && !machine.home.has(fn.script) ? callAbroad(machine, fn, args, self) : enterFunction(machine, fn, args, self);
}

function enterFunction(machine: Machine, fn: FunctionValue, args: readonly Value[] | undefined, self: Value | undefined): Value {
  const { node } = fn;
  machine.waiting.delete(fn);
  if (!node.body) return UNKNOWN;
  let recursion = machine.stack.length >= MAX_CALL_DEPTH ? MAX_RECURSION : 0;
  for (const entered of machine.stack) if (entered === node) recursion++;
  if (recursion >= MAX_RECURSION) return notFollowed(machine, fn);
  machine.entered.add(node);
  if (args && !machine.frozen) supersede(machine, node);
  machine.stack.push(node);
  const bound = node.kind === SyntaxKind.ArrowFunction ? undefined : (fn.self ?? self ?? UNKNOWN);
  const scope = functionScope(fn.scope, bound);
  const { leaving, frame, script } = machine;
  machine.leaving = undefined;
  machine.frame = machine.clock;
  machine.script = fn.script;
  try {
    bindParameters(machine, node, scope, args);
    parameterProperties(node, scope, bound);
    if (!isBlock(node.body)) return machine.evaluate(node.body as Expression, scope);
    const returned: Value[] = [];
    machine.returns.push(returned);
    let completion: Completion;
    try {
      const { statements } = node.body;
      // How much of a generator's body runs depends on who asks for its values.
      const run = (): Completion => machine.execute(statements, scope);
      completion = node.asteriskToken ? optionally(machine, run) : run();
    } finally {
      machine.returns.pop();
    }
    // A generator's result is an iterator, not what it returns.
    if (node.asteriskToken) return UNKNOWN;
    if (returned.length === 0) return UNDEFINED;
    const value = returned.reduce(join);
    return completion === 'normal' ? join(value, UNDEFINED) : value;
  } finally {
    machine.stack.pop();
    machine.leaving = leaving;
    machine.frame = frame;
    machine.script = script;
  }
}

function instanceFields(machine: Machine, type: ClassValue, instance: ObjectValue): void {
  if (type.base?.kind === 'class') instanceFields(machine, type.base, instance);
  inScript(machine, type.script, () => ownFields(machine, type, instance));
}

function ownFields(machine: Machine, type: ClassValue, instance: ObjectValue): void {
  for (const element of type.node.members) {
    if (!isPropertyDeclaration(element) || hasModifier(element, SyntaxKind.StaticKeyword)) continue;
    const scope = childScope(type.scope, instance);
    const name = propertyName(machine, scope, element.name) ?? privateName(element.name);
    if (name === undefined) continue;
    const value = element.initializer ? machine.evaluate(element.initializer, scope) : UNDEFINED;
    instance.entries.set(name, { value, ...(element.initializer && atHome(machine) ? { valueNode: element.initializer } : {}) });
  }
}

function privateName(name: { readonly kind: SyntaxKind; readonly escapedText?: unknown }): string | undefined {
  return name.kind === SyntaxKind.PrivateIdentifier ? String(name.escapedText) : undefined;
}

function constructorOf(node: ClassLikeDeclaration): FunctionLikeDeclaration | undefined {
  return node.members.find((element) => isConstructorDeclaration(element) && element.body !== undefined) as FunctionLikeDeclaration | undefined;
}

/** Runs the constructor of a class, or of what it extends, on an instance. */
export function runConstructor(machine: Machine, type: ClassValue, instance: ObjectValue, args: readonly Value[] | undefined): void {
  const own = constructorOf(type.node);
  if (!own) {
    if (type.base?.kind === 'class') runConstructor(machine, type.base, instance, args);
    return;
  }
  callFunction(machine, { kind: 'function', node: own, script: type.script, scope: type.scope, self: instance }, args, instance);
}

/** `constructor(private units: number)` declares fields, which are there before the body runs. */
function parameterProperties(fn: FunctionLikeDeclaration, scope: Scope, self: Value | undefined): void {
  if (!isConstructorDeclaration(fn) || self?.kind !== 'object') return;
  for (const { modifiers, name } of fn.parameters) {
    if (modifiers && isIdentifier(name)) self.entries.set(String(name.escapedText), { value: scope.variables.get(String(name.escapedText))?.value ?? UNKNOWN });
  }
}

/** `new Class(…)`; without `args` an instance about whose making nothing is known. */
export function instantiate(machine: Machine, type: ClassValue, args: readonly Value[] | undefined): ObjectValue {
  for (let at: Value | undefined = type; at?.kind === 'class'; at = at.base) {
    machine.entered.add(at.node);
    // An instance of a class that extends another shows what the other makes.
    if ((args ?? at !== type) && !machine.frozen) supersede(machine, at.node);
  }
  const foreign = type.base !== undefined && type.base.kind !== 'class' && !isNullish(type.base);
  const instance: ObjectValue = { kind: 'object', born: machine.clock++, entries: new Map<string, Entry>(), open: foreign, instanceOf: type };
  instanceFields(machine, type, instance);
  runConstructor(machine, type, instance, args);
  return instance;
}
