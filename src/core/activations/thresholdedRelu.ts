import { bind } from './bind';
import { impulsesOf, interval } from './intervals';
import { cappedRamp } from './ramps';
import type { Activation, Curve, Interval, Jump } from './types';

function thresholded(theta: number): Curve {
  if (theta === 0) return cappedRamp(Infinity, 1);
  const jumps: Jump[] = [{ x: theta, from: 0, to: theta }];
  const flat: Interval[] = [interval(-Infinity, theta)];
  return {
    f: (x) => (Number.isNaN(x) || x > theta ? x : 0),
    df: (x) => (Number.isNaN(x) ? x : x > theta ? 1 : 0),
    d2f: () => 0,
    range: theta > 0 ? interval(0, Infinity) : interval(theta, Infinity, { lo: true }),
    slopeRange: interval(0, 1),
    maxAbsSlope: 1,
    kinks: [],
    jumps,
    impulses: impulsesOf([], jumps),
    zeroGradient: flat,
    saturation: flat,
    monotonicity: theta > 0 ? 'nondecreasing' : 'none',
    idempotent: true,
    identityOn: [interval(theta, Infinity, { lo: true })],
  };
}

/** ReLU with a gap: x above theta, else 0. tfjs runs it forwards only. */
export const activation: Activation = {
  id: 'thresholdedRelu',
  name: 'Thresholded ReLU',
  kind: 'elementwise',
  summary: 'Passes pre-activations above a threshold unchanged and replaces the others by zero.',
  formula: { f: 'x for x > θ, else 0', df: '1 for x > θ, else 0, and an impulse of weight θ at θ' },
  parameters: [
    {
      name: 'theta',
      meaning: 'The threshold above which a value passes.',
      defaults: { layer: 1 },
      domain: { lo: -Infinity, hi: Infinity },
    },
  ],
  spelling: { layer: 'thresholdedReLU' },
  cost: { forward: 0, backward: 0 },
  initializer: {
    name: 'heUniform',
    why: 'Above the threshold it is ReLU (He et al. 2015); heNormal in TensorFlow.js draws only 0.77 of that variance.',
  },
  beware: [
    'TensorFlow.js cannot train it: fit throws because the comparison inside has no gradient.',
    'Its value jumps from 0 to θ, so a small change of the input can change the output by θ.',
  ],
  sources: ['Konda, Memisevic & Krueger 2015', 'tfjs-layers/src/layers/advanced_activations.ts'],
  gradientError: 'Cannot compute gradient: gradient function not found for Greater.',
  curve: (parameters) => thresholded(bind(parameters, 'theta', 1)),
};
