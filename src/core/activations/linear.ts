import { once } from './solve';
import { identityCurve } from './ramps';
import type { Activation } from './types';

const curve = once(identityCurve);

/** The identity, which is what a layer without an activation applies. */
export const activation: Activation = {
  id: 'linear',
  name: 'Linear',
  kind: 'elementwise',
  summary: 'Passes every pre-activation unchanged.',
  formula: { f: 'x', df: '1', d2f: '0' },
  parameters: [],
  spelling: { config: 'linear', fused: 'linear' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'glorotUniform',
    why: 'Variance 2 / (fan-in + fan-out) holds signal and gradient level in a linear layer (Glorot & Bengio 2010); glorotNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: ['Layers with nothing non-linear between them collapse to one affine map.'],
  sources: ['Baldi & Hornik 1989', 'tfjs-layers/src/activations.ts'],
  curve: () => curve(),
};
