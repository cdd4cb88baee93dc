/** Statements, in program order. */
import { NodeFlags } from 'typescript-6';
import type * as ts from 'typescript-6';
import { forgetProps } from './exports';
import { makeClass, makeFunction } from './expressions';
import { hasModifier, isFunctionDeclaration, isIdentifier, SyntaxKind } from './nodes';
import { declareImport, declareImportEquals } from './imports';
import { exportDefault } from './module';
import { bind } from './patterns';
import { runLoop } from './loops';
import type { Completion, Machine } from './state';
import { branch, childScope, declare, declaringScope, lookup, mayLeave, optionally, OUT_OF_FUEL } from './state';
import type { Scope, Value } from './values';
import { same, truth, UNDEFINED, UNKNOWN } from './values';

type Handler = (machine: Machine, node: never, scope: Scope) => Completion;

export function variableList(machine: Machine, list: ts.VariableDeclarationList, scope: Scope): void {
  const target = declaringScope(list, scope);
  for (const declaration of list.declarations) {
    if (declaration.initializer) bind(machine, target, declaration.name, machine.evaluate(declaration.initializer, scope));
    // `var x;` behind an assignment leaves the variable alone.
    else if (!isIdentifier(declaration.name) || !target.variables.has(String(declaration.name.escapedText))) bind(machine, target, declaration.name, UNDEFINED);
  }
}

function ifStatement(machine: Machine, node: ts.IfStatement, scope: Scope): Completion {
  const decided = truth(machine.evaluate(node.expression, scope));
  const whenTrue = (): Completion => executeOne(machine, node.thenStatement, scope);
  const whenFalse = (): Completion => (node.elseStatement ? executeOne(machine, node.elseStatement, scope) : 'normal');
  if (decided === undefined) return branch(machine, [whenTrue, whenFalse]);
  // What does not run is looked at all the same, so that a hover there is right; it changes nothing.
  frozen(machine, decided ? whenFalse : whenTrue);
  return decided ? whenTrue() : whenFalse();
}

/** Looks at code that does not run. */
function frozen(machine: Machine, arm: () => Completion): void {
  const before = machine.frozen;
  machine.frozen = true;
  machine.returns.push([]);
  try {
    arm();
  } finally {
    machine.frozen = before;
    machine.returns.pop();
  }
}

function switchStatement(machine: Machine, node: ts.SwitchStatement, scope: Scope): Completion {
  const subject = machine.evaluate(node.expression, scope);
  const { clauses } = node.caseBlock;
  const inner = childScope(scope);
  /** Runs from a clause on, falling through as JavaScript does. */
  const from = (start: number): Completion => {
    for (let index = start; index < clauses.length; index++) {
      const completion = execute(machine, clauses[index]?.statements ?? [], inner);
      if (completion === 'break') return 'normal';
      if (completion !== 'normal') return completion;
    }
    return 'normal';
  };
  const fallback = clauses.findIndex((clause) => clause.kind === SyntaxKind.DefaultClause);
  const possible: number[] = [];
  for (const [index, clause] of clauses.entries()) {
    if (clause.kind !== SyntaxKind.CaseClause) continue;
    const test = machine.evaluate((clause as ts.CaseClause).expression, scope);
    if (subject.kind === 'known' && test.kind === 'known') {
      if (same(subject, test) && possible.length === 0) return from(index);
      if (!same(subject, test)) continue;
    }
    possible.push(index);
  }
  if (possible.length === 0) return fallback < 0 ? 'normal' : from(fallback);
  const arms = possible.map((index) => () => from(index));
  return branch(machine, [...arms, () => (fallback < 0 ? 'normal' : from(fallback))]);
}

/** The block ends by leaving the function or by throwing. */
function leaves(block: ts.Block): boolean {
  const last = block.statements.at(-1);
  return last?.kind === SyntaxKind.ReturnStatement || last?.kind === SyntaxKind.ThrowStatement;
}

function tryStatement(machine: Machine, node: ts.TryStatement, scope: Scope): Completion {
  const { catchClause } = node;
  const attempt = (): Completion => execute(machine, node.tryBlock.statements, childScope(scope));
  // Behind a `catch` that goes on, the block may have been left anywhere.
  let completion = catchClause && !leaves(catchClause.block) ? optionally(machine, attempt) : attempt();
  if (catchClause) {
    const handle = (): Completion => {
      const inner = childScope(scope);
      if (catchClause.variableDeclaration) bind(machine, inner, catchClause.variableDeclaration.name, UNKNOWN);
      return execute(machine, catchClause.block.statements, inner);
    };
    const before = completion;
    completion = branch(machine, [() => before, handle]);
  }
  if (!node.finallyBlock) return completion;
  const last = execute(machine, node.finallyBlock.statements, childScope(scope));
  return last === 'normal' ? completion : last;
}

function returnStatement(machine: Machine, node: ts.ReturnStatement, scope: Scope): Completion {
  const value: Value = node.expression ? machine.evaluate(node.expression, scope) : UNDEFINED;
  machine.returns.at(-1)?.push(value);
  return 'return';
}

/** With a label it may leave several loops at once: then nothing behind them is certain. */
function jump(machine: Machine, node: ts.BreakOrContinueStatement, how: Completion): Completion {
  if (!node.label) return how;
  mayLeave(machine, 'return');
  return 'break';
}

function exportAssignment(machine: Machine, node: ts.ExportAssignment, scope: Scope): Completion {
  exportDefault(machine, machine.evaluate(node.expression, scope), node.isExportEquals === true);
  return 'normal';
}

function enumDeclaration(machine: Machine, node: ts.EnumDeclaration, scope: Scope): Completion {
  const entries = new Map<string, { value: Value }>();
  const inner = childScope(scope);
  let next: number | undefined = 0;
  for (const element of node.members) {
    const name = isIdentifier(element.name) ? String(element.name.escapedText) : 'text' in element.name ? element.name.text : undefined;
    const value: Value = element.initializer ? machine.evaluate(element.initializer, inner) : next === undefined ? UNKNOWN : { kind: 'known', value: next };
    next = value.kind === 'known' && typeof value.value === 'number' ? value.value + 1 : undefined;
    if (name === undefined) continue;
    entries.set(name, { value });
    declare(machine, inner, name, value);
  }
  declare(machine, scope, String(node.name.escapedText), { kind: 'object', born: machine.clock++, entries, open: false });
  return 'normal';
}

const nothing: Handler = () => 'normal';
const loop: Handler = (machine, node: ts.IterationStatement, scope) => runLoop(machine, node, scope, executeOne);

const handlers: (Handler | undefined)[] = [];
const table: readonly (readonly [SyntaxKind, Handler])[] = [
  [SyntaxKind.VariableStatement, (machine, node: ts.VariableStatement, scope) => {
    variableList(machine, node.declarationList, scope);
    if (machine.script.hasProps && (node.declarationList.flags & NodeFlags.Let) !== 0 && hasModifier(node, SyntaxKind.ExportKeyword)) forgetProps(machine, node, scope);
    return 'normal';
  }],
  [SyntaxKind.ExpressionStatement, (machine, node: ts.ExpressionStatement, scope) => {
    machine.evaluate(node.expression, scope);
    return 'normal';
  }],
  [SyntaxKind.Block, (machine, node: ts.Block, scope) => execute(machine, node.statements, childScope(scope))],
  [SyntaxKind.IfStatement, ifStatement],
  [SyntaxKind.ReturnStatement, returnStatement],
  [SyntaxKind.ForStatement, loop], [SyntaxKind.ForOfStatement, loop], [SyntaxKind.ForInStatement, loop], [SyntaxKind.WhileStatement, loop], [SyntaxKind.DoStatement, loop],
  [SyntaxKind.SwitchStatement, switchStatement],
  [SyntaxKind.TryStatement, tryStatement],
  [SyntaxKind.ThrowStatement, (machine, node: ts.ThrowStatement, scope) => {
    machine.evaluate(node.expression, scope);
    return 'throw';
  }],
  [SyntaxKind.BreakStatement, (machine, node: ts.BreakStatement) => jump(machine, node, 'break')],
  [SyntaxKind.ContinueStatement, (machine, node: ts.ContinueStatement) => jump(machine, node, 'continue')],
  [SyntaxKind.LabeledStatement, (machine, node: ts.LabeledStatement, scope) => executeOne(machine, node.statement, scope)],
  [SyntaxKind.ImportDeclaration, declareImport as Handler],
  [SyntaxKind.ImportEqualsDeclaration, declareImportEquals as Handler],
  [SyntaxKind.ExportAssignment, exportAssignment],
  [SyntaxKind.ExportDeclaration, nothing],
  [SyntaxKind.EnumDeclaration, enumDeclaration],
  [SyntaxKind.FunctionDeclaration, nothing], [SyntaxKind.ClassDeclaration, (machine, node: ts.ClassDeclaration, scope) => {
    const type = makeClass(machine, node, scope);
    declare(machine, scope, node.name ? String(node.name.escapedText) : 'default', type);
    return 'normal';
  }],
  [SyntaxKind.InterfaceDeclaration, nothing], [SyntaxKind.TypeAliasDeclaration, nothing], [SyntaxKind.EmptyStatement, nothing],
  [SyntaxKind.ModuleDeclaration, (machine, node: ts.ModuleDeclaration, scope) => (node.body && 'statements' in node.body ? execute(machine, node.body.statements, childScope(scope)) : 'normal')],
];
for (const [kind, handler] of table) handlers[kind] = handler;

export function executeOne(machine: Machine, node: ts.Statement, scope: Scope): Completion {
  if (--machine.fuel < 0) throw OUT_OF_FUEL;
  const handler = handlers[node.kind];
  return handler ? handler(machine, node as never, scope) : 'normal';
}

/** Functions are there before the first statement runs. */
function hoist(machine: Machine, statements: readonly ts.Statement[], scope: Scope): void {
  for (const statement of statements) {
    if (!isFunctionDeclaration(statement) || !statement.body) continue;
    const name = statement.name ? String(statement.name.escapedText) : 'default';
    const fn = makeFunction(machine, statement, scope);
    // Overloads and sloppy redeclarations: the last body wins, as in JavaScript.
    const existing = scope.variables.get(name);
    if (existing && !lookup(scope, name)) continue;
    declare(machine, scope, name, fn);
  }
}

/** Runs statements until one of them leaves; what stands behind that is looked at without effect. */
export function execute(machine: Machine, statements: readonly ts.Statement[], scope: Scope): Completion {
  hoist(machine, statements, scope);
  return executeFrom(machine, statements, scope, 0);
}

/**
 * True for the statements of the program itself, and for those of a block that is never closed. Nobody writes on behind
 * a `return` there: the head of a function is missing, or its end, and what follows belongs to the program.
 */
function isOpenEnded(machine: Machine, statements: readonly ts.Statement[]): boolean {
  return 'end' in statements && typeof statements.end === 'number' && statements.end >= machine.script.tree.statements.end;
}

function executeFrom(machine: Machine, statements: readonly ts.Statement[], scope: Scope, start: number): Completion {
  const outer = machine.statement;
  for (let index = start; index < statements.length; index++) {
    const statement = statements[index];
    if (!statement) break;
    machine.statement = statement;
    const completion = executeOne(machine, statement, scope);
    machine.statement = outer;
    const last = index + 1 >= statements.length;
    if (completion !== 'normal') {
      if (last) return completion;
      if (isOpenEnded(machine, statements)) executeFrom(machine, statements, scope, index + 1);
      else frozen(machine, () => remaining(machine, statements.slice(index + 1), scope));
      return completion;
    }
    if (machine.leaving && !last) return optionally(machine, () => executeFrom(machine, statements, scope, index + 1));
  }
  return 'normal';
}

function remaining(machine: Machine, statements: readonly ts.Statement[], scope: Scope): Completion {
  for (const statement of statements) executeOne(machine, statement, childScope(scope));
  return 'normal';
}
