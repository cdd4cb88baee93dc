/** The element type of tensors, as far as the program says it: what tfjs 4.22 gives, measured in the claims of the rules. */
import type { OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asString } from '../evaluate/values';

export type ElementType = 'int32' | 'float32';

/** Functions of the namespace that make tensors, with the place of the argument that names the type. */
const NAMED_AT: Readonly<Record<string, number>> = {
  scalar: 1, tensor: 2, tensor1d: 1, tensor2d: 2, tensor3d: 2, tensor4d: 2, tensor5d: 2, tensor6d: 2, zeros: 1, ones: 1, fill: 2, range: 3, randomUniform: 3,
};

/** Always integers. */
const INTEGERS: ReadonlySet<string> = new Set(['toInt', 'argMax', 'argMin', 'randomUniformInt', 'multinomial', 'browser.fromPixels']);

/** The type of their first input. */
const KEEPING: ReadonlySet<string> = new Set([
  'reshape', 'flatten', 'squeeze', 'expandDims', 'transpose', 'clone', 'slice', 'gather', 'tile', 'pad', 'reverse', 'as1D', 'as2D', 'as3D', 'as4D', 'as5D', 'relu', 'relu6', 'abs', 'neg', 'square', 'max', 'min', 'sum',
]);

/** Integers of integers only. */
const JOINING: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'maximum', 'minimum']);

function typeNamed(value: Value | undefined): ElementType | undefined {
  const name = asString(value);
  return name === 'int32' || name === 'float32' ? name : undefined;
}

function typeOf(op: OpDraft, depth: number): ElementType | undefined {
  const { op: name, inputs, form } = op;
  if (Object.hasOwn(NAMED_AT, name) && form === 'op') return typeNamed(inputs[NAMED_AT[name] ?? 0]);
  if (INTEGERS.has(name)) return 'int32';
  if (name === 'toFloat') return 'float32';
  if (name === 'cast' || name === 'asType') return typeNamed(inputs[1]);
  // Indices, depth, two values, and only then the type.
  if (name === 'oneHot') return inputs.length < 5 ? 'int32' : typeNamed(inputs[4]);
  if (KEEPING.has(name)) return elementType(inputs[0], depth + 1);
  if (JOINING.has(name)) {
    const types = inputs.slice(0, 2).map((input) => elementType(input, depth + 1));
    return types.length === 2 && types.every((type) => type === 'int32') ? 'int32' : undefined;
  }
  return undefined;
}

/** Operations are followed back so far. */
const DEPTH = 16;

/** The element type of a tensor; undefined where it is not known, or neither of the two. */
export function elementType(value: Value | undefined, depth = 0): ElementType | undefined {
  return value?.kind === 'tensor' && value.certainty === 'certain' && value.producer && depth < DEPTH ? typeOf(value.producer, depth) : undefined;
}
