/** Every class of layers with what it says of shapes and weights. */
import { flatten, permute, repeatVector, reshape } from './arrange';
import { conv1d, conv2d, conv2dTranspose, conv3d, conv3dTranspose, depthwiseConv2d, separableConv2d } from './convolution';
import { inputLayer } from './input';
import type { Kind } from './kind';
import { concatenate, dot, elementwise } from './merge';
import { globalPool1d, globalPool2d, pool1d, pool2d, pool3d } from './pooling';
import { convolutionCell, convolutionLstm, rnn, simpleCell, simpleRecurrent, stackedCells } from './recurrent';
import { categoryEncoding, centerCrop, cropping2d, randomWidth, resizing, upSampling2d, zeroPadding2d } from './resize';
import { batchNormalization, dense, embedding, layerNormalization, prelu } from './weighted';
import { bidirectional, timeDistributed } from './wrappers';

/** What comes out as it went in. */
const same: Kind = {};
const sameOrBare: Kind = { bare: true };

/** By tfjs's class name. */
export const kinds: Readonly<Record<string, Kind>> = {
  InputLayer: inputLayer, Dense: dense, Embedding: embedding, BatchNormalization: batchNormalization, LayerNormalization: layerNormalization, PReLU: prelu,
  Conv1D: conv1d, Conv2D: conv2d, Conv3D: conv3d, Conv2DTranspose: conv2dTranspose, Conv3DTranspose: conv3dTranspose,
  DepthwiseConv2D: depthwiseConv2d, SeparableConv2D: separableConv2d,
  SimpleRNN: simpleRecurrent, LSTM: simpleRecurrent, GRU: simpleRecurrent, RNN: rnn, ConvLSTM2D: convolutionLstm,
  SimpleRNNCell: simpleCell, LSTMCell: simpleCell, GRUCell: simpleCell, ConvLSTM2DCell: convolutionCell, StackedRNNCells: stackedCells,
  Bidirectional: bidirectional, TimeDistributed: timeDistributed,
  MaxPooling1D: pool1d, AveragePooling1D: pool1d, MaxPooling2D: pool2d, AveragePooling2D: pool2d, MaxPooling3D: pool3d, AveragePooling3D: pool3d,
  GlobalMaxPooling1D: globalPool1d, GlobalAveragePooling1D: globalPool1d, GlobalMaxPooling2D: globalPool2d, GlobalAveragePooling2D: globalPool2d,
  Flatten: flatten, Reshape: reshape, Permute: permute, RepeatVector: repeatVector,
  UpSampling2D: upSampling2d, ZeroPadding2D: zeroPadding2d, Cropping2D: cropping2d,
  CenterCrop: centerCrop, Resizing: resizing, RandomWidth: randomWidth, CategoryEncoding: categoryEncoding,
  Add: elementwise, Average: elementwise, Maximum: elementwise, Minimum: elementwise, Multiply: elementwise, Concatenate: concatenate, Dot: dot,
  Activation: same, ReLU: sameOrBare, LeakyReLU: sameOrBare, ELU: sameOrBare, ThresholdedReLU: sameOrBare, Softmax: sameOrBare,
  Dropout: same, SpatialDropout1D: { spec: () => ({ rank: 3 }), rank: 3 }, AlphaDropout: same, GaussianDropout: same, GaussianNoise: same,
  Rescaling: same, Masking: sameOrBare,
};
