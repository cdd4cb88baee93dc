/** What a piece of code may do to others, found without running it. */
import { forEachChild } from 'typescript-6';
import type * as ts from 'typescript-6';
import { isArrayLiteralExpression, isBinaryExpression, isIdentifier, isObjectLiteralExpression, isPropertyAccessExpression, isPropertyAssignment, SyntaxKind, textOf } from './nodes';
import type { Machine } from './state';
import { assign, lookup } from './state';
import type { Binding, Scope, Value } from './values';
import { isNullish, UNKNOWN } from './values';

interface Effects {
  /** Plain variables that are assigned to. */
  readonly names: Set<string>;
  /** Fields of `this` that are assigned to; true for those that get a string, a number or a boolean as it is written. */
  readonly fields: Map<string, boolean>;
  /** Something is called, made or written: running it may matter to others. */
  acts: boolean;
  /** It waits for a promise, not counting the functions inside. */
  waits: boolean;
}

const ACTS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.CallExpression, SyntaxKind.NewExpression, SyntaxKind.TaggedTemplateExpression, SyntaxKind.DeleteExpression, SyntaxKind.AwaitExpression, SyntaxKind.YieldExpression,
]);

const PLAIN: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.StringLiteral, SyntaxKind.NumericLiteral, SyntaxKind.TrueKeyword, SyntaxKind.FalseKeyword, SyntaxKind.NoSubstitutionTemplateLiteral]);

function target(node: ts.Node, effects: Effects, value?: ts.Node): void {
  if (isIdentifier(node)) effects.names.add(textOf(node));
  else if (isPropertyAccessExpression(node)) {
    if (node.expression.kind === SyntaxKind.ThisKeyword) noteField(effects, textOf(node.name), value !== undefined && PLAIN.has(value.kind));
  } else if (isArrayLiteralExpression(node)) for (const element of node.elements) target(element, effects);
  else if (isObjectLiteralExpression(node)) for (const property of node.properties) target(isPropertyAssignment(property) ? property.initializer : (property.name ?? property), effects);
}

function noteField({ fields }: Effects, name: string, plain: boolean): void {
  fields.set(name, plain || fields.get(name) === true);
}

function collect(node: ts.Node, effects: Effects): void {
  if (isBinaryExpression(node) && node.operatorToken.kind >= SyntaxKind.FirstAssignment && node.operatorToken.kind <= SyntaxKind.LastAssignment) {
    effects.acts = true;
    target(node.left, effects, node.right);
  } else if (node.kind === SyntaxKind.PostfixUnaryExpression || node.kind === SyntaxKind.PrefixUnaryExpression) {
    const { operator, operand } = node as ts.PostfixUnaryExpression | ts.PrefixUnaryExpression;
    if (operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken) {
      effects.acts = true;
      target(operand, effects);
    }
  } else if (ACTS.has(node.kind)) {
    effects.acts = true;
    if (node.kind === SyntaxKind.AwaitExpression) effects.waits = true;
  } else if (node.kind === SyntaxKind.ForOfStatement || node.kind === SyntaxKind.ForInStatement) {
    const { initializer, awaitModifier } = node as ts.ForOfStatement;
    target(initializer, effects);
    if (awaitModifier) effects.waits = true;
  }
  const { waits: outside } = effects;
  forEachChild(node, (child) => {
    collect(child, effects);
  });
  if (FUNCTIONS.has(node.kind)) effects.waits = outside;
}

const FUNCTIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration, SyntaxKind.FunctionExpression, SyntaxKind.ArrowFunction, SyntaxKind.MethodDeclaration, SyntaxKind.Constructor, SyntaxKind.GetAccessor, SyntaxKind.SetAccessor,
]);

/** Nodes are kept from one version of a document to the next, and with them what was found. */
const known = new WeakMap<ts.Node, Effects>();

function effectsOf(node: ts.Node): Effects {
  const found = known.get(node);
  if (found) return found;
  const effects: Effects = { names: new Set(), fields: new Map(), acts: false, waits: false };
  collect(node, effects);
  known.set(node, effects);
  return effects;
}

/** Plain variables that a piece of code assigns to. */
export function assignedNames(node: ts.Node): ReadonlySet<string> {
  return effectsOf(node).names;
}

/** Fields of `this` that a piece of code assigns to; true for those that get a string, a number or a boolean as it is written. */
export function assignedFields(node: ts.Node): ReadonlyMap<string, boolean> {
  return effectsOf(node).fields;
}

/** True where a function only computes: if its result goes nowhere, it need not be run. */
export function onlyComputes(node: ts.Node): boolean {
  return !effectsOf(node).acts;
}

/** True where a piece of code waits for a promise. */
export function waits(node: ts.Node): boolean {
  return effectsOf(node).waits;
}

/** Runs code that may run later, when what is assigned behind a place of the program has been assigned. */
export function runLater(machine: Machine, scope: Scope, from: number, run: () => void): void {
  const forgotten = new Map<Binding, Value>();
  for (const statement of machine.script.tree.statements) {
    if (statement.end <= from) continue;
    for (const name of assignedNames(statement)) {
      const binding = lookup(scope, name);
      if (binding?.value.kind !== 'known' || isNullish(binding.value)) continue;
      forgotten.set(binding, binding.value);
      assign(machine, binding, UNKNOWN);
    }
  }
  run();
  for (const [binding, value] of forgotten) if (binding.value === UNKNOWN) assign(machine, binding, value);
}

/** Forgets a variable that holds a number, a string or a boolean; what holds nothing yet stays empty. */
export function forgetPrimitive(machine: Machine, scope: Scope, name: string): void {
  const binding = lookup(scope, name);
  if (binding?.value.kind === 'known' && !isNullish(binding.value)) assign(machine, binding, UNKNOWN);
}
