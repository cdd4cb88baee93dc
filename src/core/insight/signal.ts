/** What a network does before training, in words and as a page: the numbers of `signal/`, where they are known. */
import { totalParameters } from '../network/build';
import type { Layer, Network } from '../network/types';
import { english } from '../rules/format';
import type { Localize } from '../rules/format';
import { signalFlow } from '../signal/flow';
import type { LayerSignal, SignalFlow } from '../signal/flow';
import type { Span } from '../syntax/span';
import { touches } from '../syntax/span';
import type { Analysis } from './analysis';
import { parametersText } from './counts';
import { intervalText, number } from './intervals';
import { code, escapeMarkdown } from './markdown';
import { shapeText } from './place';
import type { Subject } from './subject';

const text = {
  before: 'Before training: {facts}',
  inactive: '{share} of its units inactive', saturated: '{share} of its units with |ƒ′| < 0.01', gradient: '{ratio}× the gradient of the last layer', dead: 'all {units} units off for an input with probability {chance}', deadOne: 'its only unit off for an input with probability {chance}',
  first: 'first gradient {ratio}× the last', deadNetwork: 'dead from the start {chance}',
  title: 'Signal flow', model: '{kind} of {count} layers', modelOfOne: '{kind} of 1 layer', modelOfNone: '{kind} of 0 layers',
  what: 'What the network does before its first step of training, computed from the program; nothing was run.',
  assumed: 'Assumed: inputs that are independent and normal, with mean 0 and variance 1; weights as TensorFlow.js first draws them; dropout and batch normalisation as while training. An average over draws: a single one differs.',
  layer: 'layer', output: 'output', pre: 'variance before ƒ', post: 'variance after', gradientColumn: 'gradient', kernel: 'weight gradient', off: 'inactive', flat: 'saturated', range: 'range',
  legend: 'Variances are of values, over weights, inputs and units, before and after the activation ƒ of a layer. Gradients are root mean squares relative to the last layer with weights: at the sums of a layer, and of its weights for one input. Inactive are units with ƒ′ = 0, saturated those with |ƒ′| < 0.01. The range holds whatever is learnt. – stands for what cannot be known from the program.',
  firstLast: 'The first layer with weights receives {ratio}× the gradient of the last one.',
  deadInput: 'For a given input some ReLU layer is wholly off with probability {chance}: no gradient passes then.',
  deadAll: 'The network is constant from the start, whatever the input, with probability {chance}.',
  stops: 'Behind layer {index} ({layer}) nothing can be said.', nothing: 'What goes into this network is not known, so that nothing can be said of its signal.', incomplete: 'Not all layers of this network are known, so that no gradient is.',
};

/** `50 %`, `0.4 %`, `<0.1 %`. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.min(Math.round(Number(percent.toPrecision(9))), share < 1 ? 99 : 100)} %`;
}

/** Two bounds as one number where they read alike. */
function boundsText({ atLeast, atMost }: { readonly atLeast: number; readonly atMost: number }): string {
  const [low, high] = [shareText(atLeast), shareText(atMost)];
  return low === high ? low : `${low.replace(' %', '')}–${high}`;
}

/** Less is not worth a word. */
const NOTABLE = 0.005;

function weightedCount({ layers }: SignalFlow): number {
  return layers.filter(({ kernelGradient }) => kernelGradient !== undefined).length;
}

/** The numbers of the layer of an activation, in a line; undefined where none is known or worth a word. */
export function layerSignalText({ use, network, layer }: Subject, t: Localize): string | undefined {
  const isLayers = use.form === 'config' || use.form === 'layer';
  if (!network || !layer || !isLayers || (use.role !== 'hidden' && use.role !== 'output')) return undefined;
  const flow = signalFlow(network);
  const { inactive = 0, saturated = 0, gradient } = flow.layers[layer.index] ?? {};
  const facts: string[] = [];
  if (inactive >= NOTABLE) facts.push(t(text.inactive, { share: shareText(inactive) }));
  if (saturated - inactive >= NOTABLE) facts.push(t(text.saturated, { share: shareText(saturated) }));
  if (gradient !== undefined && gradient !== 1 && weightedCount(flow) > 1) facts.push(t(text.gradient, { ratio: number(gradient) }));
  const dead = flow.bornDead?.layers.find((one) => one.layer === layer.index);
  if (dead && dead.dead >= NOTABLE) facts.push(t(dead.units === 1 ? text.deadOne : text.dead, { units: dead.units, chance: shareText(dead.dead) }));
  return facts.length === 0 ? undefined : t(text.before, { facts: facts.join(' · ') });
}

/** What the line above a network says of its signal: what the first layer receives, and whether it may be dead. */
export function networkSignalTexts(network: Network, t: Localize): readonly string[] {
  const flow = signalFlow(network);
  const parts: string[] = [];
  if (flow.firstToLast !== undefined && weightedCount(flow) > 1) parts.push(t(text.first, { ratio: number(flow.firstToLast) }));
  if (flow.bornDead && flow.bornDead.network.atMost >= NOTABLE) parts.push(t(text.deadNetwork, { chance: boundsText(flow.bornDead.network) }));
  return parts;
}

function layerName({ className, name, sum, activation }: Layer): string {
  const own = activation?.function;
  return [escapeMarkdown(className ?? sum?.op ?? '?'), ...(name === undefined ? [] : [code(name)]), ...(own === undefined || own === 'linear' ? [] : [escapeMarkdown(own)])].join(' ');
}

const UNKNOWN = '–';

function cellsOf(layer: Layer, signal: LayerSignal | undefined): string[] {
  const value = (one: number | undefined): string => (one === undefined ? UNKNOWN : number(one));
  const share = (one: number | undefined): string => (one === undefined ? UNKNOWN : shareText(one));
  // A shape stays on one line.
  const shape = layer.outputShape ? code(shapeText(layer.outputShape).replaceAll(' ', '\u00a0')) : UNKNOWN;
  return [
    String(layer.index + 1), layerName(layer), shape, value(signal?.preVariance), value(signal?.variance),
    value(signal?.gradient), value(signal?.kernelGradient), share(signal?.inactive), share(signal?.saturated), signal?.range ? intervalText(signal.range) : UNKNOWN,
  ];
}

/** A table without the columns of which nothing is known: there is little room beside a program. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const kept = heads.flatMap((_, column) => (rows.some((cells) => cells[column] !== UNKNOWN) ? [column] : []));
  // A pipe ends a cell even in code.
  const line = (cells: readonly string[]): string => `| ${kept.map((column) => (cells[column] ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), `|${' --- |'.repeat(kept.length)}`, ...rows.map(line)].join('\n');
}

function sentences(network: Network, flow: SignalFlow, t: Localize): string[] {
  const found: string[] = [];
  if (flow.firstToLast !== undefined && weightedCount(flow) > 1) found.push(t(text.firstLast, { ratio: number(flow.firstToLast) }));
  if (flow.bornDead && flow.bornDead.perInput >= NOTABLE) found.push(t(text.deadInput, { chance: shareText(flow.bornDead.perInput) }));
  if (flow.bornDead && flow.bornDead.network.atMost >= NOTABLE) found.push(t(text.deadAll, { chance: boundsText(flow.bornDead.network) }));
  const known = flow.layers.map(({ variance }) => variance !== undefined);
  const stop = known.indexOf(false);
  // Of branches some may be known and others not: that the table shows.
  if (stop >= 0 && !known.includes(true, stop)) found.push(stop === 0 ? t(text.nothing, {}) : t(text.stops, { index: stop, layer: network.layers[stop - 1]?.className ?? '?' }));
  if (!network.complete) found.push(t(text.incomplete, {}));
  return found;
}

/** The page of a network: where it stands, its layers with their numbers, their units and what is assumed. */
export function signalPage(network: Network, where: string, t: Localize = english): string {
  const flow = signalFlow(network);
  const total = totalParameters(network);
  const { kind, layers: { length: count } } = network;
  const model = [t(count === 0 ? text.modelOfNone : count === 1 ? text.modelOfOne : text.model, { kind, count }), ...(total === undefined ? [] : [parametersText(total, t)])].join(' · ');
  const heads = ['', t(text.layer, {}), t(text.output, {}), t(text.pre, {}), t(text.post, {}), t(text.gradientColumn, {}), t(text.kernel, {}), t(text.off, {}), t(text.flat, {}), t(text.range, {})];
  return [
    `# ${t(text.title, {})}`, escapeMarkdown(`${where} · ${model}`),
    table(heads, network.layers.map((layer) => cellsOf(layer, flow.layers[layer.index]))),
    sentences(network, flow, t).map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n'), t(text.legend, {}), t(text.what, {}), t(text.assumed, {}), '',
  ].filter((part, index, all) => part !== '' || index === all.length - 1).join('\n\n');
}

/** The network that an offset is about: one of whose layers stands there, else the last that has begun by the end of the line. */
export function networkAt({ text: program, networks }: Pick<Analysis, 'text' | 'networks'>, offset: number): Network | undefined {
  const holds = (span: Span): boolean => touches(span, offset);
  const over = networks.find(({ span, layers }) => holds(span) || layers.some((layer) => holds(layer.span) || holds(layer.stepSpan)));
  if (over) return over;
  const lineEnd = program.indexOf('\n', offset);
  const begun = networks.filter(({ span }) => lineEnd < 0 || span.start < lineEnd);
  return begun.reduce<Network | undefined>((last, one) => (last && last.span.start > one.span.start ? last : one), undefined) ?? networks[0];
}
