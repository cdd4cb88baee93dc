/** Weighted sums of tensors and trainable variables: what of a network is built from ops has weights. */
import type { OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { truth } from '../evaluate/values';
import { weightedSumOps } from '../tfjs/ops';
import { operandOf, variableOf } from './variables';
import type { Operand } from './variables';

/** The operands of a weighted sum. */
export interface Sum {
  readonly op: OpDraft;
  readonly weights: readonly Operand[];
  readonly data: readonly Value[];
  /** The weights stand on the left, as in W·x. */
  readonly left: boolean;
}

/** The tensors among the inputs of a weighted sum: two, or three where a filter comes in parts. */
function operands(op: OpDraft): readonly Value[] {
  if (op.form === 'fused') return ['a', 'x', 'b', 'filter'].flatMap((key) => op.config?.get(key)?.value ?? []);
  if (op.op === 'einsum') return op.inputs.slice(1);
  return op.inputs.slice(0, op.op === 'separableConv2d' ? 3 : 2);
}

/** A weighted sum with weights that are certain to be trainable; undefined for others, such as attention's q·kᵀ. */
export function sumOf(op: OpDraft): Sum | undefined {
  if (!weightedSumOps.has(op.op)) return undefined;
  const all = operands(op);
  const weights = all.flatMap((value) => operandOf(value) ?? []);
  if (weights.length === 0) return undefined;
  return { op, weights, data: all.filter((value) => !operandOf(value)), left: operandOf(all[0]) !== undefined };
}

function transposed(sum: Sum): boolean | undefined {
  const { op, left } = sum;
  const flag = op.form === 'fused' ? op.config?.get(left ? 'transposeA' : 'transposeB')?.value : op.inputs[left ? 2 : 3];
  return flag === undefined ? false : truth(flag);
}

/** Units and their inputs, from the shape of the weights. */
export function sizesOf(sum: Sum): { readonly units: number | undefined; readonly fanIn: number | undefined } {
  const [first] = sum.weights;
  const nothing = { units: undefined, fanIn: undefined };
  if (!first || sum.weights.length > 1 || first.forms.some((form) => form !== 'transpose' && form !== 'cast' && form !== 'toFloat')) return nothing;
  const { shape } = variableOf(first.variable);
  if (!shape) return nothing;
  const turns = first.forms.filter((form) => form === 'transpose').length;
  switch (sum.op.op) {
    case 'matMul': case 'dot': {
      const flag = sum.op.op === 'dot' ? false : transposed(sum);
      if (shape.length !== 2 || flag === undefined) return nothing;
      const swapped = ((turns % 2 === 1) !== flag) !== sum.left;
      return { units: shape[swapped ? 0 : 1], fanIn: shape[swapped ? 1 : 0] };
    }
    case 'conv1d': case 'conv2d': case 'conv3d':
      return turns > 0 || shape.length < 3 ? nothing : { units: shape.at(-1), fanIn: shape.slice(0, -1).reduce((product, size) => product * size, 1) };
    case 'depthwiseConv2d': return turns > 0 || shape.length !== 4 ? nothing : { units: (shape[2] ?? 0) * (shape[3] ?? 0), fanIn: (shape[0] ?? 0) * (shape[1] ?? 0) };
    case 'conv2dTranspose': return turns > 0 || shape.length !== 4 ? nothing : { units: shape[2], fanIn: undefined };
    default: return nothing;
  }
}
