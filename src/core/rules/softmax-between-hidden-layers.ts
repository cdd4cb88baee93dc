import type { ActivationUse, Layer, Network } from '../network/types';
import { reaches } from '../network/roles';
import { isTrainableGroup } from '../tfjs/layers';
import { removeLayer, renameActivation, replace } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';

interface Subject {
  readonly use: ActivationUse;
  readonly layer: Layer;
  readonly before: Layer | undefined;
}

/** The trainable layer that takes the probabilities as its input, if it is certain that one does. */
function victim(network: Network, layer: Layer): Layer | undefined {
  if (network.outputs.includes(layer.index) || layer.optional) return undefined;
  const { layers, ends, certain } = reaches(network, layer.index);
  // Gates, attention and mixtures merge the probabilities with something else: that is what softmax is for.
  const only = layers.every((next) => next.facts !== undefined && isTrainableGroup(next.facts.group) && next.facts.group !== 'embedding');
  return only && certain && !ends ? layers[0] : undefined;
}

const messages = {
  width: 'Softmax between hidden layers: its {units} outputs sum to 1, and while they are about equal it passes back at most 1/{units} = {share} of the gradient. Use relu or tanh here.',
  unknown: 'Softmax between hidden layers: its outputs sum to 1, and it passes back at most half of the gradient. Use relu or tanh here.',
  next: 'These weights are fed with probabilities.',
  replace: 'Replace softmax by {name}',
  remove: 'Remove the softmax layer',
};

export const rule = defineRule<Subject>({
  id: 'softmax-between-hidden-layers',
  severity: 'warning',
  claim: 'C6',
  messages,
  docs: {
    summary: 'A softmax feeds another trainable layer.',
    why: 'Softmax normalises a vector to a distribution. Between hidden layers that throws a dimension away, keeps every unit below 1 and starves the layers before it: its Jacobian diag(p) − ppᵀ has a norm of at most 1/2, and of 1/n where the n outputs are about equal, as they are at initialisation. Two hidden softmax layers of 16 units behind two inputs leave the first layer with about 0.05 of the last layer\'s gradient, six with less than a millionth.',
    ignore: 'Attention, gates and mixtures of experts multiply or dot the probabilities with something; they are not reported.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'softmax', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['Goodfellow, Bengio & Courville 2016, §6.2.2.3', 'tfjs-core/src/gradients/Softmax_grad.ts'],
  },
  *find(context) {
    for (const use of context.uses) {
      if (use.function !== 'softmax' || use.certainty !== 'certain' || use.layer === undefined) continue;
      const network = context.networkOf(use);
      const layer = network?.layers[use.layer];
      if (!network || !layer || layer.facts?.group === 'recurrent') continue;
      const next = victim(network, layer);
      if (!next) continue;
      const width = layer.outputShape?.at(-1) ?? layer.units;
      // A single unit is the constant 1, which is another rule's matter.
      if (width === 1) continue;
      yield {
        at: use.span, subject: { use, layer, before: network.layers[layer.inputs[0] ?? -1] }, network: network.id, layer: layer.index,
        say: typeof width === 'number' ? say(messages.width, { units: width, share: short(1 / width) }) : say(messages.unknown),
        related: [{ span: next.span, say: say(messages.next) }],
      };
    }
  },
  mend: {
    safe: none,
    suggest: ({ use, layer, before }, { text }) => {
      if (use.form === 'config') return ['relu', 'tanh'].map((name) => ({ title: say(messages.replace, { name }), edits: renameActivation(text, layer.activation, name) }));
      const isOwn = text.slice(layer.nameSpan.start, layer.nameSpan.end) === 'softmax';
      return [
        { title: say(messages.replace, { name: 'reLU' }), edits: isOwn && layer.config.size === 0 ? replace(layer.nameSpan, 'reLU') : undefined },
        // Between two weighted sums something has to stand that is not linear.
        { title: say(messages.remove), edits: before?.activation === undefined || before.activation.function === 'linear' ? undefined : removeLayer(text, layer) },
      ];
    },
  },
});
