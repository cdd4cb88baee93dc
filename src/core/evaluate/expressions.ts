/** Expressions: one handler for each kind of node, found by the kind. */
import { forEachChild } from 'typescript-6';
import type * as ts from 'typescript-6';
import { evaluateCall, evaluateNew } from './calls';
import { member, taint } from './members';
import { isComputedPropertyName, isElementAccessExpression, isMethodDeclaration, isPropertyAccessExpression, isPropertyAssignment, isShorthandPropertyAssignment, isSpreadAssignment, isSpreadElement, SyntaxKind } from './nodes';
import { binary, COMPOUND, typeOf, unary } from './operators';
import { assignTo, propertyName } from './patterns';
import type { Machine } from './state';
import { append, atHome, branch, lookup, newArray, OUT_OF_FUEL, selfOf, touch } from './state';
import { isClosed, mayGoOn } from './typing';
import type { ClassValue, Entry, FunctionValue, ObjectValue, Scope, Value } from './values';
import { asNumber, isNullish, join, known, MAX_STRING, NULL, primitive, truth, UNDEFINED, UNKNOWN } from './values';

type Handler = (machine: Machine, node: never, scope: Scope) => Value;

function identifier(_: Machine, node: ts.Identifier, scope: Scope): Value {
  const name = String(node.escapedText);
  const binding = lookup(scope, name);
  if (binding) return binding.value;
  if (name === 'undefined') return UNDEFINED;
  if (name === 'NaN') return known(Number.NaN);
  if (name === 'Infinity') return known(Number.POSITIVE_INFINITY);
  return UNKNOWN;
}

/** A string whose end is still to be typed is not known. */
function stringLiteral(_: Machine, node: ts.StringLiteralLike): Value {
  return node.isUnterminated ? UNKNOWN : known(node.text);
}

function objectLiteral(machine: Machine, node: ts.ObjectLiteralExpression, scope: Scope): Value {
  const entries = new Map<string, Entry>();
  const object: ObjectValue = { kind: 'object', born: machine.clock++, entries, open: false };
  const home = atHome(machine);
  const set = (key: string, value: Value, property: ts.Node, valueNode: ts.Node | undefined): void => {
    entries.set(key, home ? { value, property, ...(valueNode ? { valueNode } : {}) } : { value });
  };
  for (const property of node.properties) {
    if (isSpreadAssignment(property)) spreadInto(object, machine.evaluate(property.expression, scope));
    else if (isShorthandPropertyAssignment(property)) {
      set(String(property.name.escapedText), identifier(machine, property.name, scope), property, property.name);
    } else if (isPropertyAssignment(property)) {
      const key = propertyName(machine, scope, property.name);
      const value = machine.evaluate(property.initializer, scope);
      if (key === undefined) taint(machine, object);
      else set(key, value, property, property.initializer);
    } else {
      const key = isComputedPropertyName(property.name) ? undefined : propertyName(machine, scope, property.name);
      if (key === undefined) continue;
      // A getter may give anything; it is entered like a function that nobody calls.
      const fn = makeFunction(machine, property, scope, object);
      set(key, isMethodDeclaration(property) ? fn : UNKNOWN, property, undefined);
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
function spreadInto(object: ObjectValue, source: Value): void {
  if (source.kind === 'object') {
    if (source.open) {
      for (const key of object.entries.keys()) object.entries.set(key, { value: UNKNOWN });
      object.open = true;
    }
    for (const [key, entry] of source.entries) object.entries.set(key, entry);
  } else if (source.kind === 'oneOf' || source.kind === 'unknown') {
    for (const key of object.entries.keys()) object.entries.set(key, { value: UNKNOWN });
    object.open = true;
  }
}

function arrayLiteral(machine: Machine, node: ts.ArrayLiteralExpression, scope: Scope): Value {
  const array = newArray(machine, []);
  for (const element of node.elements) {
    if (!isSpreadElement(element)) {
      const item = element.kind === SyntaxKind.OmittedExpression ? UNDEFINED : machine.evaluate(element, scope);
      // Behind a spread of unknown length no item has a known place.
      if (!array.open) append(array, [item]);
      continue;
    }
    const spread = machine.evaluate(element.expression, scope);
    if (spread.kind === 'array') append(array, spread.items);
    if (spread.kind !== 'array' || spread.open) array.open = true;
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

/** Makes a class value; its `extends` is read where the class stands. */
export function makeClass(machine: Machine, node: ts.ClassLikeDeclaration, scope: Scope): ClassValue {
  const heritage = node.heritageClauses?.find((clause) => clause.token === SyntaxKind.ExtendsKeyword)?.types[0];
  const { script } = machine;
  const type: ClassValue = heritage ? { kind: 'class', node, script, scope, base: machine.evaluate(heritage.expression, scope) } : { kind: 'class', node, script, scope };
  if (atHome(machine)) machine.classes.push(type);
  return type;
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
  if (operator === SyntaxKind.QuestionQuestionEqualsToken) return left.kind === 'unknown' || left.kind === 'oneOf' || left.kind === 'tf' ? undefined : !isNullish(left);
  const decided = truth(left);
  return decided === undefined ? undefined : decided === (operator === SyntaxKind.BarBarEqualsToken);
}

function binaryExpression(machine: Machine, node: ts.BinaryExpression, scope: Scope): Value {
  const operator = node.operatorToken.kind;
  switch (operator) {
    case SyntaxKind.EqualsToken: {
      const value = machine.evaluate(node.right, scope);
      assignTo(machine, scope, node.left, value, node.right);
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
      return left.kind === 'unknown' || left.kind === 'oneOf' ? conditional(machine, UNKNOWN, () => left, () => machine.evaluate(node.right, scope)) : left;
    }
    case SyntaxKind.BarBarEqualsToken: case SyntaxKind.QuestionQuestionEqualsToken: case SyntaxKind.AmpersandAmpersandEqualsToken: {
      const left = machine.evaluate(node.left, scope);
      const keeps = keepsLeft(operator, left);
      if (keeps) return left;
      const write = (): Value => {
        const right = machine.evaluate(node.right, scope);
        assignTo(machine, scope, node.left, right);
        return right;
      };
      return keeps === false ? write() : conditional(machine, UNKNOWN, () => left, write);
    }
  }
  const compound = COMPOUND.get(operator);
  const left = machine.evaluate(node.left, scope);
  const right = machine.evaluate(node.right, scope);
  if (compound === undefined) return binary(operator, left, right);
  const value = binary(compound, left, right);
  assignTo(machine, scope, node.left, value);
  return value;
}

function unaryExpression(machine: Machine, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, scope: Scope): Value {
  const value = machine.evaluate(node.operand, scope);
  if (node.operator !== SyntaxKind.PlusPlusToken && node.operator !== SyntaxKind.MinusMinusToken) return unary(node.operator, value);
  const before = asNumber(value);
  const after = before === undefined ? UNKNOWN : known(node.operator === SyntaxKind.PlusPlusToken ? before + 1 : before - 1);
  assignTo(machine, scope, node.operand, after);
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

function elementAccess(machine: Machine, node: ts.ElementAccessExpression, scope: Scope): Value {
  const target = machine.evaluate(node.expression, scope);
  const key = primitive(machine.evaluate(node.argumentExpression, scope));
  return typeof key === 'string' || typeof key === 'number' ? member(machine, target, String(key)) : UNKNOWN;
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
    const key = isPropertyAccessExpression(expression) ? String(expression.name.escapedText) : primitive(machine.evaluate(expression.argumentExpression, scope));
    if (target.kind === 'object' && typeof key === 'string' && !machine.frozen) {
      touch(machine, target);
      target.entries.delete(key);
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
  [SyntaxKind.PropertyAccessExpression, (machine, node: ts.PropertyAccessExpression, scope) => member(machine, machine.evaluate(node.expression, scope), String(node.name.escapedText))],
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
  [SyntaxKind.AwaitExpression, inner], [SyntaxKind.ParenthesizedExpression, inner], [SyntaxKind.AsExpression, inner],
  [SyntaxKind.SatisfiesExpression, inner], [SyntaxKind.NonNullExpression, inner], [SyntaxKind.TypeAssertionExpression, inner],
];
for (const [kind, handler] of table) handlers[kind] = handler;

/** Expressions nest at most so deep; more is generated code. */
const MAX_DEPTH = 500;

/** Evaluates an expression: the one function through which everything goes. */
export function evaluate(machine: Machine, node: ts.Expression, scope: Scope): Value {
  if (--machine.fuel < 0) throw OUT_OF_FUEL;
  if (machine.depth > MAX_DEPTH) return UNKNOWN;
  machine.depth++;
  const handler = handlers[node.kind];
  const value = handler ? handler(machine, node as never, scope) : descend(machine, node, scope);
  // Not in a `finally`: the one exception that passes here ends the machine.
  machine.depth--;
  return value;
}

