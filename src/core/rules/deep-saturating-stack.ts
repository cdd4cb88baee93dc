import { consumersOf } from '../network/roles';
import type { Layer, Network } from '../network/types';
import { signalFlow } from '../signal/flow';
import { setActivation, setOption } from './activation-edits';
import { insertLayerAfter, together } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Edit } from './types';

interface Subject {
  readonly run: readonly Squashed[];
}

const messages = {
  stack: '{count} {activation} layers in a row: at initialisation the kernel of the first gets {ratio} of the gradient that the last weighted layer\'s gets. The slope of {activation} is at most {slope}, and every layer multiplies it in.',
  next: '{activation} again.',
  relu: 'Replace {activation} by relu in all of them, with weights drawn by heUniform',
  replace: 'Replace {activation} by {name} in all of them',
  normalise: 'Put batch normalisation behind each of them',
};

/** The largest slope of each. */
const SLOPES: Readonly<Record<string, number>> = { sigmoid: 0.25, hardSigmoid: 0.2 };

/** So many may stand there without a word. */
const FEW = 2;

/** What still reaches the first layer when it is worth saying. */
const WEAK = 0.02;

/** The layer behind one, if that is its only way on. */
function only(network: Network, layer: Layer): Layer | undefined {
  const [next, ...others] = consumersOf(network, layer.index);
  return next && others.length === 0 && next.inputs.length === 1 && !next.optional && !network.outputs.includes(layer.index) ? next : undefined;
}

/** The next layer with weights, through what leaves values as they are or averages them. */
function nextWeighted(network: Network, layer: Layer): Layer | undefined {
  let at = only(network, layer);
  for (let steps = 0; at && steps < network.layers.length; steps++) {
    const group = at.facts?.group;
    if (group === 'affine') return at;
    if (group !== 'dropout' && group !== 'shape' && group !== 'pool-average' && group !== 'pool-max') return undefined;
    at = only(network, at);
  }
  return undefined;
}

/** Weights, and the layer that applies the function to what they give: the same one, or an activation layer behind it. */
interface Squashed {
  readonly weighted: Layer;
  readonly applied: Layer;
}

function squashed(network: Network, layer: Layer | undefined): Squashed | undefined {
  if (layer?.facts?.group !== 'affine' || layer.optional) return undefined;
  const behind = layer.activation?.function === 'linear' ? only(network, layer) : undefined;
  const applied = behind?.className === 'Activation' ? behind : layer;
  return Object.hasOwn(SLOPES, applied.activation?.function ?? '') ? { weighted: layer, applied } : undefined;
}

/** Rows of hidden layers with the same saturating function. */
function runs(network: Network): readonly (readonly Squashed[])[] {
  const found: Squashed[][] = [];
  const used = new Set<Layer>();
  for (const layer of network.layers) {
    const start = used.has(layer) ? undefined : squashed(network, layer);
    if (!start) continue;
    const run: Squashed[] = [];
    // The last one with weights behind it: what the output applies is no matter.
    for (let at: Squashed | undefined = start; at && at.applied.activation?.function === start.applied.activation?.function;) {
      const next = nextWeighted(network, at.applied);
      used.add(at.weighted);
      if (next) run.push(at);
      at = squashed(network, next);
    }
    found.push(run);
  }
  return found;
}

/** Layers of the same place in the text are changed once. */
function distinct(run: readonly Squashed[]): readonly Squashed[] {
  return run.filter(({ applied: { span } }, index) => run.findIndex((other) => other.applied.span.start === span.start) === index);
}

/** The weights that keep the variance through relu, where no others are asked for. */
function drawnForRelu(text: string, layer: Layer): readonly Edit[] | undefined {
  return layer.config.has('kernelInitializer') ? [] : setOption(text, layer, 'kernelInitializer', 'heUniform');
}

export const rule = defineRule<Subject>({
  id: 'deep-saturating-stack',
  severity: 'warning',
  claim: 'C3',
  messages,
  docs: {
    summary: 'Several sigmoid layers in a row starve the first of gradient.',
    why: 'The slope of sigmoid is at most 0.25 and that of hardSigmoid 0.2. Every layer multiplies its slope into the gradient that goes back: with 16 units drawn as TensorFlow.js does, four hidden sigmoid layers leave the first kernel about 2e−3 of the last one\'s gradient, eight about 1e−6. The number in the message is computed for this network. tanh, whose slope is 1 at 0, does not have the fault at moderate depth.',
    ignore: 'Where the network is trained layer by layer, or starts from trained weights.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'sigmoid', inputShape: [4] }));
model.add(tf.layers.dense({ units: 16, activation: 'sigmoid' }));
model.add(tf.layers.dense({ units: 16, activation: 'sigmoid' }));
model.add(tf.layers.dense({ units: 16, activation: 'sigmoid' }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 16, activation: 'relu' }));
model.add(tf.layers.dense({ units: 16, activation: 'relu' }));
model.add(tf.layers.dense({ units: 16, activation: 'relu' }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['Glorot & Bengio 2010, §3', 'Hochreiter 1991'],
  },
  *find({ networks, text }) {
    // Weights that are put in afterwards are not those of the initialiser.
    if (/\b(?:set|load)Weights\b/.test(text)) return;
    for (const network of networks) {
      if (!network.complete) continue;
      for (const run of runs(network)) {
        const [first] = run;
        const at = first?.applied.activation?.span;
        if (run.length <= FEW || !first || !at || run.some(({ weighted, applied }) => weighted.foreign || applied.foreign || applied.optional)) continue;
        const ratio = signalFlow(network).layers[first.weighted.index]?.kernelGradient;
        if (ratio === undefined || ratio > WEAK) continue;
        const activation = first.applied.activation?.function ?? '';
        const others = distinct(run).slice(1).flatMap(({ applied: { activation: one } }) => (one?.span && one.span.start !== at.start ? [one.span] : []));
        yield {
          at, subject: { run }, network: network.id, layer: first.applied.index,
          say: say(messages.stack, { count: run.length, activation, ratio: short(Number(ratio.toPrecision(2))), slope: SLOPES[activation] ?? 0.25 }),
          related: others.map((span) => ({ span, say: say(messages.next, { activation }) })),
        };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ run }, { text }) => {
      const layers = distinct(run);
      const activation = run[0]?.applied.activation?.function ?? '';
      return [
        { title: say(messages.relu, { activation }), edits: together(...layers.map(({ weighted, applied }) => together(setActivation(text, applied, 'relu'), drawnForRelu(text, weighted)))) },
        { title: say(messages.replace, { activation, name: 'tanh' }), edits: together(...layers.map(({ applied }) => setActivation(text, applied, 'tanh'))) },
        { title: say(messages.normalise), edits: together(...layers.map(({ applied }) => insertLayerAfter(text, applied, 'batchNormalization()'))) },
      ];
    },
  },
});
