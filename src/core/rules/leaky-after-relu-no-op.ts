import type { ActivationUse, InnerActivation } from '../network/types';
import { curveOf } from './curves';
import { effectOn } from '../signal/intervals';
import { nestedActivations, removeInner, removeOuter } from './nested';
import type { Nested } from './nested';
import { defineRule, none, say } from './types';

const messages = {
  defeated: 'This {outer} layer has no effect: {inner} before it gives nothing negative, so that its slope for negative values is never used, and units that are off stay without a gradient.',
  inner: '{inner} is applied first.',
  removeInner: 'Remove {inner}, so that {outer} takes effect',
  removeOuter: 'Remove the {outer} layer',
};

const REMEDIES: ReadonlySet<string> = new Set(['leakyRelu', 'prelu', 'elu']);
const CUTS: ReadonlySet<string> = new Set(['relu', 'relu6']);

/** A layer put there against dead units, behind a ReLU that leaves it nothing to do. */
export function isDefeatedRemedy(use: ActivationUse, inner: InnerActivation): boolean {
  if (use.form !== 'layer' || !REMEDIES.has(use.function) || !CUTS.has(inner.function)) return false;
  const outer = curveOf(use.function, use.parameters, use.form);
  const before = curveOf(inner.function, inner.parameters, 'op');
  return outer !== undefined && before !== undefined && effectOn(outer, before.range).kind === 'identity';
}

export const rule = defineRule<Nested>({
  id: 'leaky-after-relu-no-op',
  severity: 'warning',
  claim: 'C5',
  messages,
  docs: {
    summary: 'A LeakyReLU, PReLU or ELU layer stands behind a ReLU and does nothing.',
    why: 'These layers are the remedy for dead ReLU units: they give negative values a slope. Behind an `activation: \'relu\'` that was left in place nothing negative ever reaches them, leakyRelu(relu(x)) = relu(x), and the units die as before.',
    ignore: 'Never: one of the two is not wanted.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.leakyReLU({ alpha: 0.2 }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(tf.layers.leakyReLU({ alpha: 0.2 }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['tfjs-layers/src/layers/advanced_activations.ts'],
  },
  *find(context) {
    for (const nested of nestedActivations(context)) {
      const { use, inner } = nested;
      if (!isDefeatedRemedy(use, inner)) continue;
      const data = { outer: use.function, inner: inner.function };
      yield {
        at: use.span, say: say(messages.defeated, data), subject: nested, network: use.network, layer: use.layer,
        ...(inner.span ? { related: [{ span: inner.span, say: say(messages.inner, data) }] } : {}),
      };
    }
  },
  mend: {
    safe: none,
    suggest: (nested, context) => {
      const data = { outer: nested.use.function, inner: nested.inner.function };
      return [{ title: say(messages.removeInner, data), edits: removeInner(context, nested) }, { title: say(messages.removeOuter, data), edits: removeOuter(context.text, nested) }];
    },
  },
});
