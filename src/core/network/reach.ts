/** What a tensor is made of: the way back from it to the operations that matter. */
import type { OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asNumber } from '../evaluate/values';
import type { Parameters } from '../activations/types';
import { spanOf } from '../syntax/tree';
import { activationOps, transparentOps } from '../tfjs/ops';
import type { InnerActivation } from './types';

const ACTIVATIONS: ReadonlySet<string> = new Set(activationOps);

/** Names of the second argument of an op, as `activations/` has them. */
const SECOND: Readonly<Record<string, string>> = { leakyRelu: 'alpha', step: 'alpha', softmax: 'axis', logSoftmax: 'axis', prelu: 'alpha' };

export function isActivation(op: OpDraft): boolean {
  return op.form !== 'fused' && ACTIVATIONS.has(op.op);
}

export function opParameters(op: OpDraft): { readonly parameters: Parameters; readonly parametersKnown: boolean } {
  const name = SECOND[op.op];
  const value = name === undefined ? undefined : op.inputs[1];
  if (name === undefined || value === undefined) return { parameters: {}, parametersKnown: true };
  const number = asNumber(value);
  return number === undefined ? { parameters: {}, parametersKnown: value.kind === 'known' } : { parameters: { [name]: number }, parametersKnown: true };
}

const NONE: readonly OpDraft[] = [];

export function producersOf(value: Value | undefined): readonly OpDraft[] {
  if (value?.kind === 'tensor') return value.producer ? [value.producer] : NONE;
  return value?.kind === 'oneOf' ? value.values.flatMap(producersOf) : NONE;
}

/** One way from a source to a tensor. */
export interface Arrival {
  readonly source: OpDraft;
  /** Activations on the way, the last one first. */
  readonly through: readonly OpDraft[];
  /** The first operation on the way that is no activation and does not pass its input on; undefined where there is none. */
  readonly next: string | undefined;
}

/** So many ways to one tensor are told apart. */
const MAX_ARRIVALS = 8;

/** So many activations in a row are kept. */
const MAX_THROUGH = 8;

/** The nearest sources that a value is made of, each way by itself. */
export type Finder = (value: Value | undefined) => readonly Arrival[];

/** Looks for the sources that tensors are made of; a source is not looked behind. */
export function finder(isSource: (op: OpDraft) => boolean, passes: ReadonlySet<string> = transparentOps): Finder {
  const found = new Map<OpDraft, readonly Arrival[]>();
  const behind = (op: OpDraft): readonly OpDraft[] => (isActivation(op) ? producersOf(op.inputs[0]) : op.inputs.flatMap(producersOf));
  // A list instead of recursion: a loop may make a chain of many thousand operations.
  const resolve = (root: OpDraft): void => {
    const open = [root];
    for (let op = open.at(-1); op; op = open.at(-1)) {
      if (!found.has(op)) {
        if (isSource(op)) found.set(op, [{ source: op, through: [], next: undefined }]);
        else {
          const producers = behind(op);
          const missing = producers.filter((producer) => !found.has(producer));
          for (const producer of missing) open.push(producer);
          if (missing.length > 0) continue;
          const current = op;
          found.set(op, unlike(producers.flatMap((producer) => found.get(producer) ?? [])).map((arrival) => step(current, arrival, passes)));
        }
      }
      open.pop();
    }
  };
  return (value) => producersOf(value).flatMap((producer) => {
    resolve(producer);
    return found.get(producer) ?? [];
  });
}

function step(op: OpDraft, arrival: Arrival, passes: ReadonlySet<string>): Arrival {
  if (arrival.next !== undefined || passes.has(op.op)) return arrival;
  return isActivation(op) && arrival.through.length < MAX_THROUGH ? { ...arrival, through: [op, ...arrival.through] } : { ...arrival, next: op.op };
}

/** Without those that say the same; of very many the first ones. */
function unlike(arrivals: readonly Arrival[]): readonly Arrival[] {
  if (arrivals.length < 2) return arrivals;
  const kept: Arrival[] = [];
  for (const arrival of arrivals) {
    if (kept.length >= MAX_ARRIVALS) break;
    if (!kept.some((other) => isSame(arrival, other))) kept.push(arrival);
  }
  return kept;
}

function isSame(a: Arrival, b: Arrival): boolean {
  return a.source === b.source && a.next === b.next && a.through.length === b.through.length && a.through.every((op, index) => op === b.through[index]);
}

/** Activations as data. */
export function innerActivations(ops: readonly OpDraft[]): InnerActivation[] {
  return ops.map((op) => ({ function: op.op, parameters: opParameters(op).parameters, span: op.foreign ? undefined : spanOf(op.script, op.nameNode) }));
}
