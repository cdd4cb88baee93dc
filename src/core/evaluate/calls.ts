/** Calls: who is called, on what, with which arguments. */
import { NodeFlags } from 'typescript-6';
import type { CallExpression, Expression, NewExpression, NodeArray } from 'typescript-6';
import { activationOps, distinctiveOps, tensorOnlyMethods } from '../tfjs/ops';
import { callArray } from './arrays';
import { constructSuper, customLayer, instantiate, isLayerClass } from './classes';
import { callCollection } from './collections';
import { isAboutTensorFlow } from './evidence';
import { callFunction, constructFunction, parameterProperties } from './functions';
import { useGenerator } from './generators';
import { callGlobal, constructGlobal } from './globals';
import { iterate } from './iterate';
import { member, superMember, taint } from './members';
import { importModule, loadGlobalScript, moduleId, moduleOf, requireModule } from './module';
import { isElementAccessExpression, isIdentifier, isPropertyAccessExpression, isSpreadElement, SyntaxKind, textOf } from './nodes';
import { callPromise, chained } from './promises';
import { keyOf } from './references';
import type { Machine } from './state';
import { atCall, branch, homeOf, lookup, optionally, selfOf, touch } from './state';
import { callPrimitive } from './strings';
import { applyLayer } from './models';
import { callLayer, callModel, callTensor, callTf, constructTf, makeCustomLayer, runCallbacks } from './tensorflow';
import { applyOp, noteCall } from './tensors';
import type { Call } from './tensors';
import { callOptimizer, constructOptimizer } from './training';
import { isClosed, mayGoOn } from './typing';
import type { FunctionValue, MethodValue, Scope, Value } from './values';
import { alternatives, asString, isNullish, join, UNDEFINED, UNKNOWN } from './values';

function evaluateArguments(machine: Machine, scope: Scope, call: CallExpression | NewExpression, nodes: NodeArray<Expression>): Value[] {
  const values: Value[] = [];
  // Behind a spread of unknown length no argument has a known place.
  let open = false;
  for (const node of nodes) {
    if (!isSpreadElement(node)) {
      const value = machine.evaluate(node, scope);
      values.push(open ? UNKNOWN : value);
      continue;
    }
    const spread = iterate(machine, machine.evaluate(node.expression, scope));
    if (spread && !spread.open && !open) for (const item of spread.items) values.push(item);
    else {
      open = true;
      values.push(UNKNOWN);
    }
  }
  // A call that is still being typed: its last argument may go on, or there may be another.
  const last = nodes.at(-1);
  if (!isClosed(machine, call, nodes, ')') && (!last || mayGoOn(machine, last))) values[Math.max(0, values.length - 1)] = UNKNOWN;
  return values;
}

/** By their names these look at a model and leave it as it is: `tfvis.show.modelSummary`, `plotModel`, `saveModel`. */
const ONLY_LOOKS = /^(?:show|log|print|plot|display|render|save|inspect|describe|count)|summary|^visuali[sz]e/i;

/** Somebody else's function: it may run the callbacks and write to the objects it is given. */
function callForeign(machine: Machine, args: readonly Value[], name = ''): Value {
  runCallbacks(machine, args);
  for (const arg of args) {
    if (!ONLY_LOOKS.test(name)) escape(machine, arg, MAX_REACH);
    taint(machine, arg, MAX_REACH);
  }
  return UNKNOWN;
}

/** Objects within objects are followed so far. */
const MAX_REACH = 3;

/** Notes the models that somebody else's function can reach. */
function escape(machine: Machine, value: Value, reach: number): void {
  if (machine.frozen || reach < 0) return;
  for (const one of alternatives(value)) {
    if (one.kind === 'model') one.model.escaped = true;
    else if (one.kind === 'array') for (const item of one.items) escape(machine, item, reach - 1);
    else if (one.kind === 'object') for (const entry of one.entries.values()) escape(machine, entry.value, reach - 1);
    else if (one.kind === 'collection') for (const [, item] of one.items) escape(machine, item, reach - 1);
    else if (one.kind === 'method') escape(machine, one.target, reach);
    else if (one.kind === 'unknown') for (const other of one.may ?? []) escape(machine, other, reach - 1);
  }
}

/** After this nothing is certain any more of what the program has made: `eval`, `with`. */
export function anythingMayHappen(machine: Machine, scope: Scope): void {
  if (machine.frozen) return;
  for (const model of machine.models) {
    touch(machine, model);
    model.complete = false;
  }
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    for (const binding of at.variables.values()) {
      if (binding.value.kind === 'tf') continue;
      touch(machine, binding);
      taint(machine, binding.value, MAX_REACH);
      binding.value = binding.value.kind === 'model' || binding.value.kind === 'function' || binding.value.kind === 'class' ? binding.value : UNKNOWN;
    }
  }
}

/** Calls a value as a function. */
export function callValue(machine: Machine, callee: Value, args: readonly Value[], self: Value | undefined, call?: Call): Value {
  switch (callee.kind) {
    case 'function': return callFunction(machine, callee, args, self);
    case 'tf': return callTf(machine, callee.path, call ? { ...call, args } : undefined, args);
    case 'method': return callMethod(machine, callee.target, callee.name, callOf(machine, call, callee.bound ? [...callee.bound, ...args] : args), true);
    case 'global': return callPath(machine, callee.name, args);
    case 'oneOf': return callOneOf(machine, callee.values, args, self, call);
    default: return callForeign(machine, args, call && isIdentifier(call.nameNode) ? textOf(call.nameNode) : undefined);
  }
}

/** A call that stands nowhere, as of a method that was given away: it takes the place of the call being run. */
function callOf(machine: Machine, call: Call | undefined, args: readonly Value[]): Call {
  const at = call ?? machine.calling;
  return at ? { ...at, args } : { node: machine.script.tree as never, nameNode: machine.script.tree, args, argNodes: [] };
}

function callPath(machine: Machine, name: string, args: readonly Value[]): Value {
  if (name.startsWith('Promise.')) return callPromise(machine, name, args);
  return callGlobal(machine, name, args) ?? callForeign(machine, args, name.slice(name.indexOf('.') + 1));
}

/** One of them is called, the others are not. */
function callOneOf(machine: Machine, callees: readonly Value[], args: readonly Value[], self: Value | undefined, call?: Call): Value {
  return eachAlternative(machine, callees.filter((callee) => callee.kind !== 'known'), (callee) => callValue(machine, callee, args, self, call));
}

function eachAlternative(machine: Machine, values: readonly Value[], run: (value: Value) => Value): Value {
  const [only] = values;
  if (values.length === 1 && only) return run(only);
  const results: Value[] = [];
  branch(machine, values.map((value) => () => {
    results.push(run(value));
    return 'normal';
  }));
  return results.length === 0 ? UNKNOWN : results.reduce(join);
}

const ACTIVATIONS: ReadonlySet<string> = new Set(activationOps);

/** Calls `target.name(…)`. `certain` is false where the target is one of several. */
function callMethod(machine: Machine, target: Value, name: string, call: Call, certain: boolean): Value {
  if ((name === 'then' || name === 'catch' || name === 'finally') && target.kind !== 'object' && target.kind !== 'unknown' && target.kind !== 'oneOf') return chained(machine, target, name, call.args);
  switch (target.kind) {
    case 'tf': return name === 'call' || name === 'apply' || name === 'bind' ? callThrough(machine, target, name, call) : callTf(machine, target.path === '' ? name : `${target.path}.${name}`, call, call.args);
    case 'model': return callModel(machine, target.model, name, call, certain);
    case 'layer': {
      const own = target.self && name !== 'apply' ? member(machine, target.self, name) : UNKNOWN;
      return own.kind === 'function' ? callFunction(machine, own, call.args, target.self) : callLayer(machine, target.layer, name, call);
    }
    case 'tensor': return callTensor(machine, target, name, call);
    case 'array': return callArray(machine, target, name, call.args);
    case 'collection': return callCollection(machine, target, name, call.args);
    case 'known': return isNullish(target) ? callForeign(machine, call.args) : callPrimitive(machine, target, name, call.args);
    case 'generator': return useGenerator(machine, target);
    case 'global': return callPath(machine, `${target.name}.${name}`, call.args);
    case 'oneOf': {
      const targets = target.values.filter((one) => !isNullish(one));
      return eachAlternative(machine, targets, (one) => callMethod(machine, one, name, call, certain && targets.length === 1));
    }
    case 'object': case 'class': case 'module': {
      const method = member(machine, target, name);
      if (method.kind !== 'unknown') return callValue(machine, method, call.args, target, call);
      if (name === 'hasOwnProperty' && target.kind === 'object') return UNKNOWN;
      const applied = applyHidden(machine, name, call);
      if (applied) return applied;
      // What is not seen may write to what it is called on.
      taint(machine, target);
      return callForeign(machine, call.args, name);
    }
    case 'function': case 'method': {
      if (name === 'call' || name === 'apply' || name === 'bind') return callThrough(machine, target, name, call);
      const own = target.kind === 'function' ? member(machine, target, name) : UNKNOWN;
      return own.kind === 'unknown' ? callForeign(machine, call.args) : callValue(machine, own, call.args, target, call);
    }
    case 'unknown': {
      for (const one of target.may ?? []) optionally(machine, () => {
        callMethod(machine, one, name, call, false);
        return 'normal';
      });
      return callUnknownMethod(machine, name, call);
    }
    case 'symbolic':
      // It has no such method; noted for what it says of the program.
      if (ACTIVATIONS.has(name)) applyOp(machine, name, 'method', [target, ...call.args], call, certain);
      runCallbacks(machine, call.args);
      return UNKNOWN;
    case 'optimizer': return callOptimizer(machine, name, call, true) ?? callForeign(machine, call.args);
    default:
      runCallbacks(machine, call.args);
      return UNKNOWN;
  }
}

/** `fn.call(self, …)`, `fn.apply(self, list)`, `fn.bind(self, …)`. */
function callThrough(machine: Machine, target: FunctionValue | MethodValue | Value & { kind: 'tf' }, name: 'call' | 'apply' | 'bind', call: Call): Value {
  const [self = UNDEFINED, ...rest] = call.args;
  const rebound = target.kind === 'method' && self.kind !== 'unknown' && !isNullish(self) ? { ...target, target: self } : target;
  if (name === 'bind') {
    if (rebound.kind === 'function') return { ...rebound, self, bound: [...(rebound.bound ?? []), ...rest] };
    return rebound.kind === 'method' ? { ...rebound, bound: [...(rebound.bound ?? []), ...rest] } : rest.length === 0 ? rebound : UNKNOWN;
  }
  if (name === 'call') return callValue(machine, rebound, rest, self, call);
  const list = rest[0] && !isNullish(rest[0]) ? iterate(machine, rest[0]) : { items: [], open: false };
  if (!list || list.open) return rebound.kind === 'function' ? callFunction(machine, rebound, undefined, self) : callForeign(machine, [...call.args, rebound]);
  return callValue(machine, rebound, list.items, self, call);
}

/** A layer that we cannot see: what comes out is symbolic all the same. */
function applyHidden(machine: Machine, name: string, { args: [first], node }: Call): Value | undefined {
  const applies = name === 'apply' && (first?.kind === 'symbolic' || (first?.kind === 'array' && first.items.some((item) => item.kind === 'symbolic')));
  return applies ? applyLayer(machine, undefined, first, node) : undefined;
}

function callUnknownMethod(machine: Machine, name: string, call: Call): Value {
  const hidden = applyHidden(machine, name, call) ?? callOptimizer(machine, name, call, false);
  if (hidden) return hidden;
  // What takes a tensor as a tensor does is one.
  if (tensorOnlyMethods.has(name) && call.args.some((arg) => arg.kind === 'tensor' && arg.certainty === 'certain')) return applyOp(machine, name, 'method', [UNKNOWN, ...call.args], call, true);
  if (distinctiveOps.has(name) && isAboutTensorFlow(machine)) return applyOp(machine, name, 'method', [UNKNOWN, ...call.args], call, false);
  return callForeign(machine, call.args, name);
}

/** `import('…')`, `require('…')` and a worker's `importScripts('…')`. */
function requiredModule(machine: Machine, node: CallExpression, scope: Scope): Value | undefined {
  const { expression, arguments: args } = node;
  const isImport = expression.kind === SyntaxKind.ImportKeyword;
  const name = isIdentifier(expression) && (expression.escapedText === 'require' || expression.escapedText === 'importScripts') && lookup(scope, textOf(expression)) === undefined ? textOf(expression) : undefined;
  if (!isImport && name === undefined) return undefined;
  const specifiers = args.map((arg) => asString(machine.evaluate(arg, scope)));
  const from = moduleId(machine);
  if (name === 'importScripts') {
    const module = moduleOf(machine);
    for (const specifier of specifiers) if (specifier !== undefined && module) loadGlobalScript(machine, specifier, module);
    return UNDEFINED;
  }
  const [specifier] = specifiers;
  if (specifier === undefined) return UNKNOWN;
  return isImport ? importModule(machine, specifier, from) : requireModule(machine, specifier, from);
}

function callSuper(machine: Machine, scope: Scope, args: readonly Value[]): Value {
  const home = homeOf(scope);
  const self = selfOf(scope);
  if (!home) return UNKNOWN;
  constructSuper(machine, home, self, args);
  const caller = machine.stack.at(-1);
  if (caller) parameterProperties(caller as never, scope, self);
  return UNKNOWN;
}

/** A call expression. */
export function evaluateCall(machine: Machine, node: CallExpression, scope: Scope): Value {
  const required = requiredModule(machine, node, scope);
  if (required) return required;
  const callee = node.expression;
  if (callee.kind === SyntaxKind.SuperKeyword) return callSuper(machine, scope, evaluateArguments(machine, scope, node, node.arguments));
  const { calling } = machine;
  const result = isPropertyAccessExpression(callee) || isElementAccessExpression(callee) ? callOnTarget(machine, node, callee, scope) : callPlain(machine, node, scope);
  machine.calling = calling;
  return result;
}

/** In `a?.b(…)` nothing is called, and no argument is looked at, where there is nothing. */
function perhaps(machine: Machine, node: Expression, value: Value, run: () => Value): Value {
  if ((node.flags & NodeFlags.OptionalChain) === 0) return run();
  if (isNullish(value)) return UNDEFINED;
  if (value.kind !== 'unknown' && !(value.kind === 'oneOf' && value.values.some(isNullish))) return run();
  let result: Value = UNKNOWN;
  optionally(machine, () => {
    result = run();
    return 'normal';
  });
  return join(result, UNDEFINED);
}

function callOnTarget(machine: Machine, node: CallExpression, callee: Expression & { readonly expression: Expression }, scope: Scope): Value {
  const isSuper = callee.expression.kind === SyntaxKind.SuperKeyword;
  const target = isSuper ? (selfOf(scope) ?? UNKNOWN) : machine.evaluate(callee.expression, scope);
  return perhaps(machine, node, target, () => {
    const key = isPropertyAccessExpression(callee) ? textOf(callee.name) : isElementAccessExpression(callee) ? keyOf(machine.evaluate(callee.argumentExpression, scope)) : undefined;
    const args = evaluateArguments(machine, scope, node, node.arguments);
    const nameNode = isPropertyAccessExpression(callee) ? callee.name : isElementAccessExpression(callee) ? callee.argumentExpression : callee;
    const call: Call = { node, nameNode, args, argNodes: node.arguments };
    machine.calling = call;
    if (key === undefined) {
      // Any method may be the one that is called.
      escape(machine, target, 0);
      taint(machine, target, 1);
      return callForeign(machine, args);
    }
    if (isSuper) return atCall(machine, node, () => callValue(machine, superMember(machine, scope, key), args, target, call));
    // `a.b?.()`
    if (node.questionDotToken && (target.kind === 'object' || target.kind === 'class') && isNullish(member(machine, target, key))) return UNDEFINED;
    return atCall(machine, node, () => callMethod(machine, target, key, call, true));
  });
}

function callPlain(machine: Machine, node: CallExpression, scope: Scope): Value {
  const callee = machine.evaluate(node.expression, scope);
  return perhaps(machine, node, callee, () => {
    const args = evaluateArguments(machine, scope, node, node.arguments);
    const call: Call = { node, nameNode: node.expression, args, argNodes: node.arguments };
    machine.calling = call;
    if (callee.kind === 'global' && callee.name === 'eval') {
      anythingMayHappen(machine, scope);
      return UNKNOWN;
    }
    return atCall(machine, node, () => callValue(machine, callee, args, undefined, call));
  });
}

/** A `new` expression. */
export function evaluateNew(machine: Machine, node: NewExpression, scope: Scope): Value {
  const callee = machine.evaluate(node.expression, scope);
  const args = node.arguments ? evaluateArguments(machine, scope, node, node.arguments) : [];
  return atCall(machine, node, () => eachAlternative(machine, alternatives(callee), (type) => construct(machine, type, args, node)));
}

function construct(machine: Machine, type: Value, args: readonly Value[], node: NewExpression): Value {
  switch (type.kind) {
    case 'class': {
      const instance = instantiate(machine, type, args);
      if (!isLayerClass(type)) return instance;
      return { kind: 'layer', layer: makeCustomLayer(machine, customLayer(machine, type, instance), { node, nameNode: node.expression, args, argNodes: node.arguments ?? [] }), self: instance };
    }
    case 'function': return constructFunction(machine, type, args);
    case 'tf': {
      const call: Call = { node, nameNode: node.expression, args, argNodes: node.arguments ?? [] };
      const optimizer = constructOptimizer(type.path, args);
      if (optimizer) noteCall(machine, type.path, call);
      return optimizer ?? constructTf(machine, type.path, call);
    }
    case 'global': return constructGlobal(machine, type.name, args) ?? callForeign(machine, args);
    default: return callForeign(machine, args);
  }
}
