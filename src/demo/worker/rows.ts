/** Activations over rows of pre-activations in float64 loops: for the plain engine, and for looking at what a network has become. */
import type { ActivationState, Chain } from '../layers';
import { curveOf, isVector } from './curves';

/** Values in rows of `units`, any number of them. */
export interface RowActivation {
  /** out ← f(z) for `n` values, a whole number of rows. */
  forward(z: Float64Array, out: Float64Array, n: number): void;
  /** dz ← Jᵀ·dOut, after `forward` on the same z; the gradient of what is learnt is added to `gradient`. */
  backward(z: Float64Array, out: Float64Array, dOut: Float64Array, dz: Float64Array, n: number, gradient: Float64Array): void;
  /** |∂ out_i / ∂ z_i|: what passes of a unit's own gradient; for softmax the diagonal p(1 − p). */
  slope(z: Float64Array, out: Float64Array, i: number): number;
  /** Which piece z_i lies on: 1 where the unit is switched on. */
  piece(z: number): number;
}

/** Where a PReLU's slopes stand: in the parameters w from `at` on, one a unit. */
export interface Slopes {
  readonly w: Float64Array;
  readonly at: number;
}

/** One unit switched by the sign of its sum. */
const bySign = (z: number): number => (z > 0 ? 1 : 0);

/** p = exp(z − max z) / Σ; Jacobian diag(p) − ppᵀ. */
function softmax(units: number): RowActivation {
  return {
    forward(z, out, n) {
      for (let from = 0; from < n; from += units) {
        let top = -Infinity;
        for (let i = from; i < from + units; i += 1) top = Math.max(top, z[i]!);
        let sum = 0;
        for (let i = from; i < from + units; i += 1) sum += out[i] = Math.exp(z[i]! - top);
        for (let i = from; i < from + units; i += 1) out[i] = out[i]! / sum;
      }
    },
    backward(_z, out, dOut, dz, n) {
      for (let from = 0; from < n; from += units) {
        let along = 0;
        for (let i = from; i < from + units; i += 1) along += dOut[i]! * out[i]!;
        for (let i = from; i < from + units; i += 1) dz[i] = out[i]! * (dOut[i]! - along);
      }
    },
    slope: (_z, out, i) => out[i]! * (1 - out[i]!),
    piece: bySign,
  };
}

/** z − log Σ exp z; Jacobian 1 − 1·pᵀ with p = exp(out). */
function logSoftmax(units: number): RowActivation {
  return {
    forward(z, out, n) {
      for (let from = 0; from < n; from += units) {
        let top = -Infinity;
        for (let i = from; i < from + units; i += 1) top = Math.max(top, z[i]!);
        let sum = 0;
        for (let i = from; i < from + units; i += 1) sum += Math.exp(z[i]! - top);
        const log = top + Math.log(sum);
        for (let i = from; i < from + units; i += 1) out[i] = z[i]! - log;
      }
    },
    backward(_z, out, dOut, dz, n) {
      for (let from = 0; from < n; from += units) {
        let sum = 0;
        for (let i = from; i < from + units; i += 1) sum += dOut[i]!;
        for (let i = from; i < from + units; i += 1) dz[i] = dOut[i]! - Math.exp(out[i]!) * sum;
      }
    },
    slope: (_z, out, i) => 1 - Math.exp(out[i]!),
    piece: bySign,
  };
}

/** ReLU and the identity without a call per value: they are most of what is ever run. */
const relu: RowActivation = {
  forward(z, out, n) {
    // NaN must stay NaN, as in tfjs.
    for (let i = 0; i < n; i += 1) out[i] = z[i]! <= 0 ? 0 : z[i]!;
  },
  backward(z, _out, dOut, dz, n) {
    for (let i = 0; i < n; i += 1) dz[i] = z[i]! > 0 ? dOut[i]! : 0;
  },
  slope: (z, _out, i) => (z[i]! > 0 ? 1 : 0),
  piece: bySign,
};

const linear: RowActivation = {
  forward(z, out, n) {
    for (let i = 0; i < n; i += 1) out[i] = z[i]!;
  },
  backward(_z, _out, dOut, dz, n) {
    for (let i = 0; i < n; i += 1) dz[i] = dOut[i]!;
  },
  slope: () => 1,
  piece: () => 0,
};

/** z > 0 ? z : αz with a learnt α for each unit. */
function prelu(units: number, { w, at }: Slopes): RowActivation {
  return {
    forward(z, out, n) {
      for (let i = 0; i < n; i += 1) out[i] = z[i]! > 0 ? z[i]! : w[at + (i % units)]! * z[i]!;
    },
    backward(z, _out, dOut, dz, n, gradient) {
      for (let i = 0; i < n; i += 1) {
        const j = at + (i % units);
        dz[i] = z[i]! > 0 ? dOut[i]! : w[j]! * dOut[i]!;
        if (z[i]! <= 0) gradient[j] = gradient[j]! + z[i]! * dOut[i]!;
      }
    },
    slope: (z, _out, i) => (z[i]! > 0 ? 1 : Math.abs(w[at + (i % units)]!)),
    piece: bySign,
  };
}

function elementwise(activation: ActivationState): RowActivation {
  const { f, df, kinks, jumps } = curveOf(activation, 1);
  const edges = [...kinks, ...jumps].map(({ x }) => x);
  return {
    forward(z, out, n) {
      for (let i = 0; i < n; i += 1) out[i] = f(z[i]!);
    },
    backward(z, _out, dOut, dz, n) {
      for (let i = 0; i < n; i += 1) dz[i] = dOut[i]! * df(z[i]!);
    },
    slope: (z, _out, i) => Math.abs(df(z[i]!)),
    piece: edges.length === 0 ? bySign : (z) => edges.reduce((count, x) => count + (z > x ? 1 : 0), 0),
  };
}

function single(activation: ActivationState, units: number, slopes: Slopes | undefined): RowActivation {
  if (isVector(activation.id)) return activation.id === 'softmax' ? softmax(units) : logSoftmax(units);
  if (activation.id === 'prelu' && slopes !== undefined) return prelu(units, slopes);
  if (activation.id === 'relu') return relu;
  return activation.id === 'linear' ? linear : elementwise(activation);
}

/**
 * A chain over rows of `units`, at most `most` values at a time. `slopes` names, in turn, where the chain's PReLUs have
 * theirs.
 */
export function rowChain(chain: Chain, units: number, most: number, slopes: readonly Slopes[]): RowActivation {
  let next = 0;
  const stages = chain.map((one) => single(one, units, one.id === 'prelu' ? slopes[next++] : undefined));
  if (stages.length === 1) return stages[0]!;
  // What stands between the stages, and the gradients there.
  const between = stages.slice(1).map(() => new Float64Array(most));
  const back = stages.slice(1).map(() => new Float64Array(most));
  const before = (s: number, z: Float64Array): Float64Array => (s === 0 ? z : between[s - 1]!);
  const after = (s: number, out: Float64Array): Float64Array => (s === stages.length - 1 ? out : between[s]!);
  return {
    forward(z, out, n) {
      for (const [s, stage] of stages.entries()) stage.forward(before(s, z), after(s, out), n);
    },
    backward(z, out, dOut, dz, n, gradient) {
      for (let s = stages.length - 1; s >= 0; s -= 1) {
        stages[s]!.backward(before(s, z), after(s, out), s === stages.length - 1 ? dOut : back[s]!, s === 0 ? dz : back[s - 1]!, n, gradient);
      }
    },
    slope: (z, out, i) => stages.reduce((product, stage, s) => product * stage.slope(before(s, z), after(s, out), i), 1),
    piece: (z) => stages[0]!.piece(z),
  };
}
