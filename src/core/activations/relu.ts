import { bind } from './bind';
import { cappedRamp } from './ramps';
import type { Activation } from './types';

/** Rectified linear unit, max(0, x); `tf.layers.reLU({maxValue})` clips it from above. */
export const activation: Activation = {
  id: 'relu',
  name: 'ReLU',
  kind: 'elementwise',
  summary: 'Passes positive pre-activations unchanged and replaces the others by zero.',
  formula: { f: 'max(0, x)', df: '1 for x > 0, else 0', d2f: 'impulse of weight 1 at 0, else 0' },
  parameters: [
    {
      name: 'maxValue',
      meaning: 'The value from which the output is clipped; unbounded when left out.',
      defaults: { layer: Infinity },
      domain: { lo: 0, hi: Infinity },
    },
  ],
  spelling: { config: 'relu', layer: 'reLU', op: 'relu', fused: 'relu' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'heUniform',
    why: 'ReLU halves the second moment, so weights need variance 2 / fan-in (He et al. 2015); heNormal in TensorFlow.js truncates without correction and draws only 0.77 of it.',
  },
  beware: [
    'The gradient at exactly 0 is 0, while tf.maximum(x, 0) has 1 there.',
    'tf.layers.reLU ignores negativeSlope and threshold without a message.',
    'sqrt, log or a division after it gives NaN gradients wherever it returns 0.',
  ],
  sources: [
    'Fukushima 1969',
    'Nair & Hinton 2010',
    'Glorot, Bordes & Bengio 2011',
    'tfjs-core/src/gradients/Relu_grad.ts',
    'tfjs-layers/src/layers/advanced_activations.ts',
  ],
  // The layer clips with tf.clipByValue, whose gradient at the bound is 1.
  curve: (parameters) => cappedRamp(bind(parameters, 'maxValue', Infinity), 1),
};
