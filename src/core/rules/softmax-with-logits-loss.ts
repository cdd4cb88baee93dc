import { doubleSoftmaxFloor } from '../signal/floors';
import type { ActivationUse, Layer, Loss, Network } from '../network/types';
import { preferredQuote, removeKey, removeLayer, replace, unwrapOp } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Found } from './types';

/** The last layer of a model, or an op whose result is given to the loss directly; undefined for one that stands elsewhere. */
type Subject = { readonly layer: Layer; readonly network: Network } | { readonly use: ActivationUse | undefined };

const messages = {
  floor: 'softmaxCrossEntropy applies softmax itself; this output is already normalised. With {units} classes the loss can never go below {floor}, and gradients pass through softmax twice.',
  unknown: 'softmaxCrossEntropy applies softmax itself; this output is already normalised, so the loss cannot reach 0 and gradients pass through softmax twice.',
  op: 'softmaxCrossEntropy applies softmax itself; what it is given here is already normalised, so the loss cannot reach 0 and gradients pass through softmax twice.',
  loss: 'This loss expects logits.',
  unwrap: 'Remove the softmax: the loss then gets logits',
  probabilities: 'Use the loss categoricalCrossentropy, which takes probabilities',
  logits: 'Remove the softmax: the model then returns logits',
};

/** The model's last layer, if it applies softmax. */
function softmaxOutput(network: Network): Layer | undefined {
  const [output] = network.outputs;
  const layer = network.outputs.length === 1 && output !== undefined ? network.layers[output] : undefined;
  return layer?.activation?.function === 'softmax' && !layer.optional ? layer : undefined;
}

function isSoftmaxCrossEntropy({ name, form, calls }: Loss): boolean {
  const [call, ...others] = calls;
  const passedOn = call && others.length === 0 && call.direct && call.through.length === 0 ? call.name : undefined;
  return (form === 'function' ? name : passedOn) === 'softmaxCrossEntropy';
}

/** What a program that takes the gradient itself gives to the loss: by a function of its own, or as its model returns it. */
function* trainedIn(network: Network, uses: readonly ActivationUse[]): Iterable<Found<Subject>> {
  for (const { name, certain, direct, through: [nearest], span, output } of network.training) {
    if (!certain || !direct || name !== 'softmaxCrossEntropy') continue;
    const related = [{ span, say: say(messages.loss) }];
    const layer = nearest || output !== 0 ? undefined : softmaxOutput(network);
    if (nearest?.function === 'softmax' && nearest.span && !uses.some((use) => use.logitsOf && use.span.start === nearest.span?.start)) {
      yield { at: nearest.span, subject: { use: undefined }, severity: 'warning', say: say(messages.op), related };
    } else if (layer?.activation?.span && !layer.foreign && layer.units !== 1 && layer.outputShape?.at(-1) !== 1) {
      yield { at: layer.activation.span, subject: { use: undefined }, say: say(messages.unknown), related, network: network.id, layer: layer.index };
    }
  }
}

export const rule = defineRule<Subject>({
  id: 'softmax-with-logits-loss',
  severity: 'error',
  claim: 'C7',
  messages,
  docs: {
    summary: 'The loss applies softmax to what has been through softmax already.',
    why: 'tf.losses.softmaxCrossEntropy takes logits and computes softmax itself. Given probabilities p it computes softmax(p): the largest it can make of one class is e/(e + n − 1), so that the loss stays above log(1 + (n − 1)/e): 0.313 for 2 classes, 0.551 for 3, 1.461 for 10. Accuracy may still rise, but the loss looks stuck and the gradient is multiplied by the Jacobian of softmax twice.',
    ignore: 'Where the loss is only reported and never trained on.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ loss: tf.losses.softmaxCrossEntropy, optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });`,
    sources: ['tfjs-core/src/ops/losses/softmax_cross_entropy.ts'],
  },
  *find({ networks, uses }) {
    for (const use of uses) {
      if (use.function !== 'softmax' || use.certainty !== 'certain' || !use.logitsOf) continue;
      // The loss may only be reported here; where a model is compiled with it, it is trained on.
      yield { at: use.span, subject: { use }, severity: 'warning', say: say(messages.op), related: [{ span: use.logitsOf, say: say(messages.loss) }] };
    }
    for (const network of networks) {
      yield* trainedIn(network, uses);
      const { compile } = network;
      if (!compile?.certain || !compile.loss || !isSoftmaxCrossEntropy(compile.loss)) continue;
      const layer = softmaxOutput(network);
      const span = layer?.activation?.span;
      if (!layer || !span) continue;
      const classes = layer.outputShape?.at(-1) ?? layer.units;
      // A single unit is the constant 1, which is another rule's matter.
      if (classes === 1) continue;
      yield {
        at: span, subject: { layer, network }, network: network.id, layer: layer.index,
        say: typeof classes === 'number' ? say(messages.floor, { units: classes, floor: short(doubleSoftmaxFloor(classes)) }) : say(messages.unknown),
        ...(compile.loss.span ? { related: [{ span: compile.loss.span, say: say(messages.loss) }] } : {}),
      };
    }
  },
  mend: {
    safe: none,
    suggest: (subject, { text }) => {
      if ('use' in subject) {
        const { use } = subject;
        // Somebody else may want the probabilities.
        return use?.consumers.length === 1 ? [{ title: say(messages.unwrap), edits: unwrapOp(text, use) }] : [];
      }
      const { layer, network } = subject;
      const quote = preferredQuote(text);
      return [
        { title: say(messages.probabilities), edits: replace(network.compile?.loss?.span, `${quote}categoricalCrossentropy${quote}`) },
        { title: say(messages.logits), edits: layer.facts?.group === 'activation' ? removeLayer(text, layer) : removeKey(text, layer, 'activation') },
      ];
    },
  },
});
