import { bind } from './bind';
import { leakyRamp } from './ramps';
import type { Activation } from './types';

/** Leaky ReLU: slope alpha instead of 0 on the left, so that no unit dies. */
export const activation: Activation = {
  id: 'leakyRelu',
  name: 'Leaky ReLU',
  kind: 'elementwise',
  summary: 'Passes positive pre-activations unchanged and multiplies the others by a small fixed slope.',
  formula: { f: 'x for x > 0, else αx', df: '1 for x > 0, else α', d2f: 'impulse of weight 1 − α at 0, else 0' },
  parameters: [
    {
      name: 'alpha',
      meaning: 'The slope for x ≤ 0.',
      defaults: { layer: 0.3, op: 0.2, method: 0.2, fused: 0.2 },
      domain: { lo: -Infinity, hi: Infinity },
    },
  ],
  spelling: { layer: 'leakyReLU', op: 'leakyRelu', fused: 'leakyrelu' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'heUniform',
    why: 'The exact variance is 2 / ((1 + α²) · fan-in), within 4 % of He\'s at α = 0.2; heNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'The default slope is 0.3 in tf.layers.leakyReLU and 0.2 in tf.leakyRelu.',
    'There is no activation string for it: activation: \'leakyRelu\' throws.',
    'tf.layers.leakyReLU(0.2) ignores the number and keeps 0.3; write {alpha: 0.2}.',
    'tf.fused.conv2d with \'leakyrelu\' needs leakyreluAlpha: without it negative inputs become NaN on the cpu backend.',
  ],
  sources: [
    'Maas, Hannun & Ng 2013',
    'tfjs-core/src/gradients/LeakyRelu_grad.ts',
    'tfjs-layers/src/layers/advanced_activations.ts',
  ],
  curve: (parameters, form = 'op') => leakyRamp(bind(parameters, 'alpha', form === 'layer' ? 0.3 : 0.2)),
};
