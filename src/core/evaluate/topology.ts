/** Models given as JSON topologies, as Keras and tfjs save them: `{class_name: 'Sequential', config: {layers: […]}}`. */
import { factoryOfClass } from '../tfjs/layers';
import { addStep, applyLayer, makeModel } from './models';
import type { Machine } from './state';
import { atHome, newArray, siteOf } from './state';
import type { Call } from './tensors';
import type { LayerDraft, ModelDraft } from './drafts';
import type { Entry, ObjectValue, Value } from './values';
import { asNumber, asString, known, UNKNOWN } from './values';

function field(value: Value | undefined, ...names: readonly string[]): Value | undefined {
  if (value?.kind !== 'object') return undefined;
  for (const name of names) {
    const found = value.entries.get(name)?.value;
    if (found && !(found.kind === 'known' && (found.value === null || found.value === undefined))) return found;
  }
  return undefined;
}

/** `batch_input_shape` as tfjs spells it. */
function camelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Keys whose text is a name of Keras, spelt with underscores there. */
const NAMED: ReadonlySet<string> = new Set(['activation', 'recurrentActivation', 'dataFormat', 'mergeMode', 'padding']);

/** What is inside a layer's `config` as its factory takes it. */
function configOf(machine: Machine, config: Value | undefined): { readonly entries: Map<string, Entry>; readonly known: boolean } {
  const entries = new Map<string, Entry>();
  if (config?.kind !== 'object') return { entries, known: false };
  for (const [key, entry] of config.entries) {
    const name = camelCase(key);
    entries.set(name, { ...entry, value: convert(machine, name, entry.value) });
  }
  return { entries, known: !config.open };
}

function convert(machine: Machine, name: string, value: Value): Value {
  const text = asString(value);
  if (text !== undefined && NAMED.has(name) && text !== 'gelu_new') return known(camelCase(text));
  if (value.kind === 'object' && (name === 'layer' || name === 'cell')) {
    const layer = layerOf(machine, value);
    return layer ? { kind: 'layer', layer } : UNKNOWN;
  }
  return value;
}

/** The layer that `{class_name, config}` describes; undefined where its class is not one of tfjs's. */
function layerOf(machine: Machine, spec: Value): LayerDraft | undefined {
  const name = asString(field(spec, 'class_name', 'className'));
  const factory = name === undefined ? undefined : factoryOfClass(name);
  if (factory === undefined || spec.kind !== 'object') return undefined;
  const { entries, known: configKnown } = configOf(machine, field(spec, 'config'));
  const { script, node } = siteOf(machine, spec.node ?? machine.calling?.node ?? machine.script.tree);
  const naming = spec.entries.get('class_name') ?? spec.entries.get('className');
  const layer: LayerDraft = { factory, config: entries, configKnown, call: node, nameNode: naming?.valueNode ?? node, script, foreign: !atHome(machine), bare: false, applications: [], written: new Set() };
  if (!machine.frozen && atHome(machine)) machine.layers.push(layer);
  return layer;
}

/** A layer or a nested model. */
function partOf(machine: Machine, spec: Value, call: Call): Value {
  const name = asString(field(spec, 'class_name', 'className'));
  if (name === 'Sequential' || name === 'Model' || name === 'Functional') {
    // A topology that is given as a part of itself has no end.
    const model = machine.nesting < MAX_NESTING ? modelOf(machine, spec, call) : undefined;
    return model ? { kind: 'model', model } : UNKNOWN;
  }
  const layer = layerOf(machine, spec);
  return layer ? { kind: 'layer', layer } : UNKNOWN;
}

function sequentialOf(machine: Machine, config: Value | undefined, call: Call): ModelDraft {
  const name = field(config, 'name');
  const model = makeModel(machine, 'sequential', call, name ? { name } : {});
  const layers = config?.kind === 'array' ? config : field(config, 'layers');
  if (layers?.kind !== 'array' || layers.open) model.complete = false;
  if (layers?.kind === 'array') {
    for (const spec of layers.items) {
      const part = partOf(machine, spec, call);
      addStep(machine, model, part, (spec.kind === 'object' ? spec.node : undefined) ?? call.node, false);
    }
  }
  return model;
}

/** `[['dense_1', 0, 0], …]`, or a single one of them. */
function references(value: Value | undefined): readonly { readonly layer: string; readonly node: number; readonly tensor: number }[] | undefined {
  if (value?.kind !== 'array' || value.open) return undefined;
  const list = asString(value.items[0]) === undefined ? value.items : [value];
  const found = list.map((item) => {
    const layer = item.kind === 'array' ? asString(item.items[0]) : undefined;
    return layer === undefined || item.kind !== 'array' ? undefined : { layer, node: asNumber(item.items[1]) ?? 0, tensor: asNumber(item.items[2]) ?? 0 };
  });
  return found.every((one) => one !== undefined) ? found : undefined;
}

/** The places where a layer is applied: for each the layers that feed it. */
function inboundOf(spec: ObjectValue): readonly ReturnType<typeof references>[] {
  const inbound = field(spec, 'inbound_nodes', 'inboundNodes');
  if (inbound?.kind !== 'array') return [];
  return inbound.open ? [undefined] : inbound.items.map(references);
}

function functionalOf(machine: Machine, config: Value | undefined, call: Call): ModelDraft | undefined {
  const layers = field(config, 'layers');
  if (layers?.kind !== 'array' || layers.open) return undefined;
  const made = new Map<string, { readonly spec: ObjectValue; readonly part: Value; readonly outputs: Value[] }>();
  for (const spec of layers.items) {
    const name = asString(field(spec, 'name')) ?? asString(field(field(spec, 'config'), 'name'));
    if (name === undefined || spec.kind !== 'object') return undefined;
    made.set(name, { spec, part: partOf(machine, spec, call), outputs: [] });
  }
  /** The tensor that one place of a layer gives, once what feeds it is there. */
  const outputOf = (name: string, node: number, depth: number): Value => {
    const found = made.get(name);
    if (!found || depth > MAX_CHAIN || --machine.fuel < 0) return UNKNOWN;
    const inbound = inboundOf(found.spec);
    const given = inbound[node];
    const layer = found.part.kind === 'layer' ? found.part.layer : found.part.kind === 'model' ? found.part.model : undefined;
    const at = (found.spec.node ?? call.node);
    found.outputs[node] ??= inbound.length === 0
      ? applyLayer(machine, layer, undefined, at)
      : applyLayer(machine, layer, given ? newArray(machine, given.map((one) => (one.tensor === 0 ? outputOf(one.layer, one.node, depth + 1) : UNKNOWN))) : UNKNOWN, at);
    return found.outputs[node] ?? UNKNOWN;
  };
  const ends = (...names: readonly string[]): Value => {
    const list = references(field(config, ...names));
    return list ? newArray(machine, list.map((one) => outputOf(one.layer, one.node, 0))) : UNKNOWN;
  };
  const name = field(config, 'name');
  return makeModel(machine, 'functional', call, { inputs: ends('input_layers', 'inputLayers'), outputs: ends('output_layers', 'outputLayers'), ...(name ? { name } : {}) });
}

/** Chains of layers are followed so far. */
const MAX_CHAIN = 200;

/** Models stand within models so deep. */
const MAX_NESTING = 8;

function modelOf(machine: Machine, spec: Value, call: Call): ModelDraft | undefined {
  machine.nesting++;
  const model = describedModel(machine, spec, call);
  machine.nesting--;
  return model;
}

function describedModel(machine: Machine, spec: Value, call: Call): ModelDraft | undefined {
  const name = asString(field(spec, 'class_name', 'className'));
  const config = field(spec, 'config');
  if (name === 'Sequential') return sequentialOf(machine, config, call);
  return name === 'Model' || name === 'Functional' ? functionalOf(machine, config, call) : undefined;
}

/** The model of a topology that is written as a literal; undefined where it is not known. */
export function modelFromTopology(machine: Machine, call: Call): Value | undefined {
  const [given] = call.args;
  const topology = field(given, 'modelTopology') ?? given;
  const model = topology && modelOf(machine, field(topology, 'model_config', 'modelConfig') ?? topology, call);
  return model && { kind: 'model', model };
}
