/** What layers and models are asked for: `model.layers`, `model.outputs`, `layer.output`, `model.getLayer('x')`. */
import type { Node } from 'typescript-6';
import type { Machine } from './state';
import { newArray } from './state';
import type { ApplicationDraft, LayerDraft, ModelDraft } from './drafts';
import type { Value } from './values';
import { asNumber, asString, NULL, UNKNOWN } from './values';

/** The layers of a sequential model as values; undefined where they are not all known. */
function stepsOf(model: ModelDraft): readonly Value[] | undefined {
  if (model.form !== 'sequential' || !model.complete || model.escaped) return undefined;
  return model.steps.every(({ optional }) => !optional) ? model.steps.map(({ layer }) => layer) : undefined;
}

/** Every layer that the outputs of a functional model come through. */
function reached(model: ModelDraft): LayerDraft[] {
  const layers = new Set<LayerDraft>();
  const seen = new Set<ApplicationDraft>();
  const queue = applicationsOf(model.outputs);
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.layer && 'factory' in at.layer) layers.add(at.layer);
    for (const input of at.inputs) queue.push(...applicationsOf(input));
  }
  return [...layers];
}

function applicationsOf(value: Value | undefined): ApplicationDraft[] {
  if (value?.kind === 'symbolic') return [value.application];
  return value?.kind === 'array' ? value.items.flatMap((item) => (item.kind === 'symbolic' ? [item.application] : [])) : [];
}

/** The input that a sequential model makes for its first layer; undefined where that is a model with an input of its own. */
function inputOf(machine: Machine, first: Value | undefined): ApplicationDraft | undefined {
  if (first?.kind !== 'layer') return undefined;
  const { layer } = first;
  if (layer.factory === 'inputLayer') return { layer, inputs: [], node: layer.call, born: machine.clock++ };
  const config = new Map([...layer.config].filter(([key]) => INPUT_KEYS.has(key)));
  if (layer.factory === 'embedding' && !config.has('inputShape') && !config.has('batchInputShape')) {
    const length = layer.config.get('inputLength')?.value;
    config.set('inputShape', { value: length?.kind === 'array' ? length : newArray(machine, [length ?? (layer.configKnown ? NULL : UNKNOWN)]) });
  }
  return { layer: { ...layer, factory: 'inputLayer', custom: undefined, config, applications: [], written: new Set() }, inputs: [], node: layer.call, born: machine.clock++ };
}

const INPUT_KEYS: ReadonlySet<string> = new Set(['batchInputShape', 'inputShape', 'inputDim']);

/** What each layer of a sequential model gives, the input first; undefined where they are not all known. */
function chainOf(machine: Machine, model: ModelDraft): readonly ApplicationDraft[] | undefined {
  const steps = stepsOf(model);
  const input = model.chain[0] ?? inputOf(machine, steps?.[0]);
  if (!steps || !input) return undefined;
  const chain = [input];
  const explicit = steps[0]?.kind === 'layer' && steps[0].layer.factory === 'inputLayer' ? 1 : 0;
  for (const [index, step] of steps.slice(explicit).entries()) {
    const layer = step.kind === 'layer' ? step.layer : step.kind === 'model' ? step.model : undefined;
    const before = chain[index];
    if (!layer || !before) return undefined;
    const known = model.chain[index + 1];
    chain.push(known?.layer === layer ? known : { layer, inputs: [{ kind: 'symbolic', application: before }], node: model.steps[index + explicit]?.node ?? layerNode(layer), born: machine.clock++ });
  }
  if (!machine.frozen) model.chain.splice(0, model.chain.length, ...chain);
  return chain;
}

/** Where a layer or a model is made. */
function layerNode(layer: LayerDraft | ModelDraft): Node {
  return 'factory' in layer ? layer.call : (layer.node ?? layer.script.tree);
}

function symbolic(application: ApplicationDraft | undefined): Value {
  return application ? { kind: 'symbolic', application } : UNKNOWN;
}

/** Inputs or outputs as tfjs keeps them: always a list. */
function asList(machine: Machine, value: Value | undefined): Value {
  return value?.kind === 'symbolic' ? newArray(machine, [value]) : value?.kind === 'array' ? newArray(machine, [...value.items], value.open) : UNKNOWN;
}

function single(value: Value): Value {
  return value.kind === 'array' && !value.open && value.items.length === 1 ? (value.items[0] ?? UNKNOWN) : UNKNOWN;
}

function ends(machine: Machine, model: ModelDraft, which: 'inputs' | 'outputs'): Value {
  if (model.form === 'functional') return asList(machine, model[which]);
  const chain = chainOf(machine, model);
  const end = which === 'inputs' ? chain?.[0] : chain?.at(-1);
  return end ? newArray(machine, [symbolic(end)]) : UNKNOWN;
}

/** A member of a model; undefined where it may be a method. */
export function modelMember(machine: Machine, { model }: Value & { kind: 'model' }, name: string): Value | undefined {
  switch (name) {
    case 'layers': {
      const steps = stepsOf(model);
      return steps ? newArray(machine, [...steps]) : UNKNOWN;
    }
    case 'outputs': case 'inputs': return ends(machine, model, name);
    case 'output': return single(ends(machine, model, 'outputs'));
    case 'input': return single(ends(machine, model, 'inputs'));
    case 'name': return model.name?.kind === 'known' && typeof model.name.value === 'string' ? model.name : UNKNOWN;
    default: return undefined;
  }
}

/** The one place where a layer is applied. */
function applicationOf(machine: Machine, layer: LayerDraft): ApplicationDraft | undefined {
  const places = [...layer.applications];
  for (const model of machine.models) {
    const at = model.steps.findIndex((step) => step.layer.kind === 'layer' && step.layer.layer === layer);
    if (at < 0) continue;
    const application = chainOf(machine, model)?.find((one) => one.layer === layer);
    if (!application) return undefined;
    places.push(application);
  }
  return places.length === 1 ? places[0] : undefined;
}

/** A member of a layer; undefined where it may be a method. */
export function layerMember(machine: Machine, value: Value & { kind: 'layer' }, name: string): Value | undefined {
  const { layer } = value;
  switch (name) {
    case 'output': return symbolic(applicationOf(machine, layer));
    case 'input': {
      const inputs = applicationOf(machine, layer)?.inputs ?? [];
      return inputs.length === 1 ? (inputs[0] ?? UNKNOWN) : UNKNOWN;
    }
    case 'name': {
      const given = layer.config.get('name')?.value;
      return given && !layer.written.has('name') && !layer.written.has('*') ? given : UNKNOWN;
    }
    default: return undefined;
  }
}

/** `model.getLayer('name')` or `model.getLayer(undefined, 2)`. */
export function findLayer(model: ModelDraft, [first, second]: readonly Value[]): Value {
  const index = asNumber(second ?? first);
  const steps = stepsOf(model);
  if (index !== undefined) return steps?.[index] ?? UNKNOWN;
  const wanted = asString(first);
  if (wanted === undefined || model.form === 'loaded') return UNKNOWN;
  const found = (layer: LayerDraft): boolean => !layer.written.has('name') && !layer.written.has('*') && asString(layer.config.get('name')?.value) === wanted;
  if (model.form === 'functional') {
    const layer = reached(model).find(found);
    return layer ? { kind: 'layer', layer } : UNKNOWN;
  }
  return steps?.find((step) => step.kind === 'layer' && found(step.layer)) ?? UNKNOWN;
}
