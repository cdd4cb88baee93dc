import type { Span } from '../syntax/span';
import { doubleSigmoidFloors } from '../signal/floors';
import { dropActivation, lossString } from './activation-edits';
import { short } from './numbers';
import { judgedOutputs } from './outputs';
import type { JudgedOutput } from './outputs';
import { defineRule, none, say } from './types';

interface Subject {
  readonly judged: JudgedOutput;
}

const messages = {
  floor: 'sigmoidCrossEntropy applies sigmoid itself; this output is already one. The loss can never go below {positive} for label 1 and {negative} for label 0, and gradients pass through sigmoid twice.',
  loss: 'This loss expects logits.',
  probabilities: 'Use the loss binaryCrossentropy, which takes probabilities',
  logits: 'Remove the sigmoid: the model then returns logits',
};

/** The sigmoid that the loss is given, if it is one. */
function sigmoidOf({ layer, through }: JudgedOutput): Span | undefined {
  const [nearest] = through;
  if (nearest) return nearest.function === 'sigmoid' ? nearest.span : undefined;
  return layer.activation?.function === 'sigmoid' ? layer.activation.span : undefined;
}

export const rule = defineRule<Subject>({
  id: 'sigmoid-with-logits-loss',
  severity: 'error',
  claim: 'C7',
  messages,
  docs: {
    summary: 'The model ends in sigmoid and its loss applies sigmoid again.',
    why: 'tf.losses.sigmoidCrossEntropy takes logits and computes sigmoid itself. Given a probability p between 0 and 1 it sees σ(p), which lies between 0.5 and 0.731: the loss of a label 1 stays above log(1 + 1/e) = 0.313, that of a label 0 above ln 2 = 0.693, and every gradient is multiplied by σ′ ≤ 0.25 once more.',
    ignore: 'Where the loss is only reported and never trained on.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.compile({ loss: tf.losses.sigmoidCrossEntropy, optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam' });`,
    sources: ['tfjs-core/src/ops/losses/sigmoid_cross_entropy.ts'],
  },
  *find({ networks }) {
    for (const judged of judgedOutputs(networks)) {
      const at = judged.name === 'sigmoidCrossEntropy' ? sigmoidOf(judged) : undefined;
      if (!at) continue;
      yield {
        at, subject: { judged }, network: judged.network.id, layer: judged.layer.index,
        say: say(messages.floor, { positive: short(doubleSigmoidFloors.positive), negative: short(doubleSigmoidFloors.negative) }),
        ...(judged.span ? { related: [{ span: judged.span, say: say(messages.loss) }] } : {}),
      };
    }
  },
  mend: {
    safe: none,
    suggest: ({ judged: { layer, loss, through } }, { text }) => [
      { title: say(messages.probabilities), edits: lossString(text, loss, 'binaryCrossentropy') },
      { title: say(messages.logits), edits: through.length === 0 ? dropActivation(text, layer) : undefined },
    ],
  },
});
