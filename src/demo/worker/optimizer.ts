/**
 * Update rules, in place on live buffers: the same code moves tfjs's variables and the plain engine's vector.
 *
 * On the cpu backend `variable.dataSync()` is the variable's own memory, so this saves three tensor ops per variable
 * and step (a quarter of the whole step) and keeps an optimiser's memory where it can be saved to the last bit.
 */
import type { OptimizerId } from '../optimizers';
import type { DemoState } from '../state';
import type { Network, Slot } from './network';

/** One tensor of parameters: w[i] belongs to g[at + i] and to memory[s·stride + at + i]. */
export interface Move {
  readonly w: Float32Array | Float64Array;
  readonly g: Float64Array;
  readonly at: number;
  readonly memory: Float64Array;
  readonly stride: number;
  readonly rate: number;
  /** Counts steps from 1. */
  readonly t: number;
}

export interface Update {
  /** Numbers that the optimiser remembers for each parameter. */
  readonly slots: number;
  /** Moves `w` against the gradient. */
  apply(move: Move): void;
}

/** w ← w − rate·g, rounded to float32 where `tf.train.sgd` rounds. */
const sgd: Update = {
  slots: 0,
  apply({ w, g, at, rate }) {
    const c = Math.fround(-rate);
    for (let i = 0; i < w.length; i += 1) w[i] = w[i]! + Math.fround(c * g[at + i]!);
  },
};

const MOMENTUM = 0.9;

/** m ← 0.9·m + g, w ← w − rate·m: `tf.train.momentum` at 0.9. */
const momentum: Update = {
  slots: 1,
  apply({ w, g, at, memory, rate }) {
    for (let i = 0; i < w.length; i += 1) w[i] = w[i]! - rate * (memory[at + i] = MOMENTUM * memory[at + i]! + g[at + i]!);
  },
};

const EPSILON = 1e-7;
const DECAY = 0.9;

/** Tieleman & Hinton 2012, lecture 6.5, with the constants of `tf.train.rmsprop`. */
const rmsprop: Update = {
  slots: 1,
  apply({ w, g, at, memory, rate }) {
    for (let i = 0; i < w.length; i += 1) {
      const gradient = g[at + i]!;
      const square = (memory[at + i] = DECAY * memory[at + i]! + (1 - DECAY) * gradient * gradient);
      w[i] = w[i]! - (rate * gradient) / Math.sqrt(square + EPSILON);
    }
  },
};

const BETA1 = 0.9;
const BETA2 = 0.999;

/** Kingma & Ba 2015, algorithm 1, with the constants of `tf.train.adam` on the cpu backend. */
const adam: Update = {
  slots: 2,
  apply({ w, g, at, memory, stride, rate, t }) {
    const correction1 = 1 - BETA1 ** t;
    const correction2 = 1 - BETA2 ** t;
    for (let i = 0; i < w.length; i += 1) {
      const gradient = g[at + i]!;
      const mean = (memory[at + i] = BETA1 * memory[at + i]! + (1 - BETA1) * gradient);
      const square = (memory[stride + at + i] = BETA2 * memory[stride + at + i]! + (1 - BETA2) * gradient * gradient);
      w[i] = w[i]! - (rate * mean) / correction1 / (Math.sqrt(square / correction2) + EPSILON);
    }
  },
};

export const updates: Readonly<Record<OptimizerId, Update>> = { sgd, momentum, rmsprop, adam };

/** Length of the vector that a network is saved in: its parameters, then the optimiser's memory. */
export function stateLength(network: Pick<Network, 'size'>, optimizer: OptimizerId): number {
  return network.size * (1 + updates[optimizer].slots);
}

/** The parts of a state that change a gradient before it moves anything. */
export type Shaping = Pick<DemoState, 'l1' | 'l2' | 'clip'>;

/**
 * Adds the slopes of the penalties, l1·Σ|w| + l2·Σw² over kernels as `tf.regularizers` has them, and shortens the whole
 * gradient to `clip` where it is longer (Pascanu, Mikolov & Bengio 2013, algorithm 1). `kernels` names each kernel's slot
 * with its values.
 */
export function shapeGradient(g: Float64Array, kernels: readonly { readonly slot: Slot; readonly w: ArrayLike<number> }[], { l1, l2, clip }: Shaping): void {
  if (l1 > 0 || l2 > 0) {
    for (const { slot, w } of kernels) for (let i = 0; i < slot.size; i += 1) g[slot.at + i] = g[slot.at + i]! + l1 * Math.sign(w[i]!) + 2 * l2 * w[i]!;
  }
  if (clip === null) return;
  let squares = 0;
  for (let i = 0; i < g.length; i += 1) squares += g[i]! ** 2;
  const norm = Math.sqrt(squares);
  if (norm > clip) for (let i = 0; i < g.length; i += 1) g[i] = (g[i]! * clip) / norm;
}
