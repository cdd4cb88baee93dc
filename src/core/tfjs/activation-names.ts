/** Names that `activation: '…'` accepts in tfjs 4.22 (`activations.ts`, `generic_utils.deserializeKerasObject`). */

/** The 16 registered activations. */
export const activationStrings: readonly string[] = [
  'elu', 'selu', 'relu', 'relu6', 'linear', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh', 'softmax', 'logSoftmax', 'gelu', 'gelu_new', 'mish', 'swish',
];

/** The version that brought a name, for those that 1.7 did not have yet: looked up in the packages before and after. */
export const activationsSince: ReadonlyMap<string, string> = new Map([['swish', '2.5.0'], ['mish', '3.5.0'], ['gelu', '4.19.0'], ['gelu_new', '4.19.0']]);

/**
 * Other classes of the one registry that all serialisable classes share: tfjs accepts them as activations by accident.
 */
export const accidentalActivationStrings: ReadonlySet<string> = new Set(`Adadelta Adagrad Adam Adamax Momentum RMSProp SGD Zeros Ones Constant
  RandomUniform RandomNormal TruncatedNormal Identity VarianceScaling GlorotUniform GlorotNormal HeNormal HeUniform LeCunNormal LeCunUniform Orthogonal
  InputLayer MaxNorm UnitNorm NonNeg MinMaxNorm Model Functional Sequential L1L2 ReLU LeakyReLU PReLU ELU ThresholdedReLU Softmax Conv2D Conv3D
  Conv2DTranspose Conv3DTranspose SeparableConv2D Conv1D Cropping2D UpSampling2D DepthwiseConv2D RNN SimpleRNNCell SimpleRNN GRUCell GRU LSTMCell LSTM
  StackedRNNCells ConvLSTM2DCell ConvLSTM2D Dropout SpatialDropout1D Dense Flatten Activation RepeatVector Reshape Permute Masking Embedding Add Multiply
  Average Maximum Minimum Concatenate Dot GaussianNoise GaussianDropout AlphaDropout BatchNormalization LayerNormalization ZeroPadding2D MaxPooling1D
  AveragePooling1D MaxPooling2D AveragePooling2D MaxPooling3D AveragePooling3D GlobalAveragePooling1D GlobalMaxPooling1D GlobalAveragePooling2D
  GlobalMaxPooling2D TimeDistributed Bidirectional Rescaling CenterCrop CategoryEncoding Resizing RandomWidth`.split(/\s+/));

/** `tf.fused.*({activation: '…'})`: all lower case. */
export const fusedActivations: readonly string[] = ['linear', 'relu', 'prelu', 'elu', 'relu6', 'leakyrelu', 'sigmoid'];
