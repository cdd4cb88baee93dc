/** Drafts to networks: the layers of each model with their shapes, and every activation with its place. */
import type { Drafts } from '../evaluate/evaluate';
import type { LayerDraft, ModelDraft, OpDraft } from '../evaluate/drafts';
import { asString } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import type { Script } from '../syntax/tree';
import { compileOf } from './compile';
import { madeProblem } from './apply';
import { graphOf } from './graph';
import type { Graph, GraphNode } from './graph';
import { layerFacts } from './layers';
import type { LayerFacts } from './layers';
import { inferModel, newInference, shapeNow } from './infer';
import type { Inference } from './infer';
import { opNetworks } from './ops';
import type { OpNetworks } from './ops';
import { pixelsOf } from './pixels';
import type { Parents } from './roles';
import { afterwardsOf, trainedOps } from './follow';
import { fitsOf, gradientsOf, trainingOf } from './training';
import type { Layer, Network, Shape } from './types';

export interface Built {
  readonly networks: readonly Network[];
  /** Where each draft of a layer stands: the networks and indices that use it. */
  readonly places: ReadonlyMap<LayerDraft, readonly { readonly network: Network; readonly index: number }[]>;
  readonly facts: ReadonlyMap<LayerDraft, LayerFacts>;
  readonly models: ReadonlyMap<ModelDraft, Network>;
  readonly inference: Inference;
  /** Where weighted sums stand, in networks that are built from ops. */
  readonly sums: OpNetworks['places'];
  /** What losses are made of whose gradient is taken. */
  readonly trained: ReadonlySet<OpDraft>;
  /** Where a network is a layer of another. */
  readonly parents: Parents;
}

const OPAQUE: Pick<LayerFacts, 'foreign' | 'factory' | 'facts' | 'custom' | 'units' | 'activation' | 'recurrentActivation' | 'config' | 'configKnown' | 'bare' | 'configSpan'> = {
  foreign: false, factory: undefined, facts: undefined, custom: undefined, units: undefined, activation: undefined, recurrentActivation: undefined, config: new Map(), configKnown: false, bare: false, configSpan: undefined,
};

function factsOf(node: GraphNode, model: ModelDraft, known: Map<LayerDraft, LayerFacts>): LayerFacts {
  const draft = node.layer;
  if (draft && 'factory' in draft) {
    return remembered(known, draft, layerFacts);
  }
  const span = spanOf(model.script, node.node);
  const className = draft && (draft.form === 'sequential' ? 'Sequential' : draft.form === 'functional' ? 'Model' : undefined);
  return { ...OPAQUE, className, name: undefined, span, nameSpan: span };
}

/** Somewhere the program freezes layers after they are made, or thaws them: which ones is not followed. */
const SETS_TRAINABLE = /\.trainable\s*=(?!=)/;

function buildLayers(model: ModelDraft, inference: Inference, known: Map<LayerDraft, LayerFacts>, thawed: boolean, networks: ReadonlyMap<ModelDraft, Network>): Layer[] {
  const graph = inference.graphOf(model);
  const shapes = inferModel(inference, model);
  return graph.nodes.map((node, index) => {
    const facts = factsOf(node, model, known);
    const found = shapes?.[index];
    const outputShapes = shapesNow(inference, agreed(found?.outputs ?? []));
    return {
      // Spelt out: spreading `facts` is slow enough to be felt at every keystroke.
      factory: facts.factory, facts: facts.facts, custom: facts.custom, declared: facts.declared, className: facts.className, name: facts.name, units: facts.units,
      activation: facts.activation, recurrentActivation: facts.recurrentActivation, config: facts.config, configKnown: facts.configKnown, bare: facts.bare, positional: facts.positional,
      span: facts.span, nameSpan: facts.nameSpan, configSpan: facts.configSpan,
      index, inputs: node.inputs, optional: node.optional, stepSpan: spanOf(model.script, node.node), step: facts.foreign ? 'none' : node.step, statement: node.statement, within: node.within?.pos ?? -1, foreign: facts.foreign,
      inputShape: shapeNow(inference, agreed(found?.inputs ?? [])[0]), outputShape: outputShapes[0], outputShapes,
      parameters: found?.weights.all, trainable: thawed && found?.weights.all !== 0 ? undefined : found?.weights.trainable, problem: found?.problem,
      nested: node.layer && 'form' in node.layer ? networks.get(node.layer)?.id : undefined,
    };
  });
}

function shapesNow(inference: Inference, shapes: readonly Shape[]): readonly Shape[] {
  return inference.overwritten.size === 0 ? shapes : shapes.map((shape) => shapeNow(inference, shape));
}

/** What all applications of a layer have, if that is the same. */
function agreed(lists: readonly (readonly Shape[])[]): readonly Shape[] {
  const [first = [undefined], ...rest] = lists;
  return rest.every((list) => JSON.stringify(list) === JSON.stringify(first)) ? first : [undefined];
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

function remembered<K, V>(known: Map<K, V>, key: K, make: (key: K) => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make(key);
  known.set(key, made);
  return made;
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Builds the networks of a document, in the order of the text. */
export function buildNetworks(drafts: Drafts): Built {
  const facts = new Map<LayerDraft, LayerFacts>();
  const places = new Map<LayerDraft, { network: Network; index: number }[]>();
  const graphs = new Map<ModelDraft, Graph>();
  const inference = newInference({ factsOf: (draft) => remembered(facts, draft, layerFacts), graphOf: (model) => remembered(graphs, model, graphOf), finished: drafts.finished });
  const byModel = new Map<ModelDraft, Network>();
  const parents = new Map<Network, { network: Network; index: number }[]>();
  const gradients = gradientsOf(drafts);
  const trained = trainedOps(drafts.ops);
  const networks: Network[] = [];
  for (const model of drafts.models) inferModel(inference, model);
  const thawing = new Map<Script, boolean>();
  for (const model of drafts.models) {
    const graph = inference.graphOf(model);
    // Another module's own, which this document does not change, counts only inside others.
    if (!model.node || (model.form === 'loaded' && graph.nodes.length === 0)) continue;
    const layers = buildLayers(model, inference, facts, remembered(thawing, model.script, ({ text }) => SETS_TRAINABLE.test(text)), byModel);
    const complete = graph.complete && drafts.finished && model.form !== 'loaded' && layers.every((layer) => !layer.optional);
    const network: Network = {
      id: `n${networks.length + 1}`, kind: model.form === 'functional' ? 'functional' : 'sequential', layers, outputs: graph.outputs,
      complete, outputsKnown: complete || (model.form === 'functional' && model.complete && drafts.finished && graph.exits !== undefined),
      compile: model.compile && compileOf(model.script, model.compile, graph.outputs.map((index) => layers[index])), span: spanOf(model.script, model.node),
      training: trainingOf(gradients.filter(({ source }) => source.model === model), (source) => source.output ?? (graph.outputs.length === 1 ? 0 : undefined)), fits: fitsOf(model.fits), pixels: pixelsOf(model),
      predicts: model.calls.length > 0, saves: model.saves.flatMap((to) => asString(to) ?? []), afterwards: afterwardsOf(model.calls, trained),
    };
    networks.push(network);
    byModel.set(model, network);
    for (const [index, node] of graph.nodes.entries()) {
      if (!node.layer) continue;
      if ('factory' in node.layer) add(places, node.layer, { network, index });
      else {
        const nested = byModel.get(node.layer);
        if (nested) add(parents, nested, { network, index });
      }
    }
  }
  const ops = opNetworks(drafts, gradients, trained, networks.length);
  return { networks: [...networks, ...ops.networks], places, facts, models: byModel, inference, sums: ops.places, trained, parents };
}

/** Layers that the program makes and puts into no model that we see. */
export function strayLayers(drafts: Drafts, built: Built): Layer[] {
  const { surroundings } = built.inference;
  return drafts.layers.filter((draft) => !built.places.has(draft)).map((draft) => {
    const facts = built.inference.factsOf(draft);
    const problem = madeProblem(facts, surroundings);
    return { ...facts, index: -1, inputs: [], inputShape: undefined, outputShape: undefined, outputShapes: [undefined], parameters: undefined, trainable: undefined, problem, optional: false, stepSpan: facts.span, step: 'none', statement: false, within: -1 };
  });
}
