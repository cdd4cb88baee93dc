/** What a network without a fitting output activation gives a loss that wants probabilities, at initialisation. */
import { normalDistribution } from '../activations/special';
import type { LayerSignal } from './flow';

/**
 * Share of normal values at or beyond 0 and 1. Losses of probabilities clip there, so that such an output gets no
 * gradient at all.
 */
export function outsideUnit(mean: number, variance: number): number {
  const deviation = Math.sqrt(variance);
  return normalDistribution(-mean / deviation) + normalDistribution((mean - 1) / deviation);
}

/** The same for a layer's pre-activations; undefined where they are not known. */
export function outsideUnitOf(signal: LayerSignal | undefined): number | undefined {
  const { preMean, preVariance } = signal ?? {};
  return preMean === undefined || preVariance === undefined || preVariance <= 0 ? undefined : outsideUnit(preMean, preVariance);
}

/**
 * Share of samples whose quotient zₖ/Σz lies outside (0, 1), where categorical crossentropy clips it. The quotient is
 * 1/(1 + R/zₖ) with R, the sum of the others, independent of zₖ and symmetric about 0: inside exactly where both have
 * the same sign, which is half of all, whatever the number of classes.
 */
export function outsideQuotient(signal: LayerSignal | undefined): number | undefined {
  return signal?.preVariance !== undefined && signal.preVariance > 0 && Math.abs(signal.preMean ?? 1) < 1e-9 ? 0.5 : undefined;
}

/** Chance that all units of a layer are off for an input; undefined where it is not known. */
export function allOff(signal: LayerSignal | undefined, units: number): number | undefined {
  return signal?.inactive === undefined ? undefined : signal.inactive ** units;
}
