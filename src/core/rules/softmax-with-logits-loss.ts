import { doubleSoftmaxFloor } from '../signal/floors';
import type { ActivationUse, Layer, Loss, Network } from '../network/types';
import type { Span } from '../syntax/span';
import { dropActivation, lossString } from './activation-edits';
import { unwrapOp } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Found } from './types';

/** The last layer of a model, or an op whose result is given to the loss directly; undefined for one that stands elsewhere. */
type Subject = { readonly layer: Layer; readonly loss: Loss | undefined } | { readonly use: ActivationUse | undefined };

const messages = {
  floor: 'softmaxCrossEntropy applies softmax itself; this output is already normalised. With {units} classes the loss can never go below {floor}, and gradients pass through softmax twice.',
  unknown: 'softmaxCrossEntropy applies softmax itself; this output is already normalised, so the loss cannot reach 0 and gradients pass through softmax twice.',
  op: 'softmaxCrossEntropy applies softmax itself; what it is given here is already normalised, so the loss cannot reach 0 and gradients pass through softmax twice.',
  loss: 'This loss expects logits.',
  unwrap: 'Remove the softmax: the loss then gets logits',
  probabilities: 'Use the loss categoricalCrossentropy, which takes probabilities',
  logits: 'Remove the softmax: the model then returns logits',
};

/** An output that applies softmax, with the place of a loss that applies it again. */
interface Twice {
  readonly layer: Layer;
  readonly at: Span;
  readonly lossSpan: Span | undefined;
  /** The loss that `compile` names, if it can be replaced without touching another output. */
  readonly loss: Loss | undefined;
}

/** Every softmax output of the model that a softmaxCrossEntropy certainly judges, once. */
function* twice({ layers, outputs, compile, training }: Network): Iterable<Twice> {
  for (const [index, output] of outputs.entries()) {
    const layer = layers[output];
    const at = layer?.activation?.function === 'softmax' && !layer.optional ? layer.activation.span : undefined;
    if (!layer || !at) continue;
    const loss = compile?.certain ? compile.losses[index] : undefined;
    if (loss && isSoftmaxCrossEntropy(loss)) {
      yield { layer, at, lossSpan: loss.span, loss: outputs.length === 1 || compile?.loss?.form === 'several' ? loss : undefined };
      continue;
    }
    const call = training.find((one) => one.certain && one.output === index && one.name === 'softmaxCrossEntropy' && one.direct && one.through.length === 0);
    if (call) yield { layer, at, lossSpan: call.span, loss: undefined };
  }
}

function isSoftmaxCrossEntropy({ name, form, calls }: Loss): boolean {
  const [call, ...others] = calls;
  const passedOn = call && others.length === 0 && call.direct && call.through.length === 0 ? call.name : undefined;
  return (form === 'function' ? name : passedOn) === 'softmaxCrossEntropy';
}

/** What a program that takes the gradient itself puts through softmax on the way to the loss. */
function* trainedIn(network: Network, uses: readonly ActivationUse[]): Iterable<Found<Subject>> {
  for (const { name, certain, direct, through: [nearest], span } of network.training) {
    if (!certain || !direct || name !== 'softmaxCrossEntropy' || nearest?.function !== 'softmax' || !nearest.span) continue;
    if (uses.some((use) => use.logitsOf && use.span.start === nearest.span?.start)) continue;
    yield { at: nearest.span, subject: { use: undefined }, severity: 'warning', say: say(messages.op), related: [{ span, say: say(messages.loss) }] };
  }
}

export const rule = defineRule<Subject>({
  id: 'softmax-with-logits-loss',
  severity: 'error',
  sometimes: ['warning'],
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
      for (const { layer, at, lossSpan, loss } of twice(network)) {
        const classes = layer.outputShape?.at(-1) ?? layer.units;
        // A single unit is the constant 1, which is another rule's matter.
        if (classes === 1) continue;
        yield {
          at, subject: { layer, loss }, network: network.id, layer: layer.index,
          say: typeof classes === 'number' ? say(messages.floor, { units: classes, floor: short(doubleSoftmaxFloor(classes)) }) : say(messages.unknown),
          ...(lossSpan ? { related: [{ span: lossSpan, say: say(messages.loss) }] } : {}),
        };
      }
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
      const { layer, loss } = subject;
      return [
        { title: say(messages.probabilities), edits: lossString(text, loss, 'categoricalCrossentropy') },
        { title: say(messages.logits), edits: dropActivation(text, layer) },
      ];
    },
  },
});
