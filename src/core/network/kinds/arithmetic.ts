/** Sizes and what is reckoned with them, as tfjs does it: an open size is `null`, an unknown one `undefined`. */
import { booleanOf } from '../config';
import type { LayerFacts } from '../layers';
import { refuse } from '../problems';
import type { Refused } from '../problems';
import type { Dimension, Shape } from '../types';
import type { Weights } from './kind';

/** The product, or undefined where a factor is unknown. */
export function product(...factors: readonly Dimension[]): number | undefined {
  let result = 1;
  for (const factor of factors) {
    if (typeof factor !== 'number') return undefined;
    result *= factor;
  }
  return result;
}

export function sum(terms: readonly (number | undefined)[]): number | undefined {
  let result = 0;
  for (const term of terms) {
    if (term === undefined) return undefined;
    result += term;
  }
  return result;
}

export const NO_WEIGHTS: Weights = { all: 0, trainable: 0 };

export function addWeights(all: readonly (Weights | undefined)[]): Weights {
  return { all: sum(all.map((one) => one?.all)), trainable: sum(all.map((one) => one?.trainable)) };
}

/** Why weights of a shape cannot be made. */
function wrongWeight(shape: readonly Dimension[]): Refused | undefined {
  return shape.some((size) => size === null || (size !== undefined && (size < 0 || !Number.isInteger(size)))) ? refuse({ kind: 'weight-size', shape }) : undefined;
}

/** Counts weights of the given shapes: those that training moves unless the layer is frozen, and those that it never does. */
export function weigh(layer: LayerFacts, trained: readonly (readonly Dimension[])[], fixed: readonly (readonly Dimension[])[] = []): Weights | Refused {
  for (const shape of [...trained, ...fixed]) {
    const wrong = wrongWeight(shape);
    if (wrong) return wrong;
  }
  const moved = sum(trained.map((shape) => product(...shape)));
  const kept = sum(fixed.map((shape) => product(...shape)));
  const trains = booleanOf(layer, 'trainable', true);
  return { all: sum([moved, kept]), trainable: trains === undefined ? undefined : trains ? moved : 0 };
}

/** The shapes of a bias: one, none, or undefined where that is not known. */
export function bias(layer: LayerFacts, size: Dimension): readonly (readonly Dimension[])[] {
  const used = booleanOf(layer, 'useBias', true);
  return used === false ? [] : [[used === undefined ? undefined : size]];
}

/** tfjs's `convOutputLength`, which takes the padding `causal` for `valid`. */
export function slide(size: Dimension, kernel: number | undefined, stride: number | undefined, padding: string | undefined, dilation: number | undefined = 1): Dimension {
  if (size === null) return null;
  if (size === undefined || kernel === undefined || stride === undefined || padding === undefined) return undefined;
  const reach = kernel + (kernel - 1) * (dilation - 1);
  const length = padding === 'same' ? size : size - reach + 1;
  const found = Math.floor((length + stride - 1) / stride);
  return Number.isFinite(found) ? found : undefined;
}

/** tfjs's `deconvLength`. */
export function spread(size: Dimension, stride: number | undefined, kernel: number | undefined, padding: string | undefined): Dimension {
  if (size === null) return null;
  if (size === undefined || kernel === undefined || stride === undefined) return undefined;
  if (padding === 'valid') return size * stride + Math.max(kernel - stride, 0);
  return padding === 'same' ? size * stride : undefined;
}

/** Two shapes without their batch, one stretched over the other; undefined where they do not fit. */
export function broadcast(a: readonly Dimension[], b: readonly Dimension[]): readonly Dimension[] | undefined {
  if (a.length < b.length) return broadcast(b, a);
  const result: Dimension[] = a.slice(0, a.length - b.length);
  for (const [index, right] of b.entries()) {
    const left = a[a.length - b.length + index];
    const fitted = fit(left, right);
    if (fitted === 'no') return undefined;
    result.push(fitted);
  }
  return result;
}

function fit(a: Dimension, b: Dimension): Dimension | 'no' {
  const isOpen = (size: Dimension): boolean => size === null || (size !== undefined && size < 0);
  if (isOpen(a) || isOpen(b)) return null;
  if (a === undefined || b === undefined) {
    // What is known of one of them and is not 1 is the result where the program runs, unless the other is open.
    return undefined;
  }
  if (a === 1) return b;
  return b === 1 || a === b ? a : 'no';
}

/** True where two sizes are known to differ; an open size differs from every number. */
export function differ(a: Dimension, b: Dimension): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** An axis of a shape, counted from the end where it is negative. */
export function axisOf(shape: readonly Dimension[], axis: number): number {
  return axis < 0 ? shape.length + axis : axis;
}

/** The shapes, if all are known. */
export function allKnown(shapes: readonly Shape[]): readonly (readonly Dimension[])[] | undefined {
  const known = shapes.flatMap((shape) => (shape ? [shape] : []));
  return known.length === shapes.length ? known : undefined;
}
