/** Drafts of layers to layers: names, sizes, activations and positions. */
import type { LayerDraft } from '../evaluate/drafts';
import type { Entry, Value } from '../evaluate/values';
import { asNumber, asString, isNullish, UNKNOWN } from '../evaluate/values';
import { isObjectLiteralExpression, isStringLiteralLike, SyntaxKind } from '../evaluate/nodes';
import type { AsExpression, Node } from 'typescript-6';
import type { Span } from '../syntax/span';
import { spanOf } from '../syntax/tree';
import type { Script } from '../syntax/tree';
import { activationStrings } from '../tfjs/activation-names';
import { layerFactories } from '../tfjs/layers';
import type { LayerFactory } from '../tfjs/layers';
import { classPlace } from './classes';
import { numberOf } from './config';
import type { ActivationRef, ConfigKey, Layer } from './types';

/** What of a layer does not depend on where it stands in a network. */
export type LayerFacts = Omit<Layer, 'index' | 'inputs' | 'inputShape' | 'outputShape' | 'outputShapes' | 'parameters' | 'trainable' | 'problem' | 'optional' | 'stepSpan' | 'step' | 'statement' | 'within'>;

const REGISTERED: ReadonlySet<string> = new Set(activationStrings);

/** Defaults that tfjs puts where `null` or nothing is given. */
function defaultActivation(facts: LayerFactory, key: 'activation' | 'recurrentActivation', value: Value | undefined): ActivationRef | undefined {
  const id = facts[key];
  if (id === undefined) return undefined;
  // `null` means linear everywhere but for simpleRNN, which takes it for its default.
  const isNull = value?.kind === 'known' && value.value === null;
  const name = isNull && facts.recurrentActivation !== undefined ? 'linear' : id;
  return { function: name, name, parameters: {}, parametersKnown: true, span: undefined, literal: false };
}

function namedActivation(script: Script, facts: LayerFactory, key: 'activation' | 'recurrentActivation', entry: Entry | undefined, configKnown: boolean): ActivationRef | undefined {
  if (facts[key] === undefined) return undefined;
  if (!entry) return configKnown ? defaultActivation(facts, key, undefined) : undefined;
  const { value, valueNode } = entry;
  if (value.kind === 'known' && (value.value === undefined || value.value === null)) return defaultActivation(facts, key, value);
  const token = valueNode && withoutType(valueNode);
  const span = token && spanOf(script, token);
  const name = asString(value) ?? wrappedName(value);
  const literal = token !== undefined && isStringLiteralLike(token);
  return { function: name !== undefined && REGISTERED.has(name) ? name : undefined, name, parameters: {}, parametersKnown: true, span, literal };
}

/** `'relu' as const` without what is said of its type. */
function withoutType(node: Node): Node {
  switch (node.kind) {
    case SyntaxKind.AsExpression: case SyntaxKind.SatisfiesExpression: case SyntaxKind.TypeAssertionExpression:
    case SyntaxKind.NonNullExpression: case SyntaxKind.ParenthesizedExpression: return withoutType((node as AsExpression).expression);
    default: return node;
  }
}

/** `{className: 'relu', config: {}}`, which tfjs accepts as well. */
function wrappedName(value: Value): string | undefined {
  return value.kind === 'object' && !value.open ? asString(value.entries.get('className')?.value) : undefined;
}

/** Parameters that the config of an activation layer sets, by the names of `activations/`. */
function layerParameters(draft: LayerDraft, id: string): Pick<ActivationRef, 'parameters' | 'parametersKnown'> {
  const key = { leakyRelu: 'alpha', thresholdedRelu: 'theta', relu: 'maxValue', softmax: 'axis' }[id];
  if (key === undefined) return { parameters: {}, parametersKnown: true };
  const value = draft.config.get(key)?.value;
  const number = asNumber(value);
  if (number !== undefined) return { parameters: { [key]: number }, parametersKnown: true };
  return { parameters: {}, parametersKnown: value === undefined ? draft.configKnown : isNullish(value) };
}

function ownActivation(draft: LayerDraft, facts: LayerFactory, nameSpan: Span): ActivationRef | undefined {
  if (facts.function === undefined) return undefined;
  return { function: facts.function, name: undefined, ...layerParameters(draft, facts.function), span: draft.foreign ? undefined : nameSpan, literal: false };
}

function configKeys(draft: LayerDraft): Map<string, ConfigKey> {
  const keys = new Map<string, ConfigKey>();
  for (const [key, { value, property, valueNode }] of draft.config) {
    keys.set(key, { value, property: property && spanOf(draft.script, property), valueSpan: valueNode && spanOf(draft.script, valueNode) });
  }
  return keys;
}

/** A layer to which the program has written: what it wrote to is not known any more. */
function withoutWritten(draft: LayerDraft): LayerDraft {
  const config = new Map(draft.config);
  const keys = draft.written.has('*') ? [...config.keys(), 'activation', 'recurrentActivation', 'name'] : [...draft.written];
  for (const key of keys) config.set(key, { ...config.get(key), value: UNKNOWN });
  return { ...draft, config, configKnown: draft.configKnown && !draft.written.has('*'), written: new Set() };
}

/** Where an argument stands, if it stands there by itself. */
export function argumentSpan(script: Script, node: Node | undefined): Span | undefined {
  return node && node.kind !== SyntaxKind.SpreadElement ? spanOf(script, node) : undefined;
}

/** Everything that a draft alone says. */
export function layerFacts(draft: LayerDraft): LayerFacts {
  const { script, written } = draft;
  if (written.size > 0) return layerFacts(withoutWritten(draft));
  const facts = layerFactories[draft.factory];
  const nameSpan = spanOf(script, draft.nameNode);
  const config = configKeys(draft);
  const reader = { config, configKnown: draft.configKnown };
  return {
    foreign: draft.foreign, factory: draft.custom ? undefined : draft.factory, facts, custom: draft.custom, declared: draft.custom?.declared && classPlace(draft.custom.declared), className: facts?.className ?? draft.custom?.className, name: asString(draft.config.get('name')?.value),
    units: facts?.size && numberOf(reader, facts.size),
    activation: facts && (ownActivation(draft, facts, nameSpan) ?? namedActivation(script, facts, 'activation', draft.config.get('activation'), draft.configKnown)),
    recurrentActivation: facts && namedActivation(script, facts, 'recurrentActivation', draft.config.get('recurrentActivation'), draft.configKnown),
    config, configKnown: draft.configKnown, bare: draft.bare, positional: draft.positional && { value: draft.positional, span: argumentSpan(script, draft.configNode) },
    span: spanOf(script, draft.call), nameSpan,
    configSpan: draft.configNode && isObjectLiteralExpression(draft.configNode) ? spanOf(script, draft.configNode) : undefined,
  };
}
