/** The code of functions that compute with tensors, as far as it is plain: constants, what is returned, operands. */
import { forEachChild, NodeFlags } from 'typescript-6';
import type * as ts from 'typescript-6';
import { isBindingElement, isBlock, isCallExpression, isFunctionDeclaration, isIdentifier, isPropertyAccessExpression, isPropertyAssignment, isStringLiteralLike, isVariableStatement, SyntaxKind, textOf } from '../evaluate/nodes';
import { isChainable, tensorFunctions } from '../tfjs/ops';

/** What the names in a function stand for. */
export interface Names {
  /** What TensorFlow.js is called. */
  readonly namespace: string | undefined;
  /** Names of tensors that are not made in the function. */
  readonly tensors: ReadonlySet<string>;
  readonly constants: ReadonlyMap<string, { readonly made: ts.Expression | undefined; readonly declaration: ts.Node }>;
  readonly functions: ReadonlyMap<string, ts.FunctionDeclaration>;
  /** The constants that the function itself declares. */
  readonly owns: ReadonlySet<string>;
}

/** A name where it is used, with the nodes around it, the innermost last. */
export interface Reference {
  readonly node: ts.Node;
  readonly above: readonly ts.Node[];
}

/** Goes through all nodes. */
export function walk(node: ts.Node, visit: (node: ts.Node, above: readonly ts.Node[]) => void, above: readonly ts.Node[] = []): void {
  visit(node, above);
  const inner = [...above, node];
  forEachChild(node, (child) => {
    walk(child, visit, inner);
  });
}

const WRAPPERS: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.ParenthesizedExpression, SyntaxKind.AsExpression, SyntaxKind.SatisfiesExpression, SyntaxKind.TypeAssertionExpression, SyntaxKind.NonNullExpression]);

/** An expression without brackets and without what is said of its type. */
export function unwrapped(node: ts.Expression): ts.Expression {
  return WRAPPERS.has(node.kind) ? unwrapped((node as ts.ParenthesizedExpression).expression) : node;
}

const FUNCTIONS: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.ArrowFunction, SyntaxKind.FunctionExpression, SyntaxKind.MethodDeclaration, SyntaxKind.FunctionDeclaration, SyntaxKind.GetAccessor, SyntaxKind.SetAccessor, SyntaxKind.Constructor]);

export function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return FUNCTIONS.has(node.kind);
}

/** The text of an identifier or of a string. */
export function nameOf(node: ts.Node): string | undefined {
  return isIdentifier(node) ? textOf(node) : isStringLiteralLike(node) ? node.text : undefined;
}

/** The node as a call. */
export function asCall(node: ts.Node | undefined): ts.CallExpression | undefined {
  return node && isCallExpression(node) ? node : undefined;
}

/** What a function gives: its expression, or what its only `return`, the last statement, gives. */
export function returnedBy({ body }: ts.FunctionLikeDeclaration): { readonly expression: ts.Expression; readonly statement: ts.Statement | undefined } | undefined {
  if (!body) return undefined;
  if (!isBlock(body)) return { expression: body, statement: undefined };
  let returns = 0;
  walk(body, ({ kind }, above) => {
    if (kind === SyntaxKind.ReturnStatement && !above.some(isFunction)) returns++;
  });
  const statement = body.statements.at(-1);
  const expression = statement?.kind === SyntaxKind.ReturnStatement ? (statement as ts.ReturnStatement).expression : undefined;
  return statement && expression && returns === 1 ? { expression, statement } : undefined;
}

/** Constants and functions that stand in a function's block, beside those of the functions around it. */
export function constantsOf({ body }: ts.FunctionLikeDeclaration, tensors: readonly string[], namespace: string | undefined, outer?: Names): Names {
  const constants = new Map(outer?.constants);
  const functions = new Map(outer?.functions);
  const owns = new Set<string>();
  for (const statement of body && isBlock(body) ? body.statements : []) {
    if (isFunctionDeclaration(statement) && statement.name) functions.set(textOf(statement.name), statement);
    if (!isVariableStatement(statement)) continue;
    const isConstant = (statement.declarationList.flags & NodeFlags.Const) !== 0;
    for (const declaration of statement.declarationList.declarations) {
      if (!isIdentifier(declaration.name)) continue;
      constants.set(textOf(declaration.name), { made: isConstant && declaration.initializer ? unwrapped(declaration.initializer) : undefined, declaration: declaration.name });
      owns.add(textOf(declaration.name));
    }
  }
  return { namespace, tensors: new Set(tensors), constants, functions, owns };
}

/** Names that a function's parameters and all declarations inside it give a meaning of its own. */
export function bindingsOf(fn: ts.FunctionLikeDeclaration): ReadonlySet<string> {
  const found = new Set<string>();
  walk(fn, (node) => {
    if ((node.kind === SyntaxKind.Parameter || node.kind === SyntaxKind.VariableDeclaration || isBindingElement(node)) && 'name' in node) {
      const name = nameOf(node.name as ts.Node);
      if (name !== undefined) found.add(name);
    }
  });
  return found;
}

/** Where a name is used inside a node; property names and what declares it do not count. */
export function referencesTo(name: string, inside: ts.Node): readonly Reference[] {
  const found: Reference[] = [];
  walk(inside, (node, above) => {
    if (!isIdentifier(node) || textOf(node) !== name) return;
    const parent = above.at(-1);
    if (parent && isPropertyAccessExpression(parent) && parent.name === node) return;
    if (parent && isPropertyAssignment(parent) && parent.name === node) return;
    if (parent && (isBindingElement(parent) || parent.kind === SyntaxKind.VariableDeclaration || parent.kind === SyntaxKind.Parameter) && (parent as ts.VariableDeclaration).name === node) return;
    found.push({ node, above });
  });
  return found;
}

/** Ops whose result may hold the very data of what they are given. */
const VIEWS = /^(?:clone|reshape\w*|flatten|as(?:\dD|Scalar|Type)|to(?:Bool|Float|Int)|cast|expandDims|squeeze|transpose|slice\w*|stridedSlice|pad\w*|mirrorPad|concat\w*|stack|broadcastTo|real|imag|reverse\w*|tile|gather\w*|dropout|variable|batchToSpaceND|spaceToBatchND|resize\w+)$/;

function isOp(name: string): boolean {
  return tensorFunctions.has(name) || isChainable(name);
}

/** An expression that gives a tensor whatever else it does; `isNew` asks for one with data of its own. */
export function isTensor(expression: ts.Expression, names: Names, isNew: boolean, depth = 0): boolean {
  const node = unwrapped(expression);
  if (depth > 20) return false;
  if (isIdentifier(node)) {
    if (isNew) return false;
    const constant = names.constants.get(textOf(node));
    return constant ? constant.made !== undefined && isTensor(constant.made, names, false, depth + 1) : names.tensors.has(textOf(node));
  }
  if (node.kind === SyntaxKind.ElementAccessExpression) return !isNew && names.tensors.has(nameOf((node as ts.ElementAccessExpression).expression) ?? '');
  const callee = asCall(node)?.expression;
  if (!callee || !isPropertyAccessExpression(callee)) return false;
  const name = textOf(callee.name);
  if (!isOp(name) || (isNew && VIEWS.test(name))) return false;
  if (names.namespace !== undefined && isIdentifier(callee.expression) && textOf(callee.expression) === names.namespace) return tensorFunctions.has(name);
  return isChainable(name) && isTensor(callee.expression, names, false, depth + 1);
}

/** How an operation uses a tensor that is its receiver or one of its arguments; `.shape` and the like count as a view that asks for nothing. */
export function operandsOf(parent: ts.Node | undefined, node: ts.Node, above: readonly ts.Node[]): { readonly isReceiver: boolean; readonly isView: boolean; readonly onlyShape: boolean } | undefined {
  if (parent && isPropertyAccessExpression(parent) && parent.expression === node) {
    const name = textOf(parent.name);
    const isCalled = asCall(above.at(-2))?.expression === parent;
    if (!isCalled) return /^(?:shape|rank|size|dtype)$/.test(name) ? { isReceiver: false, isView: false, onlyShape: true } : undefined;
    return isChainable(name) ? { isReceiver: true, isView: VIEWS.test(name), onlyShape: false } : undefined;
  }
  const call = asCall(parent);
  if (!call || !isPropertyAccessExpression(call.expression) || call.expression === node) return undefined;
  const name = textOf(call.expression.name);
  return isOp(name) ? { isReceiver: false, isView: VIEWS.test(name), onlyShape: /^(?:zerosLike|onesLike|reshapeAs)$/.test(name) } : undefined;
}

