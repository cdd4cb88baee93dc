import type { Layer, Network, Op } from '../network/types';
import { opsWithoutGradient } from '../tfjs/ops';
import { compositeLosses } from '../tfjs/training';
import { replace } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  readonly op: Op | undefined;
  readonly layer: Layer | undefined;
}

const messages = {
  op: 'tfjs has no gradient for {name}: training throws “gradient function not found for {kernel}”.',
  layer: 'A thresholdedReLU layer cannot be trained through: fit throws “gradient function not found for Greater”.',
  loss: 'computeWeightedLoss weighs and sums up losses that are computed already. As a loss of targets and outputs it takes the outputs for weights, and fit throws “gradient function not found for NotEqual”.',
  greaterEqual: 'Use greaterEqual, which has a gradient',
  reLU: 'Use a reLU layer',
};

/** Weights before a layer that training moves. */
function hasWeightsBefore(network: Network, layer: Layer): boolean {
  const open = [...layer.inputs];
  const seen = new Set<number>();
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const before = network.layers[index];
    if (!before || seen.has(index)) continue;
    seen.add(index);
    if ((before.trainable ?? 0) > 0) return true;
    open.push(...before.inputs);
  }
  return false;
}

export const rule = defineRule<Subject>({
  id: 'no-gradient-op',
  severity: 'error',
  messages,
  docs: {
    summary: 'Training goes through an operation for which TensorFlow.js has no gradient.',
    why: 'Comparisons have a derivative of 0 in mathematics and none in TensorFlow.js: where a gradient is asked for that goes through greater, less, lessEqual, equal or notEqual, it throws “Cannot compute gradient: gradient function not found for Greater”, even where the result is only the condition of tf.where. Of the comparisons greaterEqual alone has one. The layer tf.layers.thresholdedReLU uses greater, so that no model that has it behind weights can be trained. And tf.losses.computeWeightedLoss is no loss of targets and outputs: it asks which of its weights are notEqual to 0, and these are the outputs.',
    ignore: 'Where the comparison is of labels only, or the model is never trained.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(tf.layers.thresholdedReLU({ theta: 0.5 }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(tf.layers.reLU());
model.add(tf.layers.dense({ units: 1 }));
model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });`,
    sources: ['tfjs-core/src/gradients.ts', 'tfjs-core/src/tape.ts', 'tfjs-layers/src/layers/advanced_activations.ts'],
  },
  *find({ ops, networks }) {
    for (const op of ops) {
      if (!opsWithoutGradient.has(op.name) || !op.learned || !op.certain || op.foreign) continue;
      yield { at: op.nameSpan, say: say(messages.op, { name: op.name, kernel: `${op.name[0]?.toUpperCase() ?? ''}${op.name.slice(1)}` }), subject: { op, layer: undefined } };
    }
    for (const network of networks) {
      for (const loss of network.compile?.certain ? network.compile.losses : []) {
        if (loss?.form !== 'function' || loss.name === undefined || !compositeLosses.has(loss.name) || !loss.span) continue;
        yield { at: loss.span, say: say(messages.loss), subject: { op: undefined, layer: undefined }, network: network.id };
      }
      if (!network.compile && network.fits.length === 0 && !network.training.some(({ certain }) => certain)) continue;
      for (const layer of network.layers) {
        if (layer.className !== 'ThresholdedReLU' || layer.foreign || !hasWeightsBefore(network, layer)) continue;
        yield { at: layer.nameSpan, say: say(messages.layer), subject: { op: undefined, layer }, network: network.id, layer: layer.index };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ op, layer }, { text }) => {
      if (layer) return [{ title: say(messages.reLU), edits: replace({ start: layer.nameSpan.start, end: layer.span.end }, 'reLU()') }];
      if (!op) return [];
      return [{ title: say(messages.greaterEqual), edits: op.name === 'greater' && text.slice(op.nameSpan.start, op.nameSpan.end) === 'greater' ? replace(op.nameSpan, 'greaterEqual') : undefined }];
    },
  },
});
