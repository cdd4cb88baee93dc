/**
 * Update rules, in place on live buffers: the same code moves tfjs's variables and the plain engine's vector.
 *
 * On the cpu backend `variable.dataSync()` is the variable's own memory, so this saves three tensor ops per variable
 * and step (a quarter of the whole step) and keeps an optimiser's memory where it can be saved to the last bit.
 */
import type { OptimizerId } from '../state';

export interface Update {
  /** Length of an optimiser's memory per parameter: 0 for SGD, 2 for Adam. */
  readonly slots: number;
  /**
   * Moves `w` against the gradient `g`; `memory` holds the slots of these parameters one after the other.
   * `t` counts steps from 1.
   */
  apply(w: Float32Array | Float64Array, g: ArrayLike<number>, memory: Float64Array, rate: number, t: number): void;
}

/** w ← w − rate·g, rounded to float32 where `tf.train.sgd` rounds. */
const sgd: Update = {
  slots: 0,
  apply(w, g, _memory, rate) {
    const c = Math.fround(-rate);
    for (let i = 0; i < w.length; i += 1) w[i] = w[i]! + Math.fround(c * g[i]!);
  },
};

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** Kingma & Ba 2015, algorithm 1, with the constants of `tf.train.adam` on the cpu backend. */
const adam: Update = {
  slots: 2,
  apply(w, g, memory, rate, t) {
    const n = w.length;
    const correction1 = 1 - BETA1 ** t;
    const correction2 = 1 - BETA2 ** t;
    for (let i = 0; i < n; i += 1) {
      const gradient = g[i]!;
      const mean = (memory[i] = BETA1 * memory[i]! + (1 - BETA1) * gradient);
      const square = (memory[n + i] = BETA2 * memory[n + i]! + (1 - BETA2) * gradient * gradient);
      w[i] = w[i]! - (rate * mean) / correction1 / (Math.sqrt(square / correction2) + EPSILON);
    }
  },
};

export const updates: Readonly<Record<OptimizerId, Update>> = { sgd, adam };
