/** What trains a network: the same contract for TensorFlow.js and for the plain loops that check it. */
import type { DemoState, EngineId } from '../state';
import type { Data } from './data';
import type { Network } from './network';
import type { Training } from './plain-layer';
import { seeded } from './random';

export interface Engine {
  readonly kind: EngineId;
  /**
   * One step on batch `batch`, taken modulo the number of batches. `t` counts steps from 1. The step's gradient, without
   * penalties and clipping, is left in `gradient`, in the parameters' order; 0 for what is not trained.
   */
  step(batch: number, rate: number, t: number, gradient: Float64Array): void;
  /** Copies parameters, then the optimiser's memory, into `to`; see `stateLength`. */
  read(to: Float64Array): void;
  /** The reverse of {@link Engine.read}: training goes on as if it had never stopped. */
  write(from: Float64Array): void;
  dispose(): void;
}

/** What an engine needs to know of the state. */
export type Recipe = Pick<DemoState, 'batchSize' | 'optimizer' | 'l1' | 'l2' | 'clip' | 'seed'>;

export interface EngineOptions {
  readonly network: Network;
  readonly data: Data;
  readonly recipe: Recipe;
  /** Initial parameters; see `initialParameters`. */
  readonly parameters: Float64Array;
}

export type CreateEngine = (options: EngineOptions) => Engine;

/** Bounds of the batches, in points; the last may be shorter. */
export function batchBounds(points: number, batchSize: number): readonly (readonly [number, number])[] {
  return Array.from({ length: Math.ceil(points / batchSize) }, (_, i) => [i * batchSize, Math.min(points, (i + 1) * batchSize)] as const);
}

/** The masks of dropout at step t: each value is kept with probability 1 − rate and then divided by it. */
export function trainingAt(seed: number, t: number): Training {
  return {
    mask(layer, rate, to) {
      // A large odd factor spreads steps over the seeds.
      const random = seeded((seed + Math.imul(t, 0x9e37_79b1)) | 0, 16 + layer);
      for (let i = 0; i < to.length; i += 1) to[i] = random() < rate ? 0 : 1 / (1 - rate);
    },
  };
}
