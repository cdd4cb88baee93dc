/** What trains a network: the same contract for TensorFlow.js and for the plain loops that check it. */
import type { EngineId, OptimizerId } from '../state';
import type { Data } from './data';
import type { Network } from './network';

export interface Engine {
  readonly kind: EngineId;
  /**
   * One step on batch `batch` (taken modulo the number of batches) with the mean logistic loss.
   * `t` counts steps from 1. Where `gradient` is given, the step's gradient is left in it, in the parameters' order.
   */
  step(batch: number, rate: number, t: number, gradient?: Float64Array): void;
  /** Copies parameters, then the optimiser's memory, into `to`: {@link stateLength} numbers. */
  read(to: Float64Array): void;
  /** The reverse of {@link Engine.read}: training goes on as if it had never stopped. */
  write(from: Float64Array): void;
  dispose(): void;
}

export interface EngineOptions {
  readonly network: Network;
  readonly data: Data;
  readonly batchSize: number;
  readonly optimizer: OptimizerId;
  /** Initial parameters; see `initialParameters`. */
  readonly parameters: Float64Array;
}

export type CreateEngine = (options: EngineOptions) => Engine;

/** Length of the vector an engine is saved in. */
export function stateLength(network: Network, slots: number): number {
  return network.size * (1 + slots);
}

/** Bounds of the batches, in points; the last may be shorter. */
export function batchBounds(points: number, batchSize: number): readonly (readonly [number, number])[] {
  return Array.from({ length: Math.ceil(points / batchSize) }, (_, i) => [i * batchSize, Math.min(points, (i + 1) * batchSize)] as const);
}
