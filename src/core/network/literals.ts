/** Numbers that a program writes down as a tensor. */
import type { Value } from '../evaluate/values';
import { asNumber } from '../evaluate/values';

/** Functions whose first argument is the numbers. */
const MAKING: ReadonlySet<string> = new Set(['tensor', 'tensor1d', 'tensor2d', 'tensor3d', 'tensor4d']);

/** Operations that leave every number what it is. */
const MOVING: ReadonlySet<string> = new Set(['reshape', 'expandDims', 'squeeze', 'flatten', 'transpose', 'clone', 'toFloat', 'as1D', 'as2D', 'as3D', 'as4D']);

/** Nobody writes more numbers by hand. */
const MAX_NUMBERS = 4096;

/** All numbers of nested lists; false where one of them is not known. */
function collect(value: Value, into: number[], depth = 0): boolean {
  const number = asNumber(value);
  if (number !== undefined) return into.push(number) <= MAX_NUMBERS;
  return value.kind === 'array' && !value.open && depth < 5 && value.items.every((item) => collect(item, into, depth + 1));
}

/** The values of a tensor that is made of numbers in the program; undefined where one of them is not known. */
export function literalValues(value: Value | undefined): readonly number[] | undefined {
  let at = value;
  for (let steps = 0; steps < 8; steps++) {
    if (at?.kind !== 'tensor' || at.certainty !== 'certain' || !at.producer) return undefined;
    const { op, form, inputs }: { readonly op: string; readonly form: string; readonly inputs: readonly Value[] } = at.producer;
    const [first] = inputs;
    if (MAKING.has(op) && form === 'op') {
      const numbers: number[] = [];
      return first && collect(first, numbers) && numbers.length > 0 && numbers.every((one) => Number.isFinite(one)) ? numbers : undefined;
    }
    if (!MOVING.has(op)) return undefined;
    at = first;
  }
  return undefined;
}
