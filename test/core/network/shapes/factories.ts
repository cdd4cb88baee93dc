/** For every factory of `tf.layers`, options and inputs as programs may have them, right and wrong. */
import type { Draw } from './draw';
import { axes, shape, size } from './draw';

/** A layer and the shapes that it is applied to, without their batch. */
export interface Case {
  readonly options: string;
  readonly inputs: readonly (readonly (number | null)[])[];
}

type Make = (draw: Draw) => Case;

const flag = (draw: Draw): string => draw.pick('true', 'false', 'null');
const trainable = (draw: Draw): string | undefined => draw.maybe(() => flag(draw), 20);
const useBias = (draw: Draw): string | undefined => draw.maybe(() => flag(draw), 30);
const padding = (draw: Draw): string => draw.pick('same', 'valid', 'valid', 'same', 'causal', 'full').replace(/^/, "'").replace(/$/, "'");
const format = (draw: Draw): string => (draw.chance(95) ? draw.pick("'channelsFirst'", "'channelsLast'") : "'channelsMiddle'");

/** A rank that is mostly the right one. */
const rank = (draw: Draw, right: number): number => (draw.chance(90) ? right : draw.int(1, 5));

const one = (draw: Draw, right: number, low = 1, high = 8): (number | null)[][] => [shape(draw, rank(draw, right), low, high)];

const conv = (count: number, more: (draw: Draw) => Record<string, string | undefined> = () => ({})): Make => (draw) => ({
  options: draw.options({
    filters: draw.maybe(() => size(draw), 97), kernelSize: draw.maybe(() => axes(draw, count, 1, 4), 97), strides: draw.maybe(() => axes(draw, count, 1, 3)),
    padding: draw.maybe(() => padding(draw)), dataFormat: draw.maybe(() => format(draw), 40), dilationRate: draw.maybe(() => axes(draw, count, 1, 2), 25),
    useBias: useBias(draw), trainable: trainable(draw), ...more(draw),
  }),
  inputs: one(draw, count + 1, 2, 8),
});

const depthMultiplier = (draw: Draw): Record<string, string | undefined> => ({ depthMultiplier: draw.maybe(() => String(draw.int(1, 3)), 40) });

const pool = (count: number): Make => (draw) => ({
  options: draw.options({
    poolSize: draw.maybe(() => (draw.chance(90) ? axes(draw, count, 1, 4) : size(draw))), strides: draw.maybe(() => (draw.chance(90) ? axes(draw, count, 1, 3) : size(draw))),
    padding: draw.maybe(() => padding(draw)), ...(count > 1 ? { dataFormat: draw.maybe(() => format(draw), 40) } : {}),
  }),
  inputs: one(draw, count + 1, 2, 9),
});

const globalPool = (count: number): Make => (draw) => ({ options: draw.chance(10) ? '' : draw.options(count > 1 ? { dataFormat: draw.maybe(() => format(draw)) } : {}), inputs: one(draw, count + 1) });

const cellOptions = (draw: Draw): string => draw.options({ units: draw.maybe(() => size(draw), 97), useBias: useBias(draw), trainable: trainable(draw) });

const CELLS = ['simpleRNNCell', 'gruCell', 'lstmCell'] as const;
const someCell = (draw: Draw): string => `tf.layers.${draw.pick(...CELLS)}(${cellOptions(draw)})`;

const cell: Make = (draw) => ({ options: cellOptions(draw), inputs: one(draw, draw.int(1, 2)) });

const recurrentOptions = (draw: Draw): Record<string, string | undefined> => ({
  returnSequences: draw.maybe(() => flag(draw)), returnState: draw.maybe(() => flag(draw), 20), stateful: draw.maybe(() => flag(draw), 6), trainable: trainable(draw),
});

const recurrent: Make = (draw) => ({ options: draw.options({ units: draw.maybe(() => size(draw), 97), useBias: useBias(draw), ...recurrentOptions(draw) }), inputs: one(draw, 2) });

const convLstmOptions = (draw: Draw): Record<string, string | undefined> => ({
  filters: size(draw), kernelSize: draw.maybe(() => axes(draw, 2, 1, 3), 97), strides: draw.maybe(() => axes(draw, 2, 1, 2)), padding: draw.maybe(() => padding(draw)),
  dataFormat: draw.maybe(() => format(draw), 40), dilationRate: draw.maybe(() => axes(draw, 2, 1, 2), 20), useBias: useBias(draw),
});

const same = (pairs: (draw: Draw) => Record<string, string | undefined> = () => ({}), right = 0): Make => (draw) => ({
  options: draw.chance(15) ? '' : draw.options(pairs(draw)), inputs: one(draw, right === 0 ? draw.int(1, 4) : right),
});

/** Several shapes, each made from one by small changes: an axis of size 1, an open one, a missing one. */
function similar(draw: Draw, count: number): (number | null)[][] {
  const first = shape(draw, draw.int(1, 4), 1, 4);
  return Array.from({ length: count }, (_, index) => {
    if (index === 0 || draw.chance(50)) return [...first];
    const changed = draw.chance(80) ? [...first] : draw.chance(50) && first.length > 1 ? first.slice(1) : [...first, draw.int(1, 3)];
    return changed.map((length) => (draw.chance(70) ? length : draw.chance(70) ? 1 : draw.chance(60) ? null : draw.int(1, 4)));
  });
}

const merge: Make = (draw) => ({ options: draw.chance(20) ? '' : '{}', inputs: similar(draw, draw.chance(95) ? draw.int(2, 3) : 1) });

/** Layers that wrappers are put around. */
function inner(draw: Draw): { readonly code: string; readonly rank: number } {
  const kind = draw.pick('dense', 'dense', 'conv1d', 'conv2d', 'lstm', 'flatten', 'model', 'separable');
  switch (kind) {
    case 'conv1d': return { code: `tf.layers.conv1d(${conv(1)(draw).options})`, rank: 3 };
    case 'conv2d': return { code: `tf.layers.conv2d(${conv(2)(draw).options})`, rank: 4 };
    case 'separable': return { code: `tf.layers.separableConv2d(${conv(2, depthMultiplier)(draw).options})`, rank: 4 };
    case 'lstm': return { code: `tf.layers.lstm(${draw.options({ units: size(draw), returnSequences: draw.maybe(() => flag(draw)), trainable: trainable(draw) })})`, rank: 3 };
    case 'flatten': return { code: 'tf.layers.flatten()', rank: 3 };
    case 'model': return { code: `tf.sequential({ layers: [tf.layers.dense({ units: ${draw.int(1, 3)}, inputShape: [${draw.int(1, 5)}] }), tf.layers.dense({ units: 2 })] })`, rank: 2 };
    default: return { code: `tf.layers.dense(${draw.options({ units: size(draw), useBias: useBias(draw), trainable: trainable(draw) })})`, rank: 2 };
  }
}

function directed(draw: Draw): { readonly code: string; readonly rank: number } {
  const kind = draw.pick('lstm', 'gru', 'simpleRNN', 'convLstm2d', 'dense', 'rnn');
  if (kind === 'convLstm2d') return { code: `tf.layers.convLstm2d(${draw.options({ ...convLstmOptions(draw), ...recurrentOptions(draw) })})`, rank: 4 };
  if (kind === 'dense') return { code: `tf.layers.dense(${draw.options({ units: size(draw) })})`, rank: draw.int(1, 3) };
  if (kind === 'rnn') return { code: `tf.layers.rnn({ cell: ${someCell(draw)} })`, rank: 2 };
  return { code: `tf.layers.${kind}(${draw.options({ units: size(draw), useBias: useBias(draw), ...recurrentOptions(draw) })})`, rank: 2 };
}

const margin = (draw: Draw): string => draw.pick(
  () => String(draw.int(0, 3)), () => `[${draw.int(0, 3)}, ${draw.int(0, 3)}]`, () => `[[${draw.int(0, 3)}, ${draw.int(0, 3)}], [${draw.int(0, 2)}, ${draw.int(0, 2)}]]`,
)();

/** Sizes with the same product as the shape's, mostly. */
function target(draw: Draw, from: readonly (number | null)[]): string {
  const whole = from.reduce<number>((product, length) => product * (length ?? 1), 1);
  if (draw.chance(25)) return `[${shape(draw, draw.int(1, 3), 1, 4).map(String).join(', ')}]`;
  const first = draw.pick(...[1, 2, 3, 4, 6].filter((divisor) => whole % divisor === 0));
  return draw.pick(`[${first}, ${whole / first}]`, `[${first}, -1]`, `[null, ${first}]`, `[${whole}]`, '[-1]', `[-1, ${first}, -1]`, `[1, ${first}, ${whole / first}, 1]`);
}

/** By the key of `tf.layers`; aliases share one. */
export const cases: Readonly<Record<string, Make>> = {
  inputLayer: (draw) => ({ options: draw.options({ batchSize: draw.maybe(() => '3', 20) }), inputs: [shape(draw, draw.int(1, 4))] }),
  dense: (draw) => ({ options: draw.options({ units: draw.maybe(() => size(draw), 97), useBias: useBias(draw), trainable: trainable(draw) }), inputs: one(draw, draw.int(1, 3)) }),
  conv1d: conv(1), conv2d: conv(2), conv3d: conv(3), conv2dTranspose: conv(2), conv3dTranspose: conv(3), separableConv2d: conv(2, depthMultiplier), depthwiseConv2d: conv(2, depthMultiplier),
  simpleRNN: recurrent, lstm: recurrent, gru: recurrent, simpleRNNCell: cell, lstmCell: cell, gruCell: cell,
  convLstm2d: (draw) => ({ options: draw.options({ ...convLstmOptions(draw), ...recurrentOptions(draw) }), inputs: one(draw, 4, 2, 6) }),
  convLstm2dCell: (draw) => ({ options: draw.options(convLstmOptions(draw)), inputs: one(draw, 3, 2, 6) }),
  rnn: (draw) => ({
    options: draw.options({ cell: draw.pick(() => someCell(draw), () => `[${someCell(draw)}, ${someCell(draw)}]`, () => `tf.layers.stackedRNNCells({ cells: [${someCell(draw)}, ${someCell(draw)}] })`)(), ...recurrentOptions(draw) }), inputs: one(draw, 2),
  }),
  stackedRNNCells: (draw) => ({ options: `{ cells: [${Array.from({ length: draw.int(1, 3) }, () => someCell(draw)).join(', ')}]${draw.chance(20) ? ', trainable: false' : ''} }`, inputs: one(draw, 1) }),
  bidirectional: (draw) => {
    const { code, rank: right } = directed(draw);
    return { options: draw.options({ layer: draw.maybe(() => code, 98), mergeMode: draw.maybe(() => draw.pick("'sum'", "'mul'", "'concat'", "'ave'", 'null', "'max'")), trainable: trainable(draw) }), inputs: one(draw, right, 2, 6) };
  },
  timeDistributed: (draw) => {
    const { code, rank: right } = inner(draw);
    return { options: draw.options({ layer: code, trainable: trainable(draw) }), inputs: one(draw, right, 2, 6) };
  },
  embedding: (draw) => ({
    options: draw.options({ inputDim: size(draw), outputDim: size(draw), inputLength: draw.maybe(() => draw.pick('4', '[4]', '[3, 2]', '[null]', '[2, null]'), 40), trainable: trainable(draw) }), inputs: [shape(draw, draw.int(1, 2), 2, 4)],
  }),
  batchNormalization: same((draw) => ({ axis: draw.maybe(() => String(draw.int(-3, 4))), center: draw.maybe(() => flag(draw)), scale: draw.maybe(() => flag(draw)), trainable: trainable(draw) })),
  layerNormalization: same((draw) => ({ axis: draw.maybe(() => draw.pick('-1', '1', '2', '[1, 2]', '[-1, -2]', '[1, -1]', '0', '5')), center: draw.maybe(() => flag(draw)), scale: draw.maybe(() => flag(draw)), trainable: trainable(draw) })),
  dropout: same((draw) => ({ rate: draw.pick('0.5', '0', '1') })), spatialDropout1d: same(() => ({ rate: '0.5' }), 2), alphaDropout: same(() => ({ rate: '0.5' })),
  gaussianDropout: same(() => ({ rate: '0.5' })), gaussianNoise: same(() => ({ stddev: '1' })),
  activation: same((draw) => ({ activation: draw.pick("'relu'", "'softmax'") })),
  reLU: same((draw) => ({ maxValue: draw.maybe(() => '6') })), leakyReLU: same(), elu: same(), thresholdedReLU: same(), softmax: same((draw) => ({ axis: draw.maybe(() => '-1') })),
  prelu: same((draw) => ({ sharedAxes: draw.maybe(() => draw.pick('1', '[1]', '[1, 2]', '[2, 3]', '[]', 'null')), trainable: trainable(draw) })),
  maxPooling1d: pool(1), maxPooling2d: pool(2), maxPooling3d: pool(3), averagePooling1d: pool(1), averagePooling2d: pool(2), averagePooling3d: pool(3),
  maxPool1d: pool(1), maxPool2d: pool(2), avgPool1d: pool(1), avgPooling1d: pool(1), avgPool2d: pool(2), avgPooling2d: pool(2), avgPool3d: pool(3), avgPooling3d: pool(3),
  globalMaxPooling1d: globalPool(1), globalMaxPool1d: globalPool(1), globalAveragePooling1d: globalPool(1),
  globalMaxPooling2d: globalPool(2), globalMaxPool2d: globalPool(2), globalAveragePooling2d: globalPool(2),
  flatten: same((draw) => ({ dataFormat: draw.maybe(() => format(draw)) })),
  reshape: (draw) => {
    const from = shape(draw, draw.int(1, 3), 1, 6);
    return { options: draw.options({ targetShape: draw.maybe(() => target(draw, from), 97) }), inputs: [from] };
  },
  permute: (draw) => ({ options: draw.options({ dims: draw.maybe(() => draw.pick('[2, 1]', '[1, 2]', '[3, 1, 2]', '[1, 3, 2]', '[1]', '[0, 1]', '[1, 1]', '2'), 97) }), inputs: one(draw, draw.int(2, 3)) }),
  repeatVector: (draw) => ({ options: draw.options({ n: String(draw.int(1, 4)) }), inputs: one(draw, 1) }),
  cropping2D: (draw) => ({ options: draw.options({ cropping: draw.maybe(() => margin(draw), 95), dataFormat: draw.maybe(() => draw.pick("'channelsFirst'", "'channelsLast'")) }), inputs: one(draw, 3, 3, 9) }),
  zeroPadding2d: (draw) => ({ options: draw.chance(10) ? '' : draw.options({ padding: draw.maybe(() => draw.pick(margin(draw), margin(draw), '[1]', '[[1, 1], [1]]')), dataFormat: draw.maybe(() => draw.pick("'channelsFirst'", "'channelsLast'")) }), inputs: one(draw, 3) }),
  upSampling2d: (draw) => ({ options: draw.options({ size: draw.maybe(() => draw.pick(`[${draw.int(1, 3)}, ${draw.int(1, 3)}]`, '2')), dataFormat: draw.maybe(() => format(draw)), interpolation: draw.maybe(() => draw.pick("'nearest'", "'bilinear'", "'cubic'")) }), inputs: one(draw, 3) }),
  centerCrop: (draw) => ({ options: draw.options({ height: String(draw.int(1, 4)), width: String(draw.int(1, 4)) }), inputs: [shape(draw, 3)] }),
  resizing: (draw) => ({ options: draw.options({ height: String(draw.int(1, 4)), width: String(draw.int(1, 4)), interpolation: draw.maybe(() => draw.pick("'nearest'", "'bilinear'", "'cubic'")) }), inputs: [shape(draw, 3)] }),
  randomWidth: (draw) => ({ options: draw.options({ factor: draw.maybe(() => draw.pick('0.5', '[0, 1]', '[-0.5, 0.5]', '0', '-1', '2', '[1, 0]', '[0.1]', '[-2, 1]'), 95) }), inputs: [shape(draw, 3)] }),
  rescaling: same(() => ({ scale: '2' })), masking: same((draw) => ({ maskValue: draw.maybe(() => '1') })),
  categoryEncoding: (draw) => ({ options: draw.options({ numTokens: String(draw.int(1, 5)), outputMode: draw.maybe(() => draw.pick("'oneHot'", "'multiHot'", "'count'")) }), inputs: [shape(draw, draw.int(1, 2))] }),
  add: merge, average: merge, maximum: merge, minimum: merge, multiply: merge,
  concatenate: (draw) => ({ options: draw.chance(20) ? '' : draw.options({ axis: draw.maybe(() => String(draw.int(-2, 3))) }), inputs: similar(draw, draw.chance(95) ? draw.int(2, 3) : 1) }),
  dot: (draw) => ({ options: draw.options({ axes: draw.pick('1', '-1', '2', '[1, 1]', '[2, 2]', '[2, 1]', '[1, 2]', '[-1, -1]'), normalize: draw.maybe(() => flag(draw), 30) }), inputs: similar(draw, draw.chance(95) ? 2 : 3).map((list) => list.slice(0, draw.chance(95) ? 2 : 4)) }),
};
