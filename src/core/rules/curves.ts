import { byId } from '../activations/lookup';
import type { ActivationForm, Curve, Parameters } from '../activations/types';

/** The curve of a function with what is known of its parameters; undefined for a name that is none of ours. */
export function curveOf(id: string, parameters: Parameters, form: ActivationForm): Curve | undefined {
  return byId(id)?.curve(parameters, form);
}
