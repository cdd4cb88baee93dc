/** Activations of layers, applied to what flows. */
import { byId } from '../activations/lookup';
import { valueOf } from '../network/config';
import type { ActivationRef, Layer } from '../network/types';
import { drawOf } from './initialisers';
import { affineMap, mapOf } from './maps';
import type { ScalarMap } from './maps';
import { logSoftmaxResponse, softmaxResponse } from './softmax';
import { applied, fieldOf, plain, sourceOf, weakened } from './tensors';
import type { Tensor } from './tensors';

/** Applies what a layer's `activation` names, or what the layer is. */
export function activated(layer: Layer, ref: ActivationRef | undefined, input: Tensor): Tensor | undefined {
  if (ref?.function === undefined || !ref.parametersKnown) return undefined;
  if (ref.function === 'linear') return layer.facts?.group === 'affine' ? input : applied(input, affineMap(1, 0), fieldOf(layer.outputShape));
  if (ref.function === 'softmax' || ref.function === 'logSoftmax') {
    const classes = (layer.outputShape ?? layer.inputShape)?.at(-1) ?? layer.units;
    if (typeof classes !== 'number' || classes < 1) return undefined;
    const { pre, start, since, paths } = sourceOf(input);
    // Logits that are already a function of something are taken as normal all the same.
    const logits = since.breaks.length > 0 || start.breaks.length > 0 ? sourceOf({ ...input, source: undefined }) : { pre, paths };
    const { moments, slope } = (ref.function === 'softmax' ? softmaxResponse : logSoftmaxResponse)(logits.pre, classes);
    return plain(moments, weakened(logits.paths, slope));
  }
  const map = activationMap(layer, ref);
  return map && applied(input, map, fieldOf(layer.outputShape));
}

function activationMap(layer: Layer, ref: ActivationRef): ScalarMap | undefined {
  const form = layer.facts?.function === undefined ? 'config' : 'layer';
  if (layer.className === 'PReLU') {
    const alpha = drawOf(valueOf(layer, 'alphaInitializer'), 'zeros', [1]);
    return alpha && layer.configKnown && alpha.variance === 0 ? mapOfId('prelu', { alpha: alpha.mean }, form) : undefined;
  }
  return ref.function === undefined ? undefined : mapOfId(ref.function, ref.parameters, form);
}

function mapOfId(id: string, parameters: ActivationRef['parameters'], form: 'config' | 'layer'): ScalarMap | undefined {
  const curve = byId(id)?.curve(parameters, form);
  return curve && mapOf(curve);
}
