import type { Layer, Network } from '../network/types';
import { signalFlow } from '../signal/flow';
import { weighingOf } from '../signal/weights';
import { setOption } from './activation-edits';
import { together } from './edits';
import { putsWeightsIn } from './handled';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Found } from './types';

interface Subject {
  /** Layers whose weights do not go with selu. */
  readonly drawn: readonly Layer[];
}

const messages = {
  drawn: 'selu keeps the variance at 1 from layer to layer only with Var(w) = 1/fan-in, which leCunUniform draws: as the weights are drawn here, inputs of variance 1 have the variance {variance} behind {count} selu layers.',
  lecun: 'Draw the weights with leCunUniform',
};

/** A selu in a network, with the layer that draws the weights before it. */
interface Selu {
  /** The layer that applies it. */
  readonly layer: Layer;
  readonly weighted: Layer;
}

/** Every selu that is directly behind its weighted sums. */
function selusOf(network: Network): readonly Selu[] {
  return network.layers.flatMap((layer): readonly Selu[] => {
    if (layer.activation?.function !== 'selu' || layer.optional) return [];
    if (layer.facts?.group === 'affine') return [{ layer, weighted: layer }];
    const before = layer.facts?.group === 'activation' ? network.layers[layer.inputs[0] ?? -1] : undefined;
    return before?.facts?.group === 'affine' && before.activation?.function === 'linear' ? [{ layer, weighted: before }] : [];
  });
}

/** Variances that a network of selu layers is to stay between. */
const LEAST = 0.5;
const MOST = 2;

/** Fewer layers keep the numbers in range anyway. */
const FEW = 3;

/** Weights whose variance times fan-in is nearer to 1 than this are as selu wants them. */
const NEAR = 0.05;

function isAsWanted(layer: Layer): boolean | undefined {
  const weighing = weighingOf(layer);
  return weighing && weighing.draw.mean === 0 && Math.abs(weighing.draw.variance * weighing.places * weighing.channels - 1) < NEAR;
}

function findIn(network: Network): Found<Subject> | undefined {
  const selus = selusOf(network);
  const wanted = selus.map(({ weighted }) => isAsWanted(weighted));
  if (selus.length < FEW || wanted.some((one) => one === undefined)) return undefined;
  const drawn = selus.flatMap(({ weighted }, index) => (wanted[index] === false ? [weighted] : []));
  // Without dropout, which changes the variance by itself.
  const { layers } = signalFlow(network, { training: false });
  const variances = selus.map(({ layer }) => layers[layer.index]?.variance);
  const variance = variances.at(-1);
  const first = selus.find(({ weighted }) => drawn.includes(weighted));
  if (variance === undefined || (variance >= LEAST && variance <= MOST) || !first?.layer.activation?.span || drawn.some(({ foreign }) => foreign)) return undefined;
  return { at: first.layer.activation.span, say: say(messages.drawn, { variance: short(variance), count: selus.length }), subject: { drawn }, network: network.id, layer: first.layer.index };
}

export const rule = defineRule<Subject>({
  id: 'selu-contract',
  severity: 'warning',
  messages,
  docs: {
    summary: 'selu is used with weights that do not keep the variance at 1.',
    why: 'The constants of selu are chosen so that mean 0 and variance 1 are a fixed point from layer to layer, if each weight has the variance 1/fan-in. In TensorFlow.js leCunUniform draws such weights. The default glorotNormal does not, and leCunNormal does not either: it cuts the normal off at two standard deviations and keeps 0.774 of the variance.',
    ignore: 'Where batch normalisation keeps the numbers in range. Of three and more selu layers is reported the variance behind the last selu layer where it leaves 0.5 to 2. Dropout changes the variance too and is not reported: alpha dropout, which was made for selu, has a wrong sign in TensorFlow.js.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 64, activation: 'selu', kernelInitializer: 'heNormal', inputShape: [64] }));
model.add(tf.layers.dense({ units: 64, activation: 'selu', kernelInitializer: 'heNormal' }));
model.add(tf.layers.dense({ units: 64, activation: 'selu', kernelInitializer: 'heNormal' }));
model.add(tf.layers.dense({ units: 1 }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 64, activation: 'selu', kernelInitializer: 'leCunUniform', inputShape: [64] }));
model.add(tf.layers.dense({ units: 64, activation: 'selu', kernelInitializer: 'leCunUniform' }));
model.add(tf.layers.dense({ units: 64, activation: 'selu', kernelInitializer: 'leCunUniform' }));
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['Klambauer et al. 2017, Self-Normalizing Neural Networks, arXiv:1706.02515', 'tfjs-layers/src/initializers.ts', 'tfjs-layers/src/layers/noise.ts'],
  },
  *find({ networks, text }) {
    if (putsWeightsIn(text)) return;
    for (const network of networks) {
      const found = network.complete ? findIn(network) : undefined;
      if (found) yield found;
    }
  },
  mend: {
    safe: none,
    suggest: ({ drawn }, { text }) => [{ title: say(messages.lecun), edits: together(...distinct(drawn).map((layer) => setOption(text, layer, 'kernelInitializer', 'leCunUniform'))) }],
  },
});

/** Layers of the same place in the text, such as a helper called twice, are changed once. */
function distinct(layers: readonly Layer[]): readonly Layer[] {
  return layers.filter(({ span }, index) => layers.findIndex((other) => other.span.start === span.start) === index);
}
