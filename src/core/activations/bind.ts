import type { Parameters } from './types';

/**
 * The value of a parameter, or the fallback where it is missing or not a number.
 *
 * An infinite value counts as missing unless the fallback is infinite too (`maxValue`): every other parameter
 * multiplies or shifts, and ∞ would turn the curve into NaN.
 */
export function bind(parameters: Parameters | undefined, name: string, fallback: number): number {
  const value = parameters?.[name];
  if (typeof value !== 'number' || Number.isNaN(value)) return fallback;
  return Number.isFinite(value) || !Number.isFinite(fallback) ? value : fallback;
}
