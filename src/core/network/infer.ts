/** The shapes that flow through a model: of every layer its inputs, outputs and weights, and what tfjs throws at. */
import type { LayerDraft, ModelDraft } from '../evaluate/drafts';
import { applyLayer, insideLayer, madeProblem } from './apply';
import { declaredInput } from './declared';
import type { Feed, Graph, GraphNode } from './graph';
import { addWeights, NO_WEIGHTS } from './kinds/arithmetic';
import type { Built, Inside, Surroundings, Weights } from './kinds/kind';
import { kinds } from './kinds/registry';
import type { LayerFacts } from './layers';
import { isRefused, refuse } from './problems';
import type { Refused, ShapeProblem } from './problems';
import type { Shape } from './types';

/** One layer of a model. */
export interface NodeShapes {
  /** What each application takes and gives. */
  readonly inputs: readonly (readonly Shape[])[];
  readonly outputs: readonly (readonly Shape[])[];
  readonly weights: Weights;
  readonly problem: ShapeProblem | undefined;
}

/** What is known of the layers and models of one document, filled while they are gone through. */
export interface Inference {
  readonly factsOf: (draft: LayerDraft) => LayerFacts;
  readonly graphOf: (model: ModelDraft) => Graph;
  /** All layers of the program are there. */
  readonly finished: boolean;
  /** Layers that have been applied: what they became, and what their first application gave. */
  readonly built: Map<LayerDraft, { readonly built: Built; readonly outputs: readonly Shape[] }>;
  /** Undefined while a model is being gone through. */
  readonly models: Map<ModelDraft, readonly NodeShapes[] | undefined>;
  /** Models that are being asked what they give for other inputs: one may hold itself. */
  readonly asked: Set<ModelDraft>;
  /** Layers that may still be asked in this way: models inside models, each twice, are soon very many. */
  left: number;
  /** Shapes that tfjs has written over, with what stands there now. */
  readonly overwritten: Map<Shape, Shape>;
  /** Everything that layers may ask for of others. */
  readonly surroundings: Surroundings;
}

const UNKNOWN_WEIGHTS: Weights = { all: undefined, trainable: undefined };
/** Layers inside models that are asked for other shapes than their own, in one document. */
const MAX_ASKED = 20_000;

const UNKNOWN_SHAPES: readonly Shape[] = [undefined];

/** A node that is being gone through. */
interface State {
  readonly inputs: (readonly Shape[])[];
  readonly outputs: (readonly Shape[])[];
  weights: Weights;
  problem: ShapeProblem | undefined;
}

interface Step {
  readonly outputs: readonly Shape[];
  readonly weights: Weights;
  readonly problem: ShapeProblem | undefined;
}

const text = (shape: Shape): string => JSON.stringify(shape?.map((size) => (size === undefined ? '?' : size)));

/** True where a layer that may be absent leaves its input's shape as it is. */
function keepsShape({ inputs, outputs }: State): boolean {
  const [[before] = []] = inputs;
  const [[after] = []] = outputs;
  return before !== undefined && text(before) === text(after);
}

/** Begins to go through the layers and models of a document. */
export function newInference(known: Pick<Inference, 'factsOf' | 'graphOf' | 'finished'>): Inference {
  const inference: Inference = { factsOf: known.factsOf, graphOf: known.graphOf, finished: known.finished, built: new Map(), models: new Map(), asked: new Set(), left: MAX_ASKED, overwritten: new Map(), surroundings: {
    inside: (value) => (value?.kind === 'layer' ? insideLayer(known.factsOf(value.layer), inference.surroundings) : value?.kind === 'model' ? insideModel(inference, value.model) : undefined),
  } };
  return inference;
}

function insideModel(inference: Inference, model: ModelDraft): Inside {
  return {
    className: model.form === 'functional' ? 'Model' : 'Sequential', facts: undefined, kind: undefined,
    build: () => ({ weights: modelWeights(inference, model) }), outputs: (inputs) => modelOutputs(inference, model, inputs),
  };
}

/** The weights of all layers of a model. */
function modelWeights(inference: Inference, model: ModelDraft): Weights {
  const graph = inference.graphOf(model);
  const shapes = inferModel(inference, model);
  if (!shapes || !graph.complete || !inference.finished || model.form === 'loaded' || graph.nodes.some((node) => node.optional)) return UNKNOWN_WEIGHTS;
  return addWeights(shapes.map((node) => node.weights));
}

/** What a model gives for other inputs than its own. */
function modelOutputs(inference: Inference, model: ModelDraft, given: readonly Shape[]): readonly Shape[] | Refused {
  if (inference.asked.has(model) || inference.models.get(model) === undefined) return UNKNOWN_SHAPES;
  inference.left -= inference.graphOf(model).nodes.length + 1;
  if (inference.left < 0) return UNKNOWN_SHAPES;
  inference.asked.add(model);
  const outputs = flowThrough(inference, model, given);
  inference.asked.delete(model);
  return outputs;
}

/** tfjs asks the layers once more, and checks nothing. */
function flowThrough(inference: Inference, model: ModelDraft, given: readonly Shape[]): readonly Shape[] | Refused {
  const graph = inference.graphOf(model);
  const { entries, exits } = graph;
  if (!entries || !exits || !graph.complete || model.form === 'loaded' || graph.nodes.some((node) => node.optional)) return [undefined];
  if (given.length !== entries.length) return refuse({ kind: 'input-count', expected: entries.length, least: false, found: given.length });
  const { surroundings } = inference;
  const found: (readonly Shape[])[][] = graph.nodes.map(() => []);
  for (const { node, application } of graph.order) {
    const at = graph.nodes[node];
    const { layer } = at ?? {};
    if (!at || !layer) return [undefined];
    const entry = entries.indexOf(node);
    const feeds = at.applications[application] ?? [];
    const inputs = entry >= 0 && feeds.length === 0 ? [given[entry]] : feeds.map((feed) => feed && found[feed.node]?.[feed.application]?.[feed.output]);
    const isInput = 'factory' in layer && layer.factory === 'inputLayer';
    const inside = 'factory' in layer ? insideLayer(inference.factsOf(layer), surroundings) : insideModel(inference, layer);
    const outputs = isInput ? inputs : inside.outputs(inputs);
    if (isRefused(outputs)) return outputs;
    found[node]?.push(outputs);
  }
  return exits.map((exit) => found[exit.node]?.[exit.application]?.[exit.output]);
}

/** What a model gives as it stands. */
function ownOutputs(inference: Inference, model: ModelDraft): readonly Shape[] {
  const shapes = inferModel(inference, model);
  const { exits, complete } = inference.graphOf(model);
  return shapes && exits && complete && model.form !== 'loaded' ? exits.map((exit) => shapes[exit.node]?.outputs[exit.application]?.[exit.output]) : [undefined];
}

/** Puts a model into another one. */
function applyModel(inference: Inference, model: ModelDraft, inputs: readonly Shape[], first: boolean): Step {
  const known = inferModel(inference, model) !== undefined;
  const { entries } = inference.graphOf(model);
  const weights = known ? modelWeights(inference, model) : UNKNOWN_WEIGHTS;
  const outputs = first ? ownOutputs(inference, model) : known ? modelOutputs(inference, model, inputs) : [undefined];
  if (isRefused(outputs)) return { outputs: [undefined], weights, problem: outputs.problem };
  const several = first && (outputs.length !== 1 || (entries !== undefined && entries.length > 1));
  return { outputs, weights, problem: several ? { kind: 'several-outputs', found: outputs.length } : undefined };
}

function applyDraft(inference: Inference, draft: LayerDraft, inputs: readonly Shape[]): Step {
  const facts = inference.factsOf(draft);
  const before = inference.built.get(draft);
  const { outputs, built, problem } = applyLayer(facts, inputs, before?.built, inference.surroundings);
  if (!before && !problem) inference.built.set(draft, { built, outputs });
  return { outputs, weights: built.weights, problem };
}

/** What the first layer of a sequential model takes, or one that nothing is seen to feed. */
function firstInputs(inference: Inference, draft: LayerDraft): readonly Shape[] {
  const { shape, missing } = declaredInput(inference.factsOf(draft));
  // A layer that has its place in another model already needs to say nothing.
  return missing && inference.built.has(draft) ? UNKNOWN_SHAPES : [shape];
}

function applyFirst(inference: Inference, model: ModelDraft, draft: LayerDraft, inputs: readonly Shape[]): Step {
  const facts = inference.factsOf(draft);
  if (facts.className === 'InputLayer') return { outputs: inputs, weights: NO_WEIGHTS, problem: madeProblem(facts, inference.surroundings) };
  const { missing } = declaredInput(facts);
  const before = inference.built.get(draft);
  if (missing && before) return { outputs: before.outputs, weights: before.built.weights, problem: undefined };
  const step = applyDraft(inference, draft, inputs);
  const certain = model.form === 'sequential' && inference.graphOf(model).complete && inference.finished;
  return missing && certain && !step.problem ? { outputs: step.outputs, weights: step.weights, problem: { kind: 'no-input-shape' } } : step;
}

/** What a sequential model does not let in. */
function sequentialProblem(inputs: readonly Shape[], { outputs }: Step, isFirstModel: boolean): ShapeProblem | undefined {
  const [output] = outputs;
  if (outputs.length > 1) return { kind: 'several-outputs', found: outputs.length };
  return !isFirstModel && output?.some((size) => typeof size === 'number' && size < 0) ? { kind: 'negative-size', input: inputs[0], output } : undefined;
}

function stepOf(inference: Inference, model: ModelDraft, { layer }: GraphNode, first: boolean, inputs: readonly Shape[]): Step {
  if (!layer) return { outputs: UNKNOWN_SHAPES, weights: UNKNOWN_WEIGHTS, problem: undefined };
  const isModel = !('factory' in layer);
  const sequential = model.form !== 'functional';
  const step = isModel ? applyModel(inference, layer, inputs, first && sequential) : first ? applyFirst(inference, model, layer, inputs) : applyNext(inference, layer, inputs);
  const problem = step.problem ?? (sequential ? sequentialProblem(inputs, step, first && isModel) : undefined);
  return problem === step.problem ? step : { outputs: step.outputs, weights: step.weights, problem };
}

function applyNext(inference: Inference, layer: LayerDraft, inputs: readonly Shape[]): Step {
  // An input layer can only be the first.
  if (layer.factory === 'inputLayer') return { outputs: UNKNOWN_SHAPES, weights: NO_WEIGHTS, problem: { kind: 'input-count', expected: 0, least: false, found: inputs.length } };
  return applyDraft(inference, layer, inputs);
}

function overwrites(inference: Inference, layer: GraphNode['layer'], [before]: readonly Shape[], [after]: readonly Shape[]): void {
  const className = layer && 'factory' in layer ? inference.factsOf(layer).className : undefined;
  if (className !== undefined && before && after && before !== after && Object.hasOwn(kinds, className) && kinds[className]?.overwrites) inference.overwritten.set(before, after);
}

/** What one application is given; undefined where an optional layer before it may have changed the shape. */
function inputsOf(inference: Inference, graph: Graph, states: readonly State[], node: GraphNode, feeds: readonly (Feed | undefined)[]): readonly Shape[] {
  if (feeds.length === 0) return node.layer && 'factory' in node.layer ? firstInputs(inference, node.layer) : UNKNOWN_SHAPES;
  const certain = isCertain(graph, states, node);
  return feeds.map((feed) => (certain && feed ? shapeNow(inference, states[feed.node]?.outputs[feed.application]?.[feed.output]) : undefined));
}

function isCertain(graph: Graph, states: readonly State[], node: GraphNode): boolean {
  return node.inputs.every((input) => graph.nodes[input]?.optional !== true || (states[input] !== undefined && keepsShape(states[input])));
}

function goThrough(inference: Inference, model: ModelDraft, graph: Graph): readonly State[] {
  const states: readonly State[] = graph.nodes.map(() => ({ inputs: [], outputs: [], weights: UNKNOWN_WEIGHTS, problem: undefined }));
  for (const { node, application } of graph.order) {
    const at = graph.nodes[node];
    const state = states[node];
    if (!at || !state) continue;
    const feeds = at.applications[application] ?? [];
    const inputs = inputsOf(inference, graph, states, at, feeds);
    const step = stepOf(inference, model, at, feeds.length === 0, inputs);
    const outputs = step.problem ? UNKNOWN_SHAPES : step.outputs;
    state.inputs.push(inputs);
    state.outputs.push(outputs);
    if (application === 0 || state.weights.all === undefined) state.weights = step.problem && application === 0 ? UNKNOWN_WEIGHTS : step.weights;
    // Where one of several inputs is not seen there may be more of them than that.
    const sure = !at.optional && (feeds.length < 2 || !feeds.includes(undefined)) && isCertain(graph, states, at);
    if (sure) state.problem ??= step.problem;
    overwrites(inference, at.layer, inputs, outputs);
  }
  return states;
}

/** A shape as it is at the end: some layers write theirs into that of their input. */
export function shapeNow(inference: Inference, shape: Shape): Shape {
  return inference.overwritten.has(shape) ? shapeNow(inference, inference.overwritten.get(shape)) : shape;
}

/** Goes through a model once; undefined for one that is inside itself. */
export function inferModel(inference: Inference, model: ModelDraft): readonly NodeShapes[] | undefined {
  if (inference.models.has(model)) return inference.models.get(model);
  inference.models.set(model, undefined);
  const shapes = goThrough(inference, model, inference.graphOf(model));
  inference.models.set(model, shapes);
  return shapes;
}
