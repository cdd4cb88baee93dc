/** The network that a program builds, as plain data: what rules, signal and every surface work on. */
import type { Parameters } from '../activations/types';
import type { CustomLayer } from '../evaluate/drafts';
import type { Entry, Value } from '../evaluate/values';
import type { Span } from '../syntax/span';
import type { LayerFactory } from '../tfjs/layers';
import type { LossInput } from '../tfjs/training';
import type { ElementType } from './element-types';
import type { ShapeProblem } from './problems';

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

/** An argument of a call. */
export interface Argument {
  readonly value: Value;
  /** The expression; undefined where it comes with others, as in `f(...list)`. */
  readonly span: Span | undefined;
}

/** A call of `tf.train.…`, of `tf.initializers.…`, of `tf.loadLayersModel`, of `tf.customGrad`, or of what `tf.layers` does not have. */
export interface TfCall {
  /** From the namespace: `train.sgd`, `initializers.randomNormal`, `loadLayersModel`, `SGDOptimizer` for a constructor. */
  readonly path: string;
  readonly args: readonly Argument[];
  /** The number of arguments is known. */
  readonly counted: boolean;
  readonly span: Span;
  /** The name that is called. */
  readonly nameSpan: Span;
}

/** A tensor operation, with those that it is made of. */
export interface Op {
  /** As tfjs names it. */
  readonly name: string;
  readonly form: 'op' | 'method' | 'fused';
  /** What it is applied to; a method first to what stands before the dot. Undefined where it is not known. */
  readonly inputs: readonly (Op | number | undefined)[];
  /** The call, and the name in it. */
  readonly span: Span;
  readonly nameSpan: Span;
  /** What it is applied to, and its other arguments. */
  readonly operandSpan: Span | undefined;
  readonly argumentSpans: readonly Span[];
  readonly certain: boolean;
  readonly foreign: boolean;
  /** It lies between weights and a loss whose gradient is taken of them. */
  readonly learned: boolean;
  /** Of the gradient something arrives at it by a way on which it is not 0. */
  readonly reached: boolean;
  /** It is flat, and weights before it get no other gradient from the loss. */
  readonly blocks: boolean;
  /** It is applied to a symbolic tensor of a model that is being built. */
  readonly symbolic: boolean;
  /** It is a whole statement: nothing takes its result. */
  readonly discarded: boolean;
  /** Element type of what it is applied to, where that is known. */
  readonly operandType: ElementType | undefined;
  /** How many places take its result. */
  readonly takers: number;
  /** For the form `fused`: its options, as far as they are known. */
  readonly options: ReadonlyMap<string, ConfigKey> | undefined;
  /** Options that are absent are known to be absent. */
  readonly optionsKnown: boolean;
}

/** Where a class of the document stands. */
export interface ClassPlace {
  /** Its own name, or that of the constant that it is assigned to. */
  readonly name: string | undefined;
  /** What is there to point at: the name, or for a class without one what it extends. */
  readonly nameSpan: Span;
  readonly span: Span;
  /** Behind the bracket that opens its body. */
  readonly bodyStart: number;
  /** It is a statement, and no other module gets it by an `export` of its own. */
  readonly statement: boolean;
}

export interface Layer {
  readonly index: number;
  /** Key of `tf.layers`; undefined for a nested model or a layer that we cannot see into. */
  readonly factory: string | undefined;
  readonly facts: LayerFactory | undefined;
  /** What a class of the program says of its layers. */
  readonly custom: CustomLayer | undefined;
  /** The class, where it stands in the document. */
  readonly declared?: ClassPlace | undefined;
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
  /** The factory is called without any argument. */
  readonly bare: boolean;
  /** What stands where an options object belongs, and is none. */
  readonly positional?: Argument | undefined;
  /** Indices of the layers that feed it. */
  readonly inputs: readonly number[];
  readonly inputShape: Shape;
  /** The shape of the first output, or of the only one. */
  readonly outputShape: Shape;
  /** All outputs; more than one where states are returned, or both directions, or where a nested model has several. */
  readonly outputShapes: readonly Shape[];
  /** Number of weights, trainable or not. */
  readonly parameters: number | undefined;
  /** How many of them training moves. */
  readonly trainable: number | undefined;
  /** What tfjs throws at when the program makes the layer or puts it here; undefined where it throws at nothing that we know. */
  readonly problem: ShapeProblem | undefined;
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
  /** Another module makes it: the spans are those of the call that leads there, and nothing of it can be changed here. */
  readonly foreign: boolean;
  /** For a network built from ops: the weighted sum that the layer is. */
  readonly sum?: WeightedSum;
  /** For a model of the document that is a layer of another: the id of its network. */
  readonly nested?: string | undefined;
}

/** A weighted sum of tensors and trainable variables, e.g. `x.matMul(w)`. */
export interface WeightedSum {
  /** As tfjs names it. */
  readonly op: string;
  /** The weights first, then what is added to the sum. */
  readonly variables: readonly Variable[];
  /** Inputs of each unit. */
  readonly fanIn: number | undefined;
}

/** A `tf.variable(…)`. */
export interface Variable {
  readonly span: Span;
  readonly shape: readonly number[] | undefined;
  /** Mean and standard deviation of what it starts with. */
  readonly mean: number | undefined;
  readonly deviation: number | undefined;
}

export interface Loss {
  /** The string passed, the name of the `tf.losses` function, or `custom`; undefined where unknown. */
  readonly name: string | undefined;
  /** `several`: one for each output, see {@link Compile.losses}. */
  readonly form: 'string' | 'function' | 'custom' | 'several' | 'unknown';
  /** What it takes the model's output for; undefined where that is not known. */
  readonly wants: LossInput | undefined;
  /** The expression after `loss:`; undefined also where it is shorthand and nothing can be put in its place. */
  readonly span: Span | undefined;
  /** For the form `custom`: the losses that the function hands the predictions to. */
  readonly calls: readonly LossCall[];
}

/** A loss that is computed of a model's output. */
export interface LossCall {
  /** As `tf.losses` or `tf.metrics` name it; `custom` where it is written out in tensor operations. */
  readonly name: string;
  readonly wants: LossInput | undefined;
  /** Activations between the model's output and the loss, the nearest to the loss first. */
  readonly through: readonly InnerActivation[];
  /** It is given as the predictions, and nothing else stands between them that changes the values. */
  readonly direct: boolean;
  /** The call of the loss, or of what takes its gradient where it is written out. */
  readonly span: Span;
}

/** A loss whose gradient the program takes itself: `optimizer.minimize(…)`, `tf.variableGrads(…)`. */
export interface Training extends LossCall {
  /** Index into {@link Network.outputs}; undefined where it is not known which. */
  readonly output: number | undefined;
  /** False where the gradient may be that of the inputs, as for a saliency map. */
  readonly certain: boolean;
}

/** A call of `fit`, `fitDataset` or `trainOnBatch`; numbers are undefined where they are not known. */
export interface Fit {
  readonly method: string;
  readonly span: Span;
  readonly certain: boolean;
  readonly epochs: number | undefined;
  readonly batchSize: number | undefined;
  /** `one-hot`: they come from `tf.oneHot`. */
  readonly targets: 'one-hot' | undefined;
  /** All their values, where they are written in the program. */
  readonly targetValues: readonly number[] | undefined;
  /** Their element type, where that is known, and where they stand. */
  readonly targetsType: ElementType | undefined;
  readonly targetsSpan: Span | undefined;
}

export interface Compile {
  readonly span: Span;
  /** False where another compile may apply instead. */
  readonly certain: boolean;
  /** What trains all outputs; of the form `several` where each has its own. */
  readonly loss: Loss | undefined;
  /** For each of the network's outputs the loss that trains it, or undefined; empty where that is not known. */
  readonly losses: readonly (Loss | undefined)[];
  /** Strings, names of `tf.metrics` functions, or `custom`; undefined where one, or all, are unknown. */
  readonly metrics: readonly (string | undefined)[] | undefined;
  /** Those of them that are strings, with their places. */
  readonly metricStrings: readonly { readonly name: string; readonly span: Span | undefined }[];
  /** `string`: what is written where it is a string, known to tfjs or not. */
  readonly optimizer: { readonly name: string | undefined; readonly learningRate: number | undefined; readonly span: Span | undefined; readonly string?: string | undefined } | undefined;
}

export interface Network {
  readonly id: string;
  readonly kind: 'sequential' | 'functional' | 'ops';
  readonly layers: readonly Layer[];
  /** Indices of the layers whose outputs are the model's. */
  readonly outputs: readonly number[];
  /** Every layer is known, in its order. */
  readonly complete: boolean;
  /** Its last layers certainly are, as they may be where what stands before them is loaded from elsewhere. */
  readonly outputsKnown: boolean;
  readonly compile: Compile | undefined;
  /** Losses that the program trains it on without `fit`. */
  readonly training: readonly Training[];
  readonly fits: readonly Fit[];
  /** Where the program gives it the pixels of an image as they are, 0 to 255: arguments of `fit`, `predict`, `apply`. */
  readonly pixels: readonly Span[];
  /** The expression that makes the model. */
  readonly span: Span;
  /** The program applies it to tensors: `model.predict(x)`. */
  readonly predicts: boolean;
  /** Where it is saved to, as far as that is known. */
  readonly saves?: readonly string[];
  /** What predictions are put through besides training, e.g. `model.predict(x).softmax()`. */
  readonly afterwards: readonly InnerActivation[];
}

/**
 * What an activation is for: between weighted sums; at the output; opening a gate for other values; the gates of a
 * recurrent cell (`recurrentActivation`); what a program does to predictions without training through it.
 */
export type Role = 'hidden' | 'output' | 'gate' | 'recurrent' | 'inference' | 'unknown';

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
  /** The layer that wraps the one it belongs to, e.g. a TimeDistributed; then `layer` is undefined. */
  readonly wrapper?: number | undefined;
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
  /** The name in the call of `tf.losses.softmaxCrossEntropy` that certainly takes an op's result for logits. */
  readonly logitsOf: Span | undefined;
}

/** An activation directly inside another. */
export interface InnerActivation {
  readonly function: string;
  readonly parameters: Parameters;
  readonly span: Span | undefined;
}

export type { Entry };
