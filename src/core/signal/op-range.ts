/** Every value that an operation on tensors can give, as far as its inputs are seen. */
import { elementary } from '../activations/elementary';
import { interval, REALS } from '../activations/intervals';
import { byId } from '../activations/lookup';
import type { Interval } from '../activations/types';
import type { Op } from '../network/types';

type Input = Op['inputs'][number];

/** Bounds that hold, not the narrowest ones; the whole line where nothing is known. */
export function opRange(input: Input): Interval {
  if (typeof input === 'number') return interval(input, input);
  if (!input) return REALS;
  const [first, second, third] = input.inputs;
  switch (input.name) {
    case 'scalar': return typeof first === 'number' ? interval(first, first) : REALS;
    case 'neg': return scaled(opRange(first), -1);
    case 'mul': return product(first, second);
    case 'div': return typeof second === 'number' && second !== 0 ? scaled(opRange(first), 1 / second) : REALS;
    case 'add': return sum(opRange(first), opRange(second));
    case 'sub': return isLargestOf(second, first) ? interval(-Infinity, 0) : sum(opRange(first), scaled(opRange(second), -1));
    case 'minimum': return interval(Math.min(opRange(first).lo, opRange(second).lo), Math.min(opRange(first).hi, opRange(second).hi));
    case 'maximum': return interval(Math.max(opRange(first).lo, opRange(second).lo), Math.max(opRange(first).hi, opRange(second).hi));
    case 'clipByValue': return interval(typeof second === 'number' ? second : -Infinity, typeof third === 'number' ? third : Infinity);
    default: return ownRange(input.name);
  }
}

function ownRange(name: string): Interval {
  return byId(name)?.curve({}).range ?? (Object.hasOwn(elementary, name) ? elementary[name]?.range : undefined) ?? REALS;
}

function scaled({ lo, hi }: Interval, factor: number): Interval {
  return factor === 0 ? interval(0, 0) : factor > 0 ? interval(lo * factor, hi * factor) : interval(hi * factor, lo * factor);
}

function product(first: Input, second: Input): Interval {
  const [a, b] = [opRange(first), opRange(second)];
  return a.lo === a.hi ? scaled(b, a.lo) : b.lo === b.hi ? scaled(a, b.lo) : REALS;
}

function sum(a: Interval, b: Interval): Interval {
  return interval(a.lo + b.lo, a.hi + b.hi);
}

/** `x.max()` beside x, along whatever axis; of an unknown x it is not known to be another one's. */
function isLargestOf(largest: Input, input: Input): boolean {
  if (typeof largest !== 'object' || largest.name !== 'max') return false;
  const [of] = largest.inputs;
  return of === input || (typeof of === 'object' && typeof input === 'object' && of.name === input.name && of.span.start === input.span.start);
}
