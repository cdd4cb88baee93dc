/**
 * The values of abstract evaluation: what an expression is known to be without running the program.
 *
 * `unknown` is a value like the others. Whatever cannot be known becomes it, and nothing is ever guessed from it.
 */
import type { ClassLikeDeclaration, Expression, FunctionLikeDeclaration, Node } from 'typescript-6';
import type { Script } from '../syntax/tree';

export type Primitive = string | number | boolean | bigint | null | undefined;

export interface UnknownValue { readonly kind: 'unknown' }
export interface KnownValue { readonly kind: 'known'; readonly value: Primitive }
/** One of a few values, none of them `oneOf` or `unknown`. */
export interface OneOfValue { readonly kind: 'oneOf'; readonly values: readonly Value[] }

/** A property of an object literal with the nodes that wrote it, so that a finding can point at them. */
export interface Entry {
  readonly value: Value;
  /** The whole `key: value`. */
  readonly property?: Node;
  readonly valueNode?: Node;
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly born: number;
  /** The first items, in their order. */
  items: Value[];
  /** There may be more items behind those that are known. */
  open: boolean;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly born: number;
  entries: Map<string, Entry>;
  /** There may be more entries than are known, and any may have been replaced. */
  open: boolean;
  /** For instances of a class of the program. */
  readonly instanceOf?: ClassValue;
}

/** A variable. */
export interface Binding {
  readonly kind: 'binding';
  readonly born: number;
  value: Value;
  /** For an imported name: what it stands for now, in the module that exports it. */
  readonly late?: () => Value;
}

/** Variables and, in a function, `this`. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly variables: Map<string, Binding>;
  /** `this`, where this scope is a function's. */
  readonly self?: Value;
  /** Where `var` declares: a function's scope, or that of the whole script. */
  readonly holdsVar?: boolean;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionLikeDeclaration;
  readonly script: Script;
  readonly scope: Scope;
  /** What `this` is inside; arrow functions keep the outer one through their scope. */
  readonly self?: Value;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: ClassLikeDeclaration;
  readonly script: Script;
  readonly scope: Scope;
  readonly base?: Value;
}

/** Another module of the program, as `import * as` gives it. */
export interface ModuleValue { readonly kind: 'module'; readonly exported: (name: string) => Value }

/** A member of TensorFlow.js by its path from the namespace: `''`, `layers`, `layers.dense`, `train.adam`. */
export interface TfValue {
  readonly kind: 'tf';
  readonly path: string;
  readonly members: Map<string, TfValue>;
}

export interface LayerValue { readonly kind: 'layer'; readonly layer: LayerDraft }
export interface ModelValue { readonly kind: 'model'; readonly model: ModelDraft }
/** An output of a layer application in a functional model: the only one, or the one at the index. */
export interface SymbolicValue { readonly kind: 'symbolic'; readonly application: ApplicationDraft; readonly output?: number }
export interface TensorValue {
  readonly kind: 'tensor';
  /** `certain`: proved to be a tensor. `possible`: it behaves like one. */
  readonly certainty: 'certain' | 'possible';
  readonly producer?: OpDraft;
}
export interface OptimizerValue { readonly kind: 'optimizer'; readonly name: string; readonly learningRate: Value }
/** `tf.initializers.heNormal({seed: 1})`; undefined where its options are not wholly known. */
export interface InitializerValue { readonly kind: 'initializer'; readonly name: string; readonly options: ReadonlyMap<string, Entry> | undefined }

export type Value =
  | UnknownValue | KnownValue | OneOfValue | ArrayValue | ObjectValue | FunctionValue | ClassValue
  | ModuleValue | TfValue | LayerValue | ModelValue | SymbolicValue | TensorValue | OptimizerValue | InitializerValue;

/** A place in the document. */
export interface Site {
  readonly script: Script;
  readonly node: Node;
}

/** A layer as the program makes it; its config is read when it is made, as tfjs does. */
export interface LayerDraft {
  /** Key of `tf.layers`. */
  readonly factory: string;
  readonly config: ReadonlyMap<string, Entry>;
  /** False where the config is not wholly known: absent keys may be there. */
  readonly configKnown: boolean;
  /** What stands where an options object belongs. */
  readonly positional?: Value;
  /** The call that makes it; for a layer that another module makes, the call of the document that led there. */
  readonly call: Node;
  /** The expression that names the factory, for hovers on `tf.layers.reLU`. */
  readonly nameNode: Node;
  /** Another module makes it: nothing of it stands in the document. */
  readonly foreign: boolean;
  /** It is made without any argument. */
  readonly bare: boolean;
  readonly configNode?: Expression;
  readonly script: Script;
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
  readonly fits: FitDraft[];
}

/** `layer.apply(inputs)` in a functional model; `tf.input` is an application without inputs. */
export interface ApplicationDraft {
  readonly layer: LayerDraft | ModelDraft | undefined;
  readonly inputs: readonly Value[];
  readonly node: Node;
  /** Grows in the order of the program. */
  readonly born: number;
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
  /** Operations that take this one's result. */
  readonly consumers: OpDraft[];
}

export const UNKNOWN: UnknownValue = { kind: 'unknown' };
export const UNDEFINED: KnownValue = { kind: 'known', value: undefined };
export const NULL: KnownValue = { kind: 'known', value: null };
export const TRUE: KnownValue = { kind: 'known', value: true };
export const FALSE: KnownValue = { kind: 'known', value: false };
export const CERTAIN_TENSOR: TensorValue = { kind: 'tensor', certainty: 'certain' };
export const POSSIBLE_TENSOR: TensorValue = { kind: 'tensor', certainty: 'possible' };

/** At most so many alternatives are kept apart. */
const MAX_ALTERNATIVES = 8;

/** Strings longer than this are not kept: a doubling loop would eat the memory. */
export const MAX_STRING = 10_000;

/** Arrays longer than this are kept up to here. */
export const MAX_ITEMS = 10_000;

/** A string, unless it is longer than anybody writes. */
export function knownText(text: string): Value {
  return text.length > MAX_STRING ? UNKNOWN : known(text);
}

export function known(value: Primitive): KnownValue {
  if (value === undefined) return UNDEFINED;
  if (value === null) return NULL;
  if (value === true) return TRUE;
  if (value === false) return FALSE;
  return { kind: 'known', value };
}

/** True for `undefined` and `null`. */
export function isNullish(value: Value): boolean {
  return value.kind === 'known' && (value.value === undefined || value.value === null);
}

/** True where two values are the same one. */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'known': return b.kind === 'known' && Object.is(a.value, b.value);
    case 'layer': return b.kind === 'layer' && a.layer === b.layer;
    case 'model': return b.kind === 'model' && a.model === b.model;
    case 'symbolic': return b.kind === 'symbolic' && a.application === b.application && a.output === b.output;
    case 'tensor': return b.kind === 'tensor' && a.producer === b.producer && a.certainty === b.certainty;
    default: return false;
  }
}

/** What is true of both: the value of a variable after a branch. */
export function join(a: Value, b: Value): Value {
  if (same(a, b)) return a;
  if (a.kind === 'unknown' || b.kind === 'unknown') return UNKNOWN;
  const values: Value[] = [];
  for (const value of [...alternatives(a), ...alternatives(b)]) {
    if (!values.some((other) => same(other, value))) values.push(value);
  }
  if (values.length > MAX_ALTERNATIVES) return UNKNOWN;
  return values.length === 1 && values[0] ? values[0] : { kind: 'oneOf', values };
}

/** The alternatives of a value: itself unless it is one of several. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'oneOf' ? value.values : [value];
}

/** Truth of a value as a condition; undefined where it is not known. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'known': return Boolean(value.value);
    // A member of TensorFlow.js may not exist.
    case 'unknown': case 'tf': return undefined;
    case 'oneOf': {
      const [first, ...rest] = value.values.map(truth);
      return rest.every((one) => one === first) ? first : undefined;
    }
    default: return true;
  }
}

/** The primitive behind a value; undefined also where it is not known (see {@link isKnown}). */
export function primitive(value: Value | undefined): Primitive {
  return value?.kind === 'known' ? value.value : undefined;
}

/** The string or number behind a value, if it is one. */
export function asString(value: Value | undefined): string | undefined {
  const found = primitive(value);
  return typeof found === 'string' ? found : undefined;
}

export function asNumber(value: Value | undefined): number | undefined {
  const found = primitive(value);
  return typeof found === 'number' ? found : undefined;
}
