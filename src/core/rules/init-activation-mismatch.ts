import type { Layer, Network } from '../network/types';
import { isChain } from '../signal/dead';
import { signalFlow } from '../signal/flow';
import { weighingOf } from '../signal/weights';
import { setOption } from './activation-edits';
import { together } from './edits';
import { putsWeightsIn } from './handled';
import { percent } from './numbers';
import { defineRule, none, say } from './types';

interface Subject {
  readonly layers: readonly Layer[];
}

const messages = {
  fades: '{count} layers with {activation} and the default glorotNormal: at initialisation the sums of the last of them have {share} of the variance of the first. heUniform keeps it.',
  weak: '{count} layers with {activation}: as their weights are drawn, the sums of the last of them have {share} of the variance of the first at initialisation. heUniform keeps it.',
  grows: '{count} layers with {activation}: as their weights are drawn, the sums of the last of them have {times} times the variance of the first at initialisation. heUniform keeps it.',
  he: 'Draw their weights with heUniform',
};

/** Functions that let half of their input through, more or less. */
const RECTIFIERS: ReadonlySet<string> = new Set(['relu', 'relu6', 'leakyRelu']);

/** Fewer layers train with any weights. */
const MANY = 5;

/** What is left of the variance where it is worth a word. */
const LITTLE = 0.05;

/** And how many times the variance: a softmax behind it is saturated before training begins. */
const MUCH = 1000;

/** The layers that sum with drawn weights before a rectifier, with the layer that applies it. */
function rectified(network: Network): readonly { readonly weighted: Layer; readonly activation: NonNullable<Layer['activation']> }[] {
  return network.layers.flatMap((layer) => {
    const { activation, facts } = layer;
    if (activation?.function === undefined || !RECTIFIERS.has(activation.function)) return [];
    const before = network.layers[layer.inputs[0] ?? -1];
    const weighted = facts?.group === 'affine' ? layer : facts?.group === 'activation' && before?.activation?.function === 'linear' ? before : undefined;
    return weighted?.facts?.group === 'affine' && weighingOf(weighted) ? [{ weighted, activation }] : [];
  });
}

/**
 * The most by which the variance can have grown behind the first weighted layer: no function of these makes a sum
 * larger than it is, and one of the network's sums is at most the mean square of n·(Var(w) + n·E[w]²) inputs.
 */
function mostGrowth({ layers }: Network): number {
  const [, ...later] = layers.flatMap((layer) => {
    const weighing = layer.facts?.group === 'affine' ? weighingOf(layer) : undefined;
    return weighing ? [weighing] : [];
  });
  return later.reduce((growth, { places, channels, draw }) => growth * Math.max(1, places * channels * (draw.variance + places * channels * draw.mean ** 2)), 1);
}

/** Layers of the same place in the text, such as a loop or a helper, are changed once. */
function distinct(layers: readonly Layer[]): readonly Layer[] {
  return layers.filter(({ span }, index) => layers.findIndex((other) => other.span.start === span.start) === index);
}

export const rule = defineRule<Subject>({
  id: 'init-activation-mismatch',
  severity: 'hint',
  sometimes: ['warning'],
  messages,
  docs: {
    summary: 'ReLU layers one behind another are drawn so that the signal fades, or grows, from layer to layer.',
    why: 'A ReLU passes half of the mean square on, so that the variance stays the same only with Var(w) = 2/fan-in (He et al. 2015). The default of TensorFlow.js, glorotNormal, draws 1/fan-in between layers of equal width, and of that keeps 0.774, because it cuts the normal off at two standard deviations: each layer leaves 0.39 of the variance. heNormal is cut off too and leaves 0.77; heUniform is exact. Weights of a fixed size are worse: of a deviation of 1, as in tf.initializers.randomNormal({ stddev: 1 }), a layer of 500 inputs multiplies the variance by 250, and a softmax behind three of them is saturated before training begins; randomUniform, whose weights are at most 0.05, lets it fade.',
    ignore: 'Where batch normalisation stands between the layers, or where a few layers only are used. With Adam and not too many layers such a network trains all the same.',
    bad: `const model = tf.sequential();
model.add(tf.layers.inputLayer({ inputShape: [16] }));
for (let i = 0; i < 6; i++) model.add(tf.layers.dense({ units: 16, activation: 'relu' }));
model.add(tf.layers.dense({ units: 1 }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.inputLayer({ inputShape: [16] }));
for (let i = 0; i < 6; i++) model.add(tf.layers.dense({ units: 16, activation: 'relu', kernelInitializer: 'heUniform' }));
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['He, Zhang, Ren & Sun 2015, Delving Deep into Rectifiers, arXiv:1502.01852', 'tfjs-layers/src/initializers.ts'],
  },
  *find({ networks, text }) {
    if (putsWeightsIn(text)) return;
    for (const network of networks) {
      if (!network.complete || !isChain(network)) continue;
      const found = rectified(network);
      const [first] = found;
      const last = found.at(-1);
      if (!first?.activation.span || !last || found.some(({ weighted }) => weighted.foreign)) continue;
      // The whole signal flow of every short network, at every keystroke, would cost more than all other rules.
      if (found.length < MANY && mostGrowth(network) <= MUCH) continue;
      const { layers } = signalFlow(network, { training: false });
      const [from, to] = [layers[first.weighted.index]?.preVariance, layers[last.weighted.index]?.preVariance];
      if (from === undefined || to === undefined || !(from > 0)) continue;
      const fades = found.length >= MANY && to / from < LITTLE;
      if (!fades && !(to / from > MUCH)) continue;
      const isDefault = !found.some(({ weighted }) => weighted.config.has('kernelInitializer'));
      const data = { count: found.length, activation: first.activation.function ?? '', share: percent(to / from), times: Math.round(to / from) };
      yield {
        at: first.activation.span, say: say(fades ? (isDefault ? messages.fades : messages.weak) : messages.grows, data), ...(fades ? {} : { severity: 'warning' as const }),
        subject: { layers: distinct(found.map(({ weighted }) => weighted)) }, network: network.id, layer: first.weighted.index,
      };
    }
  },
  mend: {
    safe: none,
    suggest: ({ layers }, { text }) => [{ title: say(messages.he), edits: together(...layers.map((layer) => setOption(text, layer, 'kernelInitializer', 'heUniform'))) }],
  },
});
