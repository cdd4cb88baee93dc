import { signalFlow } from '../signal/flow';
import { allOff, outsideUnitOf } from '../signal/outputs';
import { dropActivation, lossFunction, setActivation } from './activation-edits';
import { together } from './edits';
import { percent } from './numbers';
import { judgedOutputs } from './outputs';
import type { JudgedOutput } from './outputs';
import { defineRule, none, say } from './types';
import type { Mend, Said } from './types';

interface Subject {
  readonly judged: JudgedOutput;
}

const messages = {
  nan: '{activation} on the output with {loss}: where all {units} outputs are 0, which at initialisation they are for {share} of the samples, the loss is 0/0 = NaN, and one such sample ruins all weights.',
  quotient: '{activation} on the output with {loss}: where all outputs are 0 the loss is 0/0 = NaN, and one such sample ruins all weights.',
  clipped: '{activation} on the output with {loss}: at initialisation {share} of the outputs are 0 or at least 1, where the loss clips them and their gradient is exactly 0.',
  outside: '{activation} on the output with {loss}: an output that is 0 or at least 1 is clipped, and its gradient is exactly 0.',
  logits: '{activation} on the output with {loss}: the loss expects logits of both signs. Negative ones are cut off to 0 and get no gradient.',
  regression: '{activation} on the output: it can give nothing negative, and a sample whose weighted sum is negative passes no gradient back.',
  loss: 'This loss judges the output.',
  replace: 'Replace {activation} by {name}',
  remove: 'Remove {activation} from the output',
  both: 'Remove {activation} and use the loss tf.losses.{name}, which takes logits',
};

const RELUS: ReadonlySet<string> = new Set(['relu', 'relu6']);

function message({ network, layer, size, name, wants }: JudgedOutput): Said {
  const activation = layer.activation?.function ?? 'relu';
  const data = { activation, loss: name };
  if (wants === 'logits') return say(messages.logits, data);
  if (wants !== 'probabilities') return say(messages.regression, data);
  const signal = signalFlow(network).layers[layer.index];
  if (name === 'categoricalCrossentropy') {
    const share = size === undefined ? undefined : allOff(signal, size);
    return share === undefined || size === undefined ? say(messages.quotient, data) : say(messages.nan, { ...data, units: size, share: percent(share) });
  }
  const share = name === 'logLoss' ? undefined : outsideUnitOf(signal);
  return share === undefined ? say(messages.outside, data) : say(messages.clipped, { ...data, share: percent(share) });
}

/** What may stand there instead, the likeliest first. */
function alternatives({ layer, loss, name, wants }: JudgedOutput, text: string): Mend[] {
  const activation = layer.activation?.function ?? 'relu';
  const by = (to: string): Mend => ({ title: say(messages.replace, { activation, name: to }), edits: layer.facts?.group === 'affine' ? setActivation(text, layer, to) : undefined });
  const without: Mend = { title: say(messages.remove, { activation }), edits: dropActivation(text, layer) };
  if (wants === 'logits') return [without];
  if (wants !== 'probabilities') return [without, by('softplus')];
  const isBinary = name === 'binaryCrossentropy' || name === 'logLoss';
  if (!isBinary && name !== 'categoricalCrossentropy') return [by('softmax')];
  const other = isBinary ? 'sigmoidCrossEntropy' : 'softmaxCrossEntropy';
  return [by(isBinary ? 'sigmoid' : 'softmax'), { title: say(messages.both, { activation, name: other }), edits: together(without.edits, lossFunction(text, loss, layer, other)) }];
}

export const rule = defineRule<Subject>({
  id: 'relu-on-output',
  severity: 'error',
  sometimes: ['hint'],
  claim: 'C5',
  messages,
  docs: {
    summary: 'The model ends in ReLU, which gives its loss zeros without a gradient.',
    why: 'A ReLU gives nothing negative, and where its input is negative it gives 0 and passes no gradient back. categoricalCrossentropy divides the outputs by their sum: where all n of them are off, which at initialisation happens with 2⁻ⁿ, it computes 0/0 and every weight becomes NaN. binaryCrossentropy clips what is 0 or at least 1, and the gradient there is exactly 0. Losses that expect logits lose the negative half of them. With a regression loss it is only a hint: counts and prices are never negative.',
    ignore: 'For targets that cannot be negative, if some samples without a gradient do not matter; softplus gives positive values with a gradient everywhere.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'relu' }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });`,
    sources: ['tfjs-layers/src/losses.ts', 'tfjs-core/src/gradients/Relu_grad.ts'],
  },
  *find({ networks }) {
    for (const judged of judgedOutputs(networks)) {
      const { layer, through, wants, name, size, span, network } = judged;
      const activation = layer.activation;
      if (through.length > 0 || !activation?.span || activation.function === undefined || !RELUS.has(activation.function)) continue;
      // One unit shared out among itself is another rule's matter.
      if (size === 1 && (name === 'categoricalCrossentropy' || name === 'sparseCategoricalCrossentropy')) continue;
      yield {
        at: activation.span, say: message(judged), subject: { judged }, network: network.id, layer: layer.index,
        ...(wants === 'probabilities' || wants === 'logits' ? {} : { severity: 'hint' as const }),
        ...(span ? { related: [{ span, say: say(messages.loss) }] } : {}),
      };
    }
  },
  mend: { safe: none, suggest: ({ judged }, { text }) => alternatives(judged, text) },
});
