/** The scalar activations of `core/activations` by the demo's names, as the ops of `engine-tf.ts` compute them. */
import { activations } from '../../core/activations/registry.gen';
import { compose } from '../../core/activations/compose';
import type { Curve } from '../../core/activations/types';
import { type ActivationId, type ActivationState, type Chain, PARAMETERS } from '../layers';

export type Scalar = Pick<Curve, 'f' | 'df'>;

/** Those over a whole row of units. */
export type VectorId = 'softmax' | 'logSoftmax';

export function isVector(id: ActivationId): id is VectorId {
  return id === 'softmax' || id === 'logSoftmax';
}

/** The value of an activation's parameter; 0 where it has none. */
export function parameterOf({ id, parameter }: ActivationState): number {
  return parameter ?? PARAMETERS[id] ?? 0;
}

const OP_NAMES: Readonly<Partial<Record<ActivationId, string>>> = { leakyRelu: 'alpha', prelu: 'alpha', thresholdedRelu: 'theta' };

/** An activation with everything that is known of it; softmax as one output against its own logit, `units` in all. */
export function curveOf(activation: ActivationState, units: number): Curve {
  const { id } = activation;
  // Forward a step; backward its gradient is replaced by the identity's (Bengio, Léonard & Courville 2013, §3).
  if (id === 'straightThrough') return { ...activations.step.curve(undefined, 'op'), df: () => 1, d2f: () => 0, zeroGradient: [], saturation: [] };
  if (isVector(id)) return activations[id].curve({ classes: units });
  const name = OP_NAMES[id];
  return activations[id].curve(name === undefined ? undefined : { [name]: parameterOf(activation) }, id === 'thresholdedRelu' ? 'layer' : 'op');
}

/** The composition of a chain. */
export function chainCurve(chain: Chain, units: number): Curve {
  const [first, ...rest] = chain.map((one) => curveOf(one, units));
  return rest.reduce((inner, outer) => compose(outer, inner), first!);
}
