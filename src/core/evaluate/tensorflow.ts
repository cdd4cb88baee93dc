/** What calls of TensorFlow.js give: layers, models, symbolic tensors, tensors, optimizers. */
import type { Node } from 'typescript-6';
import { factoryOfClass, layerFactories } from '../tfjs/layers';
import { isChainable, takesList, tensorFunctions } from '../tfjs/ops';
import { onlyComputes, runLater } from './assigned';
import { callFunction } from './functions';
import { findLayer } from './model-members';
import { addStep, applyLayer, compile, makeModel } from './models';
import { outputCount } from './outputs';
import type { Machine } from './state';
import { atHome, atSomeTime, newArray, optionally, siteOf, touch } from './state';
import { applyOp, entriesOf, noteCall } from './tensors';
import type { Call } from './tensors';
import { modelFromTopology } from './topology';
import { lossPath, makeOptimizer, takeGradient, trainModel } from './training';
import type { CustomLayer, LayerDraft, ModelDraft, OpDraft } from './drafts';
import type { TensorValue, Value } from './values';
import { CERTAIN_TENSOR, isNullish, UNDEFINED, UNKNOWN } from './values';

const TENSOR_NAMESPACES = /^(?:browser\.fromPixels(?:Async)?|image\.|linalg\.|signal\.|spectral\.|node\.decode)/;
/** Those of them that are followed: where the pixels of an image come from, and what leaves them as they are. */
const IMAGES = /^(?:browser\.fromPixels(?:Async)?|image\.resize\w+|node\.decode\w+)$/;
const RUNS_ITS_ARGUMENT: ReadonlySet<string> = new Set(['tidy', 'time', 'profile', 'keep']);

function makeLayer(machine: Machine, factory: string, call: Call): LayerDraft {
  const [config] = call.args;
  const [configNode] = call.argNodes;
  const isObject = config?.kind === 'object';
  const home = atHome(machine);
  const { script, node } = siteOf(machine, call.node);
  const layer: LayerDraft = {
    factory, config: entriesOf(config), configKnown: config === undefined || (isObject && !config.open) || isNullish(config),
    call: node, nameNode: home ? call.nameNode : node, script, foreign: !home, bare: call.argNodes.length === 0, applications: [], written: new Set(),
    ...(config && !isObject && config.kind !== 'unknown' && !isNullish(config) ? { positional: config } : {}),
    ...(configNode && home ? { configNode } : {}),
  };
  // What another module makes counts where it is put into a model.
  if (!machine.frozen && home) machine.layers.push(layer);
  return layer;
}

function sequential(machine: Machine, call: Call): Value {
  const [config] = call.args;
  const name = config?.kind === 'object' ? config.entries.get('name')?.value : undefined;
  const model = makeModel(machine, 'sequential', call, name ? { name } : {});
  if (config && config.kind !== 'object' && !isNullish(config)) model.complete = false;
  if (config?.kind === 'object') {
    if (config.open) model.complete = false;
    const layers = config.entries.get('layers');
    if (layers?.value.kind === 'array') {
      const elements = (layers.valueNode as { readonly elements?: readonly Node[] } | undefined)?.elements;
      layers.value.items.forEach((item, index) => addStep(machine, model, item, elements?.[index] ?? call.node, false));
      if (layers.value.open) addStep(machine, model, UNKNOWN, call.node, true);
    } else if (layers && !isNullish(layers.value)) model.complete = false;
  }
  return { kind: 'model', model };
}

function functional(machine: Machine, call: Call): Value {
  const [config] = call.args;
  if (config?.kind !== 'object') return { kind: 'model', model: makeModel(machine, 'loaded', call) };
  const field = (key: string): Value => config.entries.get(key)?.value ?? UNDEFINED;
  return { kind: 'model', model: makeModel(machine, 'functional', call, { inputs: field('inputs'), outputs: field('outputs'), name: field('name') }) };
}

/** An instance of a layer class of the program; its config is what it was given first. */
export function makeCustomLayer(machine: Machine, custom: CustomLayer, call: Call): LayerDraft {
  const { positional: _, ...layer } = makeLayer(machine, '', call);
  const draft = { ...layer, custom, configKnown: false };
  if (!machine.frozen && atHome(machine)) machine.layers.splice(-1, 1, draft);
  return draft;
}

/** Runs functions given to somebody else's code: maybe once, now or later, with arguments nobody knows. */
export function runCallbacks(machine: Machine, args: readonly Value[]): void {
  const from = machine.calling?.node.pos ?? 0;
  for (const arg of args) {
    if (arg.kind !== 'method' && (arg.kind !== 'function' || onlyComputes(arg.node))) continue;
    optionally(machine, () => {
      if (arg.kind === 'method') machine.call(arg, [UNKNOWN], undefined);
      else runLater(machine, arg.scope, from, () => atSomeTime(machine, () => callFunction(machine, arg, undefined, undefined)));
      return 'normal';
    });
  }
}

/** `tf.customGrad(f)`: what f computes is entered, its gradient is its own matter. */
function customGradient(machine: Machine, call: Call): Value {
  const [fn] = call.args;
  noteCall(machine, 'customGrad', call);
  if (fn?.kind === 'function') machine.call(fn, fn.node.parameters.map(() => CERTAIN_TENSOR), undefined);
  return UNKNOWN;
}

/** `new Dense({…})`, with a class that a deep import gives. */
export function constructTf(machine: Machine, path: string, call: Call): Value {
  const factory = factoryOfClass(path.slice(path.lastIndexOf('.') + 1));
  if (factory !== undefined) return { kind: 'layer', layer: makeLayer(machine, factory, call) };
  runCallbacks(machine, call.args);
  return UNKNOWN;
}

function initializer(name: string, [options]: readonly Value[]): Value {
  const isKnown = options === undefined || isNullish(options) || (options.kind === 'object' && !options.open);
  // What is no object has none of the properties that are read.
  return { kind: 'initializer', name, options: isKnown || options.kind === 'known' ? entriesOf(options) : undefined };
}

/** Calls a member of the namespace. */
export function callTf(machine: Machine, path: string, given: Call | undefined, args: readonly Value[]): Value {
  const call = given ?? (machine.calling && { ...machine.calling, args });
  if (!call) return UNKNOWN;
  const dot = path.indexOf('.');
  const head = dot < 0 ? path : path.slice(0, dot);
  const tail = dot < 0 ? '' : path.slice(dot + 1);
  if (head === 'layers') {
    if (tail === 'input') return applyLayer(machine, makeLayer(machine, 'inputLayer', call), undefined, call.node);
    if (Object.hasOwn(layerFactories, tail)) return { kind: 'layer', layer: makeLayer(machine, tail, call) };
    noteCall(machine, path, call);
    return UNKNOWN;
  }
  if (head === 'train' || head === 'initializers') {
    noteCall(machine, path, call);
    return head === 'train' ? makeOptimizer(tail, call) : initializer(tail, call.args);
  }
  if (head === 'losses' || head === 'metrics') return applyOp(machine, lossPath(path), 'op', call.args, call, true);
  if (head === 'fused') return applyOp(machine, tail, 'fused', fusedInputs(call.args[0]), call, true, { config: entriesOf(call.args[0]), configKnown: call.args[0]?.kind === 'object' && !call.args[0].open });
  switch (path) {
    case 'sequential': return sequential(machine, call);
    case 'model': return functional(machine, call);
    case 'input': return applyLayer(machine, makeLayer(machine, 'inputLayer', call), undefined, call.node);
    case 'loadLayersModel': case 'models.modelFromJSON':
      if (head !== 'models') noteCall(machine, path, call);
      return modelFromTopology(machine, call) ?? { kind: 'model', model: makeModel(machine, 'loaded', call) };
    case 'loadGraphModel': return { kind: 'model', model: makeModel(machine, 'loaded', call) };
    case 'io.fromMemory': return call.args[0] ?? UNKNOWN;
    case 'variableGrads': return takeGradient(machine, 'variableGrads', call);
    case 'grad': case 'grads': case 'valueAndGrad': case 'valueAndGrads': return takeGradient(machine, 'inputs', call);
    case 'customGrad': return customGradient(machine, call);
  }
  if (RUNS_ITS_ARGUMENT.has(path)) {
    const body = call.args.find((arg) => arg.kind === 'function');
    if (body) return machine.call(body, [], undefined);
    return path === 'keep' ? (call.args[0] ?? UNKNOWN) : UNKNOWN;
  }
  if (tensorFunctions.has(path)) {
    const [first, ...rest] = call.args;
    const inputs = first?.kind === 'array' && takesList(path) ? [...first.items, ...rest] : call.args;
    return applyOp(machine, path, 'op', inputs, call, true);
  }
  runCallbacks(machine, call.args);
  if (IMAGES.test(path)) return applyOp(machine, path, 'op', call.args, call, true);
  return TENSOR_NAMESPACES.test(path) ? CERTAIN_TENSOR : UNKNOWN;
}

function fusedInputs(config: Value | undefined): Value[] {
  const entries = entriesOf(config);
  return ['a', 'x', 'b', 'filter'].flatMap((key) => entries.get(key)?.value ?? []);
}

/** Calls a method of a tensor. */
export function callTensor(machine: Machine, target: TensorValue, name: string, call: Call): Value {
  if (name === 'unstack' || name === 'split') return { kind: 'array', born: machine.clock++, items: [], open: true };
  if (!isChainable(name)) {
    runCallbacks(machine, call.args);
    return UNKNOWN;
  }
  return applyOp(machine, name, 'method', [target, ...call.args], call, target.certainty === 'certain');
}

/** `lstm.apply(x, {initialState: [h, c]})` is the same as `lstm.apply([x, h, c])`. */
function withStates(machine: Machine, input: Value, states: Value): Value {
  const list = states.kind === 'array' ? states.items : isNullish(states) ? [] : [states];
  return { kind: 'array', born: machine.clock++, items: [input, ...list], open: states.kind === 'array' && states.open };
}

/** Calls a method of a layer. */
export function callLayer(machine: Machine, layer: LayerDraft, name: string, call: Call): Value {
  if (name !== 'apply') return UNKNOWN;
  const [input, options] = call.args;
  if (input?.kind === 'tensor') return applyOp(machine, 'layer', 'method', call.args, call, true);
  const states = options?.kind === 'object' ? options.entries.get('initialState')?.value : undefined;
  return applyLayer(machine, layer, states && input?.kind === 'symbolic' ? withStates(machine, input, states) : input, call.node);
}

/** A model applied to tensors: a tensor, or a list of them where it has several outputs. */
function applyModel(machine: Machine, model: ModelDraft, call: Call, certain: boolean): Value {
  const inputs = call.args[0]?.kind === 'array' ? call.args[0].items : call.args.slice(0, 1);
  const one = (extra: Pick<OpDraft, 'output'>): TensorValue => {
    const result = applyOp(machine, 'model', 'op', inputs, call, true, { model, ...extra });
    if (certain) model.calls.push(result.producer);
    return result;
  };
  const count = model.form === 'functional' ? (outputCount(model) ?? 1) : 1;
  return count === 1 ? one({}) : newArray(machine, Array.from({ length: count }, (_, output) => one({ output })));
}

/** Calls a method of a model. `certain` is false where it may be another model's. */
export function callModel(machine: Machine, model: ModelDraft, name: string, call: Call, certain: boolean): Value {
  // A model of another module is this document's concern from where it is changed here.
  if ((name === 'add' || name === 'compile') && atHome(machine) && !machine.frozen) model.node ??= call.node;
  switch (name) {
    case 'add': {
      const [layer] = call.args;
      addStep(machine, model, layer ?? UNKNOWN, call.node, !certain);
      return UNDEFINED;
    }
    case 'pop':
      if (!machine.frozen) {
        touch(machine, model);
        model.steps.pop();
      }
      return UNDEFINED;
    case 'compile':
      compile(machine, model, call, certain);
      return UNDEFINED;
    case 'apply': case 'predict': case 'call': case 'predictOnBatch': case 'execute': case 'executeAsync': {
      const [input] = call.args;
      if (input?.kind === 'symbolic' || (input?.kind === 'array' && input.items.some((item) => item.kind === 'symbolic'))) return applyLayer(machine, model, input, call.node);
      return applyModel(machine, model, call, certain);
    }
    case 'getLayer': return findLayer(model, call.args);
    case 'save':
      if (!machine.frozen && certain) model.saves.push(call.args[0] ?? UNKNOWN);
      runCallbacks(machine, call.args);
      return UNKNOWN;
    default:
      trainModel(machine, model, name, call, certain);
      runCallbacks(machine, call.args);
      return UNKNOWN;
  }
}
