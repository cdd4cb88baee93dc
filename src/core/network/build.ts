/** Drafts to networks: the layers of each model with their shapes, and every activation with its place. */
import type { Drafts } from '../evaluate/evaluate';
import type { LayerDraft, ModelDraft } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import { compileOf } from './compile';
import { dimensionsOf } from './config';
import { graphOf } from './graph';
import type { Graph, GraphNode } from './graph';
import { layerFacts } from './layers';
import type { LayerFacts } from './layers';
import { parameterCount } from './parameters';
import { outputShape } from './shapes';
import type { Layer, Network, Shape } from './types';

export interface Built {
  readonly networks: readonly Network[];
  /** Where each draft of a layer stands: the networks and indices that use it. */
  readonly places: ReadonlyMap<LayerDraft, readonly { readonly network: Network; readonly index: number }[]>;
  readonly facts: ReadonlyMap<LayerDraft, LayerFacts>;
}

/** `inputShape`, `batchInputShape` or, for tf.input, `shape`. */
function declaredInput(facts: LayerFacts): Shape {
  const key = (name: string): Shape => dimensionsOf(facts.config.get(name)?.value);
  const batch = key('batchInputShape') ?? key('batchShape');
  if (batch) return batch;
  const shape = key('inputShape') ?? key('shape');
  if (shape) return [null, ...shape];
  // `inputDim: 4` is short for `inputShape: [4]`.
  const dim = facts.config.get('inputDim')?.value;
  return facts.className !== 'Embedding' && dim?.kind === 'known' && typeof dim.value === 'number' ? [null, dim.value] : facts.className === 'Embedding' ? embeddingInput(facts) : undefined;
}

function embeddingInput(facts: LayerFacts): Shape {
  const length = facts.config.get('inputLength')?.value;
  if (length === undefined) return facts.configKnown ? [null, null] : undefined;
  return length.kind === 'known' && typeof length.value === 'number' ? [null, length.value] : (dimensionsOf(length) ? [null, ...(dimensionsOf(length) ?? [])] : undefined);
}

const OPAQUE: Pick<LayerFacts, 'factory' | 'facts' | 'custom' | 'units' | 'activation' | 'recurrentActivation' | 'config' | 'configKnown' | 'configSpan'> = {
  factory: undefined, facts: undefined, custom: undefined, units: undefined, activation: undefined, recurrentActivation: undefined, config: new Map(), configKnown: false, configSpan: undefined,
};

function factsOf(node: GraphNode, model: ModelDraft, known: Map<LayerDraft, LayerFacts>): LayerFacts {
  const draft = node.layer;
  if (draft && 'factory' in draft) {
    const found = known.get(draft) ?? layerFacts(draft);
    known.set(draft, found);
    return found;
  }
  const span = spanOf(model.script, node.node);
  const className = draft && (draft.form === 'sequential' ? 'Sequential' : draft.form === 'functional' ? 'Model' : undefined);
  return { ...OPAQUE, className, name: undefined, span, nameSpan: span };
}

function buildLayers(model: ModelDraft, graph: Graph, known: Map<LayerDraft, LayerFacts>, shapes: ReadonlyMap<ModelDraft, Network>): Layer[] {
  const layers: Layer[] = [];
  /** The shape that each application of each layer gives. */
  const given: (readonly Shape[])[] = [];
  for (const [index, node] of graph.nodes.entries()) {
    const facts = factsOf(node, model, known);
    const nested = node.layer && !('factory' in node.layer) ? shapes.get(node.layer) : undefined;
    // An optional layer before it may or may not have changed the shape.
    const certain = node.inputs.every((input) => !layers[input]?.optional || sameShape(layers[input]));
    const applied = node.applications.map((feeds) => {
      if (feeds.length === 0) return [declaredInput(facts)];
      return certain ? feeds.map((feed) => feed && given[feed.node]?.[feed.application]) : [undefined];
    });
    const outputs = applied.map((inputs) => (nested ? nestedOutput(nested) : shapeAfter(facts, inputs)));
    given.push(outputs);
    const inputs = applied[0] ?? [];
    const inputShape = agreed(applied.map(([first]) => first));
    layers.push({
      // Spelt out: spreading `facts` is slow enough to be felt at every keystroke.
      factory: facts.factory, facts: facts.facts, custom: facts.custom, className: facts.className, name: facts.name, units: facts.units,
      activation: facts.activation, recurrentActivation: facts.recurrentActivation, config: facts.config, configKnown: facts.configKnown,
      span: facts.span, nameSpan: facts.nameSpan, configSpan: facts.configSpan,
      index, inputs: node.inputs, optional: node.optional, stepSpan: spanOf(model.script, node.node), step: node.step, statement: node.statement, within: node.within?.pos ?? -1, inputShape,
      outputShape: agreed(outputs),
      parameters: nested ? totalParameters(nested) : facts.custom ? (facts.custom.weightless ? 0 : undefined) : parameterCount(facts, inputs),
    });
  }
  return layers;
}

/** What a layer gives for inputs of these shapes. */
export function shapeAfter(facts: LayerFacts, inputs: readonly Shape[]): Shape {
  if (facts.custom) return facts.custom.keepsShape && inputs.length === 1 ? inputs[0] : undefined;
  return facts.className === 'InputLayer' ? declaredInput(facts) : outputShape(facts, inputs);
}

/** The shape that all applications of a layer have, if there is one. */
function agreed(shapes: readonly Shape[]): Shape {
  const [first, ...rest] = shapes;
  return rest.every((shape) => JSON.stringify(shape) === JSON.stringify(first)) ? first : undefined;
}

/** What a nested model gives, where that is one tensor. */
function nestedOutput({ layers, outputs }: Network): Shape {
  return outputs.length === 1 ? layers[outputs[0] ?? -1]?.outputShape : undefined;
}

function sameShape(layer: Layer | undefined): boolean {
  return layer?.inputShape !== undefined && JSON.stringify(layer.inputShape) === JSON.stringify(layer.outputShape);
}

/** Sum of the layers' weights, or undefined where one is unknown. */
export function totalParameters(network: Network): number | undefined {
  if (!network.complete) return undefined;
  let total = 0;
  for (const layer of network.layers) {
    if (layer.parameters === undefined || layer.optional) return undefined;
    total += layer.parameters;
  }
  return total;
}

/** Builds the networks of a document, in the order of the text. */
export function buildNetworks(drafts: Drafts): Built {
  const facts = new Map<LayerDraft, LayerFacts>();
  const places = new Map<LayerDraft, { network: Network; index: number }[]>();
  const byModel = new Map<ModelDraft, Network>();
  const networks: Network[] = [];
  for (const model of drafts.models) {
    const graph = graphOf(model);
    if (model.form === 'loaded' && graph.nodes.length === 0) continue;
    const layers = buildLayers(model, graph, facts, byModel);
    const network: Network = {
      id: `n${networks.length + 1}`, kind: model.form === 'functional' ? 'functional' : 'sequential', layers, outputs: graph.outputs,
      complete: graph.complete && drafts.finished && model.form !== 'loaded' && layers.every((layer) => !layer.optional),
      compile: model.compile && compileOf(model.script, model.compile), span: spanOf(model.script, model.node),
      afterwards: model.calls.flatMap((call) => call.consumers.map((consumer) => consumer.op)),
    };
    byModel.set(model, network);
    networks.push(network);
    for (const [index, node] of graph.nodes.entries()) {
      if (node.layer && 'factory' in node.layer) {
        const list = places.get(node.layer);
        if (list) list.push({ network, index });
        else places.set(node.layer, [{ network, index }]);
      }
    }
  }
  return { networks, places, facts };
}

/** Layers that the program makes and puts into no model that we see. */
export function strayLayers(drafts: Drafts, built: Built): Layer[] {
  return drafts.layers.filter((draft) => !built.places.has(draft)).map((draft) => {
    const facts = built.facts.get(draft) ?? layerFacts(draft);
    return { ...facts, index: -1, inputs: [], inputShape: undefined, outputShape: undefined, parameters: undefined, optional: false, stepSpan: facts.span, step: 'none', statement: false, within: -1 };
  });
}
