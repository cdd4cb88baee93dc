import { interval } from './intervals';
import type { Interval } from './types';

/** What is known of a function that is no activation but stands among them in chains. */
export interface Elementary {
  /** The set of its values over the reals on which it is defined. */
  readonly range: Interval;
  /** Where f(x) = x. */
  readonly identityOn: readonly Interval[];
}

const NOT_NEGATIVE = interval(0, Infinity);

/** By the name of the op of TensorFlow.js; in float32 the exponential attains 0. */
export const elementary: Readonly<Record<string, Elementary>> = {
  abs: { range: NOT_NEGATIVE, identityOn: [NOT_NEGATIVE] },
  exp: { range: NOT_NEGATIVE, identityOn: [] },
  sqrt: { range: NOT_NEGATIVE, identityOn: [] },
  square: { range: NOT_NEGATIVE, identityOn: [] },
};
