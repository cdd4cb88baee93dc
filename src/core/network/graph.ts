/**
 * Which layers a model has, in the order of tfjs's `model.layers`.
 *
 * For functional models that is the order of `Container` in tfjs-layers (`engine/container.ts`): by depth from the
 * outputs, deepest first, and within a depth by the order in which a walk from the outputs meets them.
 */
import type { ApplicationDraft, LayerDraft, ModelDraft, Value } from '../evaluate/values';
import type { Node } from 'typescript-6';

/** One layer of a model: what it is, what feeds it, and the node that put it there. */
export interface GraphNode {
  readonly layer: LayerDraft | ModelDraft | undefined;
  /** Indices into the list. */
  readonly inputs: readonly number[];
  /** What each application of the layer is given, in order; undefined where that is not seen. */
  readonly applications: readonly (readonly (Feed | undefined)[])[];
  readonly node: Node;
  readonly step: 'add' | 'element' | 'apply';
  readonly optional: boolean;
  /** The node is a statement of its own. */
  readonly statement: boolean;
  /** The function that puts it there. */
  readonly within: Node | undefined;
}

/** The output of one application of a layer. */
export interface Feed {
  readonly node: number;
  readonly application: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly number[];
  readonly complete: boolean;
}

function draftOf(value: Value): LayerDraft | ModelDraft | undefined {
  return value.kind === 'layer' ? value.layer : value.kind === 'model' ? value.model : undefined;
}

/** A chain: each layer is fed by the one before it. */
function sequentialGraph(model: ModelDraft): Graph {
  const nodes = model.steps.map(({ layer, node, optional, statement, within }, index): GraphNode => ({
    layer: draftOf(layer), inputs: index === 0 ? [] : [index - 1], applications: [index === 0 ? [] : [{ node: index - 1, application: 0 }]], node, optional, statement, within,
    step: layer.kind === 'layer' && layer.layer.call === node ? 'element' : 'add',
  }));
  return { nodes, outputs: nodes.length > 0 ? [nodes.length - 1] : [], complete: model.complete };
}

function applications(value: Value | undefined): { list: ApplicationDraft[]; complete: boolean } {
  if (value?.kind === 'symbolic') return { list: [value.application], complete: true };
  if (value?.kind !== 'array') return { list: [], complete: false };
  const list = value.items.flatMap((item) => (item.kind === 'symbolic' ? [item.application] : []));
  return { list, complete: !value.open && list.length === value.items.length };
}

interface Walk {
  readonly finished: Set<ApplicationDraft>;
  readonly ordered: ApplicationDraft[];
  readonly indices: Map<object, number>;
  complete: boolean;
}

/** What stands for a layer when layers are counted: itself, or the application of one that we cannot see. */
function keyOf(application: ApplicationDraft): object {
  return application.layer ?? application;
}

/** What stands for inputs of an application that are not seen. */
const unseen = new WeakMap<ApplicationDraft, ApplicationDraft>();

function unseenInput(application: ApplicationDraft): ApplicationDraft {
  const found = unseen.get(application) ?? { layer: undefined, inputs: [], node: application.node };
  unseen.set(application, found);
  return found;
}

function feeders(application: ApplicationDraft): ApplicationDraft[] {
  return application.inputs.map((input) => (input.kind === 'symbolic' ? input.application : unseenInput(application)));
}

/** It stands for layers that are not seen: none, one or many. */
function isUnseen(application: ApplicationDraft): boolean {
  return application.layer === undefined && application.inputs.length === 0;
}

/** Depth first, inputs before what they feed. A list instead of recursion: a chain may be thousands of layers long. */
function visit(walk: Walk, output: ApplicationDraft): void {
  const open: { readonly application: ApplicationDraft; readonly inputs: ApplicationDraft[] }[] = [];
  const enter = (application: ApplicationDraft): void => {
    if (walk.finished.has(application)) return;
    // Values are made before they are used, so there is no cycle to be caught in.
    walk.finished.add(application);
    const key = keyOf(application);
    if (!walk.indices.has(key)) walk.indices.set(key, walk.indices.size);
    const inputs = feeders(application);
    if (!application.layer) walk.complete = false;
    open.push({ application, inputs });
  };
  enter(output);
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const next = top.inputs.shift();
    if (next) enter(next);
    else {
      walk.ordered.push(top.application);
      open.pop();
    }
  }
}

function functionalGraph(model: ModelDraft): Graph {
  const outputs = applications(model.outputs);
  const walk: Walk = { finished: new Set(), ordered: [], indices: new Map(), complete: outputs.complete };
  for (const output of outputs.list) visit(walk, output);
  const depths = new Map<ApplicationDraft, number>();
  const layerDepths = new Map<object, number>();
  for (const application of [...walk.ordered].reverse()) {
    const depth = Math.max(depths.get(application) ?? 0, layerDepths.get(keyOf(application)) ?? 0);
    layerDepths.set(keyOf(application), depth);
    depths.set(application, depth);
    for (const input of feeders(application)) depths.set(input, Math.max(depth + 1, depths.get(input) ?? 0));
  }
  const order = [...layerDepths.keys()].sort((a, b) => (layerDepths.get(b) ?? 0) - (layerDepths.get(a) ?? 0) || (walk.indices.get(a) ?? 0) - (walk.indices.get(b) ?? 0));
  const position = new Map(order.map((key, index) => [key, index]));
  const made = new Map<object, ApplicationDraft[]>(order.map((key) => [key, []]));
  const places = new Map<ApplicationDraft, Feed>();
  for (const application of walk.ordered) {
    const key = keyOf(application);
    const list = made.get(key) ?? [];
    places.set(application, { node: position.get(key) ?? -1, application: list.length });
    list.push(application);
  }
  const nodes = order.map((key): GraphNode => {
    const list = made.get(key) ?? [];
    const applications = list.map(({ inputs }) => inputs.map((input) => (input.kind === 'symbolic' && !input.output ? places.get(input.application) : undefined)));
    const inputs = new Set(list.flatMap((application) => feeders(application).map((feeder) => places.get(feeder)?.node ?? -1)));
    const [first] = list;
    return { layer: first?.layer, inputs: [...inputs], applications, node: first?.node ?? model.node, step: 'apply', optional: first !== undefined && isUnseen(first), statement: false, within: undefined };
  });
  return { nodes, outputs: outputs.list.flatMap((output) => position.get(keyOf(output)) ?? []), complete: walk.complete && model.complete };
}

/** The layers of a model and what feeds them. */
export function graphOf(model: ModelDraft): Graph {
  if (model.form === 'functional') return functionalGraph(model);
  return sequentialGraph(model);
}
