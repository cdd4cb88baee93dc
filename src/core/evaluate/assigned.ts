/** Which variables a piece of code assigns to, found without running it. */
import { forEachChild } from 'typescript-6';
import type * as ts from 'typescript-6';
import { isArrayLiteralExpression, isBinaryExpression, isIdentifier, SyntaxKind } from './nodes';
import type { Machine, Scope } from './state';
import { assign, lookup } from './state';
import { isNullish, UNKNOWN } from './values';

function collect(node: ts.Node, names: Set<string>): void {
  if (isBinaryExpression(node) && node.operatorToken.kind >= SyntaxKind.FirstAssignment && node.operatorToken.kind <= SyntaxKind.LastAssignment) {
    if (isIdentifier(node.left)) names.add(String(node.left.escapedText));
    else if (isArrayLiteralExpression(node.left)) for (const element of node.left.elements) if (isIdentifier(element)) names.add(String(element.escapedText));
  } else if (node.kind === SyntaxKind.PostfixUnaryExpression || node.kind === SyntaxKind.PrefixUnaryExpression) {
    const { operand } = node as ts.PostfixUnaryExpression;
    if (isIdentifier(operand)) names.add(String(operand.escapedText));
  }
  forEachChild(node, (child) => {
    collect(child, names);
  });
}

/** Nodes are kept from one version of a document to the next, and with them what was found. */
const known = new WeakMap<ts.Node, ReadonlySet<string>>();

/** Plain variables that a piece of code assigns to. */
export function assignedNames(node: ts.Node): ReadonlySet<string> {
  const found = known.get(node);
  if (found) return found;
  const names = new Set<string>();
  collect(node, names);
  known.set(node, names);
  return names;
}

/** Forgets a variable that holds a number, a string or a boolean; what holds nothing yet stays empty. */
export function forgetPrimitive(machine: Machine, scope: Scope, name: string): void {
  const binding = lookup(scope, name);
  if (binding?.value.kind === 'known' && !isNullish(binding.value)) assign(machine, binding, UNKNOWN);
}
