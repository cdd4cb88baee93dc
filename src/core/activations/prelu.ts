import { bind } from './bind';
import { leakyRamp } from './ramps';
import type { Activation } from './types';

// He et al. 2015, §2.1: the slope their training starts from; drawn where the program's own value is not known.
const UNKNOWN_ALPHA = 0.25;

/** Parametric ReLU: a Leaky ReLU whose slope is learnt. The layer starts it at 0, which is plain ReLU. */
export const activation: Activation = {
  id: 'prelu',
  name: 'PReLU',
  kind: 'elementwise',
  summary: 'Passes positive pre-activations unchanged and multiplies the others by a slope that is learnt.',
  formula: { f: 'x for x > 0, else αx', df: '1 for x > 0, else α', d2f: 'impulse of weight 1 − α at 0, else 0' },
  parameters: [
    {
      name: 'alpha',
      meaning: 'The slope for x ≤ 0, learnt with the weights; the layer has one for each element unless sharedAxes is set.',
      defaults: { layer: 0 },
      domain: { lo: -Infinity, hi: Infinity },
      trainable: true,
      required: ['op', 'method', 'fused'],
    },
  ],
  spelling: { layer: 'prelu', op: 'prelu', fused: 'prelu' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'heUniform',
    why: 'The layer starts as ReLU, so weights need variance 2 / fan-in (He et al. 2015); heNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'tf.layers.prelu() starts every slope at 0, so at first it is plain ReLU; pass alphaInitializer for another start.',
    'There is no activation string for it: activation: \'prelu\' throws, and \'PReLU\' is accepted but its slope is never trained.',
    'After a convolution it has one slope per pixel and channel unless sharedAxes: [1, 2] is set.',
  ],
  sources: ['He et al. 2015', 'tfjs-core/src/gradients/Prelu_grad.ts', 'tfjs-layers/src/layers/advanced_activations.ts'],
  curve: (parameters, form = 'layer') => leakyRamp(bind(parameters, 'alpha', form === 'layer' ? 0 : UNKNOWN_ALPHA)),
};
