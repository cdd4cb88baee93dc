/** The line above a model: what the program builds there. */
import type { Analysis } from './analysis';
import { totalParameters } from '../network/build';
import type { Network } from '../network/types';
import type { Localize } from '../rules/format';
import { english } from '../rules/format';
import type { Span } from '../syntax/span';
import { parametersText } from './counts';
import { shapeText } from './place';
import { networkSignalTexts } from './signal';

export interface Lens {
  readonly span: Span;
  readonly network: string;
  readonly title: string;
}

const text = {
  layers: '{count} layers', atLeast: 'at least {count} layers', atLeastOne: 'at least 1 layer', atLeastNone: 'at least 0 layers', one: '1 layer', problems: '{count} findings', problem: '1 finding',
  empty: 'no layers yet', other: '1 other when called again', others: '{count} others when called again',
};

/** `relu ×2 → softmax`: the non-linearities in their order. */
function activationsText(network: Network): string | undefined {
  const runs: { name: string; count: number }[] = [];
  for (const layer of network.layers) {
    const name = layer.activation?.function;
    if (name === undefined || name === 'linear') continue;
    const last = runs.at(-1);
    if (last?.name === name) last.count++;
    else runs.push({ name, count: 1 });
  }
  if (runs.length === 0) return undefined;
  return runs.slice(0, 6).map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name)).join(' → ') + (runs.length > 6 ? ' → …' : '');
}

function titleOf(network: Network, analysis: Analysis, t: Localize): string {
  const { layers } = network;
  if (layers.length === 0) return t(text.empty, {});
  const certain = network.complete && layers.every((layer) => !layer.optional);
  const count = certain ? layers.length : layers.filter((layer) => !layer.optional).length;
  const parts = [count === 0 ? t(text.atLeastNone, {}) : count === 1 ? t(certain ? text.one : text.atLeastOne, {}) : t(certain ? text.layers : text.atLeast, { count })];
  const total = totalParameters(network);
  if (total !== undefined) parts.push(parametersText(total, t));
  const input = layers[0]?.className === 'InputLayer' ? layers[0].outputShape : layers[0]?.inputShape;
  const output = network.outputs.length === 1 ? layers[network.outputs[0] ?? -1]?.outputShape : undefined;
  if (input && output && certain) parts.push(`${shapeText(input)} → ${shapeText(output)}`);
  const functions = activationsText(network);
  if (functions !== undefined) parts.push(functions);
  parts.push(...networkSignalTexts(network, t));
  const findings = analysis.findings.filter((finding) => finding.network === network.id).length;
  if (findings > 0) parts.push(findings === 1 ? t(text.problem, {}) : t(text.problems, { count: findings }));
  return parts.join(' · ');
}

/** One lens for each place that makes a model; a function that is called several times makes several there. */
export function lensesOf(analysis: Analysis, localize: Localize = english): readonly Lens[] {
  const places = new Map<number, { readonly network: Network; readonly titles: Set<string> }>();
  for (const network of analysis.networks) {
    const title = titleOf(network, analysis, localize);
    const place = places.get(network.span.start);
    if (place) place.titles.add(title);
    else places.set(network.span.start, { network, titles: new Set([title]) });
  }
  return [...places.values()].map(({ network, titles: [first, ...others] }) => ({
    span: network.span, network: network.id,
    title: others.length === 0 ? (first ?? '') : `${first} · ${localize(others.length === 1 ? text.other : text.others, { count: others.length })}`,
  }));
}
