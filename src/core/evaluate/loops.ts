/** Loops: unrolled where the number of rounds is known, otherwise one round that may happen. */
import { forEachChild } from 'typescript-6';
import type * as ts from 'typescript-6';
import { isArrayLiteralExpression, isBinaryExpression, isIdentifier, isVariableDeclarationList, SyntaxKind } from './nodes';
import { assignTo, bind, forget } from './patterns';
import type { Completion, Machine, Scope } from './state';
import { branch, childScope, lookup } from './state';
import type { Value } from './values';
import { truth, UNKNOWN } from './values';

/** A loop is unrolled at most so often. */
const MAX_ROUNDS = 256;

type Execute = (machine: Machine, node: ts.Statement, scope: Scope) => Completion;

/** Plain variables that a piece of code assigns to. */
function assignedNames(node: ts.Node, names: Set<string>): Set<string> {
  if (isBinaryExpression(node) && node.operatorToken.kind >= SyntaxKind.FirstAssignment && node.operatorToken.kind <= SyntaxKind.LastAssignment) {
    if (isIdentifier(node.left)) names.add(String(node.left.escapedText));
    else if (isArrayLiteralExpression(node.left)) for (const element of node.left.elements) if (isIdentifier(element)) names.add(String(element.escapedText));
  } else if (node.kind === SyntaxKind.PostfixUnaryExpression || node.kind === SyntaxKind.PrefixUnaryExpression) {
    const { operand } = node as ts.PostfixUnaryExpression;
    if (isIdentifier(operand)) names.add(String(operand.escapedText));
  }
  forEachChild(node, (child) => {
    assignedNames(child, names);
  });
  return names;
}

/** One round that may or may not happen, with nothing known of what earlier rounds left in plain variables. */
function maybeOnce(machine: Machine, node: ts.IterationStatement, scope: Scope, round: () => Completion): Completion {
  for (const name of assignedNames(node, new Set())) {
    // Numbers and strings change from round to round; a symbolic tensor that is threaded through stays followed.
    if (lookup(scope, name)?.value.kind === 'known') forget(machine, scope, name);
  }
  const run = (): Completion => {
    const completion = round();
    return completion === 'break' || completion === 'continue' ? 'normal' : completion;
  };
  branch(machine, [run, () => 'normal']);
  return 'normal';
}

/** Runs rounds while `next` says so; gives up into {@link maybeOnce} where it cannot know. */
function rounds(machine: Machine, node: ts.IterationStatement, scope: Scope, execute: Execute, condition: ts.Expression | undefined, incrementor: ts.Expression | undefined, first: boolean): Completion {
  const body = (): Completion => {
    const completion = execute(machine, node.statement, scope);
    if (incrementor && completion !== 'return' && completion !== 'throw' && completion !== 'break') machine.evaluate(incrementor, scope);
    return completion;
  };
  let skipTest = first;
  for (let round = 0; ; round++) {
    const goes = skipTest ? true : condition ? truth(machine.evaluate(condition, scope)) : undefined;
    skipTest = false;
    if (goes === false) return 'normal';
    if (goes === undefined || round >= MAX_ROUNDS) return maybeOnce(machine, node, scope, body);
    const completion = body();
    if (completion === 'break') return 'normal';
    if (completion === 'return' || completion === 'throw') return completion;
  }
}

function eachOf(machine: Machine, node: ts.ForOfStatement | ts.ForInStatement, scope: Scope, execute: Execute): Completion {
  const source = machine.evaluate(node.expression, scope);
  const round = (item: Value): Completion => {
    const inner = childScope(scope);
    if (isVariableDeclarationList(node.initializer)) {
      const [declaration] = node.initializer.declarations;
      if (declaration) bind(machine, inner, declaration.name, item);
    } else assignTo(machine, inner, node.initializer, item);
    return execute(machine, node.statement, inner);
  };
  const items = itemsOf(source, node.kind === SyntaxKind.ForInStatement);
  if (!items || items.length > MAX_ROUNDS) return maybeOnce(machine, node, scope, () => round(UNKNOWN));
  for (const item of items) {
    const completion = round(item);
    if (completion === 'break') break;
    if (completion === 'return' || completion === 'throw') return completion;
  }
  return 'normal';
}

function itemsOf(source: Value, keys: boolean): readonly Value[] | undefined {
  if (source.kind === 'array' && !source.open) return keys ? source.items.map((_, index) => ({ kind: 'known', value: String(index) })) : [...source.items];
  if (keys && source.kind === 'object' && !source.open) return [...source.entries.keys()].map((key) => ({ kind: 'known', value: key }));
  return undefined;
}

/** Any loop statement. */
export function runLoop(machine: Machine, node: ts.IterationStatement, scope: Scope, execute: Execute): Completion {
  switch (node.kind) {
    case SyntaxKind.ForOfStatement: case SyntaxKind.ForInStatement: return eachOf(machine, node as ts.ForOfStatement, scope, execute);
    case SyntaxKind.ForStatement: {
      const loop = node as ts.ForStatement;
      const inner = childScope(scope);
      if (loop.initializer && isVariableDeclarationList(loop.initializer)) {
        for (const { name, initializer } of loop.initializer.declarations) bind(machine, inner, name, initializer ? machine.evaluate(initializer, inner) : UNKNOWN);
      } else if (loop.initializer) machine.evaluate(loop.initializer, inner);
      return rounds(machine, node, inner, execute, loop.condition, loop.incrementor, false);
    }
    case SyntaxKind.WhileStatement: return rounds(machine, node, scope, execute, (node as ts.WhileStatement).expression, undefined, false);
    default: return rounds(machine, node, scope, execute, (node as ts.DoStatement).expression, undefined, true);
  }
}
