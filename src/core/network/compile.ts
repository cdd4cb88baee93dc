/** What `model.compile({loss, optimizer})` says. */
import { SyntaxKind } from '../evaluate/nodes';
import type { CompileDraft, Entry, Value } from '../evaluate/values';
import { asNumber, asString } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import type { Script } from '../syntax/tree';
import { lossFunctions, lossStrings, optimizerAliases, optimizerStrings } from '../tfjs/training';
import type { Compile, Loss } from './types';

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function lossOf(script: Script, entry: Entry): Loss {
  const shorthand = entry.property?.kind === SyntaxKind.ShorthandPropertyAssignment;
  const span = entry.valueNode && !shorthand ? spanOf(script, entry.valueNode) : undefined;
  const { value } = entry;
  const name = asString(value);
  if (name !== undefined) return { name, form: 'string', wants: own(lossStrings, name), span };
  if (value.kind === 'tf' && value.path.startsWith('losses.')) {
    const fn = value.path.slice('losses.'.length);
    return { name: fn, form: 'function', wants: own(lossFunctions, fn), span };
  }
  if (value.kind === 'function') return { name: 'custom', form: 'custom', wants: undefined, span };
  // `loss: ['mse']` for a single output is the same as the string.
  if (value.kind === 'array' && !value.open && value.items.length === 1 && value.items[0]) return { ...lossOf(script, { value: value.items[0] }), span };
  return { name: undefined, form: 'unknown', wants: undefined, span };
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
