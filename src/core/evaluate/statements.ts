/** Statements, in program order. */
import { NodeFlags } from 'typescript-6';
import type * as ts from 'typescript-6';
import { anythingMayHappen } from './calls';
import { makeClass } from './classes';
import { forgetProps } from './exports';
import { makeFunction } from './expressions';
import { hasModifier, isBlock, isFunctionDeclaration, isIdentifier, SyntaxKind, textOf } from './nodes';
import { declareImport, declareImportEquals } from './imports';
import { exportDefault } from './module';
import { bind } from './patterns';
import { runLoop } from './loops';
import type { Completion, Machine } from './state';
import { branch, childScope, declare, declaringScope, lookup, mayLeave, optionally, OUT_OF_FUEL } from './state';
import type { Scope, Value } from './values';
import { truth, UNDEFINED, UNKNOWN } from './values';

type Handler = (machine: Machine, node: never, scope: Scope) => Completion;

export function variableList(machine: Machine, list: ts.VariableDeclarationList, scope: Scope): void {
  const target = declaringScope(list, scope);
  for (const declaration of list.declarations) {
    if (declaration.initializer) bind(machine, target, declaration.name, machine.evaluate(declaration.initializer, scope));
    // `var x;` behind an assignment leaves the variable alone.
    else if (!isIdentifier(declaration.name) || !target.variables.has(textOf(declaration.name))) bind(machine, target, declaration.name, UNDEFINED);
  }
}

function ifStatement(machine: Machine, node: ts.IfStatement, scope: Scope): Completion {
  machine.doubtful = false;
  const decided = truth(machine.evaluate(node.expression, scope));
  // `if (!this.data) throw …`: what stands behind runs when there is some.
  if (decided === true && machine.doubtful && !node.elseStatement && leavesOff(node.thenStatement)) {
    frozen(machine, () => executeOne(machine, node.thenStatement, scope));
    return 'normal';
  }
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
      if (completion === 'break' && machine.target === undefined) return 'normal';
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
      const matches = subject.value === test.value;
      if (matches && possible.length === 0) return from(index);
      if (!matches) continue;
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
  return last !== undefined && leavesOff(last);
}

function leavesOff(statement: ts.Statement): boolean {
  return isBlock(statement) ? leaves(statement) : statement.kind === SyntaxKind.ReturnStatement || statement.kind === SyntaxKind.ThrowStatement;
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

/** `break` and `continue`, with a label or without. */
function jump(machine: Machine, node: ts.BreakOrContinueStatement, how: Completion): Completion {
  machine.target = node.label && textOf(node.label);
  return how;
}

/** What is left with `break label` ends here; a loop looks itself for the `continue label` that is its own. */
function labelled(machine: Machine, node: ts.LabeledStatement, scope: Scope): Completion {
  const label = textOf(node.label);
  const { statement } = node;
  const completion = isLoop(statement) ? runLoop(machine, statement, scope, executeOne, label) : executeOne(machine, statement, scope);
  if (completion !== 'break' || machine.target !== label) return completion;
  machine.target = undefined;
  return 'normal';
}

function isLoop(node: ts.Statement): node is ts.IterationStatement {
  return node.kind >= SyntaxKind.DoStatement && node.kind <= SyntaxKind.ForOfStatement;
}

function exportAssignment(machine: Machine, node: ts.ExportAssignment, scope: Scope): Completion {
  exportDefault(machine, machine.evaluate(node.expression, scope), node.isExportEquals === true);
  return 'normal';
}

function enumDeclaration(machine: Machine, node: ts.EnumDeclaration, scope: Scope): Completion {
  const entries = new Map<string, { value: Value }>();
  const inner = childScope(scope);
  declare(machine, scope, textOf(node.name), { kind: 'object', born: machine.clock++, entries, open: false });
  let next: number | undefined = 0;
  for (const element of node.members) {
    const name = isIdentifier(element.name) ? textOf(element.name) : 'text' in element.name ? element.name.text : undefined;
    const value: Value = element.initializer ? machine.evaluate(element.initializer, inner) : next === undefined ? UNKNOWN : { kind: 'known', value: next };
    next = value.kind === 'known' && typeof value.value === 'number' ? value.value + 1 : undefined;
    if (name === undefined) continue;
    entries.set(name, { value });
    // Numbers lead back to their names.
    if (value.kind === 'known' && typeof value.value === 'number') entries.set(String(value.value), { value: { kind: 'known', value: name } });
    declare(machine, inner, name, value);
  }
  return 'normal';
}

/** `namespace Name { … }`: what it exports are members of an object of that name. */
function moduleDeclaration(machine: Machine, node: ts.ModuleDeclaration, scope: Scope): Completion {
  if (!node.body || !('statements' in node.body)) return 'normal';
  const inner: Scope = { ...childScope(scope), holdsVar: true };
  const completion = execute(machine, node.body.statements, inner);
  if (!isIdentifier(node.name)) return completion;
  const entries = new Map<string, { value: Value }>();
  for (const [name, { value }] of inner.variables) entries.set(name, { value });
  declare(machine, scope, textOf(node.name), { kind: 'object', born: machine.clock++, entries, open: false });
  return completion;
}

/** Inside `with` any name may be a member of the object: what is made there is seen, and nothing is certain behind it. */
function withStatement(machine: Machine, node: ts.WithStatement, scope: Scope): Completion {
  machine.evaluate(node.expression, scope);
  const completion = optionally(machine, () => executeOne(machine, node.statement, scope));
  anythingMayHappen(machine, scope);
  return completion === 'normal' ? 'normal' : (mayLeave(machine, 'return'), 'normal');
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
  [SyntaxKind.LabeledStatement, labelled],
  [SyntaxKind.WithStatement, withStatement],
  [SyntaxKind.ImportDeclaration, declareImport as Handler],
  [SyntaxKind.ImportEqualsDeclaration, declareImportEquals as Handler],
  [SyntaxKind.ExportAssignment, exportAssignment],
  [SyntaxKind.ExportDeclaration, nothing],
  [SyntaxKind.EnumDeclaration, enumDeclaration],
  [SyntaxKind.FunctionDeclaration, nothing], [SyntaxKind.ClassDeclaration, (machine, node: ts.ClassDeclaration, scope) => {
    const type = makeClass(machine, node, scope);
    declare(machine, scope, node.name ? textOf(node.name) : 'default', type);
    return 'normal';
  }],
  [SyntaxKind.InterfaceDeclaration, nothing], [SyntaxKind.TypeAliasDeclaration, nothing], [SyntaxKind.EmptyStatement, nothing],
  [SyntaxKind.ModuleDeclaration, moduleDeclaration],
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
    const name = statement.name ? textOf(statement.name) : 'default';
    const fn = makeFunction(machine, statement, scope);
    // Overloads and sloppy redeclarations: the last body wins, as in JavaScript.
    const existing = scope.variables.get(name);
    if (existing && !lookup(scope, name)) continue;
    declare(machine, scope, name, fn);
  }
}

/** Runs statements until one of them leaves; what stands behind that is looked at without effect. */
export function execute(machine: Machine, statements: readonly ts.Statement[], scope: Scope, from = 0, to = statements.length): Completion {
  if (from === 0) hoist(machine, statements, scope);
  return executeFrom(machine, to < statements.length ? statements.slice(0, to) : statements, scope, from);
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
