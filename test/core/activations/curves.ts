/** The curves that the properties are checked on: every activation with its defaults and with telling parameters. */
import { activations, type ActivationId } from '../../../src/core/activations/registry.gen';
import { SATURATION_SLOPE, type ActivationForm, type Curve, type Parameters } from '../../../src/core/activations/types';

export interface Sample {
  readonly title: string;
  readonly curve: Curve;
}

const more: readonly (readonly [ActivationId, Parameters, ActivationForm?])[] = [
  ['relu', { maxValue: 6 }, 'layer'],
  ['relu', { maxValue: 0.5 }, 'layer'],
  ['relu', { maxValue: 0 }, 'layer'],
  ['relu', { maxValue: -1 }, 'layer'],
  ['relu6', {}, 'op'],
  ['leakyRelu', {}, 'layer'],
  ['leakyRelu', { alpha: 0 }],
  ['leakyRelu', { alpha: 0.005 }],
  ['leakyRelu', { alpha: 1 }],
  ['leakyRelu', { alpha: 3 }],
  ['leakyRelu', { alpha: -0.5 }],
  ['prelu', {}, 'op'],
  ['prelu', { alpha: -2 }],
  ['step', { alpha: 0.5 }],
  ['step', { alpha: 1 }],
  ['step', { alpha: 2 }],
  ['step', { alpha: -1 }],
  ['thresholdedRelu', { theta: 0 }],
  ['thresholdedRelu', { theta: -1 }],
  ['thresholdedRelu', { theta: 2.5 }],
  ['softmax', { classes: 1 }],
  ['softmax', { classes: 2 }],
  ['softmax', { classes: 1000 }],
  ['logSoftmax', { classes: 1 }],
  ['logSoftmax', { classes: 10 }],
];

export function samples(): Sample[] {
  return [
    ...Object.values(activations).map((activation) => ({ title: activation.id, curve: activation.curve() })),
    ...more.map(([id, parameters, form]) => ({
      title: [id, JSON.stringify(parameters), ...(form === undefined ? [] : [form])].join(' '),
      curve: activations[id].curve(parameters, form),
    })),
  ];
}

/** Numbers between -1e9 and 1e9, dense near 0, with every special place of the curve and its neighbours. */
export function gridOf(curve: Curve, half = 2000): number[] {
  const spread = Array.from({ length: 2 * half + 1 }, (_, i) => Math.sinh(((i - half) / half) * 21.5));
  const special = [
    ...[...curve.kinks, ...curve.jumps].map((at) => at.x),
    ...[...curve.zeroGradient, ...curve.saturation, ...curve.identityOn].flatMap((at) => [at.lo, at.hi]),
  ].filter(Number.isFinite);
  const around = special.flatMap((x) => [x - 1e-6, x, x + 1e-6]);
  return [...spread, ...around].sort((a, b) => a - b);
}

/** Whether x stands where the slope is small only because it passes zero: going away on both sides, it grows with different signs. */
export function passesZero(curve: Curve, x: number): boolean {
  const sideOf = (direction: number): number => {
    let last = curve.df(x);
    for (let step = 1e-4; step < 100; step *= 1.05) {
      const slope = curve.df(x + direction * step);
      if (Math.abs(slope) >= SATURATION_SLOPE) return Math.sign(last);
      last = slope;
    }
    return 0;
  };
  return sideOf(-1) * sideOf(1) < 0;
}
