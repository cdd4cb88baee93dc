/** What each class of layers has to say about shapes and weights, in the order in which tfjs asks. */
import type { Value } from '../../evaluate/values';
import type { LayerFacts } from '../layers';
import type { Refused, ShapeProblem } from '../problems';
import type { Dimension, Shape } from '../types';

/** Number of weights; undefined where it cannot be known. */
export interface Weights {
  readonly all: number | undefined;
  readonly trainable: number | undefined;
}

/** What an input must be: tfjs's `InputSpec`. */
export interface Spec {
  readonly rank?: number;
  readonly leastRank?: number;
  /** Sizes of axes, from the end where negative. */
  readonly axes?: readonly (readonly [axis: number, size: Dimension])[];
  readonly shape?: readonly Dimension[];
}

/** A layer once it has its weights. */
export interface Built {
  readonly weights: Weights;
  /** What inputs must be from now on, where that is not what it was before. */
  readonly spec?: Spec;
}

/** A layer or a model inside another layer. */
export interface Inside {
  readonly className: string | undefined;
  /** Undefined for a model. */
  readonly facts: LayerFacts | undefined;
  readonly kind: Kind | undefined;
  /** Its weights; no rank is checked, as tfjs does not either. */
  readonly build: (inputs: readonly Shape[]) => Built | Refused;
  readonly outputs: (inputs: readonly Shape[]) => readonly Shape[] | Refused;
}

/** What a kind may ask for. */
export interface Surroundings {
  /** The layer or model that a value is. */
  readonly inside: (value: Value | undefined) => Inside | undefined;
}

type Input = readonly Dimension[];

export type Build = (layer: LayerFacts, input: Input, inputs: readonly Shape[], surroundings: Surroundings) => Built | Refused;
export type Outputs = (layer: LayerFacts, input: Input, inputs: readonly Shape[], surroundings: Surroundings) => readonly Shape[] | Refused;
export type Made = (layer: LayerFacts, surroundings: Surroundings) => ShapeProblem | undefined;

/** One class of layers. The first input is always known here, further ones may not be. */
export interface Kind {
  /** The factory takes no argument as well. */
  readonly bare?: boolean;
  /** What the constructor refuses. */
  readonly made?: Made;
  /** What the input must be before the layer is built. */
  readonly spec?: (layer: LayerFacts, surroundings: Surroundings) => Spec | undefined;
  /** Tensors behind the first one are states, which the rank says nothing of. */
  readonly takesStates?: boolean;
  /** Several tensors are taken, as merges do. */
  readonly takesMany?: boolean;
  /** The rank that an input is sure to have in a program that runs. */
  readonly rank?: number;
  /** Absent: there are no weights. */
  readonly build?: Build;
  /** Absent: the outputs are the inputs. */
  readonly outputs?: Outputs;
  /** tfjs writes the output's shape into the input's, so that both are the same from then on. */
  readonly overwrites?: boolean;
}
