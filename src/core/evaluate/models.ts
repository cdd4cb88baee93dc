/** Models while they are built: their layers in order, what is applied to what, how they are compiled. */
import type { CallExpression, ExpressionStatement, Node } from 'typescript-6';
import { SyntaxKind } from './nodes';
import type { Call, Machine } from './state';
import { touch } from './state';
import type { ApplicationDraft, Entry, LayerDraft, ModelDraft, Value } from './values';
import { UNKNOWN } from './values';

/** Makes a model that the program may go on building. */
export function makeModel(machine: Machine, form: ModelDraft['form'], call: Call, fields: Partial<Pick<ModelDraft, 'inputs' | 'outputs' | 'name'>> = {}): ModelDraft {
  const model: ModelDraft = {
    kind: 'model', born: machine.clock++, form, node: call.node, script: machine.script, steps: [], complete: form !== 'loaded', escaped: false, compile: undefined, calls: [], chain: [], ...fields,
  };
  if (!machine.frozen) machine.models.push(model);
  return model;
}

/** Appends to a sequential model what `add` or `layers: […]` gave it. */
export function addStep(machine: Machine, model: ModelDraft, layer: Value, node: Node, optional: boolean): void {
  if (machine.frozen) return;
  touch(machine, model);
  revive(machine, model);
  if (model.escaped) {
    model.escaped = false;
    addGap(machine, model, node);
  }
  if (layer.kind !== 'layer' && layer.kind !== 'model') model.complete = false;
  const statement = machine.statement?.kind === SyntaxKind.ExpressionStatement && (machine.statement as ExpressionStatement).expression === node;
  model.steps.push({ layer, node, optional, statement, within: machine.stack.at(-1) });
}

/** A model that is built on counts, whoever made it. */
function revive(machine: Machine, model: ModelDraft): void {
  if (!machine.superseded.delete(model)) return;
  for (const { layer } of model.steps) if (layer.kind === 'layer') machine.superseded.delete(layer.layer);
}

/** Layers that may stand at this place of a model and are not known. */
export function addGap(machine: Machine, model: ModelDraft, node: Node): void {
  addStep(machine, model, UNKNOWN, node, true);
}

/** Applies a layer or a nested model to symbolic tensors. */
export function applyLayer(layer: LayerDraft | ModelDraft | undefined, inputs: Value | undefined, node: Node): Value {
  // What is pushed to the list later is no input.
  const list = inputs?.kind === 'array' ? (inputs.open ? [...inputs.items, UNKNOWN] : [...inputs.items]) : inputs ? [inputs] : [];
  const application: ApplicationDraft = { layer, inputs: list, node };
  if (layer && 'factory' in layer) layer.applications.push(application);
  const outputs = outputsOf(layer);
  if (outputs === undefined) return UNKNOWN;
  if (outputs === 1) return { kind: 'symbolic', application };
  return { kind: 'array', born: 0, items: Array.from({ length: outputs }, (_, output): Value => ({ kind: 'symbolic', application, output })), open: false };
}

/** Tensors that `returnState` adds to what a recurrent layer gives. */
const STATES: Readonly<Record<string, number>> = { simpleRNN: 1, gru: 1, lstm: 2, convLstm2d: 2 };

/** How many tensors a layer or a model gives; undefined where that is not known. */
function outputsOf(layer: LayerDraft | ModelDraft | undefined): number | undefined {
  if (!layer) return 1;
  if (!('factory' in layer)) return layer.form !== 'functional' || layer.outputs?.kind !== 'array' ? 1 : layer.outputs.open ? undefined : layer.outputs.items.length;
  const states = layer.config.get('returnState')?.value;
  if (!states || (states.kind === 'known' && !states.value)) return 1;
  return states.kind === 'known' && Object.hasOwn(STATES, layer.factory) ? 1 + (STATES[layer.factory] ?? 0) : undefined;
}

/** `model.compile(…)`. */
export function compile(machine: Machine, model: ModelDraft, call: Call, certain: boolean): void {
  const [config] = call.args;
  if (machine.frozen) return;
  touch(machine, model);
  revive(machine, model);
  if (model.escaped) {
    model.escaped = false;
    addGap(machine, model, call.node);
  }
  if (config?.kind !== 'object') return;
  const entry = (key: string): Partial<Record<string, Entry>> => {
    const found = config.entries.get(key);
    return found ? { [key]: found } : {};
  };
  model.compile = { node: call.node as CallExpression, certain: certain && !config.open, ...entry('loss'), ...entry('optimizer'), ...entry('metrics') };
}
