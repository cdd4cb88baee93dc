/** Trainable variables of programs that compute with tensors: `tf.variable(tf.randomNormal([784, 10]))`. */
import type { OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asNumber, primitive } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import type { Variable } from './types';

/** Ops that give the same weights in another form. */
const FORMS: ReadonlySet<string> = new Set(['transpose', 'reshape', 'as1D', 'as2D', 'as3D', 'as4D', 'as5D', 'asType', 'cast', 'toFloat', 'squeeze', 'expandDims', 'flatten', 'clone']);

/** A variable with the forms it was brought into, the last one first. */
export interface Operand {
  readonly variable: OpDraft;
  readonly forms: readonly string[];
}

/** The trainable variable that a value is, if it is certain that it is one. */
export function operandOf(value: Value | undefined): Operand | undefined {
  const forms: string[] = [];
  let at = value?.kind === 'tensor' ? value.producer : undefined;
  while (at && FORMS.has(at.op) && forms.length < 8) {
    forms.push(at.op);
    const input: Value | undefined = at.inputs[0];
    at = input?.kind === 'tensor' ? input.producer : undefined;
  }
  if (at?.op !== 'variable') return undefined;
  const trainable = at.inputs[1];
  return trainable === undefined || (trainable.kind === 'known' && (trainable.value === undefined || trainable.value === true)) ? { variable: at, forms } : undefined;
}

function sizesOf(value: Value | undefined): readonly number[] | undefined {
  if (value?.kind !== 'array' || value.open) return undefined;
  const sizes = value.items.map(asNumber);
  return sizes.includes(undefined) ? undefined : sizes.flatMap((size) => size ?? []);
}

/** A number, or a scalar tensor of one. */
function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'tensor' && value.producer?.op === 'scalar') return asNumber(value.producer.inputs[0]);
  return asNumber(value);
}

type Distribution = Pick<Variable, 'shape' | 'mean' | 'deviation'>;

const NOTHING: Distribution = { shape: undefined, mean: undefined, deviation: undefined };

/** What is left of the deviation of a normal distribution that is cut off at two deviations. */
const TRUNCATED = 0.8796;

/** An argument that may be left out; undefined where it is given and not known. */
function argument(op: OpDraft, index: number, fallback: number): number | undefined {
  const value = op.inputs[index];
  return value === undefined || primitive(value) === undefined && value.kind === 'known' ? fallback : asNumber(value);
}

function times(factor: number | undefined, value: number | undefined): number | undefined {
  return factor === undefined || value === undefined ? undefined : factor * value;
}

function scaled(of: Distribution, factor: number | undefined): Distribution {
  return { shape: of.shape, mean: times(factor, of.mean), deviation: times(factor === undefined ? undefined : Math.abs(factor), of.deviation) };
}

/** `tf.randomNormal(shape).mul(0.1)` from either side. */
function product(op: OpDraft, depth: number): Distribution {
  const [first, second] = op.inputs;
  const right = numberOf(second);
  if (right !== undefined) return scaled(distribution(first, depth), right);
  const left = op.op === 'mul' ? numberOf(first) : undefined;
  return left === undefined ? { ...NOTHING } : scaled(distribution(second, depth), left);
}

/** The shape and the moments of what a tensor is filled with. */
function distribution(value: Value | undefined, depth = 0): Distribution {
  const op = value?.kind === 'tensor' ? value.producer : undefined;
  if (!op || depth > 4) return NOTHING;
  const shape = sizesOf(op.inputs[0]);
  switch (op.op) {
    case 'zeros': return { shape, mean: 0, deviation: 0 };
    case 'ones': return { shape, mean: 1, deviation: 0 };
    case 'fill': return { shape, mean: argument(op, 1, Number.NaN), deviation: 0 };
    case 'randomNormal': return { shape, mean: argument(op, 1, 0), deviation: argument(op, 2, 1) };
    case 'randomStandardNormal': return { shape, mean: 0, deviation: 1 };
    case 'truncatedNormal': return { shape, mean: argument(op, 1, 0), deviation: times(TRUNCATED, argument(op, 2, 1)) };
    case 'randomUniform': {
      const low = argument(op, 1, 0);
      const high = argument(op, 2, 1);
      return low === undefined || high === undefined ? { ...NOTHING, shape } : { shape, mean: (low + high) / 2, deviation: Math.abs(high - low) / Math.sqrt(12) };
    }
    case 'mul': return product(op, depth + 1);
    case 'div': {
      const divisor = numberOf(op.inputs[1]);
      return scaled(distribution(op.inputs[0], depth + 1), divisor === undefined ? undefined : 1 / divisor);
    }
    case 'scalar': return { shape: [], mean: asNumber(op.inputs[0]), deviation: 0 };
    case 'tensor1d': return { ...NOTHING, shape: op.inputs[0]?.kind === 'array' && !op.inputs[0].open ? [op.inputs[0].items.length] : undefined };
    case 'tensor': case 'tensor2d': case 'tensor3d': case 'tensor4d': return { ...NOTHING, shape: sizesOf(op.inputs[1]) };
    default: return NOTHING;
  }
}

/** A variable as data. */
export function variableOf(variable: OpDraft): Variable {
  return { span: spanOf(variable.site.script, variable.site.node), ...distribution(variable.inputs[0]) };
}

/** Number of weights in a variable. */
export function sizeOf({ shape }: Variable): number | undefined {
  return shape?.reduce((product, size) => product * size, 1);
}
