/** The networks on which the signal flow is compared with what TensorFlow.js does. */

export interface Case {
  readonly name: string;
  /** Program that exports `make`. */
  readonly text: string;
  readonly draws: number;
  readonly batch: number;
  readonly positive: boolean;
  /** Rows of an embedding that inputs are indices of. */
  readonly rows: number | undefined;
}

type More = Partial<Pick<Case, 'draws' | 'batch' | 'positive' | 'rows'>>;

function program(body: string): string {
  return `import * as tf from '@tensorflow/tfjs';\nexport function make() {\n${body}\n  return model;\n}\n`;
}

function of(name: string, body: string, more: More = {}): Case {
  return { name, text: program(body), draws: 50, batch: 16, positive: false, rows: undefined, ...more };
}

/** Layers one behind another. */
function chain(name: string, layers: readonly string[], more: More = {}): Case {
  return of(name, `  const model = tf.sequential();\n${layers.map((layer) => `  model.add(tf.layers.${layer});`).join('\n')}`, more);
}

/** `depth` equal hidden layers, and as many outputs as give a steady mean. */
function stack(name: string, width: number, depth: number, options: string, more: More & { readonly features?: number; readonly after?: readonly string[] } = {}): Case {
  const { features = width, after = [], ...rest } = more;
  const hidden = Array.from({ length: depth }, (_, i) => [`dense({ units: ${width}, ${options}${i === 0 ? `, inputShape: [${features}]` : ''} })`, ...after]).flat();
  return chain(name, [...hidden, 'dense({ units: 32 })'], rest);
}

const act = (id: string, initialiser?: string): string => `activation: '${id}'${initialiser === undefined ? '' : `, kernelInitializer: ${initialiser}`}`;
const quoted = (name: string): string => `'${name}'`;

const activations: readonly Case[] = [
  stack('relu, heNormal', 64, 6, act('relu', quoted('heNormal'))),
  stack('relu6, glorotNormal', 32, 4, act('relu6'), { draws: 200 }),
  stack('elu, leCunUniform', 64, 6, act('elu', quoted('leCunUniform'))),
  stack('selu, leCunUniform', 64, 8, act('selu', quoted('leCunUniform'))),
  stack('sigmoid', 64, 5, act('sigmoid')),
  stack('hardSigmoid, heUniform', 32, 4, act('hardSigmoid', quoted('heUniform'))),
  stack('softplus', 32, 4, act('softplus'), { draws: 100 }),
  stack('softsign, glorotUniform', 32, 6, act('softsign', quoted('glorotUniform')), { draws: 100 }),
  stack('tanh', 64, 10, act('tanh')),
  stack('gelu, heUniform', 64, 5, act('gelu', quoted('heUniform'))),
  stack('gelu_new, heUniform', 32, 4, act('gelu_new', quoted('heUniform')), { draws: 100 }),
  stack('mish, heNormal', 32, 4, act('mish', quoted('heNormal')), { draws: 100 }),
  stack('swish, heUniform', 64, 4, act('swish', quoted('heUniform'))),
  stack('linear, leCunNormal', 64, 3, act('linear', quoted('leCunNormal'))),
  stack('softmax', 16, 3, act('softmax'), { draws: 200 }),
  stack('logSoftmax', 32, 2, act('logSoftmax'), { draws: 100 }),
  stack('leakyReLU layers', 64, 5, `kernelInitializer: 'heUniform'`, { after: ['leakyReLU({ alpha: 0.2 })'] }),
  stack('prelu layers', 32, 4, `kernelInitializer: 'heUniform'`, { after: ['prelu()'], draws: 100 }),
  stack('reLU layers with a cap', 32, 4, `kernelInitializer: 'heUniform'`, { after: ['reLU({ maxValue: 1 })'], draws: 100 }),
  stack('elu layers', 32, 4, `kernelInitializer: 'leCunUniform'`, { after: ['elu()'], draws: 100 }),
  stack('relu behind relu', 32, 3, act('relu', quoted('heUniform')), { after: ['reLU()'], draws: 100 }),
];

const initialisers: readonly Case[] = [
  stack('tanh, zeros', 16, 2, act('tanh', quoted('zeros'))),
  stack('relu, ones', 16, 2, act('relu', `tf.initializers.ones()`), { draws: 200 }),
  stack('tanh, constant', 16, 3, act('tanh', 'tf.initializers.constant({ value: 0.06 })'), { draws: 200 }),
  stack('relu, constant', 16, 2, act('relu', 'tf.initializers.constant({ value: 0.1 })'), { draws: 200 }),
  stack('tanh, randomNormal with a mean', 32, 3, act('tanh', 'tf.initializers.randomNormal({ mean: 0.02, stddev: 0.1 })'), { draws: 200 }),
  stack('relu, randomNormal', 32, 3, act('relu', 'tf.initializers.randomNormal({ stddev: 0.25 })'), { draws: 200 }),
  stack('tanh, randomUniform from 0', 32, 2, act('tanh', 'tf.initializers.randomUniform({ minval: 0, maxval: 0.2 })'), { draws: 200 }),
  stack('sigmoid, truncatedNormal', 32, 3, act('sigmoid', 'tf.initializers.truncatedNormal({ stddev: 0.3 })'), { draws: 100 }),
  stack('relu, identity', 32, 4, act('relu', quoted('identity'))),
  stack('tanh, identity with gain', 32, 3, act('tanh', 'tf.initializers.identity({ gain: 1.5 })')),
  stack('tanh, orthogonal', 16, 2, act('tanh', 'tf.initializers.orthogonal({ gain: 1.2 })'), { draws: 50 }),
  stack('relu, varianceScaling fanOut uniform', 32, 4, act('relu', `tf.initializers.varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'uniform' })`), { draws: 100 }),
  stack('elu, varianceScaling default', 32, 4, act('elu', quoted('varianceScaling')), { draws: 100 }),
  stack('relu, constant bias', 32, 4, `${act('relu', quoted('heUniform'))}, biasInitializer: tf.initializers.constant({ value: 0.3 })`, { draws: 100 }),
  stack('tanh, random bias', 32, 4, `${act('tanh', quoted('leCunUniform'))}, biasInitializer: tf.initializers.randomNormal({ stddev: 0.5 })`, { draws: 100 }),
  stack('relu without bias, positive inputs', 32, 3, `${act('relu')}, useBias: false`, { draws: 100, positive: true }),
  stack('sigmoid, positive inputs', 32, 3, act('sigmoid', quoted('heNormal')), { draws: 100, positive: true }),
];

const sizes: readonly Case[] = [
  stack('relu, width 16', 16, 4, act('relu', quoted('heUniform')), { draws: 300 }),
  stack('tanh, width 16, depth 10', 16, 10, act('tanh', quoted('leCunUniform')), { draws: 300 }),
  stack('sigmoid, two features', 32, 3, act('sigmoid'), { features: 2, draws: 200 }),
  stack('tanh, two features', 32, 3, act('tanh', quoted('heUniform')), { features: 2, draws: 200 }),
  stack('tanh, width 64, depth 20', 64, 20, act('tanh', quoted('leCunUniform')), { draws: 60, batch: 8 }),
  stack('relu, width 128, depth 20', 128, 20, act('relu', quoted('heUniform')), { batch: 4 }),
  stack('relu, width 256', 256, 3, act('relu', quoted('heUniform')), { batch: 4 }),
  chain('relu, 128 to 16', ['dense({ units: 128, activation: \'relu\', inputShape: [20] })', 'dense({ units: 64, activation: \'relu\' })', 'dense({ units: 16, activation: \'relu\' })', 'dense({ units: 32, activation: \'softmax\' })'], { draws: 100 }),
];

const image = (options: string, first = ''): string => `conv2d({ filters: 8, kernelSize: 3, ${options}${first} })`;
const SHAPE = ', inputShape: [7, 7, 3]';
const POOLED = ', inputShape: [10, 10, 2]';
const END = ['flatten()', 'dense({ units: 32 })'];

const convolutions: readonly Case[] = [
  chain('conv relu, valid', [image(act('relu', quoted('heUniform')), SHAPE), image(act('relu', quoted('heUniform'))), ...END], { batch: 2, draws: 150 }),
  chain('conv tanh, same', [image(`${act('tanh')}, padding: 'same'`, SHAPE), image(`${act('tanh')}, padding: 'same'`), image(`${act('tanh')}, padding: 'same'`), ...END], { batch: 2 }),
  chain('conv relu, strides 2', [image(`${act('relu')}, strides: 2, padding: 'same'`, SHAPE), image(`${act('relu')}, strides: 2, padding: 'same'`), ...END], { batch: 3, draws: 80 }),
  chain('conv relu, max pooling', [image(act('relu', quoted('heUniform')), POOLED), 'maxPooling2d({ poolSize: 2 })', image(act('relu', quoted('heUniform'))), ...END], { batch: 3, draws: 80 }),
  chain('conv tanh, two max poolings', [image(`${act('tanh')}, padding: 'same'`, ', inputShape: [12, 12, 2]'), 'maxPooling2d({ poolSize: 2 })', image(`${act('tanh')}, padding: 'same'`), 'maxPooling2d({ poolSize: 2 })', ...END], { batch: 3, draws: 80 }),
  chain('conv relu, average pooling', [image(act('relu', quoted('heUniform')), POOLED), 'averagePooling2d({ poolSize: 2 })', image(act('relu', quoted('heUniform'))), 'globalAveragePooling2d({})', 'dense({ units: 32 })'], { batch: 3, draws: 80 }),
  chain('conv1d selu', [`conv1d({ filters: 16, kernelSize: 5, ${act('selu', quoted('leCunUniform'))}, inputShape: [24, 4] })`, `conv1d({ filters: 16, kernelSize: 5, strides: 2, ${act('selu', quoted('leCunUniform'))} })`, ...END], { batch: 3, draws: 80 }),
  chain('conv relu, batch normalisation', [image(`useBias: false`, SHAPE), 'batchNormalization()', 'reLU()', image(`useBias: false`), 'batchNormalization()', 'reLU()', ...END], { batch: 24 }),
  chain('depthwise and separable relu', [`depthwiseConv2d({ kernelSize: 3, depthMultiplier: 4, ${act('relu')}${SHAPE} })`, `separableConv2d({ filters: 16, kernelSize: 3, ${act('relu')} })`, ...END], { batch: 4, draws: 150 }),
  chain('transposed conv tanh, upsampling', [`conv2dTranspose({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', ${act('tanh')}, inputShape: [3, 3, 6] })`, 'upSampling2d({ size: [2, 2] })', image(act('tanh')), ...END], { batch: 3 }),
];

const others: readonly Case[] = [
  stack('sigmoid, batch normalisation', 32, 3, act('sigmoid'), { after: ['batchNormalization()'], draws: 60, batch: 64 }),
  stack('relu, layer normalisation', 32, 3, act('relu'), { after: ['layerNormalization()'], draws: 100 }),
  stack('relu, dropout', 64, 3, act('relu', quoted('heUniform')), { after: ['dropout({ rate: 0.4 })'] }),
  stack('tanh, Gaussian noise', 32, 3, act('tanh'), { after: ['gaussianNoise({ stddev: 0.3 })'], draws: 100 }),
  of('relu, residual', `  const input = tf.input({ shape: [32] });
  let x = tf.layers.dense({ units: 32, activation: 'relu', kernelInitializer: 'heUniform' }).apply(input);
  for (let i = 0; i < 4; i++) {
    const branch = tf.layers.dense({ units: 32, kernelInitializer: 'leCunUniform' }).apply(tf.layers.dense({ units: 32, activation: 'relu', kernelInitializer: 'heUniform' }).apply(x));
    x = tf.layers.add().apply([x, branch]);
  }
  const model = tf.model({ inputs: input, outputs: tf.layers.dense({ units: 32 }).apply(x) });`, { draws: 200 }),
  of('tanh, branches side by side', `  const input = tf.input({ shape: [24] });
  const a = tf.layers.dense({ units: 32, activation: 'tanh' }).apply(input);
  const b = tf.layers.dense({ units: 16, activation: 'sigmoid' }).apply(input);
  const x = tf.layers.concatenate().apply([a, b]);
  const model = tf.model({ inputs: input, outputs: tf.layers.dense({ units: 32 }).apply(tf.layers.dense({ units: 32, activation: 'relu' }).apply(x)) });`, { draws: 200 }),
  of('gated by a product', `  const input = tf.input({ shape: [32] });
  const a = tf.layers.dense({ units: 32, activation: 'tanh', kernelInitializer: 'heUniform' }).apply(input);
  const b = tf.layers.dense({ units: 32, activation: 'sigmoid', kernelInitializer: 'heUniform' }).apply(input);
  const x = tf.layers.multiply().apply([a, b]);
  const model = tf.model({ inputs: input, outputs: tf.layers.dense({ units: 32 }).apply(x) });`, { draws: 200 }),
  chain('embedding, dense', ['embedding({ inputDim: 20, outputDim: 16, inputLength: 4 })', 'flatten()', 'dense({ units: 32, activation: \'tanh\' })', 'dense({ units: 32 })'], { draws: 100, rows: 20 }),
];

/** All networks, in the order of the table. */
export const cases: readonly Case[] = [...activations, ...initialisers, ...sizes, ...convolutions, ...others];
