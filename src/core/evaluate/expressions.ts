/** Expressions: one handler for each kind of node, found by the kind. */
import { forEachChild, NodeFlags } from 'typescript-6';
import type * as ts from 'typescript-6';
import { evaluateCall, evaluateNew } from './calls';
import { makeClass } from './classes';
import { isAccessor } from './inherited';
import { globalNamed } from './global-names';
import { iterate } from './iterate';
import { INHERITED, member, ownKeys, readEntry, superMember, taint } from './members';
import { isComputedPropertyName, isElementAccessExpression, isMethodDeclaration, isPropertyAccessExpression, isPropertyAssignment, isShorthandPropertyAssignment, isSpreadAssignment, isSpreadElement, SyntaxKind, textOf } from './nodes';
import { binary, COMPOUND, typeOf, unary } from './operators';
import { propertyName } from './patterns';
import { awaited } from './promises';
import { keyOf, readReference, referenceTo, writeReference } from './references';
import type { Machine } from './state';
import { append, atHome, branch, lookup, newArray, optionally, OUT_OF_FUEL, selfOf, touch } from './state';
import { isClosed, mayGoOn } from './typing';
import type { Entry, FunctionValue, ObjectValue, Scope, Value } from './values';
import { asNumber, HOLE, isNullish, isOpen, join, known, MAX_STRING, NULL, truth, UNDEFINED, UNKNOWN, unknownOf } from './values';

type Handler = (machine: Machine, node: never, scope: Scope) => Value;

function identifier(_: Machine, node: ts.Identifier, scope: Scope): Value {
  const name = textOf(node);
  return lookup(scope, name)?.value ?? globalNamed(name) ?? UNKNOWN;
}

/** A string whose end is still to be typed is not known. */
function stringLiteral(_: Machine, node: ts.StringLiteralLike): Value {
  return node.isUnterminated ? UNKNOWN : known(node.text);
}

function objectLiteral(machine: Machine, node: ts.ObjectLiteralExpression, scope: Scope): Value {
  const entries = new Map<string, Entry>();
  const home = atHome(machine);
  const object: ObjectValue = { kind: 'object', born: machine.clock++, entries, open: false, ...(home ? { node } : {}) };
  const set = (key: string, value: Value, property: ts.Node, rest: Omit<Entry, 'value' | 'property'>): void => {
    // A position of another module means nothing here.
    const { valueNode: _, ...away } = rest;
    entries.set(key, home ? { value, property, ...rest } : { value, ...away });
  };
  for (const property of node.properties) {
    if (isSpreadAssignment(property)) spreadInto(machine, object, machine.evaluate(property.expression, scope));
    else if (isShorthandPropertyAssignment(property)) {
      set(textOf(property.name), identifier(machine, property.name, scope), property, { valueNode: property.name });
    } else if (isPropertyAssignment(property)) {
      const key = propertyName(machine, scope, property.name);
      const value = machine.evaluate(property.initializer, scope);
      if (key === undefined) taint(machine, object);
      else if (key === '__proto__' && !isComputedPropertyName(property.name)) object.proto = value.kind === 'known' || value.kind === 'object' ? value : UNKNOWN;
      else set(key, value, property, { valueNode: property.initializer });
    } else {
      const key = propertyName(machine, scope, property.name);
      const fn = makeFunction(machine, property, scope, object);
      if (key === undefined) taint(machine, object);
      else if (isMethodDeclaration(property)) set(key, fn, property, {});
      else {
        const { getter, setter } = entries.get(key) ?? {};
        const own = property.kind === SyntaxKind.GetAccessor ? { getter: fn, ...(setter ? { setter } : {}) } : { setter: fn, ...(getter ? { getter } : {}) };
        set(key, property.kind === SyntaxKind.GetAccessor || getter ? UNKNOWN : UNDEFINED, property, own);
      }
    }
  }
  if (!isClosed(machine, node, node.properties, '}')) leaveOpen(machine, object, node);
  return object;
}

/** An object that is still being typed: more keys may come, and the last value may go on. */
function leaveOpen(machine: Machine, object: ObjectValue, node: ts.ObjectLiteralExpression): void {
  const last = node.properties.at(-1);
  object.open = true;
  if (!last || !mayGoOn(machine, last)) return;
  for (const [key, entry] of object.entries) if (entry.property === last) object.entries.set(key, { ...entry, value: UNKNOWN });
}

/** `{...source}`: what is unknown of the source is unknown of the object. */
function spreadInto(machine: Machine, object: ObjectValue, source: Value): void {
  const { entries } = object;
  if (source.kind === 'oneOf' || source.kind === 'unknown' || (source.kind === 'object' && source.open)) {
    for (const [key, entry] of entries) entries.set(key, { value: unknownOf([entry.value]) });
    object.open = true;
  }
  if (source.kind === 'object') {
    for (const key of ownKeys(source)) {
      const entry = source.entries.get(key);
      if (!entry) continue;
      const before = entry.optional ? entries.get(key) : undefined;
      if (before) entries.set(key, { value: unknownOf([before.value, entry.value]) });
      else entries.set(key, isAccessor(entry) ? { value: readEntry(machine, entry, source) } : entry);
    }
  } else if (source.kind === 'array') {
    for (const [index, item] of source.items.entries()) if (item !== HOLE) entries.set(String(index), { value: item });
    if (source.open) object.open = true;
  }
}

function arrayLiteral(machine: Machine, node: ts.ArrayLiteralExpression, scope: Scope): Value {
  const array = newArray(machine, []);
  for (const element of node.elements) {
    if (!isSpreadElement(element)) {
      const item = element.kind === SyntaxKind.OmittedExpression ? HOLE : machine.evaluate(element, scope);
      // Behind a spread of unknown length no item has a known place.
      if (!array.open) append(array, [item]);
      continue;
    }
    const spread = iterate(machine, machine.evaluate(element.expression, scope));
    if (spread) append(array, spread.items);
    if (!spread || spread.open) array.open = true;
  }
  if (!isClosed(machine, node, node.elements, ']')) {
    const last = node.elements.at(-1);
    if (last && mayGoOn(machine, last)) array.items.pop();
    array.open = true;
  }
  return array;
}

/** Makes a function value and keeps it to be entered, should nobody call it. */
export function makeFunction(machine: Machine, node: ts.FunctionLikeDeclaration, scope: Scope, self?: Value): FunctionValue {
  const { script } = machine;
  const fn: FunctionValue = self === undefined ? { kind: 'function', node, script, scope } : { kind: 'function', node, script, scope, self };
  if (!machine.entered.has(node) && atHome(machine)) machine.waiting.add(fn);
  return fn;
}

function conditional(machine: Machine, condition: Value, whenTrue: () => Value, whenFalse: () => Value): Value {
  const decided = truth(condition);
  if (decided !== undefined) return decided ? whenTrue() : whenFalse();
  let first: Value = UNKNOWN;
  let second: Value = UNKNOWN;
  branch(machine, [() => {
    first = whenTrue();
    return 'normal';
  }, () => {
    second = whenFalse();
    return 'normal';
  }]);
  return join(first, second);
}

/** Whether `a ||= b` and the like leave a as it is; undefined where that is not known. */
function keepsLeft(operator: SyntaxKind, left: Value): boolean | undefined {
  if (operator === SyntaxKind.QuestionQuestionEqualsToken) return isOpen(left) ? undefined : !isNullish(left);
  const decided = truth(left);
  return decided === undefined ? undefined : decided === (operator === SyntaxKind.BarBarEqualsToken);
}

function binaryExpression(machine: Machine, node: ts.BinaryExpression, scope: Scope): Value {
  const operator = node.operatorToken.kind;
  switch (operator) {
    case SyntaxKind.EqualsToken: {
      const reference = referenceTo(machine, scope, node.left);
      const value = machine.evaluate(node.right, scope);
      writeReference(machine, reference, value, node.right);
      return value;
    }
    case SyntaxKind.CommaToken:
      machine.evaluate(node.left, scope);
      return machine.evaluate(node.right, scope);
    case SyntaxKind.AmpersandAmpersandToken: {
      const left = machine.evaluate(node.left, scope);
      return conditional(machine, left, () => machine.evaluate(node.right, scope), () => left);
    }
    case SyntaxKind.BarBarToken: {
      const left = machine.evaluate(node.left, scope);
      return conditional(machine, left, () => left, () => machine.evaluate(node.right, scope));
    }
    case SyntaxKind.QuestionQuestionToken: {
      const left = machine.evaluate(node.left, scope);
      if (isNullish(left)) return machine.evaluate(node.right, scope);
      return isOpen(left) ? conditional(machine, UNKNOWN, () => left, () => machine.evaluate(node.right, scope)) : left;
    }
    case SyntaxKind.BarBarEqualsToken: case SyntaxKind.QuestionQuestionEqualsToken: case SyntaxKind.AmpersandAmpersandEqualsToken: {
      const reference = referenceTo(machine, scope, node.left);
      const left = readReference(machine, reference);
      const keeps = keepsLeft(operator, left);
      if (keeps) return left;
      const write = (): Value => {
        const right = machine.evaluate(node.right, scope);
        writeReference(machine, reference, right);
        return right;
      };
      return keeps === false ? write() : conditional(machine, UNKNOWN, () => left, write);
    }
  }
  const compound = COMPOUND.get(operator);
  if (compound !== undefined) {
    const reference = referenceTo(machine, scope, node.left);
    const before = readReference(machine, reference);
    const value = binary(compound, before, machine.evaluate(node.right, scope));
    writeReference(machine, reference, value);
    return value;
  }
  const left = machine.evaluate(node.left, scope);
  const right = machine.evaluate(node.right, scope);
  if (operator === SyntaxKind.InKeyword) return isIn(left, right);
  return operator === SyntaxKind.InstanceOfKeyword ? isInstance(left, right) : binary(operator, left, right);
}

/** `key in object`. */
function isIn(key: Value, object: Value): Value {
  if (key.kind !== 'known' || object.kind !== 'object') return UNKNOWN;
  const entry = object.entries.get(String(key.value));
  if (entry) return entry.optional ? UNKNOWN : known(true);
  return object.open || object.instanceOf || object.proto || INHERITED.has(String(key.value)) ? UNKNOWN : known(false);
}

/** `value instanceof Class`, for instances and classes of the program. */
function isInstance(value: Value, type: Value): Value {
  if (type.kind === 'global' && type.name === 'Array') return value.kind === 'array' ? known(true) : UNKNOWN;
  if (type.kind !== 'class' || value.kind !== 'object' || !value.instanceOf) return UNKNOWN;
  let at: Value | undefined = value.instanceOf;
  while (at?.kind === 'class' && at.node !== type.node) at = at.base;
  return at?.kind === 'class' ? known(true) : at === undefined ? known(false) : UNKNOWN;
}

function unaryExpression(machine: Machine, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, scope: Scope): Value {
  if (node.operator !== SyntaxKind.PlusPlusToken && node.operator !== SyntaxKind.MinusMinusToken) return unary(node.operator, machine.evaluate(node.operand, scope));
  const reference = referenceTo(machine, scope, node.operand);
  const value = unary(SyntaxKind.PlusToken, readReference(machine, reference));
  const before = asNumber(value);
  const after = before === undefined ? UNKNOWN : known(node.operator === SyntaxKind.PlusPlusToken ? before + 1 : before - 1);
  writeReference(machine, reference, after);
  return node.kind === SyntaxKind.PostfixUnaryExpression ? value : after;
}

function template(machine: Machine, node: ts.TemplateExpression, scope: Scope): Value {
  let text: string | undefined = node.head.text;
  for (const span of node.templateSpans) {
    const value = machine.evaluate(span.expression, scope);
    if (text === undefined || value.kind !== 'known') text = undefined;
    else text += String(value.value) + span.literal.text;
    if (span.literal.isUnterminated || (text !== undefined && text.length > MAX_STRING)) text = undefined;
  }
  return text === undefined || machine.script.text[node.end - 1] !== '`' ? UNKNOWN : known(text);
}

/** `a?.b` and what follows it end where there is nothing. */
function endsChain(node: ts.Expression, target: Value): boolean {
  return (node.flags & NodeFlags.OptionalChain) !== 0 && isNullish(target);
}

function propertyAccess(machine: Machine, node: ts.PropertyAccessExpression, scope: Scope): Value {
  const name = textOf(node.name);
  if (node.expression.kind === SyntaxKind.SuperKeyword) return superMember(machine, scope, name);
  const target = machine.evaluate(node.expression, scope);
  return endsChain(node, target) ? UNDEFINED : member(machine, target, name);
}

function elementAccess(machine: Machine, node: ts.ElementAccessExpression, scope: Scope): Value {
  const target = machine.evaluate(node.expression, scope);
  if (endsChain(node, target)) return UNDEFINED;
  const key = keyOf(machine.evaluate(node.argumentExpression, scope));
  if (node.expression.kind === SyntaxKind.SuperKeyword) return UNKNOWN;
  return key === undefined ? anyOf(target) : member(machine, target, key);
}

/** An item of which it is not known which it is. */
function anyOf(target: Value): Value {
  if (target.kind === 'array') return unknownOf(target.items);
  return target.kind === 'object' ? unknownOf([...target.entries.values()].map(({ value }) => value)) : UNKNOWN;
}

/** `yield value` and `yield* values`. */
function yieldExpression(machine: Machine, node: ts.YieldExpression, scope: Scope): Value {
  const value = node.expression ? machine.evaluate(node.expression, scope) : UNDEFINED;
  const take = machine.yielding;
  if (!take) return UNKNOWN;
  if (!node.asteriskToken) take(value);
  else {
    const items = iterate(machine, value);
    for (const item of items?.items ?? []) take(item);
    if (!items || items.open) optionally(machine, () => {
      take(UNKNOWN);
      return 'normal';
    });
  }
  return UNKNOWN;
}

/** Anything else: what stands inside is looked at, the whole is unknown. */
function descend(machine: Machine, node: ts.Node, scope: Scope): Value {
  forEachChild(node, (child) => {
    if (handlers[child.kind]) machine.evaluate(child as ts.Expression, scope);
    else if (child.kind !== SyntaxKind.Block) descend(machine, child, scope);
  });
  return UNKNOWN;
}

/** `delete object.key`. */
function deleteExpression(machine: Machine, node: ts.DeleteExpression, scope: Scope): Value {
  const { expression } = node;
  if (isPropertyAccessExpression(expression) || isElementAccessExpression(expression)) {
    const target = machine.evaluate(expression.expression, scope);
    const key = isPropertyAccessExpression(expression) ? textOf(expression.name) : keyOf(machine.evaluate(expression.argumentExpression, scope));
    if (target.kind === 'object' && key !== undefined && !machine.frozen) {
      touch(machine, target);
      if (!target.fixed) target.entries.delete(key);
    } else taint(machine, target);
  }
  return UNKNOWN;
}

const inner: Handler = (machine, node: ts.ParenthesizedExpression, scope) => machine.evaluate(node.expression, scope);
const fn: Handler = (machine, node: ts.FunctionExpression | ts.ArrowFunction, scope) => makeFunction(machine, node, scope);

const handlers: (Handler | undefined)[] = [];
const table: readonly (readonly [SyntaxKind, Handler])[] = [
  [SyntaxKind.Identifier, identifier],
  [SyntaxKind.StringLiteral, stringLiteral],
  [SyntaxKind.NoSubstitutionTemplateLiteral, stringLiteral],
  [SyntaxKind.NumericLiteral, (_, node: ts.NumericLiteral) => known(Number(node.text))],
  [SyntaxKind.TrueKeyword, () => known(true)],
  [SyntaxKind.FalseKeyword, () => known(false)],
  [SyntaxKind.NullKeyword, () => NULL],
  [SyntaxKind.ThisKeyword, (_, __: ts.Node, scope) => selfOf(scope) ?? UNKNOWN],
  [SyntaxKind.ObjectLiteralExpression, objectLiteral],
  [SyntaxKind.ArrayLiteralExpression, arrayLiteral],
  [SyntaxKind.PropertyAccessExpression, propertyAccess],
  [SyntaxKind.ElementAccessExpression, elementAccess],
  [SyntaxKind.CallExpression, evaluateCall],
  [SyntaxKind.NewExpression, evaluateNew],
  [SyntaxKind.ArrowFunction, fn],
  [SyntaxKind.FunctionExpression, fn],
  [SyntaxKind.ClassExpression, makeClass],
  [SyntaxKind.BinaryExpression, binaryExpression],
  [SyntaxKind.PrefixUnaryExpression, unaryExpression],
  [SyntaxKind.PostfixUnaryExpression, unaryExpression],
  [SyntaxKind.ConditionalExpression, (machine, node: ts.ConditionalExpression, scope) =>
    conditional(machine, machine.evaluate(node.condition, scope), () => machine.evaluate(node.whenTrue, scope), () => machine.evaluate(node.whenFalse, scope))],
  [SyntaxKind.TemplateExpression, template],
  [SyntaxKind.TypeOfExpression, (machine, node: ts.TypeOfExpression, scope) => typeOf(machine.evaluate(node.expression, scope))],
  [SyntaxKind.DeleteExpression, deleteExpression],
  [SyntaxKind.VoidExpression, (machine, node: ts.VoidExpression, scope) => {
    machine.evaluate(node.expression, scope);
    return UNDEFINED;
  }],
  [SyntaxKind.AwaitExpression, (machine, node: ts.AwaitExpression, scope) => awaited(machine, machine.evaluate(node.expression, scope))],
  [SyntaxKind.YieldExpression, yieldExpression],
  [SyntaxKind.ParenthesizedExpression, inner], [SyntaxKind.AsExpression, inner],
  [SyntaxKind.SatisfiesExpression, inner], [SyntaxKind.NonNullExpression, inner], [SyntaxKind.TypeAssertionExpression, inner],
];
for (const [kind, handler] of table) handlers[kind] = handler;

/** Expressions nest at most so deep; more is generated code. */
const MAX_DEPTH = 500;

/** Bits of the fuel that are all 0 where the time is looked at: about every thousandth expression. */
const WATCHED = 1023;

/** Evaluates an expression: the one function through which everything goes. */
export function evaluate(machine: Machine, node: ts.Expression, scope: Scope): Value {
  if (--machine.fuel < 0) throw OUT_OF_FUEL;
  if ((machine.fuel & WATCHED) === 0) machine.watch();
  if (machine.depth > MAX_DEPTH) {
    machine.whole = false;
    return UNKNOWN;
  }
  machine.depth++;
  const handler = handlers[node.kind];
  const value = handler ? handler(machine, node as never, scope) : descend(machine, node, scope);
  // Not in a `finally`: the one exception that passes here ends the machine.
  machine.depth--;
  return value;
}

