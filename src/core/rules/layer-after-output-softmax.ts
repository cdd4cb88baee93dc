import { numberOf } from '../network/config';
import type { Layer, Network } from '../network/types';
import { removeLayer } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Said } from './types';

interface Subject {
  readonly layer: Layer;
}

const messages = {
  dropout: 'Dropout behind the output\'s {activation}: while training it sets probabilities to 0 and multiplies the others by {scale}, so that they are no probabilities any more.',
  noise: '{layer} behind the output\'s {activation}: what comes out while training is no probability any more.',
  normalises: '{layer} behind the output\'s {activation}: it shifts the probabilities to mean 0, so that they leave the range from 0 to 1.',
  activation: 'These are probabilities already.',
  remove: 'Remove the {layer} layer',
};

const PROBABILITIES: ReadonlySet<string> = new Set(['softmax', 'sigmoid', 'hardSigmoid']);

function disturbs({ facts, className }: Layer): boolean {
  return facts?.group === 'dropout' || (facts?.group === 'normalization' && (className === 'BatchNormalization' || className === 'LayerNormalization'));
}

/** The output's activation, when nothing but such layers stands behind it. */
function activationBefore(network: Network, layer: Layer): Layer | undefined {
  let at: Layer | undefined = layer;
  for (let steps = 0; at && disturbs(at) && !at.optional && at.inputs.length === 1 && steps < 8; steps++) at = network.layers[at.inputs[0] ?? -1];
  const isOutput = at?.facts?.group === 'affine' || at?.facts?.group === 'activation';
  return at && isOutput && !at.optional && PROBABILITIES.has(at.activation?.function ?? '') ? at : undefined;
}

/** The network is used by itself, and not only as a part of another. */
function isTrained({ compile, training, fits }: Network): boolean {
  return compile !== undefined || training.length > 0 || fits.length > 0;
}

function message(layer: Layer, activation: string): Said {
  const name = layer.factory ?? '';
  if (layer.facts?.group === 'normalization') return say(messages.normalises, { layer: name, activation });
  const rate = layer.className === 'Dropout' && layer.configKnown ? numberOf(layer, 'rate') : undefined;
  return rate !== undefined && rate > 0 && rate < 1 ? say(messages.dropout, { activation, scale: short(1 / (1 - rate)) }) : say(messages.noise, { layer: name, activation });
}

export const rule = defineRule<Subject>({
  id: 'layer-after-output-softmax',
  severity: 'warning',
  claim: 'C7',
  messages,
  docs: {
    summary: 'Dropout, noise or normalisation stands behind the final softmax or sigmoid.',
    why: 'The last layer\'s probabilities are what the loss judges. Dropout behind it sets some of them to 0 while training and multiplies the others by 1/(1 − rate): a dropped probability of the right class is clipped and gets no gradient, and the others may exceed 1. Batch normalisation shifts them to mean 0, so that half of them are negative.',
    ignore: 'Never: these layers belong between hidden layers, before the last weighted sum.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.add(tf.layers.dropout({ rate: 0.5 }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dropout({ rate: 0.5 }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });`,
    sources: ['tfjs-core/src/ops/dropout.ts', 'tfjs-layers/src/layers/normalization.ts'],
  },
  *find({ networks }) {
    for (const network of networks) {
      if (!network.complete || !isTrained(network)) continue;
      for (const output of network.outputs) {
        const layer = network.layers[output];
        if (!layer || layer.foreign || !disturbs(layer)) continue;
        const before = activationBefore(network, layer);
        if (!before) continue;
        // `dropout(0.25)` and a rate of 0 drop nothing.
        if (layer.className === 'Dropout' && layer.configKnown && !((numberOf(layer, 'rate') ?? 0) > 0 && (numberOf(layer, 'rate') ?? 1) < 1)) continue;
        const span = before.activation?.span;
        yield {
          at: layer.nameSpan, say: message(layer, before.activation?.function ?? ''), subject: { layer }, network: network.id, layer: layer.index,
          ...(span ? { related: [{ span, say: say(messages.activation) }] } : {}),
        };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer }, { text }) => [{ title: say(messages.remove, { layer: layer.factory ?? '' }), edits: removeLayer(text, layer) }],
  },
});
