/** Functions of the program: entering them with what is known of their arguments. */
import type { Block, EntityName, Expression, FunctionLikeDeclaration, Node, ParameterDeclaration, TypeNode } from 'typescript-6';
import { member, orTensorFlow, taint } from './members';
import { onForeignFuel } from './module';
import { assignedNames, forgetPrimitive, waits } from './assigned';
import { isBlock, isConstructorDeclaration, isIdentifier, isQualifiedName, isTypeReferenceNode, SyntaxKind, textOf } from './nodes';
import { bind } from './patterns';
import { later } from './promises';
import type { Completion, Machine } from './state';
import { atHome, functionScope, inScript, lookup, optionally, touch } from './state';
import { supersede } from './tentative';
import type { Entry, FunctionValue, ObjectValue, Scope, Value } from './values';
import { alternatives, CERTAIN_TENSOR, join, UNDEFINED, UNKNOWN } from './values';

/** Calls nest at most so deep. */
const MAX_CALL_DEPTH = 48;

/** A function may stand on the stack so often where it is not known whether it goes on: recursion says nothing after that. */
const MAX_RECURSION = 2;

const TENSOR_TYPE = /^Tensor(?:[1-6]D)?$/;

/** True for `Tensor`, `tf.Tensor3D` and the like, unless the name is somebody else's. */
function isTensorType(machine: Machine, type: TypeNode | undefined, scope: Scope): boolean {
  if (!type || !isTypeReferenceNode(type)) return false;
  const { typeName } = type;
  const last = isQualifiedName(typeName) ? typeName.right : typeName;
  if (!isIdentifier(last) || !TENSOR_TYPE.test(textOf(last))) return false;
  let first: EntityName = typeName;
  while (isQualifiedName(first)) first = first.left;
  const name = textOf(first);
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
    if (value.kind === 'unknown' && isIdentifier(parameter.name)) value = orTensorFlow(machine, textOf(parameter.name), value);
    if (parameter.initializer) {
      if (value.kind === 'known' && value.value === undefined) value = machine.evaluate(parameter.initializer, scope);
      else if (value.kind === 'unknown') machine.evaluate(parameter.initializer, scope);
    }
    bind(machine, scope, parameter.name, value);
  });
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

/** Whether a call of a function that is already being run is followed. */
function isFollowed(machine: Machine, node: Node): boolean {
  if (machine.stack.length >= MAX_CALL_DEPTH) return false;
  let times = 0;
  let undecided = 0;
  for (const [index, entered] of machine.stack.entries()) {
    if (entered !== node) continue;
    times++;
    // What goes on in a branch that nobody can decide may go on for ever.
    if (machine.journals[index] !== machine.journal) undecided++;
  }
  if (times < MAX_RECURSION) return true;
  return undecided < MAX_RECURSION && --machine.recursions >= 0;
}

/** Calls a function of another module; one that takes too long is given up, and with it what it may have changed. */
function callAbroad(machine: Machine, fn: FunctionValue, args: readonly Value[] | undefined, self: Value | undefined, yielding: ((value: Value) => void) | undefined): Value {
  const { depth, statement, generation, nesting } = machine;
  const result = onForeignFuel(machine, () => enterFunction(machine, fn, args, self, yielding));
  if (result) return result;
  Object.assign(machine, { depth, statement, generation, nesting });
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
 * parameters are unknown. A generator's body runs when `yielding` is there to take its values.
 */
export function callFunction(machine: Machine, fn: FunctionValue, args: readonly Value[] | undefined, self: Value | undefined, yielding?: (value: Value) => void): Value {
  return atHome(machine) && !machine.home.has(fn.script) ? callAbroad(machine, fn, args, self, yielding) : enterFunction(machine, fn, args, self, yielding);
}

function enterFunction(machine: Machine, fn: FunctionValue, given: readonly Value[] | undefined, self: Value | undefined, yielding?: (value: Value) => void): Value {
  const { node } = fn;
  const args = given && fn.bound ? [...fn.bound, ...given] : given;
  machine.waiting.delete(fn);
  if (!node.body) return UNKNOWN;
  if (node.asteriskToken && args && !yielding) {
    machine.entered.add(node);
    if (!machine.frozen) supersede(machine, node);
    return { kind: 'generator', born: machine.clock++, fn, args, self, state: 'new' };
  }
  if (!isFollowed(machine, node)) return notFollowed(machine, fn);
  machine.entered.add(node);
  if (args && !machine.frozen) supersede(machine, node);
  // A method is that of whoever calls it, unless it was bound.
  const bound = node.kind === SyntaxKind.ArrowFunction ? undefined : (fn.bound ? fn.self : (self ?? fn.self)) ?? UNKNOWN;
  const scope = functionScope(fn.scope, bound, fn.home);
  return inFrame(machine, fn, yielding, () => {
    bindParameters(machine, node, scope, args);
    if (!fn.home?.base) parameterProperties(node, scope, bound);
    if (!isBlock(node.body as Node)) return machine.evaluate(node.body as Expression, scope);
    const wait = args && !machine.frozen && isAsync(node) ? firstWait(node.body as Block) : -1;
    return wait < 0 ? runBody(machine, node.body as Block, scope) : runUntil(machine, fn, scope, wait);
  });
}

/** Runs something as the body of a function. */
function inFrame<T>(machine: Machine, { node, script }: Pick<FunctionValue, 'node' | 'script'>, yielding: ((value: Value) => void) | undefined, run: () => T): T {
  const { leaving, frame, yielding: outer } = machine;
  machine.stack.push(node);
  machine.journals.push(machine.journal);
  machine.leaving = undefined;
  machine.frame = machine.clock;
  machine.yielding = yielding;
  try {
    return inScript(machine, script, run);
  } finally {
    machine.stack.pop();
    machine.journals.pop();
    machine.leaving = leaving;
    machine.frame = frame;
    machine.yielding = outer;
  }
}

/** Runs statements of a body and gives what they return. */
function runBody(machine: Machine, { statements }: Block, scope: Scope, returned: Value[] = [], from = 0, to = statements.length): Value {
  machine.returns.push(returned);
  let completion: Completion;
  try {
    completion = machine.execute(statements, scope, from, to);
  } finally {
    machine.returns.pop();
  }
  if (returned.length === 0) return UNDEFINED;
  const value = returned.reduce(join);
  return completion === 'normal' ? join(value, UNDEFINED) : value;
}

function isAsync(node: FunctionLikeDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === SyntaxKind.AsyncKeyword) ?? false;
}

/** The first statement that waits for something. */
function firstWait({ statements }: Block): number {
  return statements.findIndex((statement) => waits(statement));
}

/** Runs an async function up to its first `await`; the rest runs later. */
function runUntil(machine: Machine, fn: FunctionValue, scope: Scope, wait: number): Value {
  const body = fn.node.body as Block;
  const returned: Value[] = [];
  machine.returns.push(returned);
  let completion: Completion;
  try {
    completion = machine.execute(body.statements, scope, 0, wait);
  } finally {
    machine.returns.pop();
  }
  if (completion !== 'normal') return returned.length === 0 ? UNDEFINED : returned.reduce(join);
  const { leaving } = machine;
  return later(machine, () => inFrame(machine, fn, undefined, () => {
    machine.leaving = leaving;
    if (!leaving) return runBody(machine, body, scope, returned, wait);
    let value: Value = UNDEFINED;
    optionally(machine, () => {
      value = runBody(machine, body, scope, returned, wait);
      return 'normal';
    });
    return value;
  }));
}

/** `constructor(private units: number)` declares fields, which are there before the body goes on. */
export function parameterProperties(fn: FunctionLikeDeclaration, scope: Scope, self: Value | undefined): void {
  if (!isConstructorDeclaration(fn) || self?.kind !== 'object') return;
  for (const { modifiers, name } of fn.parameters) {
    if (modifiers && isIdentifier(name)) self.entries.set(textOf(name), { value: lookup(scope, textOf(name))?.value ?? UNKNOWN });
  }
}

/** `new Function(…)` of a plain function: what it puts on `this` is the instance. */
export function constructFunction(machine: Machine, fn: FunctionValue, args: readonly Value[]): Value {
  const prototype = member(machine, fn, 'prototype');
  const instance: ObjectValue = { kind: 'object', born: machine.clock++, entries: new Map<string, Entry>(), open: false, proto: prototype };
  const returned = callFunction(machine, { ...fn, self: instance }, args, instance);
  return returned.kind === 'known' ? instance : returned.kind === 'unknown' || returned.kind === 'oneOf' ? UNKNOWN : returned;
}
