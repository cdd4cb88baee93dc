/** Tensor operations of tfjs 4.22: which are activations, which give tensors, which can be chained. */

/** The 14 activation ops: functions `tf.<op>(x)` and methods `x.<op>()`. */
export const activationOps: readonly string[] = [
  'relu', 'relu6', 'leakyRelu', 'prelu', 'elu', 'selu', 'sigmoid', 'tanh', 'softmax', 'logSoftmax', 'softplus', 'step', 'logSigmoid', 'erf',
];

/** Ops that are no activations and whose values lie in a known range: an activation behind or before one may do nothing. */
export const elementaryOps: readonly string[] = ['abs', 'exp', 'sqrt', 'square'];

/** Names that say TensorFlow.js whatever they are called on: no common library has such a method. */
export const distinctiveOps: ReadonlySet<string> = new Set(['leakyRelu', 'logSoftmax', 'selu', 'relu6', 'prelu', 'logSigmoid']);

/** Weighted sums: an activation behind one of these is one between neurons. */
export const weightedSumOps: ReadonlySet<string> = new Set([
  'matMul', 'dot', 'conv1d', 'conv2d', 'conv3d', 'conv2dTranspose', 'conv3dTranspose', 'depthwiseConv2d', 'separableConv2d', 'einsum',
]);

/** Kept for the networks that are made of them: weighted sums, and what a gradient is taken of. */
export function isRecorded(op: string): boolean {
  return weightedSumOps.has(op) || op.startsWith('gradient.');
}

/** Ops whose first argument may be a list of tensors. */
export function takesList(op: string): boolean {
  return /^(?:concat|stack|addN)/.test(op);
}

/** Methods that, given a tensor, are those of a tensor: no other common object has them for it. */
export const tensorOnlyMethods: ReadonlySet<string> = new Set([...weightedSumOps, 'sub', 'mul', 'div', 'squaredDifference']);

/** Functions of the namespace whose result is a tensor (or, for `tidy` and the like, handled apart). */
const TENSOR_FUNCTIONS = `abs acos acosh add addN all any argMax argMin asin asinh atan atan2 atanh avgPool avgPool3d batchNorm batchNorm2d
  batchNorm3d batchNorm4d batchToSpaceND bincount booleanMaskAsync broadcastTo cast ceil clipByValue clone complex concat concat1d concat2d concat3d
  concat4d conv1d conv2d conv2dTranspose conv3d conv3dTranspose cos cosh cumprod cumsum depthToSpace depthwiseConv2d diag dilation2d div divNoNan
  dot dropout einsum elu equal erf euclideanNorm exp expandDims expm1 eye fft fill floor floorDiv gather gatherND greater greaterEqual ifft imag
  irfft isFinite isInf isNaN leakyRelu less lessEqual linspace localResponseNormalization log log1p logSigmoid logSoftmax logSumExp logicalAnd
  logicalNot logicalOr logicalXor matMul max maxPool maxPool3d maximum mean min minimum mirrorPad mod movingAverage mul multinomial neg norm
  notEqual oneHot ones onesLike outerProduct pad pad1d pad2d pad3d pad4d pool pow prelu prod rand randomGamma randomNormal randomStandardNormal
  randomUniform randomUniformInt range real reciprocal relu relu6 reshape reverse reverse1d reverse2d reverse3d reverse4d rfft round rsqrt scalar
  scatterND selu separableConv2d sigmoid sign sin sinh slice slice1d slice2d slice3d slice4d softmax softplus spaceToBatchND sparseToDense sqrt
  square squaredDifference squeeze stack step stridedSlice sub sum tan tanh tensor tensor1d tensor2d tensor3d tensor4d tensor5d tensor6d
  tensorScatterUpdate tile transpose truncatedNormal unsortedSegmentSum variable where whereAsync zeros zerosLike`;

/** `tf.<name>(…)` gives a tensor. */
export const tensorFunctions: ReadonlySet<string> = new Set(TENSOR_FUNCTIONS.split(/\s+/));

/** Methods of a tensor that do not give a tensor. */
const NOT_CHAINABLE: ReadonlySet<string> = new Set([
  'array', 'arraySync', 'buffer', 'bufferSync', 'bytes', 'data', 'dataSync', 'dataToGPU', 'dispose', 'print', 'toString', 'split', 'unstack', 'topk', 'unique', 'assign',
]);

const CHAINED = `as1D as2D as3D as4D as5D asScalar asType flatten reshapeAs toBool toFloat toInt resizeBilinear resizeNearestNeighbor`.split(' ');

/** `x.<name>(…)` on a tensor gives a tensor. */
export function isChainable(name: string): boolean {
  return !NOT_CHAINABLE.has(name) && (tensorFunctions.has(name) || CHAINED.includes(name));
}

/** Ops that pass their first input on, up to shape, scale or an added constant: a chain is followed through them. */
export const transparentOps: ReadonlySet<string> = new Set([
  'add', 'sub', 'reshape', 'flatten', 'as1D', 'as2D', 'as3D', 'as4D', 'as5D', 'asType', 'cast', 'toFloat', 'squeeze', 'expandDims', 'transpose', 'clone',
]);
