import { lossString, setActivation } from './activation-edits';
import { replace, together } from './edits';
import { judgedOutputs } from './outputs';
import type { JudgedOutput } from './outputs';
import { defineRule, none, say } from './types';

interface Subject {
  readonly judged: JudgedOutput;
}

const messages = {
  columns: '{loss} wants one output for each class: with one unit fit throws at targets of one column, and the loss itself is constant, for it divides the unit by itself.',
  depth: '{loss} wants one output for each class: with one unit training throws, for there is no one-hot vector of length 1.',
  loss: 'This loss compares classes; one unit is none.',
  both: 'Use sigmoid and the loss binaryCrossentropy',
  binary: 'Use the loss binaryCrossentropy',
  classes: 'Use two units and softmax, one for each class',
};

const CATEGORICAL: ReadonlySet<string> = new Set(['categoricalCrossentropy', 'sparseCategoricalCrossentropy']);

/** Writes 2 where the number of units stands as a literal. */
function twoUnits(text: string, { config }: JudgedOutput['layer']): ReturnType<typeof replace> {
  const span = config.get('units')?.valueSpan;
  return span && text.slice(span.start, span.end) === '1' ? replace(span, '2') : undefined;
}

export const rule = defineRule<Subject>({
  id: 'single-unit-categorical-crossentropy',
  severity: 'error',
  claim: 'C7',
  messages,
  docs: {
    summary: 'A categorical crossentropy over one unit cannot be trained.',
    why: 'Categorical crossentropy compares one output for each class. tfjs divides the outputs of each sample by their sum before it takes the logarithm: with one unit that is z/z = 1 whatever z is, constant and without a gradient. fit refuses targets of one column for categoricalCrossentropy, and sparseCategoricalCrossentropy throws because it cannot make one-hot vectors of length 1.',
    ignore: 'Never: use sigmoid and binaryCrossentropy for two classes, or one unit for each class.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam' });`,
    sources: ['tfjs-layers/src/losses.ts'],
  },
  *find({ networks }) {
    for (const judged of judgedOutputs(networks)) {
      const { name, layer, size, through, span, network } = judged;
      // Softmax over one unit has a rule of its own.
      if (!CATEGORICAL.has(name) || size !== 1 || through.length > 0 || layer.activation?.function === undefined || layer.activation.function === 'softmax') continue;
      const units = layer.config.get('units')?.property;
      yield {
        at: units ?? layer.nameSpan, say: say(name === 'categoricalCrossentropy' ? messages.columns : messages.depth, { loss: name }), subject: { judged }, network: network.id, layer: layer.index,
        ...(span ? { related: [{ span, say: say(messages.loss) }] } : {}),
      };
    }
  },
  mend: {
    safe: none,
    suggest: ({ judged: { layer, loss, name } }, { text }) => {
      const binary = lossString(text, loss, 'binaryCrossentropy');
      const isSigmoid = layer.activation?.function === 'sigmoid';
      return [
        isSigmoid ? { title: say(messages.binary), edits: binary } : { title: say(messages.both), edits: together(setActivation(text, layer, 'sigmoid'), binary) },
        // Targets are the numbers of classes there; for the other loss they would have to change their shape.
        { title: say(messages.classes), edits: name === 'sparseCategoricalCrossentropy' ? together(twoUnits(text, layer), setActivation(text, layer, 'softmax')) : undefined },
      ];
    },
  },
});
