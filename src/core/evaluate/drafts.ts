/** What a program makes, as it is kept while the program is read: layers, models, applications and tensor operations. */
import type { ClassLikeDeclaration, Expression, Node } from 'typescript-6';
import type { Script } from '../syntax/tree';
import type { Entry, FunctionValue, Value } from './values';

/** A place in the document. */
export interface Site {
  readonly script: Script;
  readonly node: Node;
}

/** What a class of the program says of its layers. */
export interface CustomLayer {
  readonly className: string | undefined;
  /** It does not say which shape it gives: then tfjs takes that of its input. */
  readonly keepsShape: boolean;
  readonly weightless: boolean;
  /** Neither the class nor the config has a name for it: tfjs throws when it is made. */
  readonly nameless: boolean;
  /** The class, where it stands in the document. */
  readonly declared?: { readonly script: Script; readonly node: ClassLikeDeclaration };
}

/** A layer as the program makes it; its config is read when it is made, as tfjs does. */
export interface LayerDraft {
  /** Key of `tf.layers`; empty for a class of the program. */
  readonly factory: string;
  /** For a class of the program: what its instances are called, and what it says of shapes and weights. */
  readonly custom?: CustomLayer | undefined;
  readonly config: ReadonlyMap<string, Entry>;
  /** False where the config is not wholly known: absent keys may be there. */
  readonly configKnown: boolean;
  /** What stands where an options object belongs. */
  readonly positional?: Value;
  /** The call that makes it, or the object of a JSON topology; for a layer that another module makes, the call of the document that led there. */
  readonly call: Node;
  /** The expression that names the factory, for hovers on `tf.layers.reLU`. */
  readonly nameNode: Node;
  /** Another module makes it: nothing of it stands in the document. */
  readonly foreign: boolean;
  /** It is made without any argument. */
  readonly bare: boolean;
  readonly configNode?: Expression;
  readonly script: Script;
  /** Every place where it is applied to symbolic tensors. */
  readonly applications: ApplicationDraft[];
  /** Members that the program has written to since: what the config says of them counts no more. */
  readonly written: Set<string>;
}

/** One place in a sequential model. */
export interface Step {
  /** The layer or the nested model, or unknown. */
  readonly layer: Value;
  /** The whole `model.add(…)`, or the array element. */
  readonly node: Node;
  /** It stands in a branch that may not be taken, or in a loop of unknown length. */
  readonly optional: boolean;
  /** The node is the whole expression of a statement that stands in a block, so that it can go or be followed by another. */
  readonly statement: boolean;
  /** The function in which the layer is put there; undefined at the top level. */
  readonly within: Node | undefined;
}

export interface CompileDraft {
  readonly node: Node;
  readonly loss?: Entry;
  readonly optimizer?: Entry;
  readonly metrics?: Entry;
  /** False where another compile may apply instead. */
  readonly certain: boolean;
  /** What each of the program's own loss functions made of labels and predictions. */
  readonly own: ReadonlyMap<FunctionValue, OwnLoss>;
}

/** A loss function of the program after it was run on an abstract prediction. */
export interface OwnLoss {
  /** Stands for the model's output. */
  readonly prediction: OpDraft;
  readonly result: Value;
}

/** `model.fit(…)`, `fitDataset` or `trainOnBatch`. */
export interface FitDraft {
  readonly site: Site;
  readonly method: string;
  readonly options?: Value;
  readonly targets?: Value;
  readonly inputs?: Value;
  /** The expressions of inputs and targets, in the document. */
  readonly inputsNode?: Expression;
  readonly targetsNode?: Expression;
  readonly certain: boolean;
}

export interface ModelDraft {
  readonly kind: 'model';
  readonly born: number;
  readonly form: 'sequential' | 'functional' | 'loaded';
  /** The call that makes it; for a model of another module, the first call of the document that changes it. */
  node: Node | undefined;
  readonly script: Script;
  steps: Step[];
  /** False where something unknown was added or the list of layers is not wholly known. */
  complete: boolean;
  /** It was given to code that is not seen, which may have added layers. */
  escaped: boolean;
  compile: CompileDraft | undefined;
  readonly inputs?: Value;
  readonly outputs?: Value;
  readonly name?: Value;
  /** Calls `model.predict(x)` and `model.apply(x)` on tensors. */
  readonly calls: OpDraft[];
  /** For a sequential model whose inputs or outputs somebody asked for: what its layers give. */
  readonly chain: ApplicationDraft[];
  readonly fits: FitDraft[];
  /** Where it is saved to. */
  readonly saves: Value[];
}

/** `layer.apply(inputs)` in a functional model; `tf.input` is an application without inputs. */
export interface ApplicationDraft {
  readonly layer: LayerDraft | ModelDraft | undefined;
  readonly inputs: readonly Value[];
  readonly node: Node;
  /** Grows in the order of the program. */
  readonly born: number;
}

/** A call of `tf.train.…`, of `tf.initializers.…`, of `tf.loadLayersModel`, of `tf.customGrad`, or of what `tf.layers` does not have, in the document. */
export interface CallDraft {
  /** From the namespace: `train.sgd`, `initializers.randomNormal`, `SGDOptimizer` for a constructor. */
  readonly path: string;
  readonly args: readonly Value[];
  readonly argNodes: readonly Expression[];
  readonly node: Node;
  readonly nameNode: Node;
  readonly script: Script;
}

/** A tensor operation. */
export interface OpDraft {
  /**
   * As tfjs names it: `relu`, `matMul`, `losses.softmaxCrossEntropy`; `model` for a model applied to tensors,
   * `gradient.…` for a gradient that is taken of its inputs, `labels` and `prediction` for what a loss is given.
   */
  readonly op: string;
  readonly form: 'op' | 'method' | 'fused';
  readonly inputs: readonly Value[];
  readonly node: Node;
  readonly nameNode: Node;
  readonly script: Script;
  readonly certainty: 'certain' | 'possible';
  /** For the form `fused`: the options object. */
  readonly config?: ReadonlyMap<string, Entry>;
  /** It is wholly known. */
  readonly configKnown?: boolean;
  readonly model?: ModelDraft;
  /** Which output of the model, where it has several. */
  readonly output?: number;
  /** The functions that are being run, outermost first; for weighted sums and gradients. */
  readonly frames?: readonly Node[];
  /** The function whose body it stands in: what is true of one call of it need not be true of another. */
  readonly within: Node | undefined;
  /** It stands in another module. */
  readonly foreign: boolean;
  /** Where it stands, or the call of the document that leads to the module in which it does. */
  readonly site: Site;
  /** It is a whole statement: nothing takes its result. */
  readonly discarded: boolean;
  /** Operations that take this one's result. */
  readonly consumers: OpDraft[];
}
