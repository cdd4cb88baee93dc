/** The hover over an activation, as markdown with an embedded picture. */
import type { Analysis } from './analysis';
import type { Curve } from '../activations/types';
import { plotCurve } from '../plot/curve-plot';
import { svgDataUri } from '../plot/data-uri';
import { palettes } from '../plot/palettes';
import type { PaletteName } from '../plot/palettes';
import { english } from '../rules/format';
import type { Localize } from '../rules/format';
import type { Said } from '../rules/types';
import type { Span } from '../syntax/span';
import { touches } from '../syntax/span';
import { compositionFacts, factsOf, steeperThan } from './facts';
import { intervalText, number, regionText } from './intervals';
import { code, commandLink, escapeAttribute, escapeMarkdown } from './markdown';
import { placeText } from './place';
import { layerSignalText } from './signal';
import { subjectOf } from './subject';
import type { Subject } from './subject';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export interface HoverOptions {
  readonly palette: PaletteName;
  readonly localize?: Localize;
  /** False where nobody can run commands, e.g. on the command line. */
  readonly links?: boolean;
}

/** Commands that a hover may link to; the host trusts these and no others. */
export const HOVER_COMMANDS: readonly string[] = ['activationLens.openDemo', 'activationLens.trainNetwork', 'activationLens.showRule'];

const WIDTH = 260;
const HEIGHT = 118;
/** Where findings stand above it in the same hover. */
const LOW = 78;

/** Longer markdown is not drawn by VS Code, which shows its source instead. */
const MAX_MARKDOWN = 90_000;

const text = {
  saturates: '|ƒ′| < 0.01 for {region}',
  zero: 'ƒ′ = 0 for {region}',
  slope: 'max |ƒ′| {max}',
  range: 'range {range}',
  initial: 'at the initial {name} = {value}',
  drawn: 'drawn for {name} = {value}, which is not known',
  logits: '1 of {count} logits varied, the others 0',
  assumed: '1 of {count} assumed logits varied, the others 0',
  more: 'More about {name}',
  demo: 'Open the demo',
  train: 'Train this network',
  rule: 'About {rule}',
  picture: '{name}: curve and derivative',
  initializer: 'Initialiser: {name}. {why}',
  sources: 'Sources: {sources}',
};

/** The pictures of a function and of what it is applied to. */
export function pictureOf({ whole, chain, curve, activation }: Subject, palette: PaletteName, height = HEIGHT): string {
  const steep = whole.maxAbsSlope === 1 ? steeperThan(whole, 0.25) : undefined;
  const label = chain.map(({ name }) => name).join(' ∘ ');
  const showsSecond = whole.kinks.length === 0 && whole.jumps.length === 0 && activation.kind === 'elementwise' && curve.monotonicity === 'none';
  return plotCurve([{ curve: whole, label }], {
    palette: palettes[palette], width: WIDTH, height, second: showsSecond, ...(steep ? { mark: steep, markLabel: 'ƒ′ > ¼' } : {}),
  });
}

/** For which value of what is learnt the other facts hold. */
function condition({ activation, curve, use }: Subject, t: Localize): string[] {
  const learnt = activation.parameters.find(({ trainable }) => trainable);
  return learnt ? [t(use.parametersKnown ? text.initial : text.drawn, { name: learnt.name, value: number(curve.df(-1)) })] : [];
}

function oneLine(subject: Subject, t: Localize): string {
  const { whole, logits } = subject;
  const parts = [t(text.range, { range: intervalText(whole.range) })];
  if (whole.zeroGradient.length > 0) parts.push(t(text.zero, { region: regionText(whole.zeroGradient) }));
  else if (whole.saturation.length > 0) parts.push(t(text.saturates, { region: regionText(whole.saturation) }));
  parts.push(t(text.slope, { max: number(whole.maxAbsSlope) }), ...condition(subject, t));
  if (logits && logits.count > 1) parts.push(t(logits.known ? text.logits : text.assumed, { count: logits.count }));
  return parts.join(' · ');
}

function table(curve: Curve): string {
  const points = [-3, -1, 0, 1, 3];
  const row = (name: string, values: readonly number[]): string => `| ${name} | ${values.map((value) => number(value)).join(' | ')} |`;
  return [row('x', points), `|${' --- |'.repeat(points.length + 1)}`, row('ƒ(x)', points.map(curve.f)), row('ƒ′(x)', points.map(curve.df)), row('ƒ″(x)', points.map(curve.d2f))].join('\n');
}

function details(subject: Subject, t: Localize): string {
  const { activation, whole } = subject;
  const sentence = (said: Said): string => `- ${escapeMarkdown(t(said.template, said.data))}`;
  const skipped = new Set(compositionFacts(subject).map(({ template }) => template));
  return [
    `<details><summary>${escapeAttribute(t(text.more, { name: activation.name }))}</summary>\n`,
    ...factsOf(subject).filter(({ template }) => !skipped.has(template)).map(sentence),
    ...activation.beware.map((warning) => `- ${escapeMarkdown(t(warning, {}))}`),
    `- ${escapeMarkdown(t(text.initializer, { name: activation.initializer.name, why: t(activation.initializer.why, {}) }))}`,
    '',
    table(whole),
    '',
    escapeMarkdown(t(text.sources, { sources: activation.sources.join('; ') })),
    '\n</details>',
  ].join('\n');
}

/** The rules that have found something at the token; their findings stand above ours in the same hover. */
function rulesAt({ use }: Subject, analysis: Analysis): ReadonlySet<string> {
  return new Set(analysis.findings.filter((finding) => finding.span.start === use.span.start).map((finding) => finding.rule));
}

function links({ activation, use }: Subject, rules: ReadonlySet<string>, t: Localize): string {
  return [
    commandLink(`$(play) ${t(text.demo, {})}`, 'activationLens.openDemo', { activation: activation.id }),
    ...(use.network === undefined ? [] : [commandLink(t(text.train, {}), 'activationLens.trainNetwork', null, use.network)]),
    ...[...rules].map((rule) => commandLink(`$(info) ${t(text.rule, { rule })}`, 'activationLens.showRule', rule)),
  ].join(' · ');
}

/** `relu(softmax(x))`, `ƒ(x) = max(0, x)`, or for a vector the formula as it is. */
function formulaOf({ chain, activation }: Subject): string {
  if (chain.length > 1) return `${chain.map((one) => `${one.id}(`).join('')}x${')'.repeat(chain.length)}`;
  return activation.kind === 'vector' ? activation.formula.f : `ƒ(x) = ${activation.formula.f}`;
}

/** The hover of one activation. */
export function hoverOf(subject: Subject, analysis: Analysis, options: HoverOptions): Hover {
  const t = options.localize ?? english;
  const { chain, use } = subject;
  const name = chain.map((one) => one.name).join(' ∘ ');
  const rules = rulesAt(subject, analysis);
  const height = rules.size > 0 ? LOW : HEIGHT;
  const uri = svgDataUri(pictureOf(subject, options.palette, height));
  const title = `**${escapeMarkdown(name)}** ${code(formulaOf(subject))} · ${placeText(subject, t)}`;
  const composition = compositionFacts(subject).map((said) => escapeMarkdown(t(said.template, said.data)));
  const facts = escapeMarkdown(oneLine(subject, t));
  const signal = layerSignalText(subject, t);
  const head = [title, facts, `<img src="${uri}" width="${WIDTH}" height="${height}" alt="${escapeAttribute(t(text.picture, { name }))}">`, ...(signal === undefined ? [] : [escapeMarkdown(signal)]), ...composition];
  const tail = [...(options.links === false ? [] : [links(subject, rules, t)]), details(subject, t)];
  const whole = [...head, ...tail].join('\n\n');
  return { span: use.span, markdown: whole.length <= MAX_MARKDOWN ? whole : [title, facts].join('\n\n') };
}

/** The hover at an offset; only on the token that names an activation. */
export function hoverAt(analysis: Analysis, offset: number, options: HoverOptions): Hover | undefined {
  const use = analysis.activations.find(({ span }) => touches(span, offset));
  const subject = use && subjectOf(use, analysis.networks);
  return subject && hoverOf(subject, analysis, options);
}
