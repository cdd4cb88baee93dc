import { classesOf, distribution, logSumExp } from './logits';
import { activation as logSigmoid } from './logSigmoid';
import { constantCurve } from './ramps';
import { shift } from './shift';
import type { Curve, VectorActivation } from './types';

/** With m other logits at 0: x − ln(eˣ + m) = ln σ(x − ln m). With none: 0, whatever x is. */
function slice(classes: number): Curve {
  return classes === 1 ? constantCurve(0) : shift(logSigmoid.curve(), Math.log(classes - 1));
}

/** The logarithm of softmax, computed without leaving the safe range. Pass `classes` to `curve` for the axis's length. */
export const activation: VectorActivation = {
  id: 'logSoftmax',
  name: 'Log softmax',
  kind: 'vector',
  summary: 'Normalises a vector of logits to log-probabilities, without the overflow of log after softmax.',
  formula: { f: 'zᵢ − ln Σⱼ e^zⱼ', df: '∂ƒᵢ/∂zⱼ = δᵢⱼ − pⱼ', d2f: '∂²ƒᵢ/∂zᵢ² = −pᵢ(1 − pᵢ)' },
  parameters: [
    {
      name: 'axis',
      meaning: 'The axis along which the probabilities sum to 1; only the last one can be computed.',
      defaults: { op: -1, method: -1 },
      domain: { lo: -1, hi: Infinity },
    },
  ],
  spelling: { config: 'logSoftmax', op: 'logSoftmax' },
  cost: { forward: 1, backward: 1 },
  initializer: {
    name: 'glorotUniform',
    why: 'It stands at the output, where Glorot\'s variance keeps the first logits small and the first distribution even; glorotNormal in TensorFlow.js draws only 0.77 of it.',
  },
  beware: [
    'Its outputs are log-probabilities, all ≤ 0: losses that expect probabilities are wrong after it, and a ReLU after it returns 0 everywhere.',
    'TypeScript rejects the string although it works, because ActivationIdentifier leaves it out.',
    'Over a single unit it is the constant 0, with gradient 0.',
  ],
  sources: ['Blanchard, Higham & Higham 2021', 'tfjs-core/src/gradients/LogSoftmax_grad.ts', 'tfjs-layers/src/activations.ts'],
  curve: (parameters) => slice(classesOf(parameters)),
  apply: (logits) => {
    const total = logSumExp(logits);
    return logits.map((z) => z - total);
  },
  jacobian: (logits) => {
    const p = distribution(logits);
    return p.map((_, i) => p.map((pj, j) => (i === j ? 1 - pj : -pj)));
  },
  idempotentMap: true,
};
