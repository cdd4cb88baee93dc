/** Names of activations as the field writes them; languages change a few. */
import type { ActivationId } from '../../layers';

export const activationNames: Readonly<Record<ActivationId, string>> = {
  relu: 'ReLU', leakyRelu: 'Leaky ReLU', prelu: 'PReLU', elu: 'ELU', selu: 'SELU', relu6: 'ReLU6', thresholdedRelu: 'Thresholded ReLU', sigmoid: 'Sigmoid',
  hardSigmoid: 'Hard sigmoid', logSigmoid: 'Log-sigmoid', tanh: 'Tanh', softsign: 'Softsign', erf: 'Erf', softplus: 'Softplus', swish: 'Swish', mish: 'Mish', gelu: 'GELU',
  gelu_new: 'GELU (tanh)', softmax: 'Softmax', logSoftmax: 'Log-softmax', step: 'Step', straightThrough: 'Straight-through step', linear: 'Linear',
};
