/** What calls of TensorFlow.js give: layers, models, symbolic tensors, tensors, optimizers. */
import type { Node } from 'typescript-6';
import { layerFactories } from '../tfjs/layers';
import { onlyComputes, runLater } from './assigned';
import { callFunction } from './functions';
import { findLayer } from './model-members';
import { addGap, addStep, applyLayer, compile, makeModel } from './models';
import { modelFromTopology } from './topology';
import { activationOps, isChainable, tensorFunctions } from '../tfjs/ops';
import { optimizerFactories } from '../tfjs/training';
import type { Call, Machine } from './state';
import { optionally, touch } from './state';
import type { CustomLayer, Entry, LayerDraft, ModelDraft, OpDraft, TensorValue, Value } from './values';
import { alternatives, CERTAIN_TENSOR, isNullish, known, UNDEFINED, UNKNOWN } from './values';

const NO_ENTRIES: ReadonlyMap<string, Entry> = new Map();
const ACTIVATION_OPS: ReadonlySet<string> = new Set(activationOps);
const TENSOR_NAMESPACES = /^(?:browser\.fromPixels(?:Async)?|image\.|linalg\.|signal\.|spectral\.|node\.decode)/;
const RUNS_ITS_ARGUMENT: ReadonlySet<string> = new Set(['tidy', 'time', 'profile', 'keep']);

function entriesOf(value: Value | undefined): ReadonlyMap<string, Entry> {
  if (value?.kind !== 'object') return NO_ENTRIES;
  const entries = new Map(value.entries);
  // Lists are read when the layer is made: what is written to them later does not count.
  for (const [key, entry] of entries) if (entry.value.kind === 'array') entries.set(key, { ...entry, value: { ...entry.value, items: [...entry.value.items] } });
  return entries;
}

function makeLayer(machine: Machine, factory: string, call: Call): LayerDraft {
  const [config] = call.args;
  const [configNode] = call.argNodes;
  const isObject = config?.kind === 'object';
  const layer: LayerDraft = {
    factory, config: entriesOf(config), configKnown: config === undefined || (isObject && !config.open) || isNullish(config),
    call: call.node, nameNode: call.nameNode, script: machine.script, applications: [], written: new Set(),
    ...(config && !isObject && config.kind !== 'unknown' && !isNullish(config) ? { positional: config } : {}),
    ...(configNode ? { configNode } : {}),
  };
  if (!machine.frozen) machine.layers.push(layer);
  return layer;
}

/** An instance of a layer class of the program; its config is what it was given first. */
export function makeCustomLayer(machine: Machine, custom: CustomLayer, call: Call): LayerDraft {
  const { positional: _, ...layer } = makeLayer(machine, '', call);
  const draft = { ...layer, custom, configKnown: false };
  if (!machine.frozen) machine.layers.splice(-1, 1, draft);
  return draft;
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
      if (layers.value.open) addGap(machine, model, call.node);
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

/** Records a tensor operation and gives its result. */
export function applyOp(machine: Machine, op: string, form: OpDraft['form'], inputs: readonly Value[], call: Call, certain: boolean, extra: Pick<OpDraft, 'config' | 'model'> = {}): TensorValue {
  const draft: OpDraft = {
    op, form, inputs, node: call.node, nameNode: call.nameNode, script: machine.script, certainty: certain ? 'certain' : 'possible',
    within: machine.stack.at(-1), consumers: [], ...extra,
  };
  for (const input of inputs) {
    for (const one of alternatives(input)) if (one.kind === 'tensor' && one.producer) one.producer.consumers.push(draft);
  }
  if (form === 'fused' || ACTIVATION_OPS.has(op)) machine.ops.push(draft);
  return { kind: 'tensor', certainty: draft.certainty, producer: draft };
}

/** Runs functions given to somebody else's code: maybe once, now or later, with arguments nobody knows. */
export function runCallbacks(machine: Machine, args: readonly Value[]): void {
  const from = machine.calling?.node.pos ?? 0;
  for (const arg of args) {
    if (arg.kind !== 'method' && (arg.kind !== 'function' || onlyComputes(arg.node))) continue;
    optionally(machine, () => {
      if (arg.kind === 'method') machine.call(arg, [UNKNOWN], undefined);
      else runLater(machine, arg.scope, from, () => {
        callFunction(machine, arg, undefined, undefined);
      });
      return 'normal';
    });
  }
}

function tensorGradient(machine: Machine, call: Call): Value {
  const [fn] = call.args;
  if (fn?.kind === 'function') machine.call(fn, fn.node.parameters.map(() => CERTAIN_TENSOR), undefined);
  return UNKNOWN;
}

function train(name: string, call: Call): Value {
  if (!Object.hasOwn(optimizerFactories, name)) return UNKNOWN;
  const fallback = optimizerFactories[name];
  const [rate] = call.args;
  const learningRate = rate && !(rate.kind === 'known' && rate.value === undefined) ? rate : fallback === null ? UNDEFINED : known(fallback);
  return { kind: 'optimizer', name, learningRate };
}

/** Calls a member of the namespace. */
export function callTf(machine: Machine, path: string, given: Call | undefined, args: readonly Value[]): Value {
  const call = given ?? (machine.calling && { ...machine.calling, args });
  if (!call) return UNKNOWN;
  const dot = path.indexOf('.');
  const head = dot < 0 ? path : path.slice(0, dot);
  const tail = dot < 0 ? '' : path.slice(dot + 1);
  if (head === 'layers') {
    if (tail === 'input') return applyLayer(makeLayer(machine, 'inputLayer', call), undefined, call.node);
    return Object.hasOwn(layerFactories, tail) ? { kind: 'layer', layer: makeLayer(machine, tail, call) } : UNKNOWN;
  }
  if (head === 'train') return train(tail, call);
  if (head === 'losses') return applyOp(machine, path, 'op', call.args, call, true);
  if (head === 'fused') return applyOp(machine, tail, 'fused', fusedInputs(call.args[0]), call, true, { config: entriesOf(call.args[0]) });
  switch (path) {
    case 'sequential': return sequential(machine, call);
    case 'model': return functional(machine, call);
    case 'input': return applyLayer(makeLayer(machine, 'inputLayer', call), undefined, call.node);
    case 'loadLayersModel': case 'models.modelFromJSON': return modelFromTopology(machine, call) ?? { kind: 'model', model: makeModel(machine, 'loaded', call) };
    case 'io.fromMemory': return call.args[0] ?? UNKNOWN;
    case 'customGrad': case 'grad': case 'grads': case 'valueAndGrad': case 'valueAndGrads': case 'variableGrads': return tensorGradient(machine, call);
  }
  if (RUNS_ITS_ARGUMENT.has(path)) {
    const body = call.args.find((arg) => arg.kind === 'function');
    if (body) return machine.call(body, [], undefined);
    return path === 'keep' ? (call.args[0] ?? UNKNOWN) : UNKNOWN;
  }
  if (tensorFunctions.has(path)) {
    const [first, ...rest] = call.args;
    // Ops take lists of tensors too: concat([a, b]), stack, addN.
    const inputs = first?.kind === 'array' ? [...first.items, ...rest] : call.args;
    return applyOp(machine, path, 'op', inputs, call, true);
  }
  runCallbacks(machine, call.args);
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

/** Calls a method of a layer. */
export function callLayer(machine: Machine, layer: LayerDraft, name: string, call: Call): Value {
  if (name !== 'apply') return UNKNOWN;
  const [input] = call.args;
  if (input?.kind === 'tensor') return applyOp(machine, 'layer', 'method', call.args, call, true);
  return applyLayer(layer, input, call.node);
}

/** Calls a method of a model. `certain` is false where it may be another model's. */
export function callModel(machine: Machine, model: ModelDraft, name: string, call: Call, certain: boolean): Value {
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
    case 'apply': case 'predict': case 'call': case 'predictOnBatch': {
      const [input] = call.args;
      if (input?.kind === 'symbolic' || (input?.kind === 'array' && input.items.some((item) => item.kind === 'symbolic'))) return applyLayer(model, input, call.node);
      const result = applyOp(machine, 'model', 'op', call.args, call, true, { model });
      if (result.producer && certain) model.calls.push(result.producer);
      return result;
    }
    case 'getLayer': return findLayer(model, call.args);
    default:
      runCallbacks(machine, call.args);
      return UNKNOWN;
  }
}
