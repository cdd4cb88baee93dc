import { classesOf, distribution } from './logits';
import { constantCurve } from './ramps';
import { shift } from './shift';
import { activation as sigmoid } from './sigmoid';
import type { Curve, VectorActivation } from './types';

/** With m other logits at 0: p = eˣ/(eˣ + m) = σ(x − ln m). With none: 1, whatever x is. */
function slice(classes: number): Curve {
  return classes === 1 ? constantCurve(1) : shift(sigmoid.curve(), Math.log(classes - 1));
}

/** Normalised exponentials: a vector of logits becomes a distribution. Pass `classes` to `curve` for the axis's length. */
export const activation: VectorActivation = {
  id: 'softmax',
  name: 'Softmax',
  kind: 'vector',
  summary: 'Normalises a vector of logits to a distribution: positive numbers that sum to 1.',
  formula: { f: 'pᵢ = e^zᵢ / Σⱼ e^zⱼ', df: '∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)', d2f: '∂²pᵢ/∂zᵢ² = pᵢ(1 − pᵢ)(1 − 2pᵢ)' },
  parameters: [
    {
      name: 'axis',
      meaning: 'The axis along which the outputs sum to 1; only the last one can be computed.',
      defaults: { layer: 1, op: -1, method: -1 },
      domain: { lo: -1, hi: Infinity },
    },
  ],
  spelling: { config: 'softmax', layer: 'softmax', op: 'softmax' },
  cost: { forward: 1, backward: 0 },
  initializer: {
    name: 'glorotUniform',
    why: 'It stands at the output, where Glorot\'s variance keeps the first logits small and the first distribution even; glorotNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'Between hidden layers it forces the units to share a sum of 1 and starves the layers before it of gradient.',
    'Over a single unit it is the constant 1, with gradient 0.',
    'A loss that takes logits, such as tf.losses.softmaxCrossEntropy, applies it again.',
    'tf.layers.softmax() normalises axis 1, which throws on inputs of rank 3 or 4; write {axis: -1}.',
    'log(softmax(z)) gives −∞ and NaN gradients; use tf.logSoftmax.',
    'An int32 tensor throws, and so does an axis that is not the last.',
  ],
  sources: ['Bridle 1990', 'tfjs-core/src/gradients/Softmax_grad.ts', 'tfjs-layers/src/layers/advanced_activations.ts'],
  curve: (parameters) => slice(classesOf(parameters)),
  apply: distribution,
  jacobian: (logits) => {
    const p = distribution(logits);
    return p.map((pi, i) => p.map((pj, j) => (i === j ? pi * (1 - pi) : -pi * pj)));
  },
  idempotentMap: false,
};
