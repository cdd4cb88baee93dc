import { numberOf } from '../network/config';
import type { ConfigKey, Layer } from '../network/types';
import type { Span } from '../syntax/span';
import { removeKey, replace } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Severity } from './types';

interface Subject {
  readonly at: Span;
  readonly layer: Layer | undefined;
}

const messages = {
  elu: 'tfjs knows no other alpha than 1 for this layer and throws at {alpha}: “Non-default alpha value is not supported by the ELU layer yet”.',
  one: 'With the slope 1 for negative numbers this is the identity: nothing is activated.',
  steep: 'With the slope {alpha} negative numbers grow more than positive ones: a slope between 0 and 1 is usual, such as 0.2.',
  negative: 'With the slope {alpha} negative numbers become positive: −1 gives {flipped}. A slope between 0 and 1 is usual, such as 0.2.',
  slope: 'Write 0.2',
  leaky: 'Use a leakyReLU layer with this slope',
  remove: 'Remove alpha: it is 1',
};

/** What is wrong with a slope for negative numbers. */
function problemOf(alpha: number): { readonly template: string; readonly severity: Severity } | undefined {
  if (alpha < 0) return { template: messages.negative, severity: 'warning' };
  if (alpha === 1) return { template: messages.one, severity: 'warning' };
  return alpha > 1 ? { template: messages.steep, severity: 'warning' } : undefined;
}

function numberSpan(entry: ConfigKey | undefined): Span | undefined {
  return entry?.valueSpan;
}

export const rule = defineRule<Subject>({
  id: 'leaky-slope-pitfall',
  severity: 'warning',
  sometimes: ['error'],
  messages,
  docs: {
    summary: 'The slope of a leaky ReLU is 1 or more or negative, or an ELU layer has an alpha, which it cannot have.',
    why: 'Leaky ReLU multiplies negative numbers by alpha. With 1 it is the identity and adds nothing but the line that it already was; above 1 it makes them larger than they were, and below 0 it turns their sign, so that the function is no longer monotone. The layer tf.layers.elu takes alpha only to throw at any value but 1. The default differs: 0.3 for the layer tf.layers.leakyReLU, 0.2 for the op tf.leakyRelu, 0.01 in PyTorch.',
    ignore: 'Where a function such as the absolute value, a slope of −1, is meant.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(tf.layers.leakyReLU({ alpha: 2 }));
model.add(tf.layers.dense({ units: 1 }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(tf.layers.leakyReLU({ alpha: 0.2 }));
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['tfjs-layers/src/layers/advanced_activations.ts', 'tfjs-core/src/ops/leaky_relu.ts'],
  },
  *find({ layers, ops }) {
    for (const layer of layers) {
      const at = numberSpan(layer.config.get('alpha'));
      const alpha = at && !layer.foreign ? numberOf(layer, 'alpha') : undefined;
      if (!at || alpha === undefined) continue;
      if (layer.className === 'ELU' && alpha !== 1) yield { at, say: say(messages.elu, { alpha: short(alpha) }), subject: { at, layer }, severity: 'error' };
      const problem = layer.className === 'LeakyReLU' ? problemOf(alpha) : undefined;
      if (problem) yield { at, say: say(problem.template, { alpha: short(alpha), flipped: short(-alpha) }), subject: { at, layer }, severity: problem.severity };
    }
    for (const op of ops) {
      const alpha = op.inputs[1];
      const at = op.argumentSpans[op.form === 'method' ? 0 : 1];
      // A slope of −1 by hand is the absolute value.
      if (op.name !== 'leakyRelu' || !op.certain || op.foreign || typeof alpha !== 'number' || !at) continue;
      const problem = problemOf(alpha);
      if (problem) yield { at, say: say(problem.template, { alpha: short(alpha), flipped: short(-alpha) }), subject: { at, layer: undefined }, severity: problem.severity };
    }
  },
  mend: {
    safe: none,
    suggest: ({ at, layer }, { text }) => {
      const written = text.slice(at.start, at.end);
      if (layer?.className === 'ELU') {
        return [
          { title: say(messages.leaky), edits: /^\d*\.?\d+$/.test(written) && Number(written) < 1 && text.slice(layer.nameSpan.start, layer.nameSpan.end) === 'elu' ? replace(layer.nameSpan, 'leakyReLU') : undefined },
          { title: say(messages.remove), edits: removeKey(text, layer, 'alpha') },
        ];
      }
      return [{ title: say(messages.slope), edits: /^-?\s*[\d.]+$/.test(written) ? replace(at, '0.2') : undefined }];
    },
  },
});
