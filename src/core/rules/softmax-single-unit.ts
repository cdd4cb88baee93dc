import { stringOf } from '../network/config';
import { numberOf } from '../network/config';
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

/** How many numbers softmax shares out: the size of the last axis. Gates and states of recurrent layers are not asked. */
function width(layer: Layer): number | undefined {
  if (layer.facts?.group === 'recurrent') return undefined;
  const last = layer.outputShape?.at(-1);
  if (typeof last === 'number') return last;
  return layer.className === 'Dense' || stringOf(layer, 'dataFormat', 'channelsLast') === 'channelsLast' ? layer.units : undefined;
}

/** One value on the axis that is normalised, which is the last one but for a Softmax layer that says otherwise. */
function isSingle(layer: Layer): boolean {
  if (layer.className === 'Softmax') {
    const axis = numberOf(layer, 'axis', 1);
    const rank = layer.inputShape?.length;
    if (rank === undefined || (axis !== -1 && axis !== rank - 1)) return false;
  }
  return width(layer) === 1;
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
    const strays = new Map(context.layers.filter(({ index }) => index < 0).map((layer) => [layer.activation?.span?.start, layer]));
    for (const use of context.uses) {
      if (use.function !== 'softmax' || (use.form !== 'config' && use.form !== 'layer')) continue;
      const network = context.networkOf(use);
      const layer = use.layer === undefined ? strays.get(use.span.start) : network?.layers[use.layer];
      if (!layer || !isSingle(layer)) continue;
      yield { at: use.span, say: say(messages.single), subject: { use, layer, network }, network: network?.id, layer: use.layer };
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
