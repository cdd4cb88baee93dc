import { activations, type ActivationId } from './registry.gen';
import type { Activation, ActivationForm, Spelling } from './types';

function index(key: 'config' | 'layer' | 'op' | 'fused'): ReadonlyMap<string, Activation> {
  const spelt = Object.values(activations).flatMap((activation: Activation) => {
    const spelling: Spelling = activation.spelling;
    const name = spelling[key];
    return name === undefined ? [] : [[name, activation] as const];
  });
  return new Map(spelt);
}

const config = index('config');
const layer = index('layer');
const op = index('op');
const fused = index('fused');

/** Names of each form in the registry's order, for messages and completions. */
export const names: Readonly<Record<'config' | 'layer' | 'op' | 'fused', readonly string[]>> = {
  config: [...config.keys()],
  layer: [...layer.keys()],
  op: [...op.keys()],
  fused: [...fused.keys()],
};

/** The activation that `activation: '…'` names, as tfjs matches it: case-sensitive, no trimming. */
export function byConfig(name: string): Activation | undefined {
  return config.get(name);
}

/** The activation behind `tf.layers.…`. */
export function byLayer(factory: string): Activation | undefined {
  return layer.get(factory);
}

/** The activation behind `tf.…(x)` or `x.…()`. */
export function byOp(name: string): Activation | undefined {
  return op.get(name);
}

/** The activation that `tf.fused.…({activation: '…'})` names. */
export function byFused(name: string): Activation | undefined {
  return fused.get(name);
}

/** The activation that a name stands for in a form. */
export function bySpelling(form: ActivationForm, name: string): Activation | undefined {
  if (form === 'config') return config.get(name);
  if (form === 'layer') return layer.get(name);
  if (form === 'fused') return fused.get(name);
  return op.get(name);
}

/** Whether a text is the id of an activation. */
export function isActivationId(id: string): id is ActivationId {
  return Object.hasOwn(activations, id);
}

/** The activation with an id, which is tfjs's identifier. */
export function byId(id: string): Activation | undefined {
  return isActivationId(id) ? activations[id] : undefined;
}
