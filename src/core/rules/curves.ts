import { elementary } from '../activations/elementary';
import { byId } from '../activations/lookup';
import type { ActivationForm, Curve, Interval, Parameters } from '../activations/types';

/** The curve of a function with what is known of its parameters; undefined for a name that is none of ours. */
export function curveOf(id: string, parameters: Parameters, form: ActivationForm): Curve | undefined {
  return byId(id)?.curve(parameters, form);
}

/** What the interval mechanism needs to know of a function, activation or not. */
export function boundsOf(id: string, parameters: Parameters, form: ActivationForm): { readonly range: Interval; readonly identityOn: readonly Interval[] } | undefined {
  return curveOf(id, parameters, form) ?? (Object.hasOwn(elementary, id) ? elementary[id] : undefined);
}
