/** Loops: unrolled where the number of rounds is known, otherwise one round that may happen. */
import type * as ts from 'typescript-6';
import { assignedNames, forgetPrimitive } from './assigned';
import { isIdentifier, isVariableDeclarationList, SyntaxKind, textOf } from './nodes';
import { eachYielded } from './generators';
import { iterate } from './iterate';
import { ownKeys } from './members';
import { bind } from './patterns';
import { awaited } from './promises';
import { assignTo } from './references';
import type { Completion, Machine } from './state';
import { branch, childScope, declaringScope, isBlockScoped, mayLeave, optionally } from './state';
import type { GeneratorValue, Scope, Value } from './values';
import { HOLE, known, truth, UNDEFINED, UNKNOWN } from './values';

/** A loop is unrolled at most so often. */
const MAX_ROUNDS = 256;

/** Rounds behind one that may have been the last are followed so often. */
const MAX_DOUBTS = 8;

type Execute = (machine: Machine, node: ts.Statement, scope: Scope) => Completion;

/** One round that may or may not happen, with nothing known of what earlier rounds left in plain variables. */
function maybeOnce(machine: Machine, node: ts.IterationStatement, scope: Scope, round: () => Completion): Completion {
  for (const name of assignedNames(node)) {
    // Numbers and strings change from round to round; a symbolic tensor that is threaded through stays followed.
    forgetPrimitive(machine, scope, name);
  }
  const run = (): Completion => {
    const completion = round();
    if (completion !== 'break' && completion !== 'continue') return completion;
    // With a label it may leave several loops at once: then nothing behind them is certain.
    if (machine.target !== undefined) mayLeave(machine, 'return');
    machine.target = undefined;
    return 'normal';
  };
  branch(machine, [run, () => 'normal']);
  return 'normal';
}

/** The ways out of a round do not lead out of the loop, but for `return` and for labels further out. */
function endLoop(machine: Machine, completion: Completion): Completion {
  if (machine.leaving !== 'return') machine.leaving = undefined;
  if (machine.target !== undefined && (completion === 'break' || completion === 'continue')) return completion;
  return completion === 'return' || completion === 'throw' ? completion : 'normal';
}

/** Runs one round after another while `next` gives one; behind a round that may have left, the others may not run. `other` is any of them. */
function runRounds(machine: Machine, next: (round: number) => (() => Completion) | undefined, label: string | undefined, other: () => Completion, from = 0, doubts = 0): Completion {
  if (doubts > MAX_DOUBTS) return next(from) ? other() : 'normal';
  for (let round = from; ; round++) {
    const run = next(round);
    if (!run) return 'normal';
    const completion = run();
    if (!goesOn(machine, completion, label)) return completion;
    if (machine.leaving === 'continue') machine.leaving = undefined;
    if (machine.leaving) return optionally(machine, () => runRounds(machine, next, label, other, round + 1, doubts + 1));
  }
}

/** Whether another round follows one that ended so. */
function goesOn(machine: Machine, completion: Completion, label: string | undefined): boolean {
  if (completion !== 'continue' || machine.target === undefined) return completion === 'normal' || completion === 'continue';
  if (machine.target !== label) return false;
  machine.target = undefined;
  return true;
}

interface Loop {
  readonly condition: ts.Expression | undefined;
  readonly incrementor: ts.Expression | undefined;
  /** `do … while`: the first round is not tested for. */
  readonly tested: boolean;
  /** Gives the scope of a round, with its own copies of what `let` declares. */
  readonly roundScope: (scope: Scope) => Scope;
  /** What `continue` calls the loop. */
  readonly label: string | undefined;
}

/** Rounds while the condition is known to hold; one that may happen where it is not known. */
function rounds(machine: Machine, node: ts.IterationStatement, scope: Scope, execute: Execute, loop: Loop): Completion {
  let current = scope;
  let given = false;
  const body = (): Completion => {
    const completion = execute(machine, node.statement, current);
    if (completion === 'normal' || (completion === 'continue' && (machine.target === undefined || machine.target === loop.label))) {
      current = loop.roundScope(current);
      if (loop.incrementor) machine.evaluate(loop.incrementor, current);
    }
    return completion;
  };
  const other = (): Completion => maybeOnce(machine, node, current, body);
  const completion = runRounds(machine, (round) => {
    if (given) return undefined;
    const goes = round === 0 && !loop.tested ? true : loop.condition ? truth(machine.evaluate(loop.condition, current)) : true;
    if (goes === true && round < MAX_ROUNDS) return body;
    given = true;
    return goes === false ? undefined : other;
  }, loop.label, other);
  return endLoop(machine, completion);
}

function eachOf(machine: Machine, node: ts.ForOfStatement | ts.ForInStatement, scope: Scope, execute: Execute, label: string | undefined): Completion {
  const given = machine.evaluate(node.expression, scope);
  const source = given.kind === 'promise' ? awaited(machine, given) : given;
  const round = (item: Value): Completion => {
    const inner = childScope(scope);
    if (isVariableDeclarationList(node.initializer)) {
      const [declaration] = node.initializer.declarations;
      if (declaration) bind(machine, declaringScope(node.initializer, inner), declaration.name, item);
    } else assignTo(machine, inner, node.initializer, item);
    return execute(machine, node.statement, inner);
  };
  const isOver = (): Completion => maybeOnce(machine, node, scope, () => round(UNKNOWN));
  if (node.kind === SyntaxKind.ForOfStatement && source.kind === 'generator') return endLoop(machine, overGenerator(machine, source, round, label) ?? isOver());
  const next = node.kind === SyntaxKind.ForInStatement ? keysOf(source) : valuesOf(machine, source);
  if (!next) return endLoop(machine, isOver());
  return endLoop(machine, runRounds(machine, (index) => {
    const item = index < MAX_ROUNDS ? next(index) : 'unknown';
    if (item === 'unknown') return index <= MAX_ROUNDS ? isOver : undefined;
    return item && (() => round(item));
  }, label, isOver));
}

/** Gives the items one by one, as long as they are there: what is added while the loop runs belongs to it. */
type Next = (index: number) => Value | 'unknown' | undefined;

function valuesOf(machine: Machine, source: Value): Next | undefined {
  if (source.kind === 'array' || source.kind === 'collection') {
    let ended = false;
    return (index) => {
      if (ended) return undefined;
      if (index >= source.items.length) {
        ended = true;
        return source.open ? 'unknown' : undefined;
      }
      const item = source.kind === 'array' ? source.items[index] : iterate(machine, source)?.items[index];
      return item === HOLE ? UNDEFINED : item;
    };
  }
  const found = iterate(machine, source);
  return found && !found.open ? (index) => found.items[index] : undefined;
}

function keysOf(source: Value): Next | undefined {
  let keys: readonly string[] | undefined;
  if (source.kind === 'array' && !source.open) keys = source.items.flatMap((item, index) => (item === HOLE ? [] : [String(index)]));
  else if (source.kind === 'object' && !source.open && !source.proto && ![...source.entries.values()].some(({ optional }) => optional)) keys = ownKeys(source);
  return keys && ((index) => {
    const key = keys[index];
    return key === undefined ? undefined : known(key);
  });
}

/** The rounds of a loop over a generator, each between two steps of it; undefined where nothing is known of them. */
function overGenerator(machine: Machine, source: GeneratorValue, round: (item: Value) => Completion, label: string | undefined): Completion | undefined {
  let ended: Completion = 'normal';
  let left: typeof machine.leaving;
  const complete = eachYielded(machine, source, (item) => {
    if (left) {
      const { leaving } = machine;
      optionally(machine, () => round(item));
      machine.leaving = leaving;
      return true;
    }
    const completion = round(item);
    if (machine.leaving === 'continue') machine.leaving = undefined;
    left = machine.leaving;
    if (goesOn(machine, completion, label)) return true;
    ended = completion;
    return false;
  });
  if (left) mayLeave(machine, left);
  return complete ? ended : undefined;
}

/** Each round of `for (let …)` has variables of its own, which start as those of the round before ended. */
function copyVariables(machine: Machine, list: ts.VariableDeclarationList, scope: Scope, outer: Scope): Scope {
  const copy = childScope(outer);
  for (const { name } of list.declarations) {
    const binding = isIdentifier(name) ? scope.variables.get(textOf(name)) : undefined;
    if (binding && isIdentifier(name)) copy.variables.set(textOf(name), { kind: 'binding', born: machine.clock++, value: binding.value });
  }
  return copy;
}

const sameScope = (scope: Scope): Scope => scope;

/** Any loop statement. */
export function runLoop(machine: Machine, node: ts.IterationStatement, scope: Scope, execute: Execute, label?: string): Completion {
  switch (node.kind) {
    case SyntaxKind.ForOfStatement: case SyntaxKind.ForInStatement: return eachOf(machine, node as ts.ForOfStatement, scope, execute, label);
    case SyntaxKind.ForStatement: {
      const { initializer, condition, incrementor } = node as ts.ForStatement;
      const inner = childScope(scope);
      const list = initializer && isVariableDeclarationList(initializer) ? initializer : undefined;
      if (list) for (const declaration of list.declarations) bind(machine, declaringScope(list, inner), declaration.name, declaration.initializer ? machine.evaluate(declaration.initializer, inner) : UNDEFINED);
      else if (initializer) machine.evaluate(initializer as ts.Expression, inner);
      // `for (;;)` goes on until something leaves it.
      const copies = list !== undefined && list.declarations.every(({ name }) => isIdentifier(name)) && isBlockScoped(list);
      return rounds(machine, node, inner, execute, { condition, incrementor, tested: true, label, roundScope: copies && list ? (current) => copyVariables(machine, list, current, scope) : sameScope });
    }
    case SyntaxKind.WhileStatement: return rounds(machine, node, scope, execute, { condition: (node as ts.WhileStatement).expression, incrementor: undefined, tested: true, label, roundScope: sameScope });
    default: return rounds(machine, node, scope, execute, { condition: (node as ts.DoStatement).expression, incrementor: undefined, tested: false, label, roundScope: sameScope });
  }
}
