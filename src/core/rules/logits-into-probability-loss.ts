import type { Network } from '../network/types';
import { signalFlow } from '../signal/flow';
import { outsideQuotient, outsideUnitOf } from '../signal/outputs';
import { lossFunction, setActivation } from './activation-edits';
import { percent } from './numbers';
import { decidingLayer, judgedOutputs } from './outputs';
import type { JudgedOutput } from './outputs';
import { defineRule, none, say } from './types';
import type { Found, Said } from './types';

interface Subject {
  /** Undefined for a loss that is written out. */
  readonly judged: JudgedOutput | undefined;
}

const messages = {
  quotient: '{loss} expects probabilities, and this output has no activation. The loss divides each output by their sum and clips the quotient to (0, 1): at initialisation it lies outside for {share} of the samples, whose gradient is exactly 0.',
  clipped: '{loss} expects probabilities, and this output has no activation. At initialisation {share} of the outputs lie outside (0, 1), where the loss clips them and their gradient is exactly 0.',
  logarithm: 'The loss takes the logarithm of this output, which has no activation: of a negative number it is NaN, and where that is clipped away it has no gradient.',
  unknown: '{loss} expects probabilities, and this output has no activation. What lies outside (0, 1) is clipped and gets no gradient.',
  loss: 'This loss expects probabilities.',
  activation: 'Add {name} to the output',
  logits: 'Use the loss {name}, which takes logits',
};

/** What turns logits to what each loss wants, and the loss that takes them as they are. */
const FITTING: Readonly<Record<string, { readonly activation: string; readonly loss: string | undefined }>> = {
  categoricalCrossentropy: { activation: 'softmax', loss: 'softmaxCrossEntropy' },
  sparseCategoricalCrossentropy: { activation: 'softmax', loss: undefined },
  kullbackLeiblerDivergence: { activation: 'softmax', loss: undefined },
  binaryCrossentropy: { activation: 'sigmoid', loss: 'sigmoidCrossEntropy' },
  logLoss: { activation: 'sigmoid', loss: 'sigmoidCrossEntropy' },
};

/** Nothing but weights decides what the values are. */
function isRaw({ layer, through }: Pick<JudgedOutput, 'layer' | 'through'>): boolean {
  return through.length === 0 && layer.facts?.group === 'affine' && layer.activation?.function === 'linear' && layer.configKnown && !layer.config.has('kernelConstraint');
}

function message({ network, layer, name }: JudgedOutput): Said {
  const signal = signalFlow(network).layers[layer.index];
  const share = name === 'categoricalCrossentropy' ? outsideQuotient(signal) : name === 'logLoss' ? undefined : outsideUnitOf(signal);
  if (share === undefined) return say(messages.unknown, { loss: name });
  return say(name === 'categoricalCrossentropy' ? messages.quotient : messages.clipped, { loss: name, share: percent(share) });
}

/** A loss that is written out, and first takes the logarithm of a raw output. */
function* writtenOut(network: Network): Iterable<Found<Subject>> {
  const [output, ...others] = network.outputs;
  const layer = others.length > 0 || output === undefined || !network.complete ? undefined : decidingLayer(network, output);
  if (!layer || layer.foreign || !isRaw({ layer, through: [] })) return;
  const own = network.compile?.certain ? network.compile.losses.flatMap((loss) => (loss?.form === 'custom' ? loss.calls : [])) : [];
  const call = [...own, ...network.training.filter(({ certain }) => certain)].find(({ name, wants, direct, through }) => name === 'custom' && wants === 'positive' && direct && through.length === 0);
  if (call) yield { at: layer.activation?.span ?? layer.nameSpan, say: say(messages.logarithm), subject: { judged: undefined }, network: network.id, layer: layer.index, related: [{ span: call.span, say: say(messages.loss) }] };
}

export const rule = defineRule<Subject>({
  id: 'logits-into-probability-loss',
  severity: 'error',
  claim: 'C7',
  messages,
  docs: {
    summary: 'The output has no activation and the loss expects probabilities.',
    why: 'The losses that compile takes by name have no fromLogits in TensorFlow.js. categoricalCrossentropy divides the outputs by their sum and clips the quotient to [1e−7, 1 − 1e−7]; sparseCategoricalCrossentropy, binaryCrossentropy and kullbackLeiblerDivergence clip the outputs themselves. A raw weighted sum is as often negative as positive: what is clipped gets a gradient of exactly 0, and what is not is no probability. A loss that is written out with tf.log is NaN there.',
    ignore: 'Never: add softmax or sigmoid, or use tf.losses.softmaxCrossEntropy or tf.losses.sigmoidCrossEntropy, which take logits.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3 }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });`,
    sources: ['tfjs-layers/src/losses.ts'],
  },
  *find({ networks }) {
    for (const network of networks) yield* writtenOut(network);
    for (const judged of judgedOutputs(networks)) {
      const { name, wants, layer, size, span, network } = judged;
      if (wants !== 'probabilities' || !Object.hasOwn(FITTING, name) || !isRaw(judged)) continue;
      // One unit shared out among itself is another rule's matter.
      if (size === 1 && FITTING[name]?.activation === 'softmax') continue;
      yield {
        at: layer.activation?.span ?? layer.nameSpan, say: message(judged), subject: { judged }, network: network.id, layer: layer.index,
        ...(span ? { related: [{ span, say: say(messages.loss) }] } : {}),
      };
    }
  },
  mend: {
    safe: none,
    suggest: ({ judged }, { text }) => {
      if (!judged) return [];
      const { layer, loss, name } = judged;
      const { activation = '', loss: other } = FITTING[name] ?? {};
      return [
        { title: say(messages.activation, { name: activation }), edits: setActivation(text, layer, activation) },
        { title: say(messages.logits, { name: `tf.losses.${other ?? ''}` }), edits: other === undefined ? undefined : lossFunction(text, loss, layer, other) },
      ];
    },
  },
});
