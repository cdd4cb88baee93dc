/**
 * The values of abstract evaluation: what an expression is known to be without running the program.
 *
 * `unknown` is a value like the others. Whatever cannot be known becomes it, and nothing is ever guessed from it.
 */
import type { ClassLikeDeclaration, FunctionLikeDeclaration, Node } from 'typescript-6';
import type { Script } from '../syntax/tree';
import type { ApplicationDraft, LayerDraft, ModelDraft, OpDraft } from './drafts';

export type Primitive = string | number | boolean | bigint | null | undefined;

export interface UnknownValue {
  readonly kind: 'unknown';
  /** Arrays, objects, layers and models that it may be: what is written to it may be written to them. */
  readonly may?: readonly Value[];
}
export interface KnownValue { readonly kind: 'known'; readonly value: Primitive }
/** One of a few values, none of them `oneOf` or `unknown`. */
export interface OneOfValue { readonly kind: 'oneOf'; readonly values: readonly Value[] }

/** A property of an object literal with the nodes that wrote it, so that a finding can point at them. */
export interface Entry {
  readonly value: Value;
  /** The whole `key: value`. */
  readonly property?: Node;
  readonly valueNode?: Node;
  /** What runs when it is read, or written; the value is then unknown. */
  readonly getter?: FunctionValue;
  readonly setter?: FunctionValue;
  /** It may be absent. */
  readonly optional?: boolean;
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
  /** The literal it came from, if that stands in the document. */
  readonly node?: Node;
  /** For instances of a class of the program. */
  readonly instanceOf?: ClassValue;
  /** What it inherits from, where that is not a class. */
  proto?: Value;
  /** `Object.freeze` was called on it: nothing is written any more. */
  fixed?: boolean;
  /** For an instance whose class extends one of TensorFlow.js: what that one's constructor was given. */
  given?: readonly Value[];
}

/** A `Map` or a `Set`; of a set each item stands twice. */
export interface CollectionValue {
  readonly kind: 'collection';
  readonly form: 'map' | 'set';
  readonly born: number;
  items: (readonly [Value, Value])[];
  open: boolean;
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
  /** The class whose method or field this is: where `super` looks. */
  readonly home?: ClassValue;
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
  /** Arguments that `bind` put before the others. */
  readonly bound?: readonly Value[];
  /** The class whose method it is. */
  readonly home?: ClassValue;
  /** Its own properties, `prototype` among them, once there are some. */
  statics?: ObjectValue;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: ClassLikeDeclaration;
  readonly script: Script;
  readonly scope: Scope;
  readonly base?: Value;
  /** Its static fields. */
  readonly statics: ObjectValue;
}

/** A call of a generator function; its body runs when somebody asks for its values. */
export interface GeneratorValue {
  readonly kind: 'generator';
  readonly born: number;
  readonly fn: FunctionValue;
  readonly args: readonly Value[];
  readonly self: Value | undefined;
  state: 'new' | 'used' | 'unknown';
}

/** A promise of the program that is not settled when it is made. */
export interface PromiseValue {
  readonly kind: 'promise';
  readonly born: number;
  /** Undefined until the job that settles it has run. */
  settled: Value | undefined;
  readonly waiting: ((value: Value) => void)[];
}

/** A method of something that is built in, taken without being called: `model.add`, `layers.push`. */
export interface MethodValue {
  readonly kind: 'method';
  readonly target: Value;
  readonly name: string;
  readonly bound?: readonly Value[];
}

/** A global of JavaScript by its dotted name: `Math`, `Math.max`, `Object.keys`. */
export interface GlobalValue { readonly kind: 'global'; readonly name: string }
/** Another module of the program, as `import * as` gives it. */
export interface ModuleValue { readonly kind: 'module'; readonly exported: (name: string) => Value }

/** A member of TensorFlow.js by its path from the namespace: `''`, `layers`, `layers.dense`, `train.adam`. */
export interface TfValue {
  readonly kind: 'tf';
  readonly path: string;
  readonly members: Map<string, TfValue>;
}

export interface LayerValue {
  readonly kind: 'layer';
  readonly layer: LayerDraft;
  /** The instance, where its class is one of the program's. */
  readonly self?: ObjectValue;
}
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
  | UnknownValue | KnownValue | OneOfValue | ArrayValue | ObjectValue | CollectionValue | FunctionValue | ClassValue | GeneratorValue
  | PromiseValue | MethodValue | GlobalValue | ModuleValue | TfValue | LayerValue | ModelValue | SymbolicValue | TensorValue | OptimizerValue | InitializerValue;

export const UNKNOWN: UnknownValue = { kind: 'unknown' };
export const UNDEFINED: KnownValue = { kind: 'known', value: undefined };
/** A place of an array that nothing was put in: read as undefined, and left out by most methods. */
export const HOLE: KnownValue = { kind: 'known', value: undefined };
export const NULL: KnownValue = { kind: 'known', value: null };
export const TRUE: KnownValue = { kind: 'known', value: true };
export const FALSE: KnownValue = { kind: 'known', value: false };
export const CERTAIN_TENSOR: TensorValue = { kind: 'tensor', certainty: 'certain' };
export const POSSIBLE_TENSOR: TensorValue = { kind: 'tensor', certainty: 'possible' };

/** At most so many alternatives are kept apart. */
const MAX_ALTERNATIVES = 8;

/** So many things are kept in mind that something unknown may be. */
const MAX_ALIASES = 32;

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
    case 'global': return b.kind === 'global' && a.name === b.name;
    case 'tf': return b.kind === 'tf' && a.path === b.path;
    case 'tensor': return b.kind === 'tensor' && a.producer === b.producer && a.certainty === b.certainty;
    default: return false;
  }
}

/** What is true of both: the value of a variable after a branch. */
export function join(a: Value, b: Value): Value {
  if (same(a, b)) return a;
  if (a.kind === 'unknown' || b.kind === 'unknown') return unknownOf([a, b]);
  const values: Value[] = [];
  for (const value of [...alternatives(a), ...alternatives(b)]) {
    if (!values.some((other) => same(other, value))) values.push(value);
  }
  if (values.length > MAX_ALTERNATIVES) return unknownOf(values);
  return values.length === 1 && values[0] ? values[0] : { kind: 'oneOf', values };
}

const WRITABLE: ReadonlySet<Value['kind']> = new Set(['array', 'object', 'collection', 'layer', 'model']);

/** Something unknown that may be one of these. */
export function unknownOf(values: readonly Value[]): UnknownValue {
  const may = new Set<Value>();
  for (const value of values) {
    for (const one of value.kind === 'unknown' ? (value.may ?? []) : alternatives(value)) if (WRITABLE.has(one.kind)) may.add(one);
  }
  return may.size === 0 ? UNKNOWN : { kind: 'unknown', may: [...may].slice(0, MAX_ALIASES) };
}

/** True where a value may turn out to be anything, undefined among them. */
export function isOpen({ kind }: Value): boolean {
  return kind === 'unknown' || kind === 'oneOf' || kind === 'tf' || kind === 'global' || kind === 'method';
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
    case 'unknown': case 'tf': case 'global': case 'method': return undefined;
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
