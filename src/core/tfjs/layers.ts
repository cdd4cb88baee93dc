/**
 * Layer factories of `tf.layers`, as tfjs-layers 4.22 has them (`exports_layers.ts`); each fact is re-checked against
 * the installed tfjs in `test/core/tfjs`.
 */

/** What a layer does to the values that flow through it, as far as the rules need to know. */
export type LayerGroup =
  | 'affine' // trainable weighted sums: dense, convolutions
  | 'recurrent'
  | 'embedding'
  | 'activation' // an element-wise function or softmax, and nothing else
  | 'normalization'
  | 'dropout' // noise while training, identity afterwards
  | 'pool-max' | 'pool-average'
  | 'shape' // moves values, computes nothing: flatten, reshape, padding, cropping
  | 'merge' // several inputs: add, concatenate, dot
  | 'wrapper'
  | 'input'
  | 'other';

export interface LayerFactory {
  readonly className: string;
  readonly group: LayerGroup;
  /** The config key that says how many units or filters there are. */
  readonly size?: 'units' | 'filters' | 'outputDim';
  /** Default of `activation`; absent where there is no such key. */
  readonly activation?: string;
  /** Default of `recurrentActivation`; absent where there is no such key. */
  readonly recurrentActivation?: string;
  /** For the group `activation`: id of the function, absent where a config key names it. */
  readonly function?: string;
}

const affine = (className: string, size?: LayerFactory['size']): LayerFactory => ({ className, group: 'affine', activation: 'linear', ...(size ? { size } : {}) });
const gated = (className: string, size: 'units' | 'filters'): LayerFactory => ({ className, group: 'recurrent', size, activation: 'tanh', recurrentActivation: 'hardSigmoid' });
const simple = (className: string): LayerFactory => ({ className, group: 'recurrent', size: 'units', activation: 'tanh' });
const fn = (className: string, id: string): LayerFactory => ({ className, group: 'activation', function: id });
const plain = (className: string, group: LayerGroup): LayerFactory => ({ className, group });

const averagePool1d = plain('AveragePooling1D', 'pool-average');
const averagePool2d = plain('AveragePooling2D', 'pool-average');
const averagePool3d = plain('AveragePooling3D', 'pool-average');
const maxPool1d = plain('MaxPooling1D', 'pool-max');
const maxPool2d = plain('MaxPooling2D', 'pool-max');
const globalMax1d = plain('GlobalMaxPooling1D', 'pool-max');
const globalMax2d = plain('GlobalMaxPooling2D', 'pool-max');

/** `tf.layers.<key>(config)`. */
export const layerFactories: Readonly<Record<string, LayerFactory>> = {
  dense: affine('Dense', 'units'),
  conv1d: affine('Conv1D', 'filters'), conv2d: affine('Conv2D', 'filters'), conv3d: affine('Conv3D', 'filters'),
  conv2dTranspose: affine('Conv2DTranspose', 'filters'), conv3dTranspose: affine('Conv3DTranspose', 'filters'),
  depthwiseConv2d: affine('DepthwiseConv2D'), separableConv2d: affine('SeparableConv2D', 'filters'),
  simpleRNN: simple('SimpleRNN'), simpleRNNCell: simple('SimpleRNNCell'),
  lstm: gated('LSTM', 'units'), lstmCell: gated('LSTMCell', 'units'),
  gru: gated('GRU', 'units'), gruCell: gated('GRUCell', 'units'),
  convLstm2d: gated('ConvLSTM2D', 'filters'), convLstm2dCell: gated('ConvLSTM2DCell', 'filters'),
  rnn: plain('RNN', 'wrapper'), stackedRNNCells: plain('StackedRNNCells', 'wrapper'),
  bidirectional: plain('Bidirectional', 'wrapper'), timeDistributed: plain('TimeDistributed', 'wrapper'),
  activation: { className: 'Activation', group: 'activation', activation: 'linear' },
  reLU: fn('ReLU', 'relu'), leakyReLU: fn('LeakyReLU', 'leakyRelu'), prelu: fn('PReLU', 'prelu'), elu: fn('ELU', 'elu'),
  thresholdedReLU: fn('ThresholdedReLU', 'thresholdedRelu'), softmax: fn('Softmax', 'softmax'),
  embedding: { className: 'Embedding', group: 'embedding', size: 'outputDim' },
  batchNormalization: plain('BatchNormalization', 'normalization'), layerNormalization: plain('LayerNormalization', 'normalization'),
  dropout: plain('Dropout', 'dropout'), spatialDropout1d: plain('SpatialDropout1D', 'dropout'), alphaDropout: plain('AlphaDropout', 'dropout'),
  gaussianDropout: plain('GaussianDropout', 'dropout'), gaussianNoise: plain('GaussianNoise', 'dropout'),
  maxPooling1d: maxPool1d, maxPool1d, maxPooling2d: maxPool2d, maxPool2d, maxPooling3d: plain('MaxPooling3D', 'pool-max'),
  globalMaxPooling1d: globalMax1d, globalMaxPool1d: globalMax1d, globalMaxPooling2d: globalMax2d, globalMaxPool2d: globalMax2d,
  averagePooling1d: averagePool1d, avgPool1d: averagePool1d, avgPooling1d: averagePool1d,
  averagePooling2d: averagePool2d, avgPool2d: averagePool2d, avgPooling2d: averagePool2d,
  averagePooling3d: averagePool3d, avgPool3d: averagePool3d, avgPooling3d: averagePool3d,
  globalAveragePooling1d: plain('GlobalAveragePooling1D', 'pool-average'), globalAveragePooling2d: plain('GlobalAveragePooling2D', 'pool-average'),
  flatten: plain('Flatten', 'shape'), reshape: plain('Reshape', 'shape'), permute: plain('Permute', 'shape'), repeatVector: plain('RepeatVector', 'shape'),
  cropping2D: plain('Cropping2D', 'shape'), zeroPadding2d: plain('ZeroPadding2D', 'shape'), upSampling2d: plain('UpSampling2D', 'shape'),
  centerCrop: plain('CenterCrop', 'shape'), resizing: plain('Resizing', 'shape'), randomWidth: plain('RandomWidth', 'shape'),
  masking: plain('Masking', 'shape'), rescaling: plain('Rescaling', 'other'), categoryEncoding: plain('CategoryEncoding', 'other'),
  add: plain('Add', 'merge'), average: plain('Average', 'merge'), concatenate: plain('Concatenate', 'merge'), dot: plain('Dot', 'merge'),
  maximum: plain('Maximum', 'merge'), minimum: plain('Minimum', 'merge'), multiply: plain('Multiply', 'merge'),
  inputLayer: plain('InputLayer', 'input'),
};

const byClassName = new Map(Object.values(layerFactories).map((factory) => [factory.className, factory]));

/** The facts of a tfjs class name, as `layer.getClassName()` returns it. */
export function layerClass(className: string): LayerFactory | undefined {
  return byClassName.get(className);
}

const factoryByClass = new Map(Object.entries(layerFactories).map(([factory, { className }]) => [className, factory]));

/** A key of `tf.layers` that makes layers of a class. */
export function factoryOfClass(className: string): string | undefined {
  return factoryByClass.get(className);
}

/** True where a layer computes trainable weighted sums, so that an activation behind it is one between neurons. */
export function isTrainableGroup(group: LayerGroup): boolean {
  return group === 'affine' || group === 'recurrent' || group === 'embedding';
}
