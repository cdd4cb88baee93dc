/** What tfjs would say no to while a program makes its layers and applies them. */
import type { Primitive } from '../evaluate/values';
import type { Dimension, Shape } from './types';

/** A shape, or a size in the options, that tfjs throws at. One of its kinds with the data that a message needs. */
export type ShapeProblem =
  /** The factory refuses what the options say; `key` is undefined where there are no options and some are needed. */
  | { readonly kind: 'option'; readonly key: string | undefined; readonly value: Primitive | readonly Dimension[] }
  /** The input has another rank than the layer takes; `least` says that more would be fine. */
  | { readonly kind: 'rank'; readonly expected: number; readonly least: boolean; readonly found: number }
  /** The layer takes another number of tensors. */
  | { readonly kind: 'input-count'; readonly expected: number; readonly least: boolean; readonly found: number }
  /** A size must be known when the model is made, and is open. */
  | { readonly kind: 'open-size'; readonly axis: number; readonly shape: Shape }
  /** An axis has another size than a layer with weights was first built for, or than its options say. */
  | { readonly kind: 'other-size'; readonly axis: number; readonly expected: Dimension; readonly found: Dimension }
  /** Tensors that are to be joined have shapes that do not fit. */
  | { readonly kind: 'shapes-differ'; readonly shapes: readonly Shape[] }
  /** A reshape that would change the number of elements. */
  | { readonly kind: 'elements'; readonly from: Shape; readonly to: Shape }
  /** An axis that the input does not have, or that is named twice. */
  | { readonly kind: 'axis'; readonly axis: number; readonly rank: number }
  /** Weights would have a size that is open, negative or no whole number. */
  | { readonly kind: 'weight-size'; readonly shape: Shape }
  /** A kernel or a window is larger than what it slides over, so that the output has a negative size. */
  | { readonly kind: 'negative-size'; readonly input: Shape; readonly output: Shape }
  /** The first layer of a sequential model does not say what it takes. */
  | { readonly kind: 'no-input-shape' }
  /** A layer of a sequential model, or one that is wrapped, gives more than one tensor. */
  | { readonly kind: 'several-outputs'; readonly found: number }
  /** A stateful layer needs a fixed batch. */
  | { readonly kind: 'open-batch' };

/** What stands in a result's place where tfjs throws. */
export interface Refused {
  readonly problem: ShapeProblem;
}

export function isRefused(result: object): result is Refused {
  return 'problem' in result;
}

export function refuse(problem: ShapeProblem): Refused {
  return { problem };
}
