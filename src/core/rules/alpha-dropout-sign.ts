import { numberOf } from '../network/config';
import type { Layer } from '../network/types';
import { removeLayer, replace } from './edits';
import { defineRule, none, say } from './types';

const messages = {
  sign: 'alphaDropout of tfjs sets what it drops to +1.758 instead of −1.758 and so shifts the mean that selu keeps; every release up to 4.22 does.',
  dropout: 'Use dropout',
  remove: 'Remove it: selu normalises by itself',
};

export const rule = defineRule<Layer>({
  id: 'alpha-dropout-sign',
  severity: 'warning',
  messages,
  docs: {
    summary: 'The layer alphaDropout has a wrong sign in TensorFlow.js and shifts the mean.',
    why: 'Alpha dropout is to keep mean and variance as selu has them: what is dropped becomes −λα = −1.758, the value that selu approaches on the left. TensorFlow.js has the sign wrong and makes it +1.758. With a rate of 0.2 the mean of standard normal numbers becomes 0.61 instead of 0 while the model is trained, and is 0 again when it predicts.',
    ignore: 'Where the model was trained elsewhere and only predicts: then the layer does nothing.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'selu', inputShape: [4] }));
model.add(tf.layers.alphaDropout({ rate: 0.2 }));
model.add(tf.layers.dense({ units: 1 }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'selu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['tfjs-layers/src/layers/noise.ts', 'Klambauer et al. 2017, Self-Normalizing Neural Networks, arXiv:1706.02515'],
  },
  *find({ layers, networks }) {
    const networkOf = new Map(networks.flatMap((network) => network.layers.map((layer) => [layer, network.id] as const)));
    for (const layer of layers) {
      if (layer.className !== 'AlphaDropout' || layer.foreign) continue;
      const rate = numberOf(layer, 'rate');
      // Rates outside of (0, 1) drop nothing.
      if (rate === undefined || rate <= 0 || rate >= 1) continue;
      yield { at: layer.nameSpan, say: say(messages.sign), subject: layer, network: networkOf.get(layer), layer: layer.index };
    }
  },
  mend: {
    safe: none,
    suggest: (layer, { text }) => [
      { title: say(messages.dropout), edits: text.slice(layer.nameSpan.start, layer.nameSpan.end) === 'alphaDropout' ? replace(layer.nameSpan, 'dropout') : undefined },
      { title: say(messages.remove), edits: removeLayer(text, layer) },
    ],
  },
});
