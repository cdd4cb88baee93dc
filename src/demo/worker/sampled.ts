/** Curves for drawing: a chain of activations, applied so many times over. */
import { power } from '../../core/activations/compose';
import type { Chain } from '../layers';
import { chainCurve } from './curves';

export interface SampledCurve {
  /** f and f′ at {@link CURVE_PLACES} places from −reach to reach, the middle one half a step off 0, where the kinks are. */
  readonly f: readonly number[];
  readonly df: readonly number[];
  /** sup |f′|, and the least and largest value. */
  readonly steepest: number;
  readonly from: number;
  readonly to: number;
  /** f(f(x)) = f(x) for every x. */
  readonly idempotent: boolean;
}

export const CURVE_PLACES = 160;
export const CURVE_REACH = 4;

/** x of the i-th place. */
export function curvePlace(i: number): number {
  return CURVE_REACH * ((2 * (i + 0.5)) / CURVE_PLACES - 1);
}

/** The chain applied `times` times. */
export function sampleCurve(chain: Chain, units: number, times: number): SampledCurve {
  const curve = power(chainCurve(chain, units), times);
  const at = (g: (x: number) => number): readonly number[] => Array.from({ length: CURVE_PLACES }, (_, i) => g(curvePlace(i)));
  return { f: at(curve.f), df: at(curve.df), steepest: curve.maxAbsSlope, from: curve.range.lo, to: curve.range.hi, idempotent: curve.idempotent };
}
