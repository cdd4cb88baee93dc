/**
 * What an activation is: the vocabulary shared by every file of this folder.
 *
 * Mathematics is done in float64 on the real line; tfjs computes in float32. Where tfjs picks a subgradient, the
 * choice is recorded in {@link Kink.tfjs} and returned by {@link Curve.df}, so that what we show is what trains.
 */

/** A real interval; an infinite bound is open whatever the flag says. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
  /** True where the bound itself is not attained. */
  readonly loOpen?: boolean;
  readonly hiOpen?: boolean;
}

/** A point where f is continuous and f′ is not: the one-sided slopes and the value tfjs's gradient takes there. */
export interface Kink {
  readonly x: number;
  readonly left: number;
  readonly right: number;
  /** f′ as tfjs returns it at exactly x. */
  readonly tfjs: number;
}

/** A point where f itself jumps (step). */
export interface Jump {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

/** A Dirac impulse of f″ (or of f′ where f jumps): its place and its weight. */
export interface Impulse {
  readonly x: number;
  readonly weight: number;
}

export type Monotonicity = 'increasing' | 'nondecreasing' | 'constant' | 'none';

/** How an activation is written in a program; the same function can have different defaults and kinks by form. */
export type ActivationForm = 'config' | 'layer' | 'op' | 'method' | 'fused';

/** Values of an activation's parameters by name, as tfjs spells them (`alpha`, `maxValue`, `theta`, `axis`). */
export type Parameters = Readonly<Record<string, number>>;

/**
 * An activation with its parameters bound: a scalar function and all that is known of it in closed form.
 * For softmax and logSoftmax it is one coordinate against its own logit, the others held at 0.
 */
export interface Curve {
  /** f at the pre-activation x. */
  readonly f: (x: number) => number;
  /** f′ at x, with tfjs's subgradient at a kink. */
  readonly df: (x: number) => number;
  /** f″ at x, without impulses (see {@link Curve.impulses}). */
  readonly d2f: (x: number) => number;
  /** The set of values of f over the real line (its closure's bounds, with open ends marked). */
  readonly range: Interval;
  /** The set of values of f′ over the real line, single points where a composition's subgradients multiply aside. */
  readonly slopeRange: Interval;
  /** max |f′|, the factor by which one application can at most stretch a gradient. */
  readonly maxAbsSlope: number;
  readonly kinks: readonly Kink[];
  readonly jumps: readonly Jump[];
  /** Impulses of f″ at kinks (weight = jump of f′); for a step, of f′ (weight = jump of f). */
  readonly impulses: readonly Impulse[];
  /** Maximal intervals on which f′ is exactly zero. */
  readonly zeroGradient: readonly Interval[];
  /**
   * Maximal intervals on which 0 ≤ |f′| < {@link SATURATION_SLOPE}, the zero-gradient ones included. Where f′ merely
   * passes through zero, at a minimum such as GELU's, nothing saturates: what is around such a point is left out.
   */
  readonly saturation: readonly Interval[];
  readonly monotonicity: Monotonicity;
  /** f(f(x)) = f(x) for every x. */
  readonly idempotent: boolean;
  /** Maximal intervals on which f(x) = x exactly. */
  readonly identityOn: readonly Interval[];
}

/** Below this |f′| a unit counts as saturated: a hundredth of the identity's slope. */
export const SATURATION_SLOPE = 0.01;

export interface ParameterSpec {
  readonly name: string;
  /** Meaning, in one sentence. */
  readonly meaning: string;
  /** Default by form; a form that does not take the parameter is absent. */
  readonly defaults: Readonly<Partial<Record<ActivationForm, number>>>;
  /** The values for which tfjs accepts it and the mathematics holds. */
  readonly domain: Interval;
  /** True where it is learnt (prelu): the default is where training starts. */
  readonly trainable?: boolean;
  /** Forms that take it and have no default: leaving it out is an error there (prelu's op). */
  readonly required?: readonly ActivationForm[];
}

/** Where TensorFlow.js 4.22 offers it; an absent form does not exist there. */
export interface Spelling {
  /** `activation: '…'`. */
  readonly config?: string;
  /** `tf.layers.…(…)`. */
  readonly layer?: string;
  /** `tf.…(x)` and `x.…()`. */
  readonly op?: string;
  /** `tf.fused.matMul({activation: '…'})`. */
  readonly fused?: string;
  /** First tfjs release that has it, where that is later than 1.7. */
  readonly since?: string;
}

export interface Formula {
  /** Plain Unicode, e.g. `max(0, x)`. */
  readonly f: string;
  readonly df: string;
  /** Absent where ƒ″ says nothing (zero but for impulses is worth saying). */
  readonly d2f?: string;
}

/** Rough cost of one forward and one backward evaluation, counted in transcendental calls. */
export interface Cost {
  /** Calls of exp, log, tanh or erf for one value. */
  readonly forward: number;
  /** The same for one derivative, given what the forward pass kept. */
  readonly backward: number;
}

export interface Activation {
  /** tfjs's activation identifier, which is also the file's name: `relu`, `leakyRelu`, `gelu_new`. */
  readonly id: string;
  /** As the field writes it: ReLU, Leaky ReLU, GELU (tanh approximation). */
  readonly name: string;
  /** `vector`: one output depends on every input of the axis (softmax, logSoftmax). */
  readonly kind: 'elementwise' | 'vector';
  /** One sentence: what it does. Starts with a capital, ends with a full stop. */
  readonly summary: string;
  readonly formula: Formula;
  readonly parameters: readonly ParameterSpec[];
  readonly spelling: Spelling;
  readonly cost: Cost;
  /** tfjs initialiser that suits it, spelt as tfjs spells it, with the reason. */
  readonly initializer: { readonly name: string; readonly why: string };
  /** What to beware of: complete sentences, most important first. */
  readonly beware: readonly string[];
  /** Papers and tfjs source files, e.g. `Nair & Hinton 2010`, `tfjs-core/src/gradients/Relu_grad.ts`. */
  readonly sources: readonly string[];
  /** tfjs's own words when it is asked for a gradient that it does not have; absent where training works. */
  readonly gradientError?: string;
  /** Binds parameters; missing ones take the form's default. Out-of-domain values still give a curve, never throw. */
  readonly curve: (parameters?: Parameters, form?: ActivationForm) => Curve;
}

/** Vector activations also give the whole map and its Jacobian. */
export interface VectorActivation extends Activation {
  readonly kind: 'vector';
  /** Outputs for one vector of logits. */
  readonly apply: (logits: readonly number[]) => number[];
  /** Jacobian J[i][j] = ∂ output_i / ∂ logit_j at the logits; softmax: diag(p) − ppᵀ. */
  readonly jacobian: (logits: readonly number[]) => number[][];
  /** apply(apply(z)) = apply(z) for every z: true of logSoftmax, one output of which against its own logit is not idempotent. */
  readonly idempotentMap: boolean;
}
