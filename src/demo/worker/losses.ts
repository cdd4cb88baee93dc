/** Losses in plain loops, for one example; the tfjs forms stand in `engine-tf.ts`. */
import type { LossId } from '../layers';

export interface PlainLoss {
  /** Loss of the outputs from `at` on, against a class or a value. */
  value(out: Float64Array, at: number, units: number, label: number): number;
  /** Its gradient at the outputs, times `factor`. */
  backward(out: Float64Array, at: number, units: number, label: number, factor: number, to: Float64Array): void;
}

/** log(1 + eˣ) without overflow: the loss of the logit x against the label 0. */
export function logisticLoss(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function logSum(out: Float64Array, at: number, units: number): number {
  let top = -Infinity;
  for (let i = at; i < at + units; i += 1) top = Math.max(top, out[i]!);
  let sum = 0;
  for (let i = at; i < at + units; i += 1) sum += Math.exp(out[i]! - top);
  return top + Math.log(sum);
}

export const losses: Readonly<Record<LossId, PlainLoss>> = {
  // softplus(z) − z·y, whose slope is σ(z) − y.
  sigmoidCrossEntropy: {
    value: (out, at, _units, label) => logisticLoss(out[at]!) - out[at]! * label,
    backward(out, at, _units, label, factor, to) {
      to[at] = (1 / (1 + Math.exp(-out[at]!)) - label) * factor;
    },
  },
  softmaxCrossEntropy: {
    value: (out, at, units, label) => logSum(out, at, units) - out[at + label]!,
    backward(out, at, units, label, factor, to) {
      const sum = logSum(out, at, units);
      for (let i = 0; i < units; i += 1) to[at + i] = (Math.exp(out[at + i]! - sum) - (i === label ? 1 : 0)) * factor;
    },
  },
  meanSquaredError: {
    value: (out, at, _units, label) => (out[at]! - label) ** 2,
    backward(out, at, _units, label, factor, to) {
      to[at] = 2 * (out[at]! - label) * factor;
    },
  },
};

/** The loss of knowing nothing: all classes equally likely; for values, undefined. */
export function guessingLoss(loss: LossId, classes: number): number | undefined {
  if (loss === 'meanSquaredError') return classes > 0 ? 0.25 : undefined;
  return Math.log(classes);
}

/** The class that the outputs stand for; those without a finite number stand for none. */
export function classOf(loss: LossId, out: Float64Array, at: number, units: number): number {
  if (loss !== 'softmaxCrossEntropy') {
    const limit = loss === 'meanSquaredError' ? 0.5 : 0;
    return Number.isNaN(out[at]!) ? -1 : out[at]! > limit ? 1 : 0;
  }
  let best = -1;
  for (let i = 0; i < units; i += 1) if (out[at + i]! > (best < 0 ? -Infinity : out[at + best]!)) best = i;
  return best;
}

/** P(class 1) among all classes; for values, the value. */
export function answerOf(loss: LossId, out: Float64Array, at: number, units: number): number {
  if (loss === 'meanSquaredError') return out[at]!;
  return loss === 'sigmoidCrossEntropy' ? 1 / (1 + Math.exp(-out[at]!)) : Math.exp(out[at + 1]! - logSum(out, at, units));
}
