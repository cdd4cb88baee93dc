/** What a tensor is made of: the way back from it to the operations that matter. */
import type { OpDraft, Value } from '../evaluate/values';
import { alternatives, asNumber } from '../evaluate/values';
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

export function producersOf(value: Value | undefined): OpDraft[] {
  return value ? alternatives(value).flatMap((one) => (one.kind === 'tensor' && one.producer ? [one.producer] : [])) : [];
}

/** One way from a source to a tensor. */
export interface Arrival {
  readonly source: OpDraft;
  /** Activations on the way, the last one first. */
  readonly through: readonly OpDraft[];
  /** The first operation on the way that is no activation and does not pass its input on; undefined where there is none. */
  readonly next: string | undefined;
}

/** Ways are followed back through so many operations. */
const MAX_DEPTH = 1000;

/** So many ways to one tensor are told apart. */
const MAX_ARRIVALS = 24;

/** The nearest sources that a value is made of, each way by itself. */
export type Finder = (value: Value | undefined) => readonly Arrival[];

/** Looks for the sources that tensors are made of; a source is not looked behind. */
export function finder(isSource: (op: OpDraft) => boolean, passes: ReadonlySet<string> = transparentOps): Finder {
  const found = new Map<OpDraft, readonly Arrival[]>();
  const of = (value: Value | undefined, depth: number): readonly Arrival[] => producersOf(value).flatMap((producer) => from(producer, depth));
  const from = (op: OpDraft, depth: number): readonly Arrival[] => {
    if (isSource(op)) return [{ source: op, through: [], next: undefined }];
    const known = found.get(op);
    if (known) return known;
    if (depth > MAX_DEPTH) return [];
    const inputs = isActivation(op) ? op.inputs.slice(0, 1) : op.inputs;
    const arrivals = unlike(inputs.flatMap((input) => of(input, depth + 1))).slice(0, MAX_ARRIVALS).map((arrival) => step(op, arrival, passes));
    found.set(op, arrivals);
    return arrivals;
  };
  return (value) => of(value, 0);
}

function step(op: OpDraft, arrival: Arrival, passes: ReadonlySet<string>): Arrival {
  if (arrival.next !== undefined || passes.has(op.op)) return arrival;
  return isActivation(op) ? { ...arrival, through: [op, ...arrival.through] } : { ...arrival, next: op.op };
}

/** Without those that say the same. */
function unlike(arrivals: readonly Arrival[]): readonly Arrival[] {
  return arrivals.filter((one, index) => !arrivals.slice(0, index).some((other) => isSame(one, other)));
}

function isSame(a: Arrival, b: Arrival): boolean {
  return a.source === b.source && a.next === b.next && a.through.length === b.through.length && a.through.every((op, index) => op === b.through[index]);
}

/** Activations as data. */
export function innerActivations(ops: readonly OpDraft[]): InnerActivation[] {
  return ops.map((op) => ({ function: op.op, parameters: opParameters(op).parameters, span: spanOf(op.script, op.nameNode) }));
}
