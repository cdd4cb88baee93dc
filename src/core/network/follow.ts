/** What a program does with the result of an operation: the activation behind a weighted sum, and what it is for. */
import type { OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asString } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import { transparentOps } from '../tfjs/ops';
import { lossOfPath } from './losses';
import { innerActivations, isActivation, opParameters, producersOf } from './reach';
import { sumOf } from './sums';
import type { ActivationRef, InnerActivation } from './types';
import { operandOf } from './variables';

/** Ops that keep what they are given apart from its size, its place or its scale. */
export const passingOps: ReadonlySet<string> = new Set([
  ...transparentOps, 'maxPool', 'avgPool', 'pool', 'batchNorm', 'batchNorm2d', 'batchNorm3d', 'batchNorm4d', 'localResponseNormalization', 'dropout', 'concat', 'concat1d', 'concat2d', 'concat3d', 'concat4d', 'stack',
  'slice', 'slice1d', 'slice2d', 'slice3d', 'slice4d', 'stridedSlice', 'gather', 'tile', 'pad', 'pad1d', 'pad2d', 'pad3d', 'pad4d', 'mirrorPad', 'reverse', 'resizeBilinear', 'resizeNearestNeighbor', 'depthToSpace',
]);

/** Fused activations by the names of `activations/`. */
export const fusedNames: ReadonlyMap<string, string> = new Map([['leakyrelu', 'leakyRelu'], ['relu', 'relu'], ['relu6', 'relu6'], ['elu', 'elu'], ['prelu', 'prelu'], ['sigmoid', 'sigmoid']]);

export function passes(op: OpDraft): boolean {
  return passingOps.has(op.op);
}

const LINEAR: ActivationRef = { function: 'linear', name: 'linear', parameters: {}, parametersKnown: true, span: undefined, literal: false };

/** The activation that is applied to a weighted sum, undefined where several are or it is not known; and its biases. */
export interface Followed {
  readonly activation: ActivationRef | undefined;
  readonly biases: readonly OpDraft[];
}

function refOf(op: OpDraft): ActivationRef {
  return { function: op.op, name: op.op, ...opParameters(op), span: op.foreign ? undefined : spanOf(op.script, op.nameNode), literal: false };
}

function fusedRef(op: OpDraft): ActivationRef | undefined {
  const entry = op.config?.get('activation');
  const name = entry ? asString(entry.value) : 'linear';
  if (name === undefined) return undefined;
  if (name === 'linear') return LINEAR;
  const span = entry?.valueNode && spanOf(op.script, entry.valueNode);
  return { function: fusedNames.get(name), name, parameters: {}, parametersKnown: !op.config?.has('leakyreluAlpha'), span, literal: false };
}

function biasOf(op: OpDraft, from: OpDraft): OpDraft | undefined {
  if (op.op !== 'add') return undefined;
  const other = op.inputs.find((input) => input.kind !== 'tensor' || input.producer !== from);
  return operandOf(other)?.variable;
}

/** Looks ahead from a weighted sum to what acts on it. */
export function followSum(sum: OpDraft): Followed {
  const biases = new Set<OpDraft>();
  const fused: Value | undefined = sum.config?.get('bias')?.value;
  const fusedBias = operandOf(fused)?.variable;
  if (fusedBias) biases.add(fusedBias);
  const own = sum.form === 'fused' ? fusedRef(sum) : LINEAR;
  if (own !== LINEAR) return { activation: own, biases: [...biases] };
  const activations = new Set<OpDraft>();
  let judged = false;
  let opaque = false;
  const seen = new Set<OpDraft>([sum]);
  for (const at of seen) {
    for (const consumer of at.consumers) {
      if (isActivation(consumer)) activations.add(consumer);
      else if (passes(consumer)) {
        const bias = biasOf(consumer, at);
        if (bias) biases.add(bias);
        if (seen.size < MAX_SEEN) seen.add(consumer);
      } else if (lossOfPath(consumer.op) || consumer.op.startsWith('gradient.')) judged = true;
      else if (!sumOf(consumer) && !READS.has(consumer.op)) opaque = true;
    }
  }
  const [first] = activations;
  // What is trained counts: a sigmoid that only picks an action beside the loss is none of the layer's.
  if (judged || (!first && !opaque)) return { activation: LINEAR, biases: [...biases] };
  return { activation: first && activations.size === 1 && !opaque ? refOf(first) : undefined, biases: [...biases] };
}

/** Ops that only read a result: the decision at the end, and attention's product of two sums. */
const READS: ReadonlySet<string> = new Set(['argMax', 'argMin', 'topk', 'matMul', 'dot', 'einsum', 'model', 'layer']);

const MAX_SEEN = 64;

/** The operations that a loss whose gradient is taken is made of, by whatever way. */
export function trainedOps(ops: readonly OpDraft[]): ReadonlySet<OpDraft> {
  const trained = new Set(ops.filter((op) => op.op.startsWith('gradient.')));
  for (const op of trained) for (const input of op.inputs) for (const producer of producersOf(input)) trained.add(producer);
  return trained;
}

/** The activations that predictions are put through without being trained through them. */
export function afterwardsOf(predictions: readonly OpDraft[], trained: ReadonlySet<OpDraft>): readonly InnerActivation[] {
  const found = new Map<number, OpDraft>();
  for (const prediction of predictions) {
    const seen = new Set<OpDraft>([prediction]);
    for (const at of seen) {
      for (const consumer of at.consumers) {
        if (isActivation(consumer) && !trained.has(consumer)) found.set(consumer.nameNode.pos, consumer);
        else if (transparentOps.has(consumer.op) && seen.size < MAX_SEEN) seen.add(consumer);
      }
    }
  }
  return innerActivations([...found.values()]);
}
