/** The shapes that flow through a model: of every layer its inputs, outputs and weights, and what tfjs throws at. */
import type { LayerDraft, ModelDraft } from '../evaluate/drafts';
import { applyLayer, insideLayer, madeProblem } from './apply';
import { declaredInput } from './declared';
import type { Feed, Graph, GraphNode } from './graph';
import { addWeights } from './kinds/arithmetic';
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
  /** Models whose layers are being asked what they give. */
  readonly asked: Set<ModelDraft>;
  readonly factsOf: (draft: LayerDraft) => LayerFacts;
  readonly graphOf: (model: ModelDraft) => Graph;
  /** All layers of the program are there. */
  readonly finished: boolean;
  /** Layers that have been applied: what they became, and what their first application gave. */
  readonly built: Map<LayerDraft, { readonly built: Built; readonly outputs: readonly Shape[] }>;
  /** Undefined while a model is being gone through. */
  readonly models: Map<ModelDraft, readonly NodeShapes[] | undefined>;
  /** Shapes that tfjs has written over, with what stands there now. */
  readonly overwritten: Map<Shape, Shape>;
}

const UNKNOWN_WEIGHTS: Weights = { all: undefined, trainable: undefined };

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

/** Everything that layers may ask for of others. */
export function surroundingsOf(inference: Inference): Surroundings {
  const surroundings: Surroundings = {
    inside: (value) => (value?.kind === 'layer' ? insideLayer(inference.factsOf(value.layer), surroundings) : value?.kind === 'model' ? insideModel(inference, value.model) : undefined),
  };
  return surroundings;
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

/** What a model gives for other inputs than its own: tfjs asks the layers once more, and checks nothing. */
function modelOutputs(inference: Inference, model: ModelDraft, given: readonly Shape[]): readonly Shape[] | Refused {
  // A model may have been put into itself.
  if (inference.asked.has(model)) return [undefined];
  inference.asked.add(model);
  const outputs = askedOutputs(inference, model, given);
  inference.asked.delete(model);
  return outputs;
}

function askedOutputs(inference: Inference, model: ModelDraft, given: readonly Shape[]): readonly Shape[] | Refused {
  const graph = inference.graphOf(model);
  const { entries, exits } = graph;
  if (!entries || !exits || !graph.complete || model.form === 'loaded' || inference.models.get(model) === undefined || graph.nodes.some((node) => node.optional)) return [undefined];
  if (given.length !== entries.length) return refuse({ kind: 'input-count', expected: entries.length, least: false, found: given.length });
  const surroundings = surroundingsOf(inference);
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
  const { outputs, built, problem } = applyLayer(facts, inputs, before?.built, surroundingsOf(inference));
  if (!before && !problem) inference.built.set(draft, { built, outputs });
  return { outputs, weights: built.weights, problem };
}

/** The first layer of a sequential model, or one that nothing is seen to feed. */
function applyFirst(inference: Inference, model: ModelDraft, draft: LayerDraft): Step & { readonly inputs: readonly Shape[] } {
  const facts = inference.factsOf(draft);
  const { shape, missing } = declaredInput(facts);
  if (facts.className === 'InputLayer') {
    return { inputs: [shape], outputs: [shape], weights: { all: 0, trainable: 0 }, problem: madeProblem(facts, surroundingsOf(inference)) };
  }
  const before = inference.built.get(draft);
  // A layer that has its place in another model already needs to say nothing.
  if (missing && before) return { inputs: [undefined], outputs: before.outputs, weights: before.built.weights, problem: undefined };
  const certain = model.form === 'sequential' && inference.graphOf(model).complete && inference.finished;
  const step = applyDraft(inference, draft, [shape]);
  return { inputs: [shape], ...step, problem: step.problem ?? (missing && certain ? { kind: 'no-input-shape' } : undefined) };
}

/** What a sequential model does not let in. */
function sequentialProblem(model: ModelDraft, inputs: readonly Shape[], { outputs }: Step, first: boolean): ShapeProblem | undefined {
  if (model.form === 'functional') return undefined;
  const [output] = outputs;
  if (outputs.length > 1) return { kind: 'several-outputs', found: outputs.length };
  return output?.some((size) => typeof size === 'number' && size < 0) && !first ? { kind: 'negative-size', input: inputs[0], output } : undefined;
}

function stepOf(inference: Inference, model: ModelDraft, node: GraphNode, feeds: readonly (Feed | undefined)[], inputs: readonly Shape[]): Step & { readonly inputs: readonly Shape[] } {
  const { layer } = node;
  if (!layer) return { inputs, outputs: [undefined], weights: UNKNOWN_WEIGHTS, problem: undefined };
  const first = feeds.length === 0;
  if (!('factory' in layer)) {
    const step = applyModel(inference, layer, inputs, first && model.form !== 'functional');
    return { inputs, ...step, problem: step.problem ?? sequentialProblem(model, inputs, step, first) };
  }
  const isInput = layer.factory === 'inputLayer';
  const step = first ? applyFirst(inference, model, layer) : { inputs, ...(isInput ? { outputs: [undefined], weights: { all: 0, trainable: 0 }, problem: { kind: 'input-count', expected: 0, least: false, found: inputs.length } as const } : applyDraft(inference, layer, inputs)) };
  return { ...step, problem: step.problem ?? sequentialProblem(model, step.inputs, step, false) };
}

/** A shape as it is at the end: some layers write theirs into that of their input. */
export function shapeNow(inference: Inference, shape: Shape): Shape {
  return inference.overwritten.has(shape) ? shapeNow(inference, inference.overwritten.get(shape)) : shape;
}

function goThrough(inference: Inference, model: ModelDraft, graph: Graph): readonly State[] {
  const states: readonly State[] = graph.nodes.map(() => ({ inputs: [], outputs: [], weights: UNKNOWN_WEIGHTS, problem: undefined }));
  for (const { node, application } of graph.order) {
    const at = graph.nodes[node];
    const state = states[node];
    if (!at || !state) continue;
    const feeds = at.applications[application] ?? [];
    // An optional layer before it may or may not have changed the shape.
    const certain = at.inputs.every((input) => !graph.nodes[input]?.optional || (states[input] !== undefined && keepsShape(states[input])));
    const inputs = feeds.map((feed) => (certain && feed ? shapeNow(inference, states[feed.node]?.outputs[feed.application]?.[feed.output]) : undefined));
    const step = stepOf(inference, model, at, feeds, inputs);
    // Where one of several inputs is not seen there may be more of them than that.
    const sure = certain && !at.optional && (feeds.length < 2 || !feeds.includes(undefined));
    const problem = sure ? step.problem : undefined;
    const outputs = step.problem ? [undefined] : step.outputs;
    state.inputs.push(step.inputs);
    state.outputs.push(outputs);
    if (application === 0 || state.weights.all === undefined) state.weights = step.problem && application === 0 ? UNKNOWN_WEIGHTS : step.weights;
    state.problem ??= problem;
    const facts = at.layer && 'factory' in at.layer ? inference.factsOf(at.layer) : undefined;
    const [before] = step.inputs;
    const [after] = outputs;
    if (facts?.className !== undefined && kinds[facts.className]?.overwrites && before && after && before !== after) inference.overwritten.set(before, after);
  }
  return states;
}

/** Goes through a model once; undefined for one that is inside itself. */
export function inferModel(inference: Inference, model: ModelDraft): readonly NodeShapes[] | undefined {
  if (inference.models.has(model)) return inference.models.get(model);
  inference.models.set(model, undefined);
  const shapes = goThrough(inference, model, inference.graphOf(model));
  inference.models.set(model, shapes);
  return shapes;
}
