/** Every activation in the text, with its role and its place. */
import type { Drafts } from '../evaluate/evaluate';
import { isElementAccessExpression, isPropertyAccessExpression, isStringLiteralLike } from '../evaluate/nodes';
import type { LayerDraft, OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asNumber, asString } from '../evaluate/values';
import type { CallExpression, Node } from 'typescript-6';
import { spanOf } from '../syntax/tree';
import { elementaryOps } from '../tfjs/ops';
import type { Built } from './build';
import { fusedNames } from './follow';
import { layerFacts } from './layers';
import { lastActivationOf } from './predicted';
import { opPlaces } from './op-roles';
import type { OpPlace } from './op-roles';
import { isActivation, opParameters } from './reach';
import { sharedRole } from './roles';
import type { ActivationRef, ActivationUse, InnerActivation, Layer, Network } from './types';

const ELEMENTARY: ReadonlySet<string> = new Set(elementaryOps);

/**
 * The activations, and functions like them, that an op's input has just been through, that of a model's output among
 * them, within one function: what a helper is given in one call it need not be given in another.
 */
function innerOps(op: OpDraft, models: Built['models']): InnerActivation[] {
  const chain: InnerActivation[] = [];
  let input = op.inputs[0];
  while (input?.kind === 'tensor' && input.producer && (isActivation(input.producer) || ELEMENTARY.has(input.producer.op)) && chain.length < 8) {
    const { producer } = input;
    const { parameters, parametersKnown } = opParameters(producer);
    if (!parametersKnown || producer.within !== op.within) break;
    chain.push({ function: producer.op, parameters, span: producer.foreign ? undefined : spanOf(producer.script, producer.nameNode) });
    input = producer.inputs[0];
  }
  return chain.length < 8 ? [...chain, ...lastActivationOf(input, op, models)] : chain;
}

/** The activations that stand directly before a layer's own. */
function innerLayers(network: Network, layer: Layer): InnerActivation[] {
  const chain: InnerActivation[] = [];
  let current: Layer | undefined = layer;
  // A layer with weights starts anew: what it applies acts on its own weighted sum.
  while (current && current.facts?.group === 'activation' && current.inputs.length === 1 && !current.optional && chain.length < 8) {
    const before: Layer | undefined = network.layers[current.inputs[0] ?? -1];
    const activation: ActivationRef | undefined = before?.activation;
    if (!before || before.optional || activation?.function === undefined || (activation.function === 'linear' && before.facts?.group !== 'activation')) break;
    // What a helper is given in one call it need not be given in another.
    if (before.facts?.group === 'recurrent' || !activation.parametersKnown || before.within !== current.within) break;
    chain.push({ function: activation.function, parameters: activation.parameters, span: activation.span });
    current = before;
  }
  return chain;
}

function innerOf(network: Network, index: number): readonly InnerActivation[] {
  const layer = network.layers[index];
  return layer ? innerLayers(network, layer) : [];
}

/** What stands inside wherever the activation is used. */
function sharedInner(a: readonly InnerActivation[] | undefined, b: readonly InnerActivation[]): readonly InnerActivation[] {
  if (!a) return b;
  let shared = 0;
  while (shared < a.length && shared < b.length && sameInner(a[shared], b[shared])) shared++;
  return a.slice(0, shared);
}

function sameInner(a: InnerActivation | undefined, b: InnerActivation | undefined): boolean {
  return a?.function === b?.function && JSON.stringify(a?.parameters) === JSON.stringify(b?.parameters);
}

function operandNode(op: OpDraft): Node | undefined {
  const { expression, arguments: args } = op.node as CallExpression;
  // Behind the tensor stands at most a parameter: alpha, an axis.
  if (op.form === 'op') return args.length <= 2 ? args[0] : undefined;
  return op.form === 'method' && (isPropertyAccessExpression(expression) || isElementAccessExpression(expression)) ? expression.expression : undefined;
}

function isDirect(op: OpDraft): boolean {
  const [input] = op.inputs;
  return input?.kind === 'tensor' && input.producer !== undefined && input.producer.node === operandNode(op);
}

function operandOf(op: OpDraft): ActivationUse['operandSpan'] {
  const node = operandNode(op);
  return node && spanOf(op.script, node);
}

/** The call of the loss to which an op gives its result as the logits, in the same function. */
function logitsOf(op: OpDraft): ActivationUse['logitsOf'] {
  const loss = op.consumers.find(({ op: name, inputs, within, foreign }) => {
    const logits = inputs[1];
    return name === 'losses.softmaxCrossEntropy' && within === op.within && !foreign && logits?.kind === 'tensor' && logits.producer === op;
  });
  return loss && spanOf(loss.script, loss.nameNode);
}

function opUse(op: OpDraft, placeOf: (op: OpDraft) => OpPlace, models: Built['models']): ActivationUse | undefined {
  if (op.form !== 'fused' && !isActivation(op) && !ELEMENTARY.has(op.op)) return undefined;
  const { role, network, layer } = placeOf(op);
  const common = { role, network: network?.id, layer, certainty: op.certainty, callSpan: spanOf(op.script, op.node), operandSpan: operandOf(op), direct: isDirect(op), consumers: op.consumers.map((one) => one.op), logitsOf: logitsOf(op) };
  if (op.form !== 'fused') return { function: op.op, form: op.form, ...opParameters(op), span: spanOf(op.script, op.nameNode), inner: innerOps(op, models), ...common };
  const entry = op.config?.get('activation');
  const name = asString(entry?.value);
  const id = name === undefined ? undefined : fusedNames.get(name);
  if (!entry?.valueNode || id === undefined || !isStringLiteralLike(entry.valueNode)) return undefined;
  const alpha = asNumber(op.config?.get('leakyreluAlpha')?.value);
  return { function: id, form: 'fused', parameters: alpha === undefined ? {} : { alpha }, parametersKnown: true, span: spanOf(op.script, entry.valueNode), inner: [], ...common };
}

type Places = readonly { readonly network: Network; readonly index: number }[];

/** The layers that wrap another: by what is wrapped. */
function wrappersOf(drafts: Drafts): ReadonlyMap<LayerDraft, LayerDraft> {
  const wrappers = new Map<LayerDraft, LayerDraft>();
  const wrap = (value: Value | undefined, outer: LayerDraft): void => {
    if (value?.kind === 'layer') wrappers.set(value.layer, outer);
    else if (value?.kind === 'array') for (const item of value.items) if (item.kind === 'layer') wrappers.set(item.layer, outer);
  };
  for (const draft of drafts.layers) for (const key of ['layer', 'cell', 'cells']) wrap(draft.config.get(key)?.value, draft);
  return wrappers;
}

/** Where the layer stands that wraps this one, however many wrappers there are. */
function wrappedIn(draft: LayerDraft, wrappers: ReadonlyMap<LayerDraft, LayerDraft>, built: Built): Places {
  let at = wrappers.get(draft);
  for (let depth = 0; at && depth < 8; depth++) {
    const places = built.places.get(at);
    if (places) return places;
    at = wrappers.get(at);
  }
  return [];
}

/** Of several networks the one that is trained. */
function mainPlace(places: Places): Places[number] | undefined {
  return places.find(({ network }) => network.compile !== undefined || network.training.length > 0 || network.fits.length > 0) ?? places[0];
}

function layerUses(draft: LayerDraft, built: Built, wrappers: ReadonlyMap<LayerDraft, LayerDraft>): ActivationUse[] {
  const facts = built.facts.get(draft) ?? layerFacts(draft);
  const own = built.places.get(draft);
  // A layer inside a wrapper does what the wrapper does.
  const places = own ?? wrappedIn(draft, wrappers, built);
  const place = mainPlace(places);
  const inner = (own ?? []).map(({ network, index }) => innerOf(network, index)).reduce(sharedInner, undefined) ?? [];
  const role = sharedRole(places, built.parents);
  const uses: ActivationUse[] = [];
  const note = (ref: ActivationRef | undefined, recurrent: boolean): void => {
    if (ref?.function === undefined || !ref.span) return;
    uses.push({
      function: ref.function, form: facts.facts?.function === undefined ? 'config' : 'layer', parameters: ref.parameters, parametersKnown: ref.parametersKnown, role: recurrent ? 'recurrent' : role, span: ref.span,
      network: place?.network.id, layer: own && place?.index, ...(own || !place ? {} : { wrapper: place.index }), certainty: 'certain', inner: recurrent ? [] : inner,
      callSpan: undefined, operandSpan: undefined, direct: false, consumers: [], logitsOf: undefined,
    });
  };
  note(facts.activation, false);
  note(facts.recurrentActivation, true);
  return uses;
}

export interface Uses {
  readonly activations: readonly ActivationUse[];
  /** Of the functions that are like activations, `abs` and its like. */
  readonly elementary: readonly ActivationUse[];
}

/** All activations of a document in the order of the text, each token once. */
export function usesOf(drafts: Drafts, built: Built): Uses {
  const byStart = new Map<number, ActivationUse>();
  const add = (use: ActivationUse | undefined): void => {
    if (!use) return;
    const existing = byStart.get(use.span.start);
    if (!existing) {
      byStart.set(use.span.start, use);
      return;
    }
    // One token, several layers (a helper called twice): what differs is not known of the token.
    const place = existing.network === undefined ? use : existing;
    byStart.set(use.span.start, {
      ...place, role: existing.role === use.role ? use.role : 'unknown', inner: sharedInner(existing.inner, use.inner),
      parametersKnown: existing.parametersKnown && use.parametersKnown && JSON.stringify(existing.parameters) === JSON.stringify(use.parameters),
    });
  };
  const wrappers = wrappersOf(drafts);
  for (const draft of drafts.layers) for (const use of layerUses(draft, built, wrappers)) add(use);
  const placeOf = opPlaces(built);
  for (const op of drafts.ops) add(opUse(op, placeOf, built.models));
  const all = [...byStart.values()].sort((a, b) => a.span.start - b.span.start);
  const isElementary = (use: ActivationUse): boolean => ELEMENTARY.has(use.function);
  return { activations: all.filter((use) => !isElementary(use)), elementary: all.filter(isElementary) };
}
