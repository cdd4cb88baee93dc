/** What moves parameters, and how far. */
import { choice, clamped, type Reader, record } from './json';

export const OPTIMIZERS = ['sgd', 'momentum', 'rmsprop', 'adam'] as const;
export type OptimizerId = (typeof OPTIMIZERS)[number];

export const RATES = [0.0001, 100] as const;

/** An optimiser and a learning rate of a network's own. */
export interface OwnTraining {
  readonly optimizer: OptimizerId;
  readonly learningRate: number;
}

export const readOwnTraining: Reader<OwnTraining> = record<OwnTraining>({ optimizer: choice(OPTIMIZERS), learningRate: clamped(RATES) });

/** What moves a network of a state. */
export function optimizerOf(state: { readonly optimizer: OptimizerId }, run: { readonly own: OwnTraining | null }): OptimizerId {
  return run.own?.optimizer ?? state.optimizer;
}
