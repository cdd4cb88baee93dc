/** Losses in plain loops, for one example; the tfjs forms stand in `tf-ops.ts`. */
import { LOSS_FORMS, type LossForm, type LossId } from '../layers';

/** What the output `unit` should be for an example of this label: a value, one of the classes, or one or two labels of several. */
export function targetOf({ target }: LossForm, label: number, unit: number, units: number): number {
  if (target === 'value') return label;
  // Neighbours share a label; of two they would share both.
  return unit === label || (target === 'labels' && units > 2 && unit === (label + 1) % units) ? 1 : 0;
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

/** A loss over the outputs of one example: a sum of terms, each of one output, its target and what is common to all. */
interface Formula {
  /** The mean over the outputs is meant instead. */
  readonly mean: boolean;
  readonly common: (out: Float64Array, at: number, units: number) => number;
  readonly value: (y: number, target: number, common: number) => number;
  readonly slope: (y: number, target: number, common: number) => number;
}

/** Nothing is closer to 0 or 1 where its logarithm is taken: `epsilon()` of tf.layers, as a float32 has it. */
const [LOWEST, HIGHEST] = [Math.fround(1e-7), Math.fround(1 - 1e-7)];
const kept = (p: number): number => Math.min(HIGHEST, Math.max(LOWEST, p));
const inside = (p: number): boolean => p >= LOWEST && p <= HIGHEST;
const nothing = (): number => 0;

const formulas: Readonly<Record<LossForm['formula'], Formula>> = {
  // softplus(z) − z·y, whose slope is σ(z) − y.
  logistic: { mean: true, common: nothing, value: (z, target) => logisticLoss(z) - z * target, slope: (z, target) => 1 / (1 + Math.exp(-z)) - target },
  softmax: { mean: false, common: logSum, value: (z, target, sum) => target * (sum - z), slope: (z, target, sum) => Math.exp(z - sum) - target },
  square: { mean: true, common: nothing, value: (y, target) => (y - target) ** 2, slope: (y, target) => 2 * (y - target) },
  // −log of the share in the sum; that the sum follows each output is added by `backward`.
  categorical: {
    mean: false, common: (out, at, units) => out.subarray(at, at + units).reduce((a, b) => a + b, 0),
    value: (y, target, sum) => (target === 0 ? 0 : -Math.log(kept(y / sum))), slope: (y, target, sum) => (target !== 0 && inside(y / sum) ? -1 / y : 0),
  },
  binary: {
    mean: true, common: nothing,
    value: (y, target) => -target * Math.log(kept(y)) - (1 - target) * Math.log(1 - kept(y)), slope: (y, target) => (inside(y) ? (1 - target) / (1 - y) - target / y : 0),
  },
};

export interface PlainLoss {
  /** Loss of the outputs from `at` on, against a class or a value. */
  value(out: Float64Array, at: number, units: number, label: number): number;
  /** Its gradient at the outputs, times `factor`. */
  backward(out: Float64Array, at: number, units: number, label: number, factor: number, to: Float64Array): void;
}

function lossOf(form: LossForm): PlainLoss {
  const { mean, common, value, slope } = formulas[form.formula];
  return {
    value(out, at, units, label) {
      const shared = common(out, at, units);
      let sum = 0;
      for (let i = 0; i < units; i += 1) sum += value(out[at + i]!, targetOf(form, label, i, units), shared);
      return mean ? sum / units : sum;
    },
    backward(out, at, units, label, factor, to) {
      const shared = common(out, at, units);
      const scale = mean ? factor / units : factor;
      for (let i = 0; i < units; i += 1) to[at + i] = scale * slope(out[at + i]!, targetOf(form, label, i, units), shared);
      if (form.formula !== 'categorical' || !inside(out[at + label]! / shared)) return;
      for (let i = 0; i < units; i += 1) to[at + i] = to[at + i]! + scale / shared;
    },
  };
}

export const losses = Object.fromEntries(Object.entries(LOSS_FORMS).map(([id, form]) => [id, lossOf(form)])) as Readonly<Record<LossId, PlainLoss>>;

/** −p·log p − (1 − p)·log(1 − p): the loss of answering p where p is how often it is so. */
const entropy = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log(1 - p);

/** The loss of knowing nothing: all classes equally likely; for values, undefined. */
export function guessingLoss(loss: LossId, classes: number): number | undefined {
  const { formula, target } = LOSS_FORMS[loss];
  if (classes === 0) return undefined;
  const share = target === 'value' ? 0.5 : target === 'labels' && classes > 2 ? 2 / classes : 1 / classes;
  if (formula === 'square') return share * (1 - share);
  return formula === 'softmax' || formula === 'categorical' ? Math.log(classes) : entropy(share);
}

function largest(out: Float64Array, at: number, units: number): number {
  let best = -1;
  for (let i = 0; i < units; i += 1) if (out[at + i]! > (best < 0 ? -Infinity : out[at + best]!)) best = i;
  return best;
}

/** Whether the outputs stand for the class, or for all labels; those without a finite number stand for none. */
export function isRight(loss: LossId, out: Float64Array, at: number, units: number, label: number): boolean {
  const form = LOSS_FORMS[loss];
  if (form.target === 'class') return largest(out, at, units) === label;
  const limit = form.formula === 'logistic' ? 0 : 0.5;
  for (let i = 0; i < units; i += 1) {
    const y = out[at + i]!;
    if (Number.isNaN(y) || (y > limit ? 1 : 0) !== targetOf(form, label, i, units)) return false;
  }
  return true;
}

/** P(class 1) among all classes; for values, the value. */
export function answerOf(loss: LossId, out: Float64Array, at: number, units: number): number {
  const { formula } = LOSS_FORMS[loss];
  const y = out[at + (units > 1 ? 1 : 0)]!;
  if (formula === 'logistic') return 1 / (1 + Math.exp(-y));
  if (formula === 'softmax') return Math.exp(y - logSum(out, at, units));
  return formula === 'categorical' ? y / out.subarray(at, at + units).reduce((a, b) => a + b, 0) : y;
}
