/** What `model.compile({loss, optimizer})` says. */
import { hasModifier, isBlock, isCallExpression, isIdentifier, isPropertyAccessExpression, SyntaxKind } from '../evaluate/nodes';
import { lookup } from '../evaluate/state';
import type { CompileDraft, Entry, FunctionValue, Scope, Value } from '../evaluate/values';
import { asNumber, asString } from '../evaluate/values';
import type { Expression, Identifier, ReturnStatement } from 'typescript-6';
import { spanOf } from '../syntax/tree';
import type { Script } from '../syntax/tree';
import { lossFunctions, lossStrings, optimizerAliases, optimizerStrings } from '../tfjs/training';
import type { Compile, Loss } from './types';

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function textOf({ escapedText }: Identifier): string {
  return String(escapedText);
}

/** The path in TensorFlow.js that names and dots stand for; the `hidden` names mean something else. */
function tfPath(scope: Scope, hidden: readonly string[], expression: Expression): string | undefined {
  if (isIdentifier(expression)) {
    const value = hidden.includes(textOf(expression)) ? undefined : lookup(scope, textOf(expression))?.value;
    return value?.kind === 'tf' ? value.path : undefined;
  }
  if (!isPropertyAccessExpression(expression)) return undefined;
  const base = tfPath(scope, hidden, expression.expression);
  return base === undefined ? undefined : `${base}${base === '' ? '' : '.'}${String(expression.name.escapedText)}`;
}

/** `(labels, outputs) => tf.losses.fn(labels, outputs)`, or the same with a return: the name of that function. */
function passesOnTo({ node, scope }: FunctionValue): string | undefined {
  const { body, parameters, asteriskToken } = node;
  if (!body || asteriskToken || hasModifier(node, SyntaxKind.AsyncKeyword) || parameters.length !== 2) return undefined;
  const names = parameters.map(({ name, dotDotDotToken }) => (isIdentifier(name) && !dotDotDotToken ? textOf(name) : undefined));
  const [statement, ...others] = isBlock(body) ? body.statements : [];
  const returned = others.length === 0 && statement?.kind === SyntaxKind.ReturnStatement ? (statement as ReturnStatement).expression : undefined;
  const result = isBlock(body) ? returned : body;
  if (!result || !isCallExpression(result) || result.arguments.length !== 2) return undefined;
  if (!result.arguments.every((argument, index) => isIdentifier(argument) && textOf(argument) === names[index])) return undefined;
  const path = tfPath(scope, names.filter((name) => name !== undefined), result.expression);
  return path?.startsWith('losses.') ? path.slice('losses.'.length) : undefined;
}

function lossOf(script: Script, entry: Entry): Loss {
  const shorthand = entry.property?.kind === SyntaxKind.ShorthandPropertyAssignment;
  const span = entry.valueNode && !shorthand ? spanOf(script, entry.valueNode) : undefined;
  const { value } = entry;
  const name = asString(value);
  if (name !== undefined) return { name, form: 'string', wants: own(lossStrings, name), calls: undefined, span };
  if (value.kind === 'tf' && value.path.startsWith('losses.')) {
    const fn = value.path.slice('losses.'.length);
    return { name: fn, form: 'function', wants: own(lossFunctions, fn), calls: undefined, span };
  }
  if (value.kind === 'function') return { name: 'custom', form: 'custom', wants: undefined, calls: passesOnTo(value), span };
  // `loss: ['mse']` for a single output is the same as the string.
  if (value.kind === 'array' && !value.open && value.items.length === 1 && value.items[0]) return { ...lossOf(script, { value: value.items[0] }), span };
  return { name: undefined, form: 'unknown', wants: undefined, calls: undefined, span };
}

function optimizerOf(value: Value): { name: string | undefined; learningRate: number | undefined } {
  if (value.kind === 'optimizer') return { name: value.name, learningRate: asNumber(value.learningRate) };
  const text = asString(value);
  const name = text === undefined ? undefined : (own(optimizerAliases, text) ?? text);
  return { name: name !== undefined && Object.hasOwn(optimizerStrings, name) ? name : undefined, learningRate: name === undefined ? undefined : own(optimizerStrings, name) };
}

/** A compile call as data. */
export function compileOf(script: Script, draft: CompileDraft): Compile {
  const { loss, optimizer } = draft;
  return {
    span: spanOf(script, draft.node), certain: draft.certain,
    loss: loss && lossOf(script, loss),
    optimizer: optimizer && { ...optimizerOf(optimizer.value), span: optimizer.valueNode && spanOf(script, optimizer.valueNode) },
  };
}
