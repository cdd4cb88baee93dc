import { normalDistribution } from '../activations/special';
import { SATURATION_SLOPE } from '../activations/types';
import { consumersOf } from '../network/roles';
import type { ActivationRef, Layer, Network } from '../network/types';
import { isZero, weighingOf } from '../signal/weights';
import type { Span } from '../syntax/span';
import { curveOf } from './curves';
import { callMethodOn } from './edits';
import { putsWeightsIn } from './handled';
import { percent, short } from './numbers';
import { defineRule, none, say } from './types';

interface Subject {
  /** The image, as it is given to the model. */
  readonly image: Span;
}

const messages = {
  saturates: 'The pixels of this image go from 0 to 255, and nothing scales them before they are summed up for {activation}. Spread evenly over that, {count} of them give sums with a standard deviation of {deviation} at initialisation: for {share} of the units the slope of {activation} is then less than {slope}, and hardly any gradient passes.',
  activation: '{activation} is flat beyond ±{limit}.',
  scale: 'Scale the pixels to 0 … 1 with div(255)',
};

/** Activations that are flat on both sides. */
const FLAT: ReadonlySet<string> = new Set(['sigmoid', 'tanh']);

/** Mean square of whole numbers spread evenly over 0 … 255: Σ n²/256. */
const MEAN_SQUARE = (255 * 511) / 6;

/** With fewer units out of reach the others learn. */
const WORTH_SAYING = 0.5;

/** Layers that leave values as they are, choose or average them. */
const PASSING: ReadonlySet<string> = new Set(['input', 'shape', 'dropout', 'pool-max', 'pool-average']);

function only(network: Network, layer: Layer): Layer | undefined {
  const [next, ...others] = consumersOf(network, layer.index);
  return others.length === 0 && next?.inputs.length === 1 ? next : undefined;
}

/** The layer that sums up the inputs first. */
function firstWeighted(network: Network): Layer | undefined {
  const [root, ...others] = network.layers.filter(({ inputs }) => inputs.length === 0);
  let at = others.length === 0 ? root : undefined;
  while (at && at.facts?.group !== 'affine') at = PASSING.has(at.facts?.group ?? '') ? only(network, at) : undefined;
  return at;
}

/** What is applied to its sums: its own activation, or the layer behind it. */
function appliedTo(network: Network, layer: Layer): ActivationRef | undefined {
  if (layer.activation?.function !== 'linear') return layer.activation;
  const next = only(network, layer);
  return next?.facts?.group === 'activation' ? next.activation : undefined;
}

export const rule = defineRule<Subject>({
  id: 'unnormalized-input-saturation',
  severity: 'warning',
  claim: 'C3',
  messages,
  docs: {
    summary: 'The pixels of an image reach a sigmoid or tanh layer without being scaled.',
    why: 'An image comes as whole numbers from 0 to 255. Weights are drawn for inputs of about 1, so that the sums of unscaled pixels lie far out where sigmoid and tanh are flat: σ′(5) is 0.0066 and tanh′(5) 0.00018. Nearly no gradient passes, and which side a unit is on is left to chance. The numbers in the message are computed for this network: the standard deviation of a sum of n pixels is √(n · Var w · E x²), with E x² = 255 · 511 / 6 for values that are spread evenly. Layers of relu are not reported: they stand the scale, though they learn slower.',
    ignore: 'Where the weights that are loaded were trained on pixels as they are.',
    bad: `const model = tf.sequential();
model.add(tf.layers.flatten({ inputShape: [8, 8, 3] }));
model.add(tf.layers.dense({ units: 16, activation: 'sigmoid' }));
model.add(tf.layers.dense({ units: 1 }));
export const classify = (picture) => model.predict(tf.browser.fromPixels(picture).expandDims());`,
    good: `const model = tf.sequential();
model.add(tf.layers.flatten({ inputShape: [8, 8, 3] }));
model.add(tf.layers.dense({ units: 16, activation: 'sigmoid' }));
model.add(tf.layers.dense({ units: 1 }));
export const classify = (picture) => model.predict(tf.browser.fromPixels(picture).expandDims().div(255));`,
    sources: ['LeCun, Bottou, Orr & Müller 1998, §4.3', 'tensorflow/tfjs issue 8271'],
  },
  *find({ networks, text }) {
    // Weights that are put in afterwards may have been trained on just such images.
    if (putsWeightsIn(text)) return;
    for (const network of networks) {
      if (network.pixels.length === 0 || !network.complete) continue;
      const layer = firstWeighted(network);
      const applied = layer && appliedTo(network, layer);
      const weighing = layer && weighingOf(layer);
      if (!applied?.span || !weighing || layer.foreign || !FLAT.has(applied.function ?? '') || !weighing.draw.symmetric || !isZero(weighing.bias)) continue;
      const count = weighing.places * weighing.channels;
      const deviation = Math.sqrt(count * weighing.draw.variance * MEAN_SQUARE);
      const limit = curveOf(applied.function ?? '', {}, 'config')?.saturation.find(({ lo }) => lo > 0)?.lo;
      const share = limit === undefined ? 0 : 2 * normalDistribution(-limit / deviation);
      if (limit === undefined || share < WORTH_SAYING) continue;
      const activation = applied.function ?? '';
      for (const image of network.pixels) {
        // What is still being typed may be about to be scaled.
        if (!/^\s*[,)]/.test(text.slice(image.end, image.end + 200))) continue;
        yield {
          at: image, subject: { image }, network: network.id, layer: layer.index,
          say: say(messages.saturates, { activation, count: short(count), deviation: short(deviation), share: percent(share), slope: SATURATION_SLOPE }),
          related: [{ span: applied.span, say: say(messages.activation, { activation, limit: short(limit) }) }],
        };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ image }, { text }) => [{ title: say(messages.scale), edits: callMethodOn(text, image, 'div(255)') }],
  },
});
