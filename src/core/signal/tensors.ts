/** What flows between layers: moments, what they are a function of, and how gradients come back. */
import type { Dimension, Shape } from '../network/types';
import { composed, SAME } from './maps';
import type { ScalarMap } from './maps';
import { respond, varianceOf } from './moments';
import type { Moments, PreActivation, Response } from './moments';

/**
 * A way for gradients from a tensor back to a weighted layer's pre-activations: E[(∂x/∂z)²], and the same product for
 * two units. Layers without weights are stepped over.
 */
export interface Path {
  /** Index of the weighted layer. */
  readonly root: number;
  readonly factor: number;
  readonly cross: number;
  /** The function that lies on the way, where it is one alone: how its slope and its values follow the variance. */
  readonly follows?: { readonly spread: number; readonly slope: number; readonly square: number } | undefined;
}

/** A tensor that is an elementwise function of a pre-activation: since(start(u)). */
export interface Source {
  readonly pre: PreActivation;
  /** From u to the pre-activation of the last weighted layer: the identity unless that layer only passes on (`identity` kernels). */
  readonly start: ScalarMap;
  /** From there to the tensor. */
  readonly since: ScalarMap;
  /** Ways back from the pre-activation. */
  readonly paths: readonly Path[];
}

/** A layer's output. */
export interface Tensor {
  readonly moments: Moments;
  readonly source: Source | undefined;
  readonly paths: readonly Path[];
  /** What its last elementwise function does, where there is one. */
  readonly response: Response | undefined;
}

/** How many entries a shape has, the batch aside; undefined where an axis is open. */
export function sizeOf(shape: Shape): number | undefined {
  return shape?.slice(1).reduce<number | undefined>((size, one: Dimension) => (size === undefined || typeof one !== 'number' ? undefined : size * one), 1);
}

/** Entries whose squares one weighted sum averages: all of a row, or about a 3×3 window of an image. */
export function fieldOf(shape: Shape): number {
  const channels = shape?.at(-1);
  const units = typeof channels === 'number' ? channels : 1;
  const size = sizeOf(shape);
  return shape?.length === 2 || size === undefined ? units : Math.min(size, 9 * units);
}

/** A normal pre-activation with the moments of a tensor, where its true distribution is not at hand. */
export function normalLike(moments: Moments): PreActivation {
  const { mean, spread } = moments;
  const variance = varianceOf(moments);
  const covariance = (product: number): number => Math.max(0, Math.min(variance, product - mean * mean));
  const common = Math.min(spread, 2);
  return { mean, variance, spread: common, tails: common, shared: covariance(moments.shared), cross: covariance(moments.cross), crossShared: covariance(moments.crossShared) };
}

/** What a tensor is a function of; a normal of the same moments where that is lost. */
export function sourceOf(tensor: Tensor): Source {
  return tensor.source ?? { pre: normalLike(tensor.moments), start: SAME, since: SAME, paths: tensor.paths };
}

/** The whole function of the pre-activation, with the slope of what came since the last weighted layer. */
export function functionOf({ pre, start, since }: Source): ScalarMap {
  const total = composed(since, start, pre);
  return start === SAME ? total : { f: total.f, df: (u) => since.df(start.f(u)), breaks: total.breaks };
}

/** A tensor from what it is a function of. */
export function tensorOf(source: Source, width: number): Tensor {
  const response = respond(source.pre, functionOf(source), width);
  const follows = { spread: source.pre.spread, slope: response.slopeFollows, square: response.squareFollows };
  return { moments: response.moments, source, response, paths: source.paths.map(({ root, factor, cross }) => ({ root, factor: factor * response.slope, cross: cross * response.crossSlope, follows })) };
}

/** A tensor after an elementwise function. */
export function applied(tensor: Tensor, map: ScalarMap, width: number): Tensor {
  const source = sourceOf(tensor);
  return tensorOf({ ...source, since: composed(map, source.since, source.pre) }, width);
}

/** A tensor of which only moments and ways back are known any more. */
export function plain(moments: Moments, paths: readonly Path[]): Tensor {
  return { moments, source: undefined, paths, response: undefined };
}

/** Ways back, each with its factors multiplied. */
export function weakened(paths: readonly Path[], factor: number): readonly Path[] {
  return factor === 1 ? paths : paths.map((path) => ({ ...path, factor: path.factor * factor, cross: path.cross * factor }));
}
