/** Pages of documentation as markdown: one for each rule and one for each activation. */
import { byId } from '../activations/lookup';
import type { Activation, Curve } from '../activations/types';
import { plotCurve } from '../plot/curve-plot';
import { svgDataUri } from '../plot/data-uri';
import { palettes } from '../plot/palettes';
import type { PaletteName } from '../plot/palettes';
import { english } from '../rules/format';
import type { Localize } from '../rules/format';
import { rules } from '../rules/registry.gen';
import { severityWords } from '../rules/severity-words';
import type { Rule } from '../rules/types';
import { unusedDocs } from '../rules/unused-disable';
import { UNUSED_DISABLE, UNUSED_SEVERITY } from '../rules/unused-name';
import { factsOf } from './facts';
import { intervalText, number, regionText, saturationText } from './intervals';
import { code, escapeMarkdown } from './markdown';
import { aloneSubject } from './subject';

const text = {
  severity: 'Severity: {severity}', severityOff: '`{setting}` in the settings changes it.',
  switchOn: 'To switch it on, write `{setting}` into the settings, or `{rule}` under `rules` in `.activationlensrc.json`.',
  ignore: 'When to leave it', bad: 'What it finds', good: 'How it can be written', sources: 'Sources',
  value: 'Value', slope: 'Slope', bend: 'Second derivative', range: 'Range', largest: 'Largest slope', zero: 'No gradient', saturated: 'Saturated', zeroFor: 'ƒ′ = 0 for {region}', saturatedFor: '|ƒ′| < 0.01 for {region}',
  shown: 'Shown', initial: 'at the initial {name} = {value}, from which it is learnt', written: 'Written', parameters: 'Parameters', parameter: '{meaning} Default: {defaults}.', required: 'none', about: 'What to know', picture: '{name}: curve and derivative',
  initializer: 'Initialiser: {name}. {why}',
};

/** How its severity is changed, or given to a rule that has none unasked. */
function howToChange({ id, severity, default: unasked }: Pick<Rule, 'id' | 'severity' | 'default'>, t: Localize): string {
  if (unasked === 'off') return t(text.switchOn, { setting: `"activationLens.rules": { "${id}": "${severity}" }`, rule: `"${id}": "${severity}"` });
  return t(text.severityOff, { setting: id === UNUSED_DISABLE ? 'activationLens.reportUnusedDisables' : 'activationLens.rules' });
}

/** The page of a rule; undefined for an id that is none. Its prose is our own markdown. */
export function rulePage(id: string, t: Localize = english): string | undefined {
  const rule: Pick<Rule, 'id' | 'severity' | 'sometimes' | 'default' | 'docs'> | undefined = Object.hasOwn(rules, id) ? rules[id] : id === UNUSED_DISABLE ? { id, severity: UNUSED_SEVERITY, docs: unusedDocs } : undefined;
  if (!rule) return undefined;
  const { docs } = rule;
  const block = (program: string): string => `\`\`\`js\n${program}\n\`\`\``;
  return [
    `# ${id}`, `**${t(docs.summary, {})}**`, `${t(text.severity, { severity: severityWords(rule, t) })}. ${howToChange(rule, t)}`, t(docs.why, {}),
    `## ${t(text.bad, {})}`, block(docs.bad), `## ${t(text.good, {})}`, block(docs.good), `## ${t(text.ignore, {})}`, t(docs.ignore, {}),
    `## ${t(text.sources, {})}`, docs.sources.map((source) => `- ${escapeMarkdown(source)}`).join('\n'), '',
  ].join('\n\n');
}

/** The ways in which a program can write an activation. */
export function spellingsOf({ spelling }: Activation): readonly string[] {
  return [
    ...(spelling.config === undefined ? [] : [`activation: '${spelling.config}'`]),
    ...(spelling.layer === undefined ? [] : [`tf.layers.${spelling.layer}()`]),
    ...(spelling.op === undefined ? [] : [`tf.${spelling.op}(x)`]),
    ...(spelling.fused === undefined ? [] : [`tf.fused.matMul({ activation: '${spelling.fused}' })`]),
  ];
}

function table(activation: Activation, curve: Curve, t: Localize): string {
  const { formula } = activation;
  const rows: (readonly [string, string])[] = [[`${t(text.value, {})} ƒ(x)`, formula.f], [`${t(text.slope, {})} ƒ′(x)`, formula.df]];
  if (formula.d2f !== undefined) rows.push([`${t(text.bend, {})} ƒ″(x)`, formula.d2f]);
  // What is learnt has no one curve: the one where training starts is told.
  const learnt = activation.parameters.find(({ trainable }) => trainable);
  if (learnt) rows.push([t(text.shown, {}), t(text.initial, { name: learnt.name, value: number(curve.df(-1)) })]);
  rows.push([t(text.range, {}), intervalText(curve.range)], [t(text.largest, {}), `max |ƒ′| = ${number(curve.maxAbsSlope)}`]);
  if (curve.zeroGradient.length > 0) rows.push([t(text.zero, {}), t(text.zeroFor, { region: regionText(curve.zeroGradient) })]);
  const saturated = saturationText(curve);
  if (saturated !== undefined) rows.push([t(text.saturated, {}), t(text.saturatedFor, { region: saturated })]);
  return ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${escapeMarkdown(name)} | ${escapeMarkdown(value)} |`)].join('\n');
}

function parametersOf({ parameters }: Activation, t: Localize): string[] {
  if (parameters.length === 0) return [];
  const defaults = (values: Readonly<Record<string, number | undefined>>): string => Object.entries(values).map(([form, value]) => `${number(value ?? 0)} (${form})`).join(', ') || t(text.required, {});
  return [`## ${t(text.parameters, {})}`, parameters.map(({ name, meaning, defaults: given }) => `- ${code(name)}: ${escapeMarkdown(t(text.parameter, { meaning: t(meaning, {}), defaults: defaults(given) }))}`).join('\n')];
}

/** The page of an activation with its plot; undefined for an id that is none. */
export function activationPage(id: string, palette: PaletteName, t: Localize = english): string | undefined {
  const activation = byId(id);
  if (!activation) return undefined;
  const subject = aloneSubject(activation);
  const { curve } = subject;
  const plot = plotCurve([{ curve, label: activation.name }], { palette: palettes[palette], width: 520, height: 240, second: curve.kinks.length === 0 && curve.jumps.length === 0 });
  const sentences = [
    ...factsOf(subject).map(({ template, data }) => t(template, data)), ...activation.beware.map((warning) => t(warning, {})),
    t(text.initializer, { name: activation.initializer.name, why: t(activation.initializer.why, {}) }),
  ];
  return [
    `# ${escapeMarkdown(activation.name)}`, t(activation.summary, {}), `![${escapeMarkdown(t(text.picture, { name: activation.name }))}](${svgDataUri(plot)})`, table(activation, curve, t),
    `## ${t(text.written, {})}`, spellingsOf(activation).map((spelling) => `- ${code(spelling)}`).join('\n'), ...parametersOf(activation, t),
    `## ${t(text.about, {})}`, sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n'),
    `## ${t(text.sources, {})}`, activation.sources.map((source) => `- ${escapeMarkdown(source)}`).join('\n'), '',
  ].join('\n\n');
}
