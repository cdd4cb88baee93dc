/** Binding patterns and assignment targets: `const {a, b: [c] = []} = …`, `[x, y] = …`, `this.z = …`. */
import {
  isArrayBindingPattern, isArrayLiteralExpression, isBinaryExpression, isBindingElement, isComputedPropertyName, isElementAccessExpression, isIdentifier, isNumericLiteral,
  isObjectBindingPattern, isObjectLiteralExpression, isOmittedExpression, isPropertyAccessExpression, isPropertyAssignment, isShorthandPropertyAssignment,
  isSpreadAssignment, isSpreadElement, isStringLiteralLike, SyntaxKind,
} from './nodes';
import type { BindingName, Expression, PropertyName } from 'typescript-6';
import { member, setMember } from './members';
import type { Machine } from './state';
import { assign, declare, lookup, newArray } from './state';
import type { Entry, Scope, Value } from './values';
import { join, primitive, UNKNOWN } from './values';

/** The name of a property where it can be known. */
export function propertyName(machine: Machine, scope: Scope, name: PropertyName): string | undefined {
  if (isIdentifier(name)) return String(name.escapedText);
  if (isStringLiteralLike(name) || isNumericLiteral(name)) return name.text;
  if (!isComputedPropertyName(name)) return undefined;
  const value = primitive(machine.evaluate(name.expression, scope));
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A value that may be undefined, with the default that then takes its place. */
function withDefault(machine: Machine, scope: Scope, value: Value, initializer: Expression | undefined): Value {
  if (!initializer) return value;
  if (value.kind === 'known') return value.value === undefined ? machine.evaluate(initializer, scope) : value;
  if (value.kind === 'unknown') {
    // The default is looked at for what it holds (functions, layers), not taken for the value.
    machine.evaluate(initializer, scope);
    return UNKNOWN;
  }
  if (value.kind === 'oneOf' && value.values.some((one) => one.kind === 'known' && one.value === undefined)) {
    const rest = value.values.filter((one) => !(one.kind === 'known' && one.value === undefined));
    return rest.reduce(join, machine.evaluate(initializer, scope));
  }
  return value;
}

function itemsFrom(machine: Machine, value: Value, index: number): Value {
  return value.kind === 'array' ? newArray(machine, value.items.slice(index), value.open) : UNKNOWN;
}

function restOf(machine: Machine, value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind !== 'object') return UNKNOWN;
  const entries = new Map<string, Entry>();
  for (const [key, entry] of value.entries) if (!taken.has(key)) entries.set(key, entry);
  return { kind: 'object', born: machine.clock++, entries, open: value.open };
}

/** Declares every name of a pattern with its part of the value. */
export function bind(machine: Machine, scope: Scope, name: BindingName, value: Value): void {
  if (isIdentifier(name)) {
    declare(machine, scope, String(name.escapedText), value);
  } else if (isArrayBindingPattern(name)) {
    name.elements.forEach((element, index) => {
      if (!isBindingElement(element)) return;
      const part = element.dotDotDotToken ? itemsFrom(machine, value, index) : member(machine, value, String(index));
      bind(machine, scope, element.name, withDefault(machine, scope, part, element.initializer));
    });
  } else if (isObjectBindingPattern(name)) {
    const taken = new Set<string>();
    for (const element of name.elements) {
      if (element.dotDotDotToken) {
        bind(machine, scope, element.name, restOf(machine, value, taken));
        continue;
      }
      const key = element.propertyName ? propertyName(machine, scope, element.propertyName) : isIdentifier(element.name) ? String(element.name.escapedText) : undefined;
      if (key !== undefined) taken.add(key);
      const part = key === undefined ? UNKNOWN : member(machine, value, key);
      bind(machine, scope, element.name, withDefault(machine, scope, part, element.initializer));
    }
  }
}

function assignArray(machine: Machine, scope: Scope, elements: readonly Expression[], value: Value): void {
  elements.forEach((element, index) => {
    if (isOmittedExpression(element)) return;
    if (isSpreadElement(element)) assignTo(machine, scope, element.expression, itemsFrom(machine, value, index));
    else assignTo(machine, scope, element, member(machine, value, String(index)));
  });
}

/** Assigns to a variable, a member or a destructuring pattern. `source` is the expression that gives the value. */
export function assignTo(machine: Machine, scope: Scope, target: Expression, value: Value, source: Expression = target): void {
  if (isIdentifier(target)) {
    const name = String(target.escapedText);
    const binding = lookup(scope, name);
    if (binding) assign(machine, binding, value);
    else {
      // An undeclared name is a global of the program.
      let root = scope;
      while (root.parent) root = root.parent;
      declare(machine, root, name, value);
    }
  } else if (isPropertyAccessExpression(target)) {
    setMember(machine, machine.evaluate(target.expression, scope), String(target.name.escapedText), value, source);
  } else if (isElementAccessExpression(target)) {
    const key = primitive(machine.evaluate(target.argumentExpression, scope));
    setMember(machine, machine.evaluate(target.expression, scope), typeof key === 'string' || typeof key === 'number' ? String(key) : undefined, value, source);
  } else if (isArrayLiteralExpression(target)) {
    assignArray(machine, scope, target.elements, value);
  } else if (isObjectLiteralExpression(target)) {
    for (const property of target.properties) {
      if (isShorthandPropertyAssignment(property)) {
        const part = member(machine, value, String(property.name.escapedText));
        assignTo(machine, scope, property.name, withDefault(machine, scope, part, property.objectAssignmentInitializer));
      } else if (isPropertyAssignment(property)) {
        const key = propertyName(machine, scope, property.name);
        assignTo(machine, scope, property.initializer, key === undefined ? UNKNOWN : member(machine, value, key));
      } else if (isSpreadAssignment(property)) {
        assignTo(machine, scope, property.expression, UNKNOWN);
      }
    }
  } else if (isBinaryExpression(target) && target.operatorToken.kind === SyntaxKind.EqualsToken) {
    // A default inside an assignment pattern: `[a = 1] = …`.
    assignTo(machine, scope, target.left, withDefault(machine, scope, value, target.right));
  } else if (target.kind === SyntaxKind.ParenthesizedExpression || target.kind === SyntaxKind.NonNullExpression || target.kind === SyntaxKind.AsExpression) {
    const inner = (target as Expression & { readonly expression: Expression }).expression;
    assignTo(machine, scope, inner, value, source);
  }
}
