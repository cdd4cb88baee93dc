import type { Op } from '../network/types';
import { remove, replace } from './edits';
import { defineRule, none, say } from './types';

const messages = {
  flat: '{name} is flat: its derivative is 0, so none of the weights before it learns from this loss.',
  smooth: 'Use {name}, which is smooth',
  remove: 'Remove {name}, and apply it to predictions only',
};

/** Ops of derivative 0, with the smooth function that is nearest. */
const SMOOTH: Readonly<Record<string, string | undefined>> = { step: 'sigmoid', sign: 'tanh', round: undefined, floor: undefined, ceil: undefined, argMax: undefined, argMin: undefined, oneHot: undefined };

export const rule = defineRule<Op>({
  id: 'zero-gradient-activation',
  severity: 'error',
  messages,
  docs: {
    summary: 'Between the weights and the loss stands a function whose derivative is 0.',
    why: 'step, sign, round, floor, ceil, argMax and oneHot are constant between their jumps: the derivative is 0 wherever there is one, and TensorFlow.js gives exactly 0. By the chain rule the gradient of every weight before it is 0 as well, whatever the loss is.',
    ignore: 'Where the gradient is given by hand with tf.customGrad, as for a straight-through estimator.',
    bad: `const weights = tf.variable(tf.randomNormal([4, 1]));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
tf.train.sgd(0.1).minimize(() => tf.ones([2, 4]).matMul(weights).step().sub(1).square().mean());`,
    good: `const weights = tf.variable(tf.randomNormal([4, 1]));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
tf.train.sgd(0.1).minimize(() => tf.ones([2, 4]).matMul(weights).sigmoid().sub(1).square().mean());`,
    sources: ['tfjs-core/src/gradients/Step_grad.ts', 'tfjs-core/src/gradients/Sign_grad.ts', 'tfjs-core/src/gradients/Round_grad.ts'],
  },
  *find({ ops }) {
    for (const op of ops) {
      if (!Object.hasOwn(SMOOTH, op.name) || !op.blocks || !op.certain || op.foreign) continue;
      yield { at: op.nameSpan, say: say(messages.flat, { name: op.name }), subject: op };
    }
  },
  mend: {
    safe: none,
    suggest: (op, { text }) => {
      const smooth = SMOOTH[op.name];
      const written = text.slice(op.nameSpan.start, op.nameSpan.end) === op.name;
      const alone = op.argumentSpans.length === (op.form === 'op' ? 1 : 0);
      if (smooth !== undefined) return [{ title: say(messages.smooth, { name: smooth }), edits: written && alone ? replace(op.nameSpan, smooth) : undefined }];
      const rounds = op.name === 'round' || op.name === 'floor' || op.name === 'ceil';
      const edit = rounds && alone && op.form === 'method' && op.operandSpan ? remove(text, { start: op.operandSpan.end, end: op.span.end }) : undefined;
      return [{ title: say(messages.remove, { name: op.name }), edits: edit && [edit] }];
    },
  },
});
