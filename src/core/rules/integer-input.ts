import type { Loss } from '../network/types';
import type { Span } from '../syntax/span';
import { lossString } from './activation-edits';
import { callMethodOn } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  /** The tensor of integers, as it is written. */
  readonly tensor: Span | undefined;
  /** The loss, where it is that which does not fit. */
  readonly loss?: Loss;
}

const messages = {
  throws: '{name} takes numbers of the type float32 only, and this tensor is int32: tfjs throws “Argument passed to ‘{name}’ must be float32 tensor, but got int32 tensor”.',
  rounds: '{name} gives integers where it is given integers: of a tensor of the type int32 its result loses all that stands behind the point.',
  labels: 'sparseCategoricalCrossentropy takes labels of the type float32 only, and these are int32: training throws “must be float32 tensor, but got int32 tensor”.',
  oneHot: 'sparseCategoricalCrossentropy takes the number of each sample’s class, and these labels are one-hot, of the type int32: training throws at their shape. categoricalCrossentropy takes them as they are.',
  categorical: 'Use the loss categoricalCrossentropy',
  toFloat: 'Convert it with toFloat()',
};

const THROWING: ReadonlySet<string> = new Set(['sigmoid', 'tanh', 'elu', 'softmax']);
const ROUNDING: ReadonlySet<string> = new Set(['selu', 'softplus', 'logSigmoid']);

export const rule = defineRule<Subject>({
  id: 'integer-input',
  severity: 'error',
  sometimes: ['warning'],
  messages,
  docs: {
    summary: 'A tensor of integers goes where only floating point numbers are taken.',
    why: 'TensorFlow.js does not convert the type int32 for every operation: sigmoid, tanh, elu and softmax throw where they are given it, and selu, softplus and logSigmoid give integers again. The loss sparseCategoricalCrossentropy throws at labels of that type. tf.oneHot, argMax, toInt and tf.browser.fromPixels give int32; what is multiplied by or added to a plain number is float32.',
    ignore: 'Never where it throws.',
    bad: `const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
export const squashed = () => tf.tensor1d([-1, 0, 1], 'int32').sigmoid();`,
    good: `const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
export const squashed = () => tf.tensor1d([-1, 0, 1], 'int32').toFloat().sigmoid();`,
    sources: ['tfjs-core/src/tensor_util_env.ts', 'tfjs-layers/src/losses.ts'],
  },
  *find({ ops, networks }) {
    for (const { name, form, certain, foreign, operandType, nameSpan, operandSpan } of ops) {
      if (operandType !== 'int32' || !certain || foreign || form === 'fused') continue;
      if (THROWING.has(name)) yield { at: nameSpan, say: say(messages.throws, { name }), subject: { tensor: operandSpan } };
      else if (ROUNDING.has(name)) yield { at: nameSpan, say: say(messages.rounds, { name }), severity: 'warning', subject: { tensor: operandSpan } };
    }
    for (const { id, compile, fits, outputs } of networks) {
      if (!compile?.certain || compile.loss?.name !== 'sparseCategoricalCrossentropy' || outputs.length !== 1) continue;
      for (const fit of fits) {
        if (fit.targetsType !== 'int32' || !fit.targetsSpan || !fit.certain) continue;
        const isOneHot = fit.targets === 'one-hot';
        yield { at: fit.targetsSpan, say: say(isOneHot ? messages.oneHot : messages.labels), subject: { tensor: fit.targetsSpan, ...(isOneHot ? { loss: compile.loss } : {}) }, network: id };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ tensor, loss }, { text }) => [loss ? { title: say(messages.categorical), edits: lossString(text, loss, 'categoricalCrossentropy') } : { title: say(messages.toFloat), edits: callMethodOn(text, tensor, 'toFloat()') }],
  },
});
