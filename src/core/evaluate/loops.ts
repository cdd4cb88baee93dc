/** Loops: unrolled where the number of rounds is known, otherwise one round that may happen. */
import type * as ts from 'typescript-6';
import { assignedNames, forgetPrimitive } from './assigned';
import { isIdentifier, isVariableDeclarationList, SyntaxKind } from './nodes';
import { assignTo, bind } from './patterns';
import type { Completion, Machine } from './state';
import { branch, childScope, declaringScope, isBlockScoped, optionally } from './state';
import type { Scope, Value } from './values';
import { truth, UNDEFINED, UNKNOWN } from './values';

/** A loop is unrolled at most so often. */
const MAX_ROUNDS = 256;

type Execute = (machine: Machine, node: ts.Statement, scope: Scope) => Completion;

/** One round that may or may not happen, with nothing known of what earlier rounds left in plain variables. */
function maybeOnce(machine: Machine, node: ts.IterationStatement, scope: Scope, round: () => Completion): Completion {
  for (const name of assignedNames(node)) {
    // Numbers and strings change from round to round; a symbolic tensor that is threaded through stays followed.
    forgetPrimitive(machine, scope, name);
  }
  const run = (): Completion => {
    const completion = round();
    return completion === 'break' || completion === 'continue' ? 'normal' : completion;
  };
  branch(machine, [run, () => 'normal']);
  return 'normal';
}

/** The ways out of a round do not lead out of the loop, but for `return`. */
function endLoop(machine: Machine, completion: Completion): Completion {
  if (machine.leaving !== 'return') machine.leaving = undefined;
  return completion === 'return' || completion === 'throw' ? completion : 'normal';
}

/** Runs one round after another while `next` gives one; behind a round that may have left, the others may not run. */
function runRounds(machine: Machine, next: (round: number) => (() => Completion) | undefined, from = 0): Completion {
  for (let round = from; ; round++) {
    const run = next(round);
    if (!run) return 'normal';
    const completion = run();
    if (completion !== 'normal' && completion !== 'continue') return completion;
    if (machine.leaving === 'continue') machine.leaving = undefined;
    if (machine.leaving) return optionally(machine, () => runRounds(machine, next, round + 1));
  }
}

interface Loop {
  readonly condition: ts.Expression | undefined;
  readonly incrementor: ts.Expression | undefined;
  /** `do … while`: the first round is not tested for. */
  readonly tested: boolean;
  /** Gives the scope of a round, with its own copies of what `let` declares. */
  readonly roundScope: (scope: Scope) => Scope;
}

/** Rounds while the condition is known to hold; one that may happen where it is not known. */
function rounds(machine: Machine, node: ts.IterationStatement, scope: Scope, execute: Execute, loop: Loop): Completion {
  let current = scope;
  let given = false;
  const body = (): Completion => {
    const completion = execute(machine, node.statement, current);
    if (completion === 'normal' || completion === 'continue') {
      current = loop.roundScope(current);
      if (loop.incrementor) machine.evaluate(loop.incrementor, current);
    }
    return completion;
  };
  const completion = runRounds(machine, (round) => {
    if (given) return undefined;
    const goes = round === 0 && !loop.tested ? true : loop.condition ? truth(machine.evaluate(loop.condition, current)) : undefined;
    if (goes === true && round < MAX_ROUNDS) return body;
    given = true;
    return goes === false ? undefined : () => maybeOnce(machine, node, current, body);
  });
  return endLoop(machine, completion);
}

function eachOf(machine: Machine, node: ts.ForOfStatement | ts.ForInStatement, scope: Scope, execute: Execute): Completion {
  const source = machine.evaluate(node.expression, scope);
  const round = (item: Value): Completion => {
    const inner = childScope(scope);
    if (isVariableDeclarationList(node.initializer)) {
      const [declaration] = node.initializer.declarations;
      if (declaration) bind(machine, declaringScope(node.initializer, inner), declaration.name, item);
    } else assignTo(machine, inner, node.initializer, item);
    return execute(machine, node.statement, inner);
  };
  const items = itemsOf(source, node.kind === SyntaxKind.ForInStatement);
  if (!items || items.length > MAX_ROUNDS) return endLoop(machine, maybeOnce(machine, node, scope, () => round(UNKNOWN)));
  return endLoop(machine, runRounds(machine, (index) => {
    const item = items[index];
    return item && (() => round(item));
  }));
}

function itemsOf(source: Value, keys: boolean): readonly Value[] | undefined {
  if (source.kind === 'array' && !source.open) return keys ? source.items.map((_, index) => ({ kind: 'known', value: String(index) })) : [...source.items];
  if (keys && source.kind === 'object' && !source.open) return [...source.entries.keys()].map((key) => ({ kind: 'known', value: key }));
  return undefined;
}

/** Each round of `for (let …)` has variables of its own, which start as those of the round before ended. */
function copyVariables(machine: Machine, list: ts.VariableDeclarationList, scope: Scope, outer: Scope): Scope {
  const copy = childScope(outer);
  for (const { name } of list.declarations) {
    const binding = isIdentifier(name) ? scope.variables.get(String(name.escapedText)) : undefined;
    if (binding && isIdentifier(name)) copy.variables.set(String(name.escapedText), { kind: 'binding', born: machine.clock++, value: binding.value });
  }
  return copy;
}

const sameScope = (scope: Scope): Scope => scope;

/** Any loop statement. */
export function runLoop(machine: Machine, node: ts.IterationStatement, scope: Scope, execute: Execute): Completion {
  switch (node.kind) {
    case SyntaxKind.ForOfStatement: case SyntaxKind.ForInStatement: return eachOf(machine, node as ts.ForOfStatement, scope, execute);
    case SyntaxKind.ForStatement: {
      const { initializer, condition, incrementor } = node as ts.ForStatement;
      const inner = childScope(scope);
      const list = initializer && isVariableDeclarationList(initializer) ? initializer : undefined;
      if (list) for (const declaration of list.declarations) bind(machine, declaringScope(list, inner), declaration.name, declaration.initializer ? machine.evaluate(declaration.initializer, inner) : UNDEFINED);
      else if (initializer) machine.evaluate(initializer as ts.Expression, inner);
      // `for (;;)` goes on until something leaves it.
      const copies = list !== undefined && list.declarations.every(({ name }) => isIdentifier(name)) && isBlockScoped(list);
      return rounds(machine, node, inner, execute, { condition, incrementor, tested: true, roundScope: copies && list ? (current) => copyVariables(machine, list, current, scope) : sameScope });
    }
    case SyntaxKind.WhileStatement: return rounds(machine, node, scope, execute, { condition: (node as ts.WhileStatement).expression, incrementor: undefined, tested: true, roundScope: sameScope });
    default: return rounds(machine, node, scope, execute, { condition: (node as ts.DoStatement).expression, incrementor: undefined, tested: false, roundScope: sameScope });
  }
}
