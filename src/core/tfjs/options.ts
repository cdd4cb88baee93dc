/** Options that the layers of tfjs 4.22 take; a test compares them with the type declarations of the installed one. */

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** What every layer takes. */
const BASE = words('batchInputShape batchSize dtype inputDType inputShape name trainable weights');

const SUM = 'activation activityRegularizer biasConstraint biasInitializer biasRegularizer kernelConstraint kernelInitializer kernelRegularizer useBias';
const CONV = `${SUM} dataFormat dilationRate kernelSize padding strides`;
const DEPTH = 'depthMultiplier depthwiseConstraint depthwiseInitializer depthwiseRegularizer';
const CELL = `activation biasConstraint biasInitializer biasRegularizer dropout dropoutFunc kernelConstraint kernelInitializer kernelRegularizer
  recurrentConstraint recurrentDropout recurrentInitializer recurrentRegularizer useBias`;
const RECURRENT = 'cell goBackwards inputDim inputLength returnSequences returnState stateful unroll';
const GATED = 'recurrentActivation implementation';
const POOL1D = 'padding poolSize strides';
const POOL = `${POOL1D} dataFormat`;
const NORMAL = 'axis betaInitializer betaRegularizer center epsilon gammaInitializer gammaRegularizer scale';

/** By class; those that are not listed take only what all take, or are not known. */
const OWN: Readonly<Record<string, string>> = {
  ELU: 'alpha', ReLU: 'maxValue', LeakyReLU: 'alpha', PReLU: 'alphaConstraint alphaInitializer alphaRegularizer sharedAxes', Softmax: 'axis', ThresholdedReLU: 'theta', Activation: 'activation',
  Dense: `${SUM} inputDim units`, Conv1D: `${CONV} filters`, Conv2D: `${CONV} filters`, Conv3D: `${CONV} filters`, Conv2DTranspose: `${CONV} filters`, Conv3DTranspose: `${CONV} filters`,
  DepthwiseConv2D: `${CONV} ${DEPTH}`, SeparableConv2D: `${CONV} ${DEPTH} filters pointwiseConstraint pointwiseInitializer pointwiseRegularizer`,
  SimpleRNN: `${CELL} ${RECURRENT} units`, SimpleRNNCell: `${CELL} units`, GRU: `${CELL} ${RECURRENT} ${GATED} units`, GRUCell: `${CELL} ${GATED} resetAfter units`,
  LSTM: `${CELL} ${RECURRENT} ${GATED} unitForgetBias units`, LSTMCell: `${CELL} ${GATED} unitForgetBias units`,
  ConvLSTM2D: `${CELL} ${RECURRENT} ${GATED} unitForgetBias filters kernelSize padding strides dataFormat dilationRate`, ConvLSTM2DCell: `${CELL} ${GATED} unitForgetBias filters kernelSize padding strides dataFormat dilationRate`,
  RNN: RECURRENT, StackedRNNCells: 'cells', Bidirectional: 'layer mergeMode', TimeDistributed: 'layer',
  Embedding: 'activityRegularizer embeddingsConstraint embeddingsInitializer embeddingsRegularizer inputDim inputLength maskZero outputDim',
  Dropout: 'noiseShape rate seed', GaussianNoise: 'stddev', GaussianDropout: 'rate', AlphaDropout: 'noiseShape rate',
  Flatten: 'dataFormat', RepeatVector: 'n', Reshape: 'targetShape', Permute: 'dims', Cropping2D: 'cropping dataFormat', UpSampling2D: 'dataFormat interpolation size', ZeroPadding2D: 'dataFormat padding', Masking: 'maskValue',
  Add: '', Average: '', Concatenate: 'axis', Maximum: '', Minimum: '', Multiply: '', Dot: 'axes normalize',
  BatchNormalization: `${NORMAL} betaConstraint gammaConstraint momentum movingMeanInitializer movingVarianceInitializer`, LayerNormalization: NORMAL,
  MaxPooling1D: POOL1D, AveragePooling1D: POOL1D, MaxPooling2D: POOL, AveragePooling2D: POOL, MaxPooling3D: POOL, AveragePooling3D: POOL, GlobalMaxPooling2D: 'dataFormat', GlobalAveragePooling2D: 'dataFormat',
};

/** Options of each class of layers. */
export const layerOptions: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(OWN).map(([className, own]) => [className, new Set([...BASE, ...words(own)])]));
