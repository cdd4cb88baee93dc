/** Calls: who is called, on what, with which arguments. */
import type { CallExpression, Expression, NewExpression, NodeArray } from 'typescript-6';
import { distinctiveOps, tensorOnlyMethods } from '../tfjs/ops';
import { callArray, callGlobal, callPrimitive } from './builtins';
import { isAboutTensorFlow } from './evidence';
import { callFunction, instantiate, runConstructor } from './functions';
import { member, taint } from './members';
import { importModule, loadGlobalScript, moduleId, moduleOf, requireModule } from './module';
import { isElementAccessExpression, isIdentifier, isPropertyAccessExpression, isSpreadElement, SyntaxKind } from './nodes';
import type { Machine } from './state';
import { atCall, lookup, selfOf } from './state';
import { applyLayer, callLayer, callModel, callTensor, callTf, constructTf, runCallbacks } from './tensorflow';
import { applyOp } from './tensors';
import type { Call } from './tensors';
import { callOptimizer, constructOptimizer } from './training';
import { isClosed, mayGoOn } from './typing';
import type { Scope, Value } from './values';
import { alternatives, asString, isNullish, join, primitive, UNDEFINED, UNKNOWN } from './values';

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
    const spread = machine.evaluate(node.expression, scope);
    if (spread.kind === 'array' && !spread.open && !open) for (const item of spread.items) values.push(item);
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
    taint(machine, arg);
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
  }
}

/** Calls a value as a function. */
export function callValue(machine: Machine, callee: Value, args: readonly Value[], self: Value | undefined, call?: Call): Value {
  switch (callee.kind) {
    case 'function': return callFunction(machine, callee, args, self);
    case 'tf': return call ? callTf(machine, callee.path, call) : UNKNOWN;
    case 'oneOf': return callOneOf(machine, callee.values, args, self, call);
    default: return callForeign(machine, args, call && isIdentifier(call.nameNode) ? String(call.nameNode.escapedText) : undefined);
  }
}

function callOneOf(machine: Machine, callees: readonly Value[], args: readonly Value[], self: Value | undefined, call?: Call): Value {
  const callable = callees.filter((callee) => callee.kind !== 'known');
  return callable.length === 0 ? UNKNOWN : callable.map((callee) => callValue(machine, callee, args, self, call)).reduce(join);
}

/** Calls `target.name(…)`. `certain` is false where the target is one of several. */
function callMethod(machine: Machine, target: Value, name: string, call: Call, certain: boolean): Value {
  switch (target.kind) {
    case 'tf': return callTf(machine, target.path === '' ? name : `${target.path}.${name}`, call);
    case 'model': return callModel(machine, target.model, name, call, certain);
    case 'layer': return callLayer(machine, target.layer, name, call);
    case 'tensor': return callTensor(machine, target, name, call);
    case 'array': return callArray(machine, target, name, call.args);
    case 'known': return callPrimitive(target, name, call.args);
    case 'oneOf': {
      const targets = target.values.filter((one) => !isNullish(one));
      return targets.length === 0 ? UNKNOWN : targets.map((one) => callMethod(machine, one, name, call, certain && targets.length === 1)).reduce(join);
    }
    case 'object': case 'class': case 'module': {
      const method = member(machine, target, name);
      if (method.kind !== 'unknown') return callValue(machine, method, call.args, target, call);
      return applyHidden(machine, name, call) ?? callForeign(machine, call.args, name);
    }
    case 'function':
      if (name === 'call') return callFunction(machine, target, call.args.slice(1), call.args[0]);
      if (name === 'apply' && (call.args[1]?.kind === 'array' || call.args.length < 2)) return callFunction(machine, target, call.args[1]?.kind === 'array' ? call.args[1].items : [], call.args[0]);
      return callForeign(machine, call.args);
    case 'unknown': return callUnknownMethod(machine, name, call);
    case 'optimizer': return callOptimizer(machine, name, call, true) ?? callForeign(machine, call.args);
    default:
      runCallbacks(machine, call.args);
      return UNKNOWN;
  }
}

/** A layer that we cannot see, or one of the program's own: what comes out is symbolic all the same. */
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

/** The dotted name of a global that nothing in the program declares, e.g. `Math.max`. */
function globalName(scope: Scope, node: Expression): string | undefined {
  if (isIdentifier(node)) {
    const name = String(node.escapedText);
    return lookup(scope, name) ? undefined : name;
  }
  if (!isPropertyAccessExpression(node) || !isIdentifier(node.expression)) return undefined;
  const head = globalName(scope, node.expression);
  return head === undefined ? undefined : `${head}.${String(node.name.escapedText)}`;
}

/** `import('…')`, `require('…')` and a worker's `importScripts('…')`. */
function requiredModule(machine: Machine, node: CallExpression, scope: Scope): Value | undefined {
  const { expression, arguments: args } = node;
  const isImport = expression.kind === SyntaxKind.ImportKeyword;
  const name = isIdentifier(expression) && lookup(scope, String(expression.escapedText)) === undefined ? String(expression.escapedText) : undefined;
  if (!isImport && name !== 'require' && name !== 'importScripts') return undefined;
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
  const self = selfOf(scope);
  const base = self?.kind === 'object' ? self.instanceOf?.base : undefined;
  if (base?.kind === 'class' && self?.kind === 'object') runConstructor(machine, base, self, args);
  return UNKNOWN;
}

/** A call expression. */
export function evaluateCall(machine: Machine, node: CallExpression, scope: Scope): Value {
  const required = requiredModule(machine, node, scope);
  if (required) return required;
  const callee = node.expression;
  const global = globalName(scope, callee);
  if (isPropertyAccessExpression(callee) || isElementAccessExpression(callee)) {
    const target = machine.evaluate(callee.expression, scope);
    const key = isPropertyAccessExpression(callee) ? String(callee.name.escapedText) : primitive(machine.evaluate(callee.argumentExpression, scope));
    const args = evaluateArguments(machine, scope, node, node.arguments);
    const result = global === undefined ? undefined : callGlobal(machine, global, args);
    if (result) return result;
    const nameNode = isPropertyAccessExpression(callee) ? callee.name : callee.argumentExpression;
    const call: Call = { node, nameNode, args, argNodes: node.arguments };
    if (typeof key !== 'string' && typeof key !== 'number') return callForeign(machine, args);
    return atCall(machine, node, () => callMethod(machine, target, String(key), call, true));
  }
  const args = evaluateArguments(machine, scope, node, node.arguments);
  if (callee.kind === SyntaxKind.SuperKeyword) return callSuper(machine, scope, args);
  const result = global === undefined ? undefined : callGlobal(machine, global, args);
  if (result) return result;
  const value = machine.evaluate(callee, scope);
  return atCall(machine, node, () => callValue(machine, value, args, undefined, { node, nameNode: callee, args, argNodes: node.arguments }));
}

/** A `new` expression. */
export function evaluateNew(machine: Machine, node: NewExpression, scope: Scope): Value {
  const args = node.arguments ? evaluateArguments(machine, scope, node, node.arguments) : [];
  const global = globalName(scope, node.expression);
  if (global === 'Array') return callGlobal(machine, 'Array', args) ?? UNKNOWN;
  for (const type of alternatives(machine.evaluate(node.expression, scope))) {
    if (type.kind === 'class') return atCall(machine, node, () => instantiate(machine, type, args));
    if (type.kind === 'tf') return constructOptimizer(type.path, args) ?? constructTf(machine, type.path, { node, nameNode: node.expression, args, argNodes: node.arguments ?? [] });
  }
  return callForeign(machine, args);
}
