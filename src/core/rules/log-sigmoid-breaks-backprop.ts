import type { Op } from '../network/types';
import { replace } from './edits';
import { defineRule, none, say } from './types';

const messages = {
  lost: 'The gradient of logSigmoid needs what it was applied to, and tfjs has let go of it by then: training throws “Cannot read properties of undefined (reading ‘backend’)”.',
  softplus: 'Use −softplus(−x), which is the same',
};

/** Ops that keep nothing of their result for their own gradient, so that nobody holds it. */
const LET_GO: ReadonlySet<string> = new Set(['matMul', 'add', 'sub', 'mul', 'neg']);

export const rule = defineRule<Op>({
  id: 'log-sigmoid-breaks-backprop',
  severity: 'error',
  messages,
  docs: {
    summary: 'Training goes through logSigmoid, whose gradient fails in TensorFlow.js.',
    why: 'logSigmoid is written with tf.customGrad and does not save its argument. What was computed on the way is disposed of when the forward pass is over, unless another operation saved it; the gradient then reads a tensor that is gone, and throws. −softplus(−x) is the same function with a gradient that works.',
    ignore: 'Where no gradient is taken, logSigmoid is right.',
    bad: `const weights = tf.variable(tf.randomNormal([4, 1]));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
export const train = () => tf.train.sgd(0.1).minimize(() => tf.ones([2, 4]).matMul(weights).logSigmoid().mean());`,
    good: `const weights = tf.variable(tf.randomNormal([4, 1]));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
export const train = () => tf.train.sgd(0.1).minimize(() => tf.ones([2, 4]).matMul(weights).neg().softplus().neg().mean());`,
    sources: ['tfjs-core/src/ops/log_sigmoid.ts', 'tfjs-core/src/engine.ts'],
  },
  *find({ ops }) {
    for (const op of ops) {
      const [operand] = op.inputs;
      if (op.name !== 'logSigmoid' || !op.learned || !op.reached || !op.certain || op.foreign) continue;
      // Another operation may have saved it.
      if (typeof operand !== 'object' || !operand.learned || operand.takers !== 1 || !LET_GO.has(operand.name)) continue;
      yield { at: op.nameSpan, say: say(messages.lost), subject: op };
    }
  },
  mend: {
    safe: none,
    suggest: ({ form, span, nameSpan, operandSpan }, { text }) => {
      if (!operandSpan || text.slice(nameSpan.start, nameSpan.end) !== 'logSigmoid') return [];
      const operand = text.slice(operandSpan.start, operandSpan.end);
      const prefix = text.slice(span.start, nameSpan.start);
      if (form === 'method') return [{ title: say(messages.softplus), edits: replace({ start: nameSpan.start, end: span.end }, 'neg().softplus().neg()') }];
      return [{ title: say(messages.softplus), edits: /^[\w$]+\.$/.test(prefix) ? replace(span, `${prefix}neg(${prefix}softplus(${prefix}neg(${operand})))`) : undefined }];
    },
  },
});
