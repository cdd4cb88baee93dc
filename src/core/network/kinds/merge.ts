/** Layers of several inputs (`layers/merge.ts` of tfjs-layers). */
import { numberOf, valueOf, listOf } from '../config';
import type { LayerFacts } from '../layers';
import { isRefused, refuse } from '../problems';
import type { Refused } from '../problems';
import type { Dimension, Shape } from '../types';
import { allKnown, axisOf, broadcast, differ, NO_WEIGHTS } from './arithmetic';
import type { Built, Kind } from './kind';

type Known = readonly (readonly Dimension[])[];

const NOTHING: Built = { weights: NO_WEIGHTS };

const tooFew = (found: number): Refused => refuse({ kind: 'input-count', expected: 2, least: true, found });

/** The batch that all inputs have; `differ` where two are fixed and not the same. */
function batchOf(shapes: Known): Dimension | 'differ' {
  const fixed = [...new Set(shapes.map(([batch]) => batch).filter((batch) => batch !== null && batch !== undefined))];
  if (fixed.length > 1) return 'differ';
  return fixed[0] ?? (shapes.some(([batch]) => batch === undefined) ? undefined : null);
}

function stretched(shapes: Known): readonly Dimension[] | undefined {
  let result = shapes[0]?.slice(1);
  for (const shape of shapes.slice(1)) result = result && broadcast(result, shape.slice(1))?.slice();
  return result;
}

/** Add, Average, Maximum, Minimum, Multiply: shapes are stretched over one another, the batch apart. */
export const elementwise: Kind = {
  bare: true, takesMany: true,
  build: (_, __, inputs) => {
    if (inputs.length < 2) return tooFew(inputs.length);
    const shapes = allKnown(inputs);
    return shapes && batchOf(shapes) === 'differ' ? refuse({ kind: 'shapes-differ', shapes }) : NOTHING;
  },
  outputs: (_, __, inputs) => {
    const shapes = allKnown(inputs);
    if (!shapes) return [undefined];
    const result = stretched(shapes);
    if (!result) return refuse({ kind: 'shapes-differ', shapes });
    const batch = batchOf(shapes);
    return [[batch === 'differ' ? null : batch, ...result]];
  },
};

/** All but one axis must be the same to the last detail: an open size is not a fixed one. */
export const concatenate: Kind = {
  bare: true, takesMany: true,
  build: (layer, _, inputs) => {
    if (inputs.length < 2) return tooFew(inputs.length);
    const axis = numberOf(layer, 'axis', -1);
    const shapes = allKnown(inputs);
    const [first, ...rest] = shapes?.map((shape) => (axis === undefined ? undefined : shape.toSpliced(axis, 1))) ?? [];
    if (!shapes || !first) return NOTHING;
    const fits = rest.every((shape) => shape?.length === first.length && !shape.some((size, at) => differ(size, first[at])));
    return fits ? NOTHING : refuse({ kind: 'shapes-differ', shapes });
  },
  outputs: (layer, _, inputs) => {
    const axis = numberOf(layer, 'axis', -1);
    const shapes = allKnown(inputs);
    const [first] = shapes ?? [];
    if (axis === undefined || !shapes || !first) return [undefined];
    const at = axisOf(first, axis);
    // An axis that is not there: before the first one nothing is written, behind the last one an open size.
    if (at < 0) return [[...first]];
    if (at >= first.length) return [at === first.length ? [...first, null] : undefined];
    // One open size makes the sum open, whatever else is unknown.
    const sizes = shapes.map((shape) => (at < shape.length ? shape[at] : null));
    const total = sizes.includes(null) ? null : sizes.reduce<Dimension>((sum, size) => (typeof sum === 'number' && typeof size === 'number' ? sum + size : undefined), 0);
    return [first.with(at, total)];
  },
};

/** The axes of a dot product: one for both counts from the end too, of a list each is taken as it stands. */
function axesOf(layer: LayerFacts, shapes: Known): readonly [number, number] | undefined {
  const [a, b] = shapes;
  const single = numberOf(layer, 'axes');
  if (!a || !b) return undefined;
  if (single !== undefined) {
    const from = (axis: number, rank: number): number => (axis < 0 && rank > 0 ? ((axis % rank) + rank) % rank : axis);
    return [from(single, a.length), from(single, b.length)];
  }
  const list = valueOf(layer, 'axes')?.kind === 'array' ? listOf(layer, 'axes') : undefined;
  const [left, right] = list ?? [];
  return left === undefined || right === undefined ? undefined : [left, right];
}

function dotShapes(inputs: readonly Shape[]): Known | Refused | undefined {
  if (inputs.length !== 2) return refuse({ kind: 'input-count', expected: 2, least: false, found: inputs.length });
  const high = inputs.find((shape) => shape !== undefined && shape.length > 3);
  if (high) return refuse({ kind: 'rank', expected: 3, least: false, found: high.length });
  return allKnown(inputs);
}

export const dot: Kind = {
  takesMany: true,
  build: (layer, _, inputs) => {
    const shapes = dotShapes(inputs);
    if (!shapes) return NOTHING;
    if (isRefused(shapes)) return shapes;
    const axes = axesOf(layer, shapes);
    const [a, b] = shapes;
    if (!axes || !a || !b) return NOTHING;
    // What lies outside a shape is the same outside of both, and is no size.
    const [left, right] = [axes[0] in a ? a[axes[0]] : 'none', axes[1] in b ? b[axes[1]] : 'none'] as const;
    return left !== undefined && right !== undefined && left !== right ? refuse({ kind: 'shapes-differ', shapes }) : NOTHING;
  },
  outputs: (layer, _, inputs) => {
    const shapes = dotShapes(inputs);
    if (!shapes) return [undefined];
    if (isRefused(shapes)) return shapes;
    const axes = axesOf(layer, shapes);
    const [a, b] = shapes;
    if (!axes || !a || !b) return [undefined];
    const shape = [...a.toSpliced(axes[0], 1), ...b.toSpliced(axes[1], 1).slice(1)];
    return [shape.length === 1 ? [...shape, 1] : shape];
  },
};
