import { booleanOf, numberOf } from '../network/config';
import type { Layer, Network } from '../network/types';
import { collapses } from '../signal/collapse';
import type { Collapse } from '../signal/collapse';
import { weighingOf } from '../signal/weights';
import { setActivation } from './activation-edits';
import { removeKey, removeLayer, together } from './edits';
import { handlesWeights } from './handled';
import { defineRule, none, say } from './types';
import type { Said } from './types';

interface Subject {
  readonly layer: Layer;
  /** Another weighted sum follows, or comes before, with nothing between. */
  readonly collapsed: boolean;
}

const messages = {
  block: 'trainable: false: the {count} weights of this layer stay as they start. It is a fixed linear map from {inputs} to {outputs}, which mixes what it is given; what the network learns of it lies in the layers around, among them the activations on both sides, which a prelu layer learns too.',
  orthogonal: 'trainable: false: the {count} weights of this layer stay as they start. It is a fixed orthogonal map of {outputs} values, which turns them and keeps their length; what the network learns of it lies in the layers around, among them the activations on both sides, which a prelu layer learns too.',
  collapsed: 'trainable: false: the {count} weights of this layer stay as they start, and between it and the next weights stands no activation. These {layers} layers are one linear map from {inputs} to {outputs}, of rank {rank} at most: the fixed one adds nothing that the trained weights cannot learn without it.',
  train: 'Remove trainable: false, so that the layer learns',
  trainBetween: 'Let the layer learn, with relu behind it',
  remove: 'Remove the layer',
};

/** A weighted layer that is made with `trainable: false` and drawn by its initialiser. */
function isFixed(layer: Layer): boolean {
  const { facts, config, foreign, optional, activation } = layer;
  return facts?.group === 'affine' && !foreign && !optional && activation?.span === undefined && activation?.function === 'linear'
    && booleanOf(layer, 'trainable', true) === false && !config.has('weights') && weighingOf(layer) !== undefined;
}

function isNonLinear({ activation }: Layer): boolean {
  return activation?.function !== undefined && activation.function !== 'linear';
}

/** An activation stands before it and behind it, so that it is a block of its own. */
function standsBetween(network: Network, layer: Layer): boolean {
  const before = network.layers[layer.inputs[0] ?? -1];
  const behind = network.layers.filter(({ inputs }) => inputs.includes(layer.index));
  return before !== undefined && isNonLinear(before) && behind.length > 0 && behind.every((next) => next.facts?.group === 'activation' && isNonLinear(next));
}

function messageOf(layer: Layer, collapse: Collapse | undefined): Said {
  const weighing = weighingOf(layer);
  const count = layer.parameters ?? 0;
  if (collapse) return say(messages.collapsed, { count, layers: collapse.layers.length, inputs: collapse.inputs, outputs: collapse.outputs, rank: collapse.rank });
  const isOrthogonal = layer.className === 'Dense' && weighing?.draw.kind === 'orthogonal' && weighing.channels === weighing.units && numberOf(layer, 'units') === weighing.units;
  return say(isOrthogonal ? messages.orthogonal : messages.block, { count, inputs: weighing?.channels ?? 0, outputs: layer.units ?? 0 });
}

export const rule = defineRule<Subject>({
  id: 'fixed-linear-mixing-block',
  severity: 'information',
  claim: 'C10',
  messages,
  docs: {
    summary: 'A layer whose weights are never trained mixes its inputs by a fixed linear map.',
    why: 'A weighted sum need not be learnt: a random or orthogonal matrix, a Fourier or a Walsh–Hadamard transform mixes all inputs, and what is trained are the activations around it, such as the two slopes of each unit of a prelu layer. That works as long as something non-linear stands on both sides. Beside other weights with nothing between, W₂(Rx + b₁) + b₂ is one linear map again, and R adds nothing to it. linear-stack-collapse leaves layers with trainable: false to this rule.',
    ignore: 'Where the fixed map is meant, as in a fixed filter bank: this is an explanation.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 16, kernelInitializer: 'orthogonal', trainable: false }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 16, activation: 'relu' }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['Saxe et al. 2011, On random weights and unsupervised feature learning', 'tfjs-layers/src/engine/topology.ts', "S. O'Connor, fixed filter bank neural networks"],
  },
  *find({ networks, text }) {
    // Weights that are put in are filters of somebody's choice, and what is frozen later was trained before.
    if (handlesWeights(text)) return;
    for (const network of networks) {
      // Where nothing learns, nothing is to be said of what does not.
      if (!network.complete || !network.layers.some(({ trainable }) => (trainable ?? 0) > 0)) continue;
      const runs = collapses(network);
      for (const layer of network.layers) {
        const property = layer.config.get('trainable')?.property;
        const collapse = runs.find(({ layers }) => layers.includes(layer.index));
        if (!property || !isFixed(layer) || (!collapse && !standsBetween(network, layer))) continue;
        // Two fixed maps one behind the other leave nothing that could take the one's place.
        if (collapse && !collapse.layers.some((index) => (network.layers[index]?.trainable ?? 0) > 0)) continue;
        yield { at: property, say: messageOf(layer, collapse), subject: { layer, collapsed: collapse !== undefined }, network: network.id, layer: layer.index };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, collapsed }, { text }) => {
      const trained = removeKey(text, layer, 'trainable');
      if (!collapsed) return [{ title: say(messages.train), edits: trained }];
      const startsModel = layer.config.has('inputShape') || layer.config.has('batchInputShape');
      return [
        { title: say(messages.trainBetween), edits: together(setActivation(text, layer, 'relu'), trained) },
        { title: say(messages.remove), edits: startsModel || layer.className !== 'Dense' ? undefined : removeLayer(text, layer) },
      ];
    },
  },
});
