/** What is known of an activation, as plain text for terminals and agents. */
import { byId } from '../activations/lookup';
import { activations, type ActivationId } from '../activations/registry.gen';
import type { Activation } from '../activations/types';
import { format } from '../rules/format';
import { distance } from '../rules/spelling';
import { factsOf } from './facts';
import { intervalText, number, regionText, saturationText } from './intervals';
import { spellingsOf } from './pages';
import { aloneSubject } from './subject';

/** An activation as plain text: formula, derivatives, facts, what to beware of. */
export function activationText(activation: Activation): string {
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

/** The activation of a name in any spelling; undefined for a name that is none. */
export function findActivation(name: string): Activation | undefined {
  const exact = byId(name);
  if (exact) return exact;
  const folded = fold(name);
  const elsewhere = Object.hasOwn(ELSEWHERE, folded) ? ELSEWHERE[folded] : undefined;
  return all.find(({ id }) => id === elsewhere || id.toLowerCase().replaceAll('_', '') === folded);
}

/** Says of a name that it is none, and which one was meant. */
export function noActivation(name: string): string {
  const near = [...all].sort((a, b) => distance(a.id.toLowerCase(), fold(name)) - distance(b.id.toLowerCase(), fold(name)))[0];
  return `there is no activation ${name}${near ? `; did you mean ${near.id}?` : ''} (${all.map(({ id }) => id).join(', ')})`;
}

const all: readonly Activation[] = Object.values(activations);

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s-]/g, '');
}
