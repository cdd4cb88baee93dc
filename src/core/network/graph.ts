/**
 * Which layers a model has, in the order of tfjs's `model.layers`.
 *
 * For functional models that is the order of `Container` in tfjs-layers (`engine/container.ts`): by depth from the
 * outputs, deepest first, and within a depth by the order in which a walk from the outputs meets them.
 */
import { alternatives } from '../evaluate/values';
import type { ApplicationDraft, LayerDraft, ModelDraft } from '../evaluate/drafts';
import type { SymbolicValue, Value } from '../evaluate/values';
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

/** One application of a layer. */
export interface Place {
  readonly node: number;
  readonly application: number;
  /** Which output, where a model with several was applied. */
  readonly output?: number | undefined;
}

/** An output of one application of a layer. */
export interface Feed extends Place {
  readonly output: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly number[];
  /** All applications in the order of the program, so that each stands behind those that feed it. */
  readonly order: readonly Place[];
  /** The layers that take what the model is given, in the order of its inputs; undefined where one is not seen. */
  readonly entries: readonly number[] | undefined;
  /** What the model gives; undefined where one output is not seen. */
  readonly exits: readonly Feed[] | undefined;
  readonly complete: boolean;
}

function draftOf(value: Value): LayerDraft | ModelDraft | undefined {
  return value.kind === 'layer' ? value.layer : value.kind === 'model' ? value.model : undefined;
}

/** A chain: each layer is fed by the one before it. */
function sequentialGraph(model: ModelDraft): Graph {
  const nodes = model.steps.map(({ layer, node, optional, statement, within }, index): GraphNode => ({
    layer: draftOf(layer), inputs: index === 0 ? [] : [index - 1], applications: [index === 0 ? [] : [{ node: index - 1, application: 0, output: 0 }]], node, optional, statement, within,
    step: layer.kind === 'layer' && layer.layer.call === node ? 'element' : 'add',
  }));
  const last = nodes.length - 1;
  return {
    nodes, outputs: last >= 0 ? [last] : [], order: nodes.map((_, node) => ({ node, application: 0 })), complete: model.complete,
    entries: last >= 0 ? [0] : [], exits: last >= 0 ? [{ node: last, application: 0, output: 0 }] : [],
  };
}

function tensors(value: Value | undefined): { list: SymbolicValue[]; complete: boolean } {
  if (value?.kind === 'symbolic') return { list: [value], complete: true };
  if (value?.kind !== 'array') return { list: [], complete: false };
  const list = value.items.flatMap((item) => (item.kind === 'symbolic' ? [item] : []));
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
  const found = unseen.get(application) ?? { layer: undefined, inputs: [], node: application.node, born: application.born };
  unseen.set(application, found);
  return found;
}

/** It stands for layers that are not seen: none, one or many. */
function isUnseen(application: ApplicationDraft): boolean {
  return application.layer === undefined && application.inputs.length === 0;
}

/** What feeds an application; behind a branch or a loop of unknown length it may be one of several. */
function feeders(application: ApplicationDraft): ApplicationDraft[] {
  return application.inputs.flatMap((input) => {
    const list = alternatives(input).flatMap((one) => (one.kind === 'symbolic' ? [one.application] : []));
    return list.length > 0 ? list : [unseenInput(application)];
  });
}

/** The applications that are there whichever way the program takes. */
function certainOnes(outputs: readonly ApplicationDraft[]): ReadonlySet<ApplicationDraft> {
  const certain = new Set(outputs);
  for (const { inputs } of certain) for (const input of inputs) if (input.kind === 'symbolic') certain.add(input.application);
  return certain;
}

function isInput({ layer }: ApplicationDraft): boolean {
  return layer !== undefined && 'factory' in layer && layer.factory === 'inputLayer';
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
    if (!application.layer || application.inputs.some(({ kind }) => kind !== 'symbolic')) walk.complete = false;
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

/** The list, if all of it is known. */
function wholly<T>(list: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = list.flatMap((one) => (one === undefined ? [] : [one]));
  return known.length === list.length ? known : undefined;
}

function functionalGraph(model: ModelDraft): Graph {
  const outputs = tensors(model.outputs);
  const inputs = tensors(model.inputs);
  const walk: Walk = { finished: new Set(), ordered: [], indices: new Map(), complete: outputs.complete };
  for (const output of outputs.list) visit(walk, output.application);
  const certain = certainOnes(outputs.list.map(({ application }) => application));
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
  const places = new Map<ApplicationDraft, Place>();
  const inProgramOrder = walk.ordered.toSorted((a, b) => a.born - b.born);
  for (const application of inProgramOrder) {
    const key = keyOf(application);
    const list = made.get(key) ?? [];
    places.set(application, { node: position.get(key) ?? -1, application: list.length });
    list.push(application);
  }
  const feedOf = (tensor: Value): Feed | undefined => {
    const place = tensor.kind === 'symbolic' ? places.get(tensor.application) : undefined;
    return place && tensor.kind === 'symbolic' ? { ...place, output: tensor.output ?? 0 } : undefined;
  };
  const nodes = order.map((key): GraphNode => {
    const list = made.get(key) ?? [];
    const applications = list.map(({ inputs }) => inputs.map(feedOf));
    const inputs = new Set(list.flatMap((application) => feeders(application).flatMap((feeder) => places.get(feeder)?.node ?? [])));
    const [first] = list;
    const optional = list.every((application) => isUnseen(application) || (!certain.has(application) && !isInput(application)));
    return { layer: first?.layer, inputs: [...inputs], applications, node: first?.node ?? model.node ?? model.script.tree, step: 'apply', optional, statement: false, within: undefined };
  });
  const entries = inputs.complete ? inputs.list.map((input) => places.get(input.application)?.node) : [undefined];
  const exits = outputs.complete ? outputs.list.map(feedOf) : [undefined];
  return {
    nodes, outputs: outputs.list.flatMap((output) => position.get(keyOf(output.application)) ?? []), complete: walk.complete && model.complete,
    order: inProgramOrder.flatMap((application) => places.get(application) ?? []), entries: wholly(entries), exits: wholly(exits),
  };
}

/** The layers of a model and what feeds them. */
export function graphOf(model: ModelDraft): Graph {
  if (model.form === 'functional') return functionalGraph(model);
  return sequentialGraph(model);
}
