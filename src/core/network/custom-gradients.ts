/** What `tf.customGrad((x, save) => ({ value, gradFunc }))` is given, as it is written. */
import type * as ts from 'typescript-6';
import type { CallDraft } from '../evaluate/drafts';
import type { Drafts } from '../evaluate/evaluate';
import { hasModifier, isArrayLiteralExpression, isBlock, isIdentifier, isObjectLiteralExpression, isPropertyAssignment, isShorthandPropertyAssignment, SyntaxKind, textOf } from '../evaluate/nodes';
import { spanOf } from '../syntax/tree';
import type { Span } from '../syntax/span';
import { asCall, bindingsOf, constantsOf, isFunction, isTensor, nameOf, operandsOf, referencesTo, returnedBy, unwrapped, walk } from './gradient-code';
import type { Names } from './gradient-code';

/** A tensor of the forward pass that the gradient uses when it is gone. */
export interface LostTensor {
  readonly name: string;
  readonly declared: Span;
  /** Where the gradient uses it first. */
  readonly used: Span;
  /** It was given to `save`, but what is used is not what `save` kept. */
  readonly saved: boolean;
}

/** A call of `tf.customGrad` with its function. */
export interface CustomGradient {
  /** How many tensors the function takes; undefined where that is not plain. */
  readonly inputs: number | undefined;
  /** How many gradients it gives; undefined where that is not plain. */
  readonly gradients: number | undefined;
  /** What the gradient function gives. */
  readonly returned: Span;
  readonly lost: readonly LostTensor[];
  /** It gives something of tensors, and of `dy` nothing goes into it. */
  readonly ignoresDy: boolean;
  /** The name of `dy`, where there is one. */
  readonly dy: string | undefined;
  /** What stands between the brackets of the two functions' parameters; undefined where there are no brackets. */
  readonly parameters: Span | undefined;
  readonly gradParameters: Span | undefined;
  readonly gradParameterCount: number;
  /** The name of `save`, where it has one. */
  readonly save: string | undefined;
  /** The statement that gives the two; undefined where the function has no block. */
  readonly result: Span | undefined;
}

const REDUCTIONS = /^(?:sum|mean|max|min|prod|any|all|norm|euclideanNorm|logSumExp|argMax|argMin|dot|asScalar|reshape|squeeze|slice|gather|moments|unstack|split)$|Loss|losses|CrossEntropy|cosineDistance|absoluteDifference/;

function parametersOf({ script }: CallDraft, fn: ts.FunctionLikeDeclaration): Span | undefined {
  const { parameters } = fn;
  // A comma behind the last of them belongs to the list.
  return script.text[parameters.pos - 1] === '(' ? { start: parameters.pos, end: parameters.at(-1)?.end ?? parameters.end } : undefined;
}

/** `value` and `gradFunc` of the object that the function gives. */
function partsOf(result: ts.Expression, names: Names): { readonly value: ts.Expression; readonly gradient: ts.FunctionLikeDeclaration } | undefined {
  if (!isObjectLiteralExpression(result)) return undefined;
  const parts = new Map<string, ts.Expression | ts.FunctionLikeDeclaration>();
  for (const property of result.properties) {
    const key = property.name && nameOf(property.name);
    if (key === undefined) return undefined;
    if (isPropertyAssignment(property)) parts.set(key, unwrapped(property.initializer));
    else if (isShorthandPropertyAssignment(property)) parts.set(key, property.name);
    else if (isFunction(property)) parts.set(key, property);
    else return undefined;
  }
  const value = parts.get('value') as ts.Expression | undefined;
  let gradient = parts.get('gradFunc');
  if (gradient && isIdentifier(gradient)) gradient = names.functions.get(textOf(gradient)) ?? names.constants.get(textOf(gradient))?.made;
  if (!value || isFunction(value) || !gradient || !isFunction(gradient) || parts.size !== 2) return undefined;
  return { value, gradient };
}

/** The name that is called as `save` is, and how many tensors come before it. */
function inputsOf(fn: ts.FunctionLikeDeclaration, names: readonly string[]): { readonly save: string | undefined; readonly count: number | undefined } {
  const last = names.at(-1);
  if (!fn.body || last === undefined) return { save: undefined, count: undefined };
  const uses = referencesTo(last, fn.body);
  const isSave = /save/i.test(last) || uses.some(({ node, above }) => asCall(above.at(-1))?.expression === node);
  if (isSave) return { save: last, count: names.length - 1 };
  return { save: undefined, count: uses.some(({ node, above }) => operandsOf(above.at(-1), node, above) !== undefined) ? names.length : undefined };
}

/** Tensors of the forward pass that are disposed of when it is over, and that the gradient goes on using. */
function lostTensors(draft: CallDraft, fn: ts.FunctionLikeDeclaration, value: ts.Expression, gradient: ts.FunctionLikeDeclaration, names: Names, save: string | undefined): readonly LostTensor[] {
  const { body } = fn;
  if (!body || !isBlock(body)) return [];
  const lost: LostTensor[] = [];
  for (const [name, { made, declaration }] of names.constants) {
    if (!made || !names.owns.has(name) || (isIdentifier(value) && textOf(value) === name) || !isTensor(made, names, true)) continue;
    let saved = false;
    let shared = false;
    const known = referencesTo(name, body).every(({ node, above }) => {
      if (above.includes(gradient)) return true;
      if (above.some((one) => one !== fn && isFunction(one))) return false;
      const list = above.at(-1);
      const call = asCall(list && isArrayLiteralExpression(list) ? above.at(-2) : list);
      if (call && isIdentifier(call.expression) && textOf(call.expression) === save) return (saved = true);
      const use = operandsOf(list, node, above);
      if (use?.isView) shared = true;
      return use !== undefined;
    });
    if (!known || bindingsOf(gradient).has(name)) continue;
    const used = referencesTo(name, gradient).find(({ node, above }) => {
      if (above.some((one) => one !== gradient && (isFunction(one) || CONDITIONAL.has(one.kind)))) return false;
      const use = operandsOf(above.at(-1), node, above);
      return use !== undefined && !use.onlyShape && (use.isReceiver || (!saved && !shared));
    });
    if (used) lost.push({ name, declared: spanOf(draft.script, declaration), used: spanOf(draft.script, used.node), saved });
  }
  return lost;
}

const CONDITIONAL: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.IfStatement, SyntaxKind.ConditionalExpression, SyntaxKind.SwitchStatement, SyntaxKind.ForStatement, SyntaxKind.ForOfStatement, SyntaxKind.ForInStatement,
  SyntaxKind.WhileStatement, SyntaxKind.TryStatement,
]);

/** Nothing of `dy` goes into a gradient that is computed of tensors, where what is computed has as many values as its inputs. */
function ignoresDy(gradient: ts.FunctionLikeDeclaration, returned: ts.Expression, fn: ts.FunctionLikeDeclaration, names: Names): boolean {
  const [dy] = gradient.parameters;
  if (dy && (!isIdentifier(dy.name) || referencesTo(textOf(dy.name), gradient).length > 0)) return false;
  const parts = isArrayLiteralExpression(returned) ? returned.elements : [returned];
  if (!parts.every((part) => asCall(unwrapped(part)) && isTensor(part, names, false))) return false;
  let plain = true;
  walk(returned, (node) => {
    if (isIdentifier(node) && /^(?:zerosLike|onesLike|zeros|ones|scalar|fill|detach|stopGradient)$/i.test(textOf(node))) plain = false;
  });
  // Of a loss dy is 1, and where it is nothing but the last step the gradient is right.
  walk(fn, (node, above) => {
    if (isIdentifier(node) && !above.includes(gradient) && REDUCTIONS.test(textOf(node))) plain = false;
  });
  return plain;
}

function gradientOf(draft: CallDraft): CustomGradient | undefined {
  const [fnValue] = draft.args;
  if (fnValue?.kind !== 'function' || fnValue.script !== draft.script || fnValue.bound) return undefined;
  const { node: fn } = fnValue;
  const inputs = fn.parameters.flatMap(({ name, dotDotDotToken, initializer }) => (isIdentifier(name) && !dotDotDotToken && !initializer ? [textOf(name)] : []));
  const result = returnedBy(fn);
  if (!result || inputs.length !== fn.parameters.length || hasModifier(fn as ts.FunctionExpression, SyntaxKind.AsyncKeyword)) return undefined;
  const { save, count } = inputsOf(fn, inputs);
  const callee = draft.nameNode === draft.node ? undefined : asCall(draft.node)?.expression;
  const namespace = callee?.kind === SyntaxKind.PropertyAccessExpression ? nameOf((callee as ts.PropertyAccessExpression).expression) : undefined;
  const names = constantsOf(fn, inputs.filter((name) => name !== save), namespace);
  const parts = partsOf(unwrapped(result.expression), names);
  const given = parts && returnedBy(parts.gradient);
  if (!parts || !given || parts.gradient.parameters.some(({ dotDotDotToken }) => dotDotDotToken)) return undefined;
  const { gradient, value } = parts;
  const inner = constantsOf(gradient, [...names.tensors, ...bindingsOf(gradient)], namespace, names);
  let returned = unwrapped(given.expression);
  if (isIdentifier(returned) && inner.owns.has(textOf(returned))) returned = inner.constants.get(textOf(returned))?.made ?? returned;
  const { script } = draft;
  const { text } = script;
  const keeps = /\bkeep\b|\barguments\b/.test(text.slice(fn.pos, fn.end));
  return {
    inputs: count, gradients: isArrayLiteralExpression(returned) ? (returned.elements.some(({ kind }) => kind === SyntaxKind.SpreadElement) ? undefined : returned.elements.length) : asCall(returned) && isTensor(returned, inner, false) ? 1 : undefined,
    returned: spanOf(script, returned), lost: keeps ? [] : lostTensors(draft, fn, value, gradient, names, save), ignoresDy: !keeps && isTensor(value, names, false) && ignoresDy(gradient, returned, fn, inner),
    dy: gradient.parameters[0] && nameOf(gradient.parameters[0].name), parameters: parametersOf(draft, fn), gradParameters: parametersOf(draft, gradient), gradParameterCount: gradient.parameters.length,
    save, result: result.statement && spanOf(script, result.statement),
  };
}

/** The calls of `tf.customGrad` whose functions can be read. */
export function customGradients({ calls }: Drafts): readonly CustomGradient[] {
  return calls.filter(({ path }) => path === 'customGrad').flatMap((draft) => gradientOf(draft) ?? []);
}
