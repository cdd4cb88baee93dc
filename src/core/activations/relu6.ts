import { cappedRamp } from './ramps';
import type { Activation } from './types';

/** ReLU clipped at 6. The string 'relu6' and the op `tf.relu6` agree in value and differ in gradient at exactly 6. */
export const activation: Activation = {
  id: 'relu6',
  name: 'ReLU6',
  kind: 'elementwise',
  summary: 'Passes pre-activations between 0 and 6 unchanged and clips the others to that interval.',
  formula: { f: 'min(max(0, x), 6)', df: '1 for 0 < x < 6, else 0', d2f: 'impulses of weight 1 at 0 and −1 at 6, else 0' },
  parameters: [],
  spelling: { config: 'relu6', op: 'relu6', fused: 'relu6' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'heUniform',
    why: 'At the start few pre-activations reach 6, so ReLU\'s variance 2 / fan-in holds (He et al. 2015); heNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'No gradient on either side: a unit can die below 0 and stick above 6.',
    'At exactly 6 the gradient is 0 for the string \'relu6\' and 1 for tf.relu6 and tf.layers.reLU({maxValue: 6}).',
  ],
  sources: ['Krizhevsky 2010', 'Howard et al. 2017', 'tfjs-core/src/gradients/Relu6_grad.ts', 'tfjs-layers/src/activations.ts'],
  // The string is tf.minimum(6, relu(x)), whose gradient at equality goes to the constant.
  curve: (_parameters, form = 'config') => cappedRamp(6, form === 'config' ? 0 : 1),
};
