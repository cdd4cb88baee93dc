/** What an activation op is for, from what the program does with its result. */
import type { OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asNumber } from '../evaluate/values';
import { transparentOps, weightedSumOps } from '../tfjs/ops';
import type { Built } from './build';
import { passes, passingOps } from './follow';
import { lossOfPath } from './losses';
import { finder, isActivation } from './reach';
import type { Finder } from './reach';
import { gatingFunctions } from './roles';
import type { Network, Role } from './types';
import { operandOf } from './variables';

/** The network an op belongs to, and the layer whose weighted sum it acts on. */
export interface OpPlace {
  readonly role: Role;
  readonly network: Network | undefined;
  readonly layer: number | undefined;
}

/** What was met behind an op, the nearest things only. */
interface Met {
  gate: boolean;
  weights: boolean;
  loss: boolean;
  /** Something that says nothing sure of it. */
  open: boolean;
}

function isPlainNumber(value: Value | undefined): boolean {
  return asNumber(value) !== undefined || (value?.kind === 'tensor' && value.producer?.op === 'scalar');
}

function otherInput(consumer: OpDraft, from: OpDraft): Value | undefined {
  return consumer.inputs.find((input) => input.kind !== 'tensor' || input.producer !== from);
}

/** Ways back that are looked for again and again. */
interface Finders {
  readonly products: Finder;
  readonly models: Finder;
}

const SCALING: ReadonlySet<string> = new Set([...transparentOps, 'mul', 'div']);

/** Scores of attention: a product of two tensors, neither of them weights. */
function isOfScores(op: OpDraft, { products }: Finders): boolean {
  return products(op.inputs[0]).some(({ source, through, next }) => through.length === 0 && next === undefined && source.form !== 'fused' && source.inputs.slice(0, 2).every((input) => !operandOf(input)) && source.inputs.slice(0, 2).every((input) => input.kind === 'tensor'));
}

/** A weighted sum that is given the activation: weights make it hidden, values that softmax shares out make it a gate. */
function meetSum(op: OpDraft, at: OpDraft, consumer: OpDraft, met: Met, finders: Finders): void {
  const other = consumer.form === 'fused' ? undefined : otherInput(consumer, at);
  if (op.op !== 'softmax' || consumer.op.startsWith('conv') || consumer.form === 'fused' || operandOf(other)) met.weights = true;
  else if (isOfScores(op, finders) || (other?.kind === 'tensor' && other.producer)) met.gate = true;
  else met.open = true;
}

/** Looks through what passes the values on to what takes them first. */
function meet(op: OpDraft, finders: Finders): Met {
  const met: Met = { gate: false, weights: false, loss: false, open: false };
  const seen = new Set<OpDraft>([op]);
  for (const at of seen) {
    if (seen.size > MAX_SEEN) break;
    for (const consumer of at.consumers) {
      if (consumer.op === 'layer' || consumer.op === 'model') met.weights = true;
      else if (weightedSumOps.has(consumer.op)) meetSum(op, at, consumer, met, finders);
      else if (lossOfPath(consumer.op) || consumer.op.startsWith('gradient.')) met.loss = true;
      else if (consumer.op === 'mul') {
        if (gatingFunctions.has(op.op) && !isPlainNumber(otherInput(consumer, at))) met.gate = true;
        else seen.add(consumer);
      } else if (passes(consumer) || isActivation(consumer)) seen.add(consumer);
    }
  }
  return met;
}

const MAX_SEEN = 64;

/** Functions that stand behind the last weighted sum, and hardly ever between two. */
const AT_THE_END: ReadonlySet<string> = new Set(['softmax', 'logSoftmax', 'sigmoid', 'logSigmoid']);

/** True where the op acts on what a model gives. */
function isOnPrediction(op: OpDraft, { models }: Finders): boolean {
  return models(op.inputs[0]).some(({ next }) => next === undefined);
}

/** Finds the role and the place of activation ops in a document's networks. */
export function opPlaces(built: Built): (op: OpDraft) => OpPlace {
  const find = finder((one) => one.op === 'model' || built.sums.has(one));
  const placeOf = (op: OpDraft): Omit<OpPlace, 'role'> => {
    const own = built.sums.get(op);
    const sources = own ? [] : find(op.form === 'fused' ? undefined : op.inputs[0]);
    const places = own ? [own] : sources.flatMap(({ source }) => built.sums.get(source) ?? []);
    const [first] = places;
    if (!first || places.length < sources.length || places.some(({ network }) => network !== first.network)) return { network: undefined, layer: undefined };
    const near = own !== undefined || sources.every(({ next }) => next === undefined || POOLS.has(next));
    return { network: first.network, layer: near && places.every(({ index }) => index === first.index) ? first.index : undefined };
  };
  const finders: Finders = { products: finder((one) => weightedSumOps.has(one.op), SCALING), models: finder((one) => one.op === 'model', passingOps) };
  return (op) => {
    const place = placeOf(op);
    return { ...place, role: roleOf(op, place, built.trained.has(op), finders) };
  };
}

const POOLS: ReadonlySet<string> = new Set(['maxPool', 'avgPool', 'pool', 'batchNorm', 'batchNorm4d', 'dropout']);

function roleOf(op: OpDraft, { network, layer }: Omit<OpPlace, 'role'>, trained: boolean, finders: Finders): Role {
  const met = meet(op, finders);
  if (!trained && !met.weights && isOnPrediction(op, finders)) return 'inference';
  if (met.gate) return 'gate';
  if (met.loss) return 'output';
  if (met.weights) return 'hidden';
  if (met.open) return 'unknown';
  if (trained) return 'output';
  const last = network !== undefined && layer !== undefined && network.outputs.includes(layer);
  if (!last || !AT_THE_END.has(op.op)) return 'unknown';
  // Where the sum itself is trained on, what is made of it elsewhere is for show.
  return network.training.length > 0 ? 'inference' : 'output';
}
