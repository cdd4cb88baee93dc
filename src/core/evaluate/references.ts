/** Assignment targets: `x = …`, `this.z += …`, `list[i++] = …`, `[a, b] = …`. What they name is found once, before the value. */
import type * as ts from 'typescript-6';
import { member, setMember } from './members';
import { isArrayLiteralExpression, isBinaryExpression, isObjectLiteralExpression, isOmittedExpression, isPropertyAssignment, isShorthandPropertyAssignment, isSpreadAssignment, isSpreadElement, SyntaxKind, textOf } from './nodes';
import { iterated, itemsFrom, places, propertyName, restOf, withDefault } from './patterns';
import type { Machine } from './state';
import { assign, declare, lookup } from './state';
import type { Scope, Value } from './values';
import { primitive, UNKNOWN } from './values';

/** Where a value goes to. */
export type Reference =
  | { readonly of: 'variable'; readonly name: string; readonly scope: Scope }
  | { readonly of: 'member'; readonly target: Value; readonly key: string | undefined }
  | { readonly of: 'pattern'; readonly node: ts.Expression; readonly scope: Scope };

/** A value as the key of a property; undefined where it is not known. */
export function keyOf(value: Value): string | undefined {
  const key = primitive(value);
  if (value.kind === 'known' && (key === undefined || key === null || typeof key === 'boolean')) return String(key);
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
}

/** Finds what an expression names, with the effects that finding it has. */
export function referenceTo(machine: Machine, scope: Scope, node: ts.Expression): Reference {
  switch (node.kind) {
    case SyntaxKind.Identifier: return { of: 'variable', name: textOf(node as ts.Identifier), scope };
    case SyntaxKind.PropertyAccessExpression: {
      const { expression, name } = node as ts.PropertyAccessExpression;
      return { of: 'member', target: machine.evaluate(expression, scope), key: textOf(name) };
    }
    case SyntaxKind.ElementAccessExpression: {
      const { expression, argumentExpression } = node as ts.ElementAccessExpression;
      const target = machine.evaluate(expression, scope);
      return { of: 'member', target, key: keyOf(machine.evaluate(argumentExpression, scope)) };
    }
    case SyntaxKind.ParenthesizedExpression: case SyntaxKind.AsExpression: case SyntaxKind.NonNullExpression: case SyntaxKind.SatisfiesExpression: case SyntaxKind.TypeAssertionExpression:
      return referenceTo(machine, scope, (node as ts.ParenthesizedExpression).expression);
    default: return { of: 'pattern', node, scope };
  }
}

/** The value that a reference has. */
export function readReference(machine: Machine, reference: Reference): Value {
  if (reference.of === 'variable') return lookup(reference.scope, reference.name)?.value ?? UNKNOWN;
  return reference.of === 'member' && reference.key !== undefined ? member(machine, reference.target, reference.key) : UNKNOWN;
}

/** Gives a value to what a reference names. `source` is the expression that made it. */
export function writeReference(machine: Machine, reference: Reference, value: Value, source?: ts.Node): void {
  if (reference.of === 'member') setMember(machine, reference.target, reference.key, value, source);
  else if (reference.of === 'pattern') assignPattern(machine, reference.scope, reference.node, value);
  else {
    const binding = lookup(reference.scope, reference.name);
    if (binding) assign(machine, binding, value);
    else {
      // An undeclared name is a global of the program.
      let root = reference.scope;
      while (root.parent) root = root.parent;
      declare(machine, root, reference.name, value);
    }
  }
}

/** Assigns to a variable, a member or a destructuring pattern. */
export function assignTo(machine: Machine, scope: Scope, target: ts.Expression, value: Value, source?: ts.Node): void {
  writeReference(machine, referenceTo(machine, scope, target), value, source);
}

function assignPattern(machine: Machine, scope: Scope, target: ts.Expression, value: Value): void {
  if (isArrayLiteralExpression(target)) {
    const items = iterated(machine, value, places(target.elements));
    target.elements.forEach((element, index) => {
      if (isOmittedExpression(element)) return;
      if (isSpreadElement(element)) assignTo(machine, scope, element.expression, itemsFrom(machine, items, index));
      else assignTo(machine, scope, element, member(machine, items, String(index)));
    });
  } else if (isObjectLiteralExpression(target)) {
    assignObject(machine, scope, target, value);
  } else if (isBinaryExpression(target) && target.operatorToken.kind === SyntaxKind.EqualsToken) {
    assignTo(machine, scope, target.left, withDefault(machine, scope, value, target.right));
  }
}

function assignObject(machine: Machine, scope: Scope, target: ts.ObjectLiteralExpression, value: Value): void {
  const taken = new Set<string>();
  for (const property of target.properties) {
    if (isShorthandPropertyAssignment(property)) {
      const key = textOf(property.name);
      taken.add(key);
      assignTo(machine, scope, property.name, withDefault(machine, scope, member(machine, value, key), property.objectAssignmentInitializer));
    } else if (isPropertyAssignment(property)) {
      const key = propertyName(machine, scope, property.name);
      if (key !== undefined) taken.add(key);
      assignTo(machine, scope, property.initializer, key === undefined ? UNKNOWN : member(machine, value, key));
    } else if (isSpreadAssignment(property)) {
      assignTo(machine, scope, property.expression, restOf(machine, value, taken));
    }
  }
}
