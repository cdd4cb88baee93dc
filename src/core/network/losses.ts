/** Which losses are computed of a model's output. */
import type { OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import { transparentOps } from '../tfjs/ops';
import { lossFunctions, metricFunctions } from '../tfjs/training';
import type { LossInput } from '../tfjs/training';
import { finder, innerActivations } from './reach';
import type { Arrival, Finder } from './reach';
import type { LossCall } from './types';

/** A loss, and the operation whose result it judges. */
export interface Judged {
  readonly call: LossCall;
  readonly source: OpDraft;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** `losses.softmaxCrossEntropy` and the like: the name behind the dot with what it takes. */
export function lossOfPath(path: string): { readonly name: string; readonly wants: LossInput | undefined } | undefined {
  const [head, name] = path.split('.');
  if (name === undefined || (head !== 'losses' && head !== 'metrics')) return undefined;
  return { name, wants: own(head === 'losses' ? lossFunctions : metricFunctions, name) };
}

function isLoss(op: OpDraft): boolean {
  return lossOfPath(op.op) !== undefined;
}

/** What a loss that is written out does first: a clip keeps probabilities from 0, and is not what counts. */
const WRITTEN_OUT: ReadonlySet<string> = new Set([...transparentOps, 'clipByValue']);

/** The logarithm is taken of positive numbers. */
function wantsOfFirst(op: string | undefined): LossInput | undefined {
  return op === 'log' ? 'positive' : undefined;
}

/** `tf.losses.f(labels, predictions)`; with the arguments the other way round the first is what is judged. */
function judgedBy(loss: OpDraft, find: Finder): Judged[] {
  const named = lossOfPath(loss.op);
  if (!named) return [];
  const predictions = find(loss.inputs[1]);
  const arrivals = predictions.length > 0 ? predictions : find(loss.inputs[0]);
  return arrivals.map(({ source, through, next }) => ({
    source, call: { ...named, through: innerActivations(through), direct: next === undefined && predictions.length > 0, span: spanOf(loss.site.script, loss.site.node) },
  }));
}

function writtenOut({ source, through, next }: Arrival, at: OpDraft): Judged {
  return { source, call: { name: 'custom', wants: wantsOfFirst(next), through: innerActivations(through), direct: true, span: spanOf(at.site.script, at.site.node) } };
}

/** Finds the losses that values are made of, as far as they judge one of the sources; `at` is where the values are used. */
export function judge(isSource: (op: OpDraft) => boolean): (values: readonly Value[], at: OpDraft) => readonly Judged[] {
  const outer = finder((op) => isLoss(op) || isSource(op), WRITTEN_OUT);
  const inner = finder(isSource);
  return (values, at) => unlike(values.flatMap(outer).flatMap((arrival) => (isLoss(arrival.source) ? judgedBy(arrival.source, inner) : [writtenOut(arrival, at)])));
}

function unlike(judged: readonly Judged[]): readonly Judged[] {
  const seen = new Set<string>();
  return judged.filter(({ source, call }) => {
    const key = `${source.node.pos} ${source.output} ${call.name} ${call.span.start} ${call.through.map((one) => `${one.function}@${one.span?.start}`).join()} ${call.direct}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Activations that turn logits to probabilities. */
const NORMALISES: ReadonlySet<string> = new Set(['softmax', 'sigmoid', 'logSoftmax', 'logSigmoid']);

/** What a loss function of the program takes its predictions for; undefined where its parts disagree. */
export function wantsOfCalls(calls: readonly LossCall[]): LossInput | undefined {
  const wants = new Set(calls.map(({ wants, through, direct }) => {
    const [first] = through.slice(-1);
    if (first) return NORMALISES.has(first.function) ? 'logits' : undefined;
    return direct ? wants : undefined;
  }));
  return wants.size === 1 ? [...wants][0] : undefined;
}
