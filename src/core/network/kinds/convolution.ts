/** Convolutions of one to three axes (`layers/convolutional.ts` and `convolutional_depthwise.ts` of tfjs-layers). */
import { booleanOf, numberOf, perAxis, stringOf } from '../config';
import type { LayerFacts } from '../layers';
import { isRefused, refuse } from '../problems';
import type { Refused } from '../problems';
import type { Dimension, Shape } from '../types';
import { bias, product, slide, spread, weigh } from './arithmetic';
import type { Build, Built, Kind, Outputs, Spec } from './kind';
import { checks, choice, dataFormat, mainSize, padding, perAxisNumbers } from './options';

type Input = readonly Dimension[];

/** True for `channelsFirst`; undefined where it is not known. */
export function channelsFirst(layer: LayerFacts): boolean | undefined {
  const format = stringOf(layer, 'dataFormat', 'channelsLast');
  return format === undefined ? undefined : format === 'channelsFirst';
}

const base = (axes: number) => checks(perAxisNumbers(axes, 'kernelSize', true), perAxisNumbers(axes, 'strides', false), perAxisNumbers(axes, 'dilationRate', false), padding, dataFormat);

/** Builds weights that depend on the channels of the input. */
export function withChannels(input: Input, axis: number | undefined, build: (channels: Dimension) => Built | Refused, least?: number): Built | Refused {
  const channels = axis === undefined ? undefined : axis < input.length ? input[axis] : null;
  if (channels === null || (channels !== undefined && least !== undefined && channels < least)) return refuse({ kind: 'open-size', axis: axis ?? 0, shape: input });
  return build(channels);
}

function channelAxis(layer: LayerFacts, input: Input): number | undefined {
  const first = channelsFirst(layer);
  return first === undefined ? undefined : first ? 1 : input.length - 1;
}

/** What a built layer takes: its rank, and as many channels as it was built for. */
function specOf(rank: number, axis: number | undefined, channels: Dimension): Spec {
  return { rank, axes: axis === undefined ? [] : [[axis, channels]] };
}

function counted(layer: LayerFacts, shapes: readonly (readonly Dimension[])[], spec?: Spec): Built | Refused {
  const weights = weigh(layer, shapes);
  return isRefused(weights) ? weights : { weights, ...(spec ? { spec } : {}) };
}

const build = (axes: number): Build => (layer, input) => {
  const axis = channelAxis(layer, input);
  return withChannels(input, axis, (channels) => counted(layer, [[...perAxis(layer, 'kernelSize', axes), channels, layer.units], ...bias(layer, layer.units)], specOf(axes + 2, axis, channels)));
};

/** The axes that a kernel slides over, put back with other channels; undefined where the format is not known. */
function moved(layer: LayerFacts, input: Input, channels: Dimension, move: (size: Dimension, axis: number) => Dimension): readonly Shape[] {
  const first = channelsFirst(layer);
  if (first === undefined) return [undefined];
  const spatial = (first ? input.slice(2) : input.slice(1, -1)).map(move);
  return [first ? [input[0], channels, ...spatial] : [input[0], ...spatial, channels]];
}

function slid(layer: LayerFacts, axes: number, dilated: boolean): (size: Dimension, axis: number) => Dimension {
  const kernel = perAxis(layer, 'kernelSize', axes);
  const stride = perAxis(layer, 'strides', axes, 1);
  const dilation = perAxis(layer, 'dilationRate', axes, 1);
  const pad = stringOf(layer, 'padding', 'valid');
  return (size, axis) => (dilated && dilation[axis] === undefined ? undefined : slide(size, kernel[axis], stride[axis], pad, dilated ? dilation[axis] : 1));
}

const outputs = (axes: number): Outputs => (layer, input) => moved(layer, input, layer.units, slid(layer, axes, true));

export const conv1d: Kind = { made: checks(base(1), mainSize), spec: () => ({ rank: 3 }), rank: 3, build: build(1), outputs: outputs(1) };
export const conv2d: Kind = { made: checks(base(2), mainSize), rank: 4, build: build(2), outputs: outputs(2) };
export const conv3d: Kind = { made: checks(base(3), mainSize), rank: 5, build: build(3), outputs: outputs(3) };

const transposed = (axes: number): Kind => ({
  made: checks(base(axes), mainSize, choice('padding', 'valid', 'same')), spec: () => ({ rank: axes + 2 }), rank: axes + 2,
  build: (layer, input) => {
    if (input.length !== axes + 2) return refuse({ kind: 'rank', expected: axes + 2, least: false, found: input.length });
    const axis = channelAxis(layer, input);
    return withChannels(input, axis, (channels) => counted(layer, [[...perAxis(layer, 'kernelSize', axes), layer.units, channels], ...bias(layer, layer.units)], specOf(axes + 2, axis, channels)));
  },
  outputs: (layer, input) => {
    const kernel = perAxis(layer, 'kernelSize', axes);
    const stride = perAxis(layer, 'strides', axes, 1);
    const pad = stringOf(layer, 'padding', 'valid');
    return moved(layer, input, layer.units, (size, axis) => spread(size, stride[axis], kernel[axis], pad));
  },
});

export const conv2dTranspose = transposed(2);
export const conv3dTranspose = transposed(3);

export const separableConv2d: Kind = {
  made: checks(base(2), mainSize, choice('padding', 'valid', 'same')), rank: 4,
  build: (layer, input) => {
    if (input.length < 4) return refuse({ kind: 'rank', expected: 4, least: false, found: input.length });
    const axis = channelAxis(layer, input);
    return withChannels(input, axis, (channels) => {
      const multiplier = numberOf(layer, 'depthMultiplier', 1);
      return counted(layer, [[...perAxis(layer, 'kernelSize', 2), channels, multiplier], [1, 1, product(channels, multiplier), layer.units], ...bias(layer, layer.units)], specOf(4, axis, channels));
    }, 0);
  },
  outputs: outputs(2),
};

/** It reads four axes whatever the rank, takes no notice of a dilation, and never looks at later inputs again. */
export const depthwiseConv2d: Kind = {
  made: base(2), rank: 4,
  build: (layer, input) => {
    if (input.length < 4) return refuse({ kind: 'rank', expected: 4, least: true, found: input.length });
    const first = channelsFirst(layer);
    return withChannels(input, first === undefined ? undefined : first ? 1 : 3, (channels) => {
      const multiplier = numberOf(layer, 'depthMultiplier', 1);
      const used = booleanOf(layer, 'useBias', true);
      const biases = used === false ? [] : [[used === undefined ? undefined : product(channels, multiplier)]];
      return counted(layer, [[...perAxis(layer, 'kernelSize', 2), channels, multiplier], ...biases]);
    }, 0);
  },
  outputs: (layer, input) => {
    const first = channelsFirst(layer);
    if (first === undefined || input.length < 4) return [undefined];
    const multiplier = numberOf(layer, 'depthMultiplier', 1);
    return moved(layer, input.slice(0, 4), product(first ? input[1] : input[3], multiplier), slid(layer, 2, false));
  },
};
