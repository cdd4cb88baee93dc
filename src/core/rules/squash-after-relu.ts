import { rangeOfNested } from '../signal/nested';
import { curveOf } from './curves';
import { nestedActivations, removeInner } from './nested';
import type { Nested } from './nested';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Said } from './types';

const messages = {
  sigmoid: '{outer} of {inner}: its input is never negative, so that the output is never below {lo}. At a threshold of 0.5 every sample is positive, and negative sums pass no gradient back.',
  softmax: '{outer} of {inner}: all negative logits become 0, so that these classes tie, and they get no gradient.',
  range: '{outer} of {inner}: its input is never negative, so that only the half from {lo} to {hi} of its range is used, and negative sums pass no gradient back.',
  inner: '{inner} is applied first.',
  remove: 'Remove {inner} before {outer}',
};

const CUTS: ReadonlySet<string> = new Set(['relu', 'relu6']);

function message({ use, inner }: Nested): Said | undefined {
  const data = { outer: use.function, inner: inner.function };
  if (use.function === 'softmax' || use.function === 'logSoftmax') return say(messages.softmax, data);
  if (!['sigmoid', 'hardSigmoid', 'tanh', 'softsign'].includes(use.function)) return undefined;
  const outer = curveOf(use.function, use.parameters, 'op');
  const before = curveOf(inner.function, inner.parameters, 'op');
  const range = outer && before && rangeOfNested([outer, before]);
  if (!range) return undefined;
  return say(use.function === 'sigmoid' || use.function === 'hardSigmoid' ? messages.sigmoid : messages.range, { ...data, lo: short(range.lo), hi: short(range.hi) });
}

export const rule = defineRule<Nested>({
  id: 'squash-after-relu',
  severity: 'warning',
  claim: 'C4',
  messages,
  docs: {
    summary: 'A squashing function or softmax is applied to what ReLU has cut off.',
    why: 'ReLU gives nothing negative. sigmoid(relu(x)) is then never below 0.5: the negative class cannot be predicted. softmax(relu(x)) makes all negative logits equal and gives them no gradient. tanh(relu(x)) uses the half of its range from 0 to 1.',
    ignore: 'Where only the upper half of the range is wanted.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'relu' }));
model.add(tf.layers.softmax());`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3 }));
model.add(tf.layers.softmax());`,
    sources: ['tfjs-core/src/gradients/Relu_grad.ts'],
  },
  *find(context) {
    for (const nested of nestedActivations(context)) {
      const { use, inner } = nested;
      const text = CUTS.has(inner.function) && use.role !== 'gate' ? message(nested) : undefined;
      if (!text) continue;
      yield {
        at: use.span, say: text, subject: nested, network: use.network, layer: use.layer,
        ...(inner.span ? { related: [{ span: inner.span, say: say(messages.inner, { inner: inner.function }) }] } : {}),
      };
    }
  },
  mend: {
    safe: none,
    suggest: (nested, context) => [{ title: say(messages.remove, { outer: nested.use.function, inner: nested.inner.function }), edits: removeInner(context, nested) }],
  },
});
