import type { ActivationUse, Layer, Network } from '../network/types';
import { preferredQuote, removeLayer, renameActivation, replace, together } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  readonly use: ActivationUse;
  readonly layer: Layer;
  readonly network: Network | undefined;
}

const messages = {
  single: 'Softmax over a single unit is the constant 1: eᶻ/eᶻ. Its gradient is 0, so none of the weights before it can learn.',
  sigmoid: 'Use sigmoid, a probability for one class',
  binary: 'Use sigmoid and the loss binaryCrossentropy',
  linear: 'Use linear, for regression',
  replace: 'Replace by a sigmoid layer',
};

function width(layer: Layer): number | undefined {
  const last = layer.outputShape?.at(-1);
  return typeof last === 'number' ? last : layer.units;
}

/** Losses that a single sigmoid unit cannot be trained with. */
const CATEGORICAL = new Set(['categoricalCrossentropy', 'sparseCategoricalCrossentropy']);

export const rule = defineRule<Subject>({
  id: 'softmax-single-unit',
  severity: 'error',
  claim: 'C7',
  messages,
  docs: {
    summary: 'Softmax over one unit is the constant 1 and has no gradient.',
    why: 'Softmax divides each exponential by their sum. With one unit that is eᶻ/eᶻ = 1 whatever z is: the output never changes, the derivative is 0 and nothing before it can learn.',
    ignore: 'Never: use sigmoid for one probability, linear for a number. Attention over time needs the time axis last before softmax.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'softmax' }));
model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam' });`,
    sources: ['tfjs-layers/src/activations.ts'],
  },
  *find(context) {
    for (const use of context.uses) {
      if (use.function !== 'softmax' || use.layer === undefined || (use.form !== 'config' && use.form !== 'layer')) continue;
      const network = context.networkOf(use);
      const layer = network?.layers[use.layer];
      if (!network || !layer || width(layer) !== 1 || layer.facts?.group === 'recurrent') continue;
      yield { at: use.span, say: say(messages.single), subject: { use, layer, network }, network: network.id, layer: layer.index };
    }
  },
  mend: {
    safe: none,
    suggest: ({ use, layer, network }, { text }) => {
      if (use.form !== 'config') {
        const plain = text.slice(layer.nameSpan.start, layer.span.end) === 'softmax()';
        const quote = preferredQuote(text);
        return [{ title: say(messages.replace), edits: plain ? replace({ start: layer.nameSpan.start, end: layer.span.end }, `activation({ activation: ${quote}sigmoid${quote} })`) : removeLayer(text, layer) }];
      }
      const loss = network?.compile?.loss;
      const sigmoid = renameActivation(text, layer.activation, 'sigmoid');
      const categorical = loss?.form === 'string' && loss.name !== undefined && CATEGORICAL.has(loss.name) && loss.span;
      const quote = categorical ? (text[categorical.start] ?? "'") : "'";
      const isLiteral = categorical && /["'`]/.test(quote);
      return [
        isLiteral
          ? { title: say(messages.binary), edits: together(sigmoid, replace(categorical, `${quote}binaryCrossentropy${quote}`)) }
          : { title: say(messages.sigmoid), edits: categorical ? undefined : sigmoid },
        { title: say(messages.linear), edits: loss?.wants === 'probabilities' ? undefined : renameActivation(text, layer.activation, 'linear') },
      ];
    },
  },
});
