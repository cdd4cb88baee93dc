/** Activations in plain float64 loops: for the plain engine, and for looking at what a network has become. */
import type { ActivationId } from '../state.js';

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

/** f and f′ of one value, with tfjs's choice of subgradient at a kink; `y` is f(x). */
interface Scalar {
  readonly f: (x: number) => number;
  readonly df: (x: number, y: number) => number;
}

const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = SELU_SCALE * 1.6732632423543772;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** log(1 + eˣ) without overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Φ(x), the normal distribution function, through erf (Abramowitz & Stegun 7.1.26, |error| ≤ 1.5e-7, as tfjs computes it). */
function normalCdf(x: number): number {
  const u = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * u);
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-u * u);
  return x < 0 ? tail / 2 : 1 - tail / 2;
}

/** The elementwise activations; the numbers agree with `core/activations`, which a test compares. */
export const scalars: Readonly<Record<Exclude<ActivationId, 'softmax' | 'reluSoftmax'>, Scalar>> = {
  relu: { f: (x) => (x > 0 ? x : 0), df: (x) => (x > 0 ? 1 : 0) },
  leakyRelu: { f: (x) => (x > 0 ? x : 0.2 * x), df: (x) => (x > 0 ? 1 : 0.2) },
  elu: { f: (x) => (x >= 0 ? x : Math.expm1(x)), df: (_x, y) => (y >= 0 ? 1 : y + 1) },
  selu: { f: (x) => (x >= 0 ? SELU_SCALE * x : SELU_SCALE_ALPHA * Math.expm1(x)), df: (x) => (x > 0 ? SELU_SCALE : SELU_SCALE_ALPHA * Math.exp(x)) },
  sigmoid: { f: sigmoid, df: (_x, y) => y * (1 - y) },
  tanh: { f: Math.tanh, df: (_x, y) => 1 - y * y },
  softplus: { f: softplus, df: sigmoid },
  swish: { f: (x) => x * sigmoid(x), df: (x) => { const s = sigmoid(x); return s + x * s * (1 - s); } },
  gelu: { f: (x) => x * normalCdf(x), df: (x) => normalCdf(x) + x * Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) },
  step: { f: (x) => (x > 0 ? 1 : 0), df: () => 0 },
  linear: { f: (x) => x, df: () => 1 },
};

function elementwise({ f, df }: Scalar): RowActivation {
  return {
    coupled: false,
    forward(z, out, from, n) {
      for (let i = from; i < from + n; i += 1) out[i] = f(z[i]!);
    },
    backward(z, out, dOut, dz, from, n) {
      for (let i = from; i < from + n; i += 1) dz[i] = dOut[i]! * df(z[i]!, out[i]!);
    },
    slope: (z, out, i) => Math.abs(df(z[i]!, out[i]!)),
  };
}

/** p = exp(z − max z) / Σ; Jacobian diag(p) − ppᵀ. relu(p) = p, since p > 0: the composition is the same map. */
const softmax: RowActivation = {
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
const relu: RowActivation = {
  coupled: false,
  forward(z, out, from, n) {
    for (let i = from; i < from + n; i += 1) out[i] = z[i]! > 0 ? z[i]! : 0;
  },
  backward(z, _out, dOut, dz, from, n) {
    for (let i = from; i < from + n; i += 1) dz[i] = z[i]! > 0 ? dOut[i]! : 0;
  },
  slope: (z, _out, i) => (z[i]! > 0 ? 1 : 0),
};

const linear: RowActivation = {
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
  if (id === 'softmax' || id === 'reluSoftmax') return softmax;
  if (id === 'relu') return relu;
  return id === 'linear' ? linear : elementwise(scalars[id]);
}
