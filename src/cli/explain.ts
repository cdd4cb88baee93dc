/** `activation-lens explain NAME`: an activation's formula, derivative and facts; its plot as SVG. */
import { writeFileSync } from 'node:fs';
import { byId } from '../core/activations/lookup';
import { activations, type ActivationId } from '../core/activations/registry.gen';
import type { Activation } from '../core/activations/types';
import { factsOf } from '../core/insight/facts';
import { intervalText, number, regionText, saturationText } from '../core/insight/intervals';
import { spellingsOf } from '../core/insight/pages';
import { aloneSubject } from '../core/insight/subject';
import { plotCurve } from '../core/plot/curve-plot';
import { palettes } from '../core/plot/palettes';
import { format } from '../core/rules/format';
import { distance } from '../core/rules/spelling';
import { UsageError } from './files';
import type { Output } from './output';

function describe(activation: Activation): string {
  const curve = activation.curve();
  const saturated = saturationText(curve);
  // What is learnt has no one curve: the one where training starts is told.
  const learnt = activation.parameters.find(({ trainable }) => trainable);
  const line = (name: string, value: string): string => `  ${name.padEnd(14)}${value}`;
  return [
    `${activation.name}: ${activation.summary}`,
    '',
    line('ƒ(x)', activation.formula.f),
    line('ƒ′(x)', activation.formula.df),
    ...(activation.formula.d2f === undefined ? [] : [line('ƒ″(x)', activation.formula.d2f)]),
    ...(learnt ? [line('shown', `at the initial ${learnt.name} = ${number(curve.df(-1))}, from which it is learnt`)] : []),
    line('range', intervalText(curve.range)),
    line('max |ƒ′|', number(curve.maxAbsSlope)),
    ...(curve.zeroGradient.length > 0 ? [line('ƒ′ = 0', regionText(curve.zeroGradient))] : []),
    ...(saturated === undefined ? [] : [line('|ƒ′| < 0.01', saturated)]),
    ...activation.parameters.map(({ name, meaning, defaults }) => line(name, `${meaning} Default: ${Object.entries(defaults).map(([form, value]) => `${number(value)} (${form})`).join(', ')}.`)),
    line('written', spellingsOf(activation).join(', ')),
    line('initialiser', `${activation.initializer.name}. ${activation.initializer.why}`),
    '',
    ...factsOf(aloneSubject(activation)).map((fact) => `  - ${format(fact)}`),
    ...activation.beware.map((warning) => `  - ${warning}`),
    '',
    `  Sources: ${activation.sources.join('; ')}`,
  ].join('\n');
}

/** What other libraries and papers call an activation that has another name here. */
const ELSEWHERE: Readonly<Record<string, ActivationId>> = { silu: 'swish', identity: 'linear', logistic: 'sigmoid', heaviside: 'step' };

/** The activation of a name in any spelling, or a hint at the nearest one. */
function find(name: string): Activation {
  const exact = byId(name);
  if (exact) return exact;
  const folded = name.toLowerCase().replaceAll(/[_\s-]/g, '');
  const all: readonly Activation[] = Object.values(activations);
  const elsewhere = Object.hasOwn(ELSEWHERE, folded) ? ELSEWHERE[folded] : undefined;
  const same = all.find(({ id }) => id === elsewhere || id.toLowerCase().replaceAll('_', '') === folded);
  if (same) return same;
  const near = [...all].sort((a, b) => distance(a.id.toLowerCase(), folded) - distance(b.id.toLowerCase(), folded))[0];
  throw new UsageError(`explain: there is no activation ${name}${near ? `; did you mean ${near.id}?` : ''} (${all.map(({ id }) => id).join(', ')})`);
}

/** Prints an activation, writes its plot where that is wished, and gives the exit code. */
export function explainActivation(names: readonly string[], svg: string | undefined, output: Output): number {
  const [name] = names;
  if (name === undefined || names.length > 1) throw new UsageError('explain: name one activation, e.g. activation-lens explain relu');
  const activation = find(name);
  output.out(describe(activation));
  if (svg !== undefined) {
    writeFileSync(svg, plotCurve([{ curve: activation.curve(), label: activation.name }], { palette: palettes.light }));
    output.out(`\nplot written to ${svg}`);
  }
  return 0;
}
