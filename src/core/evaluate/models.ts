/** Models while they are built: their layers in order, and what is applied to what. */
import type { ExpressionStatement, Node } from 'typescript-6';
import { SyntaxKind } from './nodes';
import { outputCount } from './outputs';
import type { Machine } from './state';
import { atHome, siteOf, touch } from './state';
import type { Call } from './tensors';
import { compileModel } from './training';
import type { ApplicationDraft, LayerDraft, ModelDraft } from './drafts';
import type { Value } from './values';
import { UNKNOWN } from './values';

/** Makes a model that the program may go on building. */
export function makeModel(machine: Machine, form: ModelDraft['form'], call: Call, fields: Partial<Pick<ModelDraft, 'inputs' | 'outputs' | 'name'>> = {}): ModelDraft {
  const { script, node } = siteOf(machine, call.node);
  const model: ModelDraft = {
    kind: 'model', born: machine.clock++, form, node: atHome(machine) ? node : undefined, script, steps: [], complete: form !== 'loaded', escaped: false, compile: undefined, calls: [], fits: [], saves: [], chain: [], ...fields,
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
  const statement = atHome(machine) && machine.statement?.kind === SyntaxKind.ExpressionStatement && (machine.statement as ExpressionStatement).expression === node;
  model.steps.push({ layer, node: siteOf(machine, node).node, optional, statement, within: machine.stack.at(-1) });
}

/** A model that is built on counts, whoever made it. */
function revive(machine: Machine, model: ModelDraft): void {
  if (!machine.superseded.delete(model)) return;
  for (const { layer } of model.steps) if (layer.kind === 'layer') machine.superseded.delete(layer.layer);
}

/** Layers that may stand at this place of a model and are not known. */
function addGap(machine: Machine, model: ModelDraft, node: Node): void {
  addStep(machine, model, UNKNOWN, node, true);
}

/** Applies a layer or a nested model to symbolic tensors. */
export function applyLayer(machine: Machine, layer: LayerDraft | ModelDraft | undefined, inputs: Value | undefined, node: Node): Value {
  // What is pushed to the list later is no input.
  const list = inputs?.kind === 'array' ? [...inputs.items, ...(inputs.open ? [UNKNOWN] : [])] : inputs ? [inputs] : [];
  const application: ApplicationDraft = { layer, inputs: list, node: siteOf(machine, node).node, born: machine.clock++ };
  if (layer && 'factory' in layer) layer.applications.push(application);
  const count = outputCount(layer) ?? 1;
  if (count === 1) return { kind: 'symbolic', application };
  return { kind: 'array', born: machine.clock++, items: Array.from({ length: count }, (_, output) => ({ kind: 'symbolic', application, output })), open: false };
}

/** `model.compile(…)`. */
export function compile(machine: Machine, model: ModelDraft, call: Call, certain: boolean): void {
  if (!machine.frozen) {
    revive(machine, model);
    if (model.escaped) {
      touch(machine, model);
      model.escaped = false;
      addGap(machine, model, call.node);
    }
  }
  compileModel(machine, model, call, certain);
}
