/** The activations of `core/activations` in float64 loops: for the plain engine, and for looking at what a network has become. */
import { activation as elu } from '../../core/activations/elu';
import { activation as gelu } from '../../core/activations/gelu';
import { activation as leakyRelu } from '../../core/activations/leakyRelu';
import { activation as linear } from '../../core/activations/linear';
import { activation as relu } from '../../core/activations/relu';
import { activation as selu } from '../../core/activations/selu';
import { activation as sigmoid } from '../../core/activations/sigmoid';
import { activation as softmax } from '../../core/activations/softmax';
import { activation as softplus } from '../../core/activations/softplus';
import { activation as step } from '../../core/activations/step';
import { activation as swish } from '../../core/activations/swish';
import { activation as tanh } from '../../core/activations/tanh';
import type { Curve } from '../../core/activations/types';
import type { ActivationId } from '../state';

/**
 * An activation over a row of pre-activations `z[from … from + n)`; `out` and `dz` are indexed alike.
 * Elementwise but for softmax, which couples the row.
 */
export interface RowActivation {
  /** True where a row's values depend on each other; else several rows may be done in one call. */
  readonly coupled: boolean;
  forward(z: Float64Array, out: Float64Array, from: number, n: number): void;
  /** dz ← Jᵀ·dOut, where J is the Jacobian at z and `out` the result of `forward`. */
  backward(z: Float64Array, out: Float64Array, dOut: Float64Array, dz: Float64Array, from: number, n: number): void;
  /** |∂ out_i / ∂ z_i| at index i: what passes of a unit's own gradient. */
  slope(z: Float64Array, out: Float64Array, i: number): number;
}

/** log(1 + eˣ) without overflow: the loss of the logit x against the label 0. */
export function logisticLoss(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** The elementwise activations, as the tfjs ops of `engine-tf.ts` have them (leakyRelu's alpha there is the op's 0.2). */
const curves: Readonly<Record<Exclude<ActivationId, 'softmax' | 'reluSoftmax'>, Pick<Curve, 'f' | 'df'>>> = {
  relu: relu.curve(undefined, 'op'),
  leakyRelu: leakyRelu.curve(undefined, 'op'),
  elu: elu.curve(undefined, 'op'),
  selu: selu.curve(undefined, 'op'),
  sigmoid: sigmoid.curve(undefined, 'op'),
  tanh: tanh.curve(undefined, 'op'),
  softplus: softplus.curve(undefined, 'op'),
  swish: swish.curve(),
  gelu: gelu.curve(),
  step: step.curve(undefined, 'op'),
  linear: linear.curve(),
};

function elementwise({ f, df }: Pick<Curve, 'f' | 'df'>): RowActivation {
  return {
    coupled: false,
    forward(z, out, from, n) {
      for (let i = from; i < from + n; i += 1) out[i] = f(z[i]!);
    },
    backward(z, _out, dOut, dz, from, n) {
      for (let i = from; i < from + n; i += 1) dz[i] = dOut[i]! * df(z[i]!);
    },
    slope: (z, _out, i) => Math.abs(df(z[i]!)),
  };
}

/** p = exp(z − max z) / Σ; Jacobian diag(p) − ppᵀ. relu(p) = p, since p > 0: the composition is the same map. */
const rowSoftmax: RowActivation = {
  coupled: true,
  forward(z, out, from, n) {
    let top = -Infinity;
    for (let i = from; i < from + n; i += 1) top = Math.max(top, z[i]!);
    let sum = 0;
    for (let i = from; i < from + n; i += 1) sum += out[i] = Math.exp(z[i]! - top);
    for (let i = from; i < from + n; i += 1) out[i] = out[i]! / sum;
  },
  backward(_z, out, dOut, dz, from, n) {
    let along = 0;
    for (let i = from; i < from + n; i += 1) along += dOut[i]! * out[i]!;
    for (let i = from; i < from + n; i += 1) dz[i] = out[i]! * (dOut[i]! - along);
  },
  slope: (_z, out, i) => out[i]! * (1 - out[i]!),
};

/** ReLU and the identity without a call per value: they are most of what is ever run. */
const rowRelu: RowActivation = {
  coupled: false,
  forward(z, out, from, n) {
    for (let i = from; i < from + n; i += 1) out[i] = z[i]! > 0 ? z[i]! : 0;
  },
  backward(z, _out, dOut, dz, from, n) {
    for (let i = from; i < from + n; i += 1) dz[i] = z[i]! > 0 ? dOut[i]! : 0;
  },
  slope: (z, _out, i) => (z[i]! > 0 ? 1 : 0),
};

const rowLinear: RowActivation = {
  coupled: false,
  forward(z, out, from, n) {
    for (let i = from; i < from + n; i += 1) out[i] = z[i]!;
  },
  backward(_z, _out, dOut, dz, from, n) {
    for (let i = from; i < from + n; i += 1) dz[i] = dOut[i]!;
  },
  slope: () => 1,
};

/** The activation of a layer over one row of its units. */
export function rowActivation(id: ActivationId): RowActivation {
  if (id === 'softmax' || id === 'reluSoftmax') return rowSoftmax;
  if (id === 'relu') return rowRelu;
  return id === 'linear' ? rowLinear : elementwise(curves[id]);
}

/** f and f′ for drawing; for softmax the slice of one output against its own logit, the others of the layer at 0. */
export function curveOf(id: ActivationId, units: number): Pick<Curve, 'f' | 'df'> {
  return id === 'softmax' || id === 'reluSoftmax' ? softmax.curve({ classes: units }) : curves[id];
}
