import type { Op } from '../network/types';
import { replace } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  readonly relu: Op;
}

const messages = {
  nan: 'relu gives 0 for what is negative, and the derivative of {name} is infinite there: 0 · ∞ makes the gradient NaN, and with it every weight.',
  epsilon: 'Add 1e-7 to keep it from 0',
};

/** Ops whose derivative at 0 is infinite, by the place of the argument. */
const AT: Readonly<Record<string, number>> = { sqrt: 0, rsqrt: 0, log: 0, reciprocal: 0, div: 1 };

/** The names by which messages call them. */
const NAMES: Readonly<Record<string, string>> = { div: '1/x', reciprocal: '1/x' };

export const rule = defineRule<Subject>({
  id: 'nan-gradient-after-relu',
  severity: 'warning',
  messages,
  docs: {
    summary: 'A root, a logarithm or a quotient is taken of the result of ReLU, which is 0 for half of all inputs.',
    why: 'The square root of 0 is 0, but its derivative is infinite; ReLU has the derivative 0 there. The chain rule multiplies the two, and 0 · ∞ is NaN. One such element makes the sum of a gradient NaN, and after one step every weight that it moves. The same holds for log, rsqrt and 1/x, whose value is infinite as well.',
    ignore: 'Where what ReLU is given is known to be positive.',
    bad: `const weights = tf.variable(tf.randomNormal([4, 1]));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
tf.train.sgd(0.1).minimize(() => tf.ones([2, 4]).matMul(weights).relu().sqrt().mean());`,
    good: `const weights = tf.variable(tf.randomNormal([4, 1]));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
tf.train.sgd(0.1).minimize(() => tf.ones([2, 4]).matMul(weights).relu().add(1e-7).sqrt().mean());`,
    sources: ['tfjs-core/src/gradients/Sqrt_grad.ts', 'tfjs-core/src/gradients/Log_grad.ts', 'tfjs-core/src/gradients/Relu_grad.ts'],
  },
  *find({ ops }) {
    for (const op of ops) {
      if (!Object.hasOwn(AT, op.name) || !op.learned || !op.reached || !op.certain || op.foreign) continue;
      const relu = op.inputs[AT[op.name] ?? 0];
      if (typeof relu !== 'object' || (relu.name !== 'relu' && relu.name !== 'relu6') || !relu.learned || relu.foreign) continue;
      yield { at: op.nameSpan, say: say(messages.nan, { name: NAMES[op.name] ?? op.name }), subject: { relu } };
    }
  },
  mend: {
    safe: none,
    suggest: ({ relu: { span } }) => [{ title: say(messages.epsilon), edits: replace({ start: span.end, end: span.end }, '.add(1e-7)') }],
  },
});
