/** Every activation in the text, with its role and its place. */
import type { Drafts } from '../evaluate/evaluate';
import { isElementAccessExpression, isPropertyAccessExpression, isStringLiteralLike } from '../evaluate/nodes';
import type { LayerDraft, OpDraft } from '../evaluate/values';
import { asNumber, asString } from '../evaluate/values';
import type { CallExpression, Node } from 'typescript-6';
import type { Parameters } from '../activations/types';
import { spanOf } from '../syntax/tree';
import { activationOps, elementaryOps, transparentOps, weightedSumOps } from '../tfjs/ops';
import type { Built } from './build';
import { layerFacts } from './layers';
import { roleOf } from './roles';
import type { ActivationRef, ActivationUse, InnerActivation, Layer, Network, Role } from './types';

const OPS: ReadonlySet<string> = new Set(activationOps);
const ELEMENTARY: ReadonlySet<string> = new Set(elementaryOps);
const FUSED_NAMES: ReadonlyMap<string, string> = new Map([['leakyrelu', 'leakyRelu'], ['relu', 'relu'], ['relu6', 'relu6'], ['elu', 'elu'], ['prelu', 'prelu'], ['sigmoid', 'sigmoid']]);

/** Names of the second argument of an op, as `activations/` has them. */
const SECOND: Readonly<Record<string, string>> = { leakyRelu: 'alpha', step: 'alpha', softmax: 'axis', logSoftmax: 'axis', prelu: 'alpha' };

function opParameters(op: OpDraft): { readonly parameters: Parameters; readonly parametersKnown: boolean } {
  const name = SECOND[op.op];
  const value = name === undefined ? undefined : op.inputs[1];
  if (name === undefined || value === undefined) return { parameters: {}, parametersKnown: true };
  const number = asNumber(value);
  return number === undefined ? { parameters: {}, parametersKnown: value.kind === 'known' } : { parameters: { [name]: number }, parametersKnown: true };
}

/**
 * The activations, and functions like them, that an op's input has just been through, within one function: what a helper is given in one call
 * it need not be given in another.
 */
function innerOps(op: OpDraft): InnerActivation[] {
  const chain: InnerActivation[] = [];
  let input = op.inputs[0];
  while (input?.kind === 'tensor' && input.producer && (OPS.has(input.producer.op) || ELEMENTARY.has(input.producer.op)) && input.producer.form !== 'fused' && chain.length < 8) {
    const { producer } = input;
    const { parameters, parametersKnown } = opParameters(producer);
    if (!parametersKnown || producer.within !== op.within) break;
    chain.push({ function: producer.op, parameters, span: producer.foreign ? undefined : spanOf(producer.script, producer.nameNode) });
    input = producer.inputs[0];
  }
  return chain;
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

function opRole(op: OpDraft): Role {
  const consumers = op.consumers.flatMap((consumer) => (transparentOps.has(consumer.op) ? [consumer, ...consumer.consumers] : [consumer]));
  if (consumers.some((consumer) => weightedSumOps.has(consumer.op) || consumer.op === 'layer')) return 'hidden';
  if (consumers.some((consumer) => consumer.op.startsWith('losses.'))) return 'output';
  if (consumers.some((consumer) => consumer.op === 'mul')) return 'gate';
  return 'unknown';
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

function opUse(op: OpDraft): ActivationUse | undefined {
  const common = { role: opRole(op), network: undefined, layer: undefined, certainty: op.certainty, callSpan: spanOf(op.script, op.node), operandSpan: operandOf(op), direct: isDirect(op), consumers: op.consumers.map((one) => one.op), logitsOf: logitsOf(op) };
  if (op.form !== 'fused') return { function: op.op, form: op.form, ...opParameters(op), span: spanOf(op.script, op.nameNode), inner: innerOps(op), ...common };
  const entry = op.config?.get('activation');
  const name = asString(entry?.value);
  const id = name === undefined ? undefined : FUSED_NAMES.get(name);
  if (!entry?.valueNode || id === undefined || !isStringLiteralLike(entry.valueNode)) return undefined;
  const alpha = asNumber(op.config?.get('leakyreluAlpha')?.value);
  return { function: id, form: 'fused', parameters: alpha === undefined ? {} : { alpha }, parametersKnown: true, span: spanOf(op.script, entry.valueNode), inner: [], ...common };
}

function layerUses(draft: LayerDraft, built: Built): ActivationUse[] {
  const facts = built.facts.get(draft) ?? layerFacts(draft);
  const places = built.places.get(draft) ?? [];
  const [place] = places;
  const inner = places.map(({ network, index }) => innerOf(network, index)).reduce(sharedInner, undefined) ?? [];
  const roles = new Set(places.map(({ network, index }) => roleOf(network, index)));
  const role: Role = roles.size === 1 ? ([...roles][0] ?? 'unknown') : 'unknown';
  const uses: ActivationUse[] = [];
  const note = (ref: ActivationRef | undefined, gate: boolean): void => {
    if (ref?.function === undefined || !ref.span) return;
    uses.push({
      function: ref.function, form: facts.facts?.function === undefined ? 'config' : 'layer', parameters: ref.parameters, parametersKnown: ref.parametersKnown, role: gate ? 'gate' : role, span: ref.span,
      network: place?.network.id, layer: place?.index, certainty: 'certain', inner: gate ? [] : inner,
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
  for (const draft of drafts.layers) for (const use of layerUses(draft, built)) add(use);
  for (const op of drafts.ops) add(opUse(op));
  const all = [...byStart.values()].sort((a, b) => a.span.start - b.span.start);
  const isElementary = (use: ActivationUse): boolean => ELEMENTARY.has(use.function);
  return { activations: all.filter((use) => !isElementary(use)), elementary: all.filter(isElementary) };
}
