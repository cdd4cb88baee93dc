import type { Parameters } from './types';

/** How many logits stand on the axis where the program does not tell: enough not to be a mere sigmoid. */
export const DEFAULT_CLASSES = 3;

/**
 * The number of logits of a slice. It is not a parameter of tfjs but the length of the axis, so whoever knows the
 * layer's units passes it as `classes`; anything that is not a whole number of at least 1 counts as unknown.
 */
export function classesOf(parameters: Parameters | undefined): number {
  const classes = parameters?.['classes'];
  return classes !== undefined && Number.isSafeInteger(classes) && classes >= 1 ? classes : DEFAULT_CLASSES;
}

/** log Σ exp(zᵢ) without overflow (Blanchard, Higham & Higham 2021); −∞ for no logits, NaN if one is NaN. */
export function logSumExp(logits: readonly number[]): number {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(most)) return most;
  return most + Math.log(logits.reduce((sum, z) => sum + Math.exp(z - most), 0));
}

/** Softmax of one vector of logits; the outputs are in [0, 1] and sum to 1 up to rounding. */
export function distribution(logits: readonly number[]): number[] {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = logits.map((z) => Math.exp(z - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
