/** What is left of values that are squashed more than once. */
import type { Curve, Interval } from '../activations/types';
import { imageOf } from './intervals';

/** Beyond this the functions in question have no slope worth comparing. */
const REACH = 12;
const STEPS = 4800;

/** The values of the outermost function of several, the outermost first. */
export function rangeOfNested(curves: readonly Curve[]): Interval | undefined {
  return curves.toReversed().reduce<Interval | undefined>((range, curve) => (range ? imageOf(curve, range) : curve.range), undefined);
}

/** The largest slope of several functions one in the other, the outermost first, to about three digits. */
export function steepestOfNested(curves: readonly Curve[]): number {
  let steepest = 0;
  for (let step = 0; step <= STEPS; step++) {
    let x = -REACH + (2 * REACH * step) / STEPS;
    let slope = 1;
    for (const curve of curves.toReversed()) {
      slope *= curve.df(x);
      x = curve.f(x);
    }
    steepest = Math.max(steepest, Math.abs(slope));
  }
  return steepest;
}

/** The largest that one of n outputs of softmax can be when its inputs lie in an interval: e^(hi−lo)/(e^(hi−lo) + n − 1). */
export function mostOfSoftmax({ lo, hi }: Interval, classes: number): number {
  return 1 / (1 + (classes - 1) * Math.exp(lo - hi));
}
