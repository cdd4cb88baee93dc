/** The network that a program builds, as plain data: what rules, signal and every surface work on. */
import type { Parameters } from '../activations/types';
import type { CustomLayer, Entry, Value } from '../evaluate/values';
import type { Span } from '../syntax/span';
import type { LayerFactory } from '../tfjs/layers';
import type { LossInput } from '../tfjs/training';

/** One dimension: a size, `null` where it is open when the model is made (the batch), `undefined` where we do not know. */
export type Dimension = number | null | undefined;

/** A tensor shape with the batch first; undefined where not even the rank is known. */
export type Shape = readonly Dimension[] | undefined;

/** An activation as a layer's config, a layer or an op names it. */
export interface ActivationRef {
  /** Identifier of the function, undefined where the name is none of tfjs's or not known. */
  readonly function: string | undefined;
  /** The string as the program has it, where there is one. */
  readonly name: string | undefined;
  readonly parameters: Parameters;
  /** False where a parameter is given that is not known: it may be another curve than that of `parameters`. */
  readonly parametersKnown: boolean;
  /** The token that names it; undefined where tfjs's default applies and nothing is written. */
  readonly span: Span | undefined;
  /** The string literal itself stands at the span, so that it can be replaced. */
  readonly literal: boolean;
}

export interface ConfigKey {
  readonly value: Value;
  /** The whole `key: value`. */
  readonly property: Span | undefined;
  readonly valueSpan: Span | undefined;
}

export interface Layer {
  readonly index: number;
  /** Key of `tf.layers`; undefined for a nested model or a layer that we cannot see into. */
  readonly factory: string | undefined;
  readonly facts: LayerFactory | undefined;
  /** What a class of the program says of its layers. */
  readonly custom: CustomLayer | undefined;
  /** As `layer.getClassName()`, undefined where unknown. */
  readonly className: string | undefined;
  readonly name: string | undefined;
  /** Units or filters. */
  readonly units: number | undefined;
  /** What the layer applies to its weighted sum, or the function that it is. */
  readonly activation: ActivationRef | undefined;
  readonly recurrentActivation: ActivationRef | undefined;
  readonly config: ReadonlyMap<string, ConfigKey>;
  /** Absent keys of the config are known to be absent. */
  readonly configKnown: boolean;
  /** Indices of the layers that feed it. */
  readonly inputs: readonly number[];
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Number of weights, trainable or not. */
  readonly parameters: number | undefined;
  /** It may be absent: it stands in a branch, or in a loop of unknown length. */
  readonly optional: boolean;
  /** `tf.layers.dense({…})`. */
  readonly span: Span;
  /** The name of the factory in it. */
  readonly nameSpan: Span;
  /** The options object, if it is written there as a literal. */
  readonly configSpan: Span | undefined;
  /** What puts it into the model: `model.add(…)`, the array element, or `….apply(x)`. */
  readonly stepSpan: Span;
  /** `none`: it stands in no model that we see. */
  readonly step: 'add' | 'element' | 'apply' | 'none';
  /** `model.add(…)` is a statement of its own, so that it can go or be followed by another. */
  readonly statement: boolean;
  /** Where the function starts that puts it into the model; −1 at the top level. */
  readonly within: number;
}

export interface Loss {
  /** The string passed, the name of the `tf.losses` function, or `custom`; undefined where unknown. */
  readonly name: string | undefined;
  readonly form: 'string' | 'function' | 'custom' | 'unknown';
  readonly wants: LossInput | undefined;
  /** The expression after `loss:`; undefined also where it is shorthand and nothing can be put in its place. */
  readonly span: Span | undefined;
}

export interface Compile {
  readonly span: Span;
  /** False where another compile may apply instead. */
  readonly certain: boolean;
  readonly loss: Loss | undefined;
  readonly optimizer: { readonly name: string | undefined; readonly learningRate: number | undefined; readonly span: Span | undefined } | undefined;
}

export interface Network {
  readonly id: string;
  readonly kind: 'sequential' | 'functional' | 'ops';
  readonly layers: readonly Layer[];
  /** Indices of the layers whose outputs are the model's. */
  readonly outputs: readonly number[];
  /** Every layer is known, in its order. */
  readonly complete: boolean;
  readonly compile: Compile | undefined;
  /** The expression that makes the model. */
  readonly span: Span;
  /** `model.predict(x)` results that are activated afterwards, e.g. `.softmax()`. */
  readonly afterwards: readonly string[];
}

export type Role = 'hidden' | 'output' | 'gate' | 'unknown';

/** One activation in the text. */
export interface ActivationUse {
  readonly function: string;
  readonly form: 'config' | 'layer' | 'op' | 'method' | 'fused';
  readonly parameters: Parameters;
  /** False where a parameter is given that is not known. */
  readonly parametersKnown: boolean;
  readonly role: Role;
  readonly span: Span;
  readonly network: string | undefined;
  readonly layer: number | undefined;
  /** Only what is certain carries findings. */
  readonly certainty: 'certain' | 'possible';
  /** Activations that are applied before it with nothing between them, the nearest first. */
  readonly inner: readonly InnerActivation[];
  /** The call of an op, `tf.relu(…)` or `x.relu()`; for the other forms what {@link Layer} says. */
  readonly callSpan: Span | undefined;
  /** What an op is applied to: its argument, or what stands before the dot. */
  readonly operandSpan: Span | undefined;
  /** The operand is itself the call of the activation inside: nothing else can hold on to its result. */
  readonly direct: boolean;
  /** Names of the operations that take an op's result. */
  readonly consumers: readonly string[];
}

/** An activation directly inside another. */
export interface InnerActivation {
  readonly function: string;
  readonly parameters: Parameters;
  readonly span: Span | undefined;
}

export type { Entry };
