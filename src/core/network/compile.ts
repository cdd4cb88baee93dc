/** What `model.compile({loss, optimizer, metrics})` says. */
import { SyntaxKind } from '../evaluate/nodes';
import type { CompileDraft } from '../evaluate/drafts';
import type { Entry, FunctionValue, Value } from '../evaluate/values';
import { asNumber, asString } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import type { Script } from '../syntax/tree';
import type { Span } from '../syntax/span';
import { lossStrings, optimizerAliases, optimizerStrings } from '../tfjs/training';
import { judge, lossOfPath, wantsOfCalls } from './losses';
import type { Compile, Layer, Loss } from './types';

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function customLoss(draft: CompileDraft, fn: FunctionValue, span: Span | undefined): Loss {
  const probe = draft.own.get(fn);
  const calls = probe ? judge((op) => op === probe.prediction)([probe.result], probe.prediction).map(({ call }) => call) : [];
  return { name: 'custom', form: 'custom', wants: wantsOfCalls(calls), span, calls };
}

function lossOf(script: Script, draft: CompileDraft, entry: Entry): Loss {
  const shorthand = entry.property?.kind === SyntaxKind.ShorthandPropertyAssignment;
  const span = entry.valueNode && !shorthand ? spanOf(script, entry.valueNode) : undefined;
  const { value } = entry;
  const name = asString(value);
  if (name !== undefined) return { name, form: 'string', wants: own(lossStrings, name), span, calls: [] };
  const named = value.kind === 'tf' ? lossOfPath(value.path) : undefined;
  // tf.metrics.binaryCrossentropy is what the string of this name stands for; of other metrics only that they are losses counts.
  if (named && value.kind === 'tf') return value.path.startsWith('losses.') || own(lossStrings, named.name) === 'probabilities' ? { ...named, form: 'function', span, calls: [] } : { name: 'custom', form: 'custom', wants: named.wants, span, calls: [] };
  if (value.kind === 'function') return customLoss(draft, value, span);
  // `loss: ['mse']` for a single output is the same as the string.
  if (value.kind === 'array' && !value.open && value.items.length === 1 && value.items[0]) return { ...lossOf(script, draft, { value: value.items[0] }), span };
  if ((value.kind === 'array' && value.items.length > 1) || value.kind === 'object') return { name: undefined, form: 'several', wants: undefined, span, calls: [] };
  return { name: undefined, form: 'unknown', wants: undefined, span, calls: [] };
}

/** One loss of a list, with the element that names it. */
function elementLoss(script: Script, draft: CompileDraft, list: Entry, index: number, value: Value): Loss {
  const elements = (list.valueNode as { readonly elements?: readonly NonNullable<Entry['valueNode']>[] } | undefined)?.elements;
  const valueNode = elements?.[index];
  return lossOf(script, draft, { value, ...(valueNode ? { valueNode } : {}) });
}

/** The loss of each output; empty where it is not known which has which. */
function lossesOf(script: Script, draft: CompileDraft, entry: Entry, outputs: readonly (Layer | undefined)[]): readonly (Loss | undefined)[] {
  const { value } = entry;
  if (value.kind === 'array' && value.items.length > 1) {
    return value.open || value.items.length !== outputs.length ? [] : value.items.map((item, index) => elementLoss(script, draft, entry, index, item));
  }
  if (value.kind !== 'object') return outputs.map(() => lossOf(script, draft, entry));
  const names = outputs.map((layer) => layer?.name);
  const keys = [...value.entries.keys()];
  // A key that is no layer's name is tfjs's own name for it, which counts up through the whole program.
  if (value.open || !keys.every((key) => names.includes(key)) || (names.includes(undefined) && keys.length < outputs.length)) return [];
  return names.map((name) => {
    const found = name === undefined ? undefined : value.entries.get(name);
    return found && lossOf(script, draft, found);
  });
}

function optimizerOf(value: Value): { name: string | undefined; learningRate: number | undefined; string?: string | undefined } {
  if (value.kind === 'optimizer') return { name: value.name, learningRate: asNumber(value.learningRate) };
  const text = asString(value);
  const name = text === undefined ? undefined : (own(optimizerAliases, text) ?? text);
  return { name: name !== undefined && Object.hasOwn(optimizerStrings, name) ? name : undefined, learningRate: name === undefined ? undefined : own(optimizerStrings, name), string: text };
}

function metricName(value: Value): string | undefined {
  if (value.kind === 'tf' && value.path.startsWith('metrics.')) return value.path.slice('metrics.'.length);
  return asString(value) ?? (value.kind === 'function' ? 'custom' : undefined);
}

function metricsOf(value: Value): readonly (string | undefined)[] | undefined {
  if (value.kind === 'array') return value.open ? undefined : value.items.map(metricName);
  if (value.kind === 'object') return value.open ? undefined : [...value.entries.values()].flatMap((entry) => metricsOf(entry.value) ?? [undefined]);
  const name = metricName(value);
  return name === undefined ? undefined : [name];
}

function metricStrings(script: Script, { value, valueNode }: Entry): Compile['metricStrings'] {
  const items = value.kind === 'array' ? value.items : [value];
  const elements = value.kind === 'array' ? (valueNode as { readonly elements?: readonly NonNullable<Entry['valueNode']>[] } | undefined)?.elements : valueNode && [valueNode];
  return items.flatMap((item, index) => {
    const name = asString(item);
    const node = elements?.[index];
    return name === undefined ? [] : [{ name, span: node && node.kind !== SyntaxKind.SpreadElement ? spanOf(script, node) : undefined }];
  });
}

/** A compile call as data, for a network with these output layers. */
export function compileOf(script: Script, draft: CompileDraft, outputs: readonly (Layer | undefined)[]): Compile {
  const { loss, optimizer, metrics } = draft;
  return {
    span: spanOf(script, draft.node), certain: draft.certain,
    loss: loss && lossOf(script, draft, loss),
    losses: loss ? lossesOf(script, draft, loss, outputs) : [],
    optimizer: optimizer && { ...optimizerOf(optimizer.value), span: optimizer.valueNode && spanOf(script, optimizer.valueNode) },
    metrics: metrics && metricsOf(metrics.value),
    metricStrings: metrics ? metricStrings(script, metrics) : [],
  };
}
