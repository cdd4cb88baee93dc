import { consumersOf } from '../network/roles';
import type { Layer, Network } from '../network/types';
import { signalFlow } from '../signal/flow';
import { setActivation, setOption } from './activation-edits';
import { insertLayerAfter, together } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Edit } from './types';

interface Subject {
  readonly run: readonly Layer[];
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

function isSaturating(layer: Layer): boolean {
  return layer.facts?.group === 'affine' && !layer.optional && Object.hasOwn(SLOPES, layer.activation?.function ?? '');
}

/** Rows of hidden layers with the same saturating function. */
function runs(network: Network): readonly (readonly Layer[])[] {
  const found: Layer[][] = [];
  const used = new Set<Layer>();
  for (const layer of network.layers) {
    if (used.has(layer) || !isSaturating(layer)) continue;
    const run: Layer[] = [];
    // The last one with weights behind it: what the output applies is no matter.
    for (let at: Layer | undefined = layer; at && isSaturating(at) && at.activation?.function === layer.activation?.function;) {
      const next = nextWeighted(network, at);
      used.add(at);
      if (next) run.push(at);
      at = next;
    }
    found.push(run);
  }
  return found;
}

/** Layers of the same place in the text are changed once. */
function distinct(layers: readonly Layer[]): readonly Layer[] {
  return layers.filter(({ span }, index) => layers.findIndex((other) => other.span.start === span.start) === index);
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
        const at = first?.activation?.span;
        if (run.length <= FEW || !first || !at || run.some(({ foreign }) => foreign)) continue;
        const ratio = signalFlow(network).layers[first.index]?.kernelGradient;
        if (ratio === undefined || ratio > WEAK) continue;
        const activation = first.activation?.function ?? '';
        const others = distinct(run).slice(1).flatMap((layer) => (layer.activation?.span && layer.activation.span.start !== at.start ? [layer.activation.span] : []));
        yield {
          at, subject: { run }, network: network.id, layer: first.index,
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
      const activation = run[0]?.activation?.function ?? '';
      return [
        { title: say(messages.relu, { activation }), edits: together(...layers.map((layer) => together(setActivation(text, layer, 'relu'), drawnForRelu(text, layer)))) },
        { title: say(messages.replace, { activation, name: 'tanh' }), edits: together(...layers.map((layer) => setActivation(text, layer, 'tanh'))) },
        { title: say(messages.normalise), edits: together(...layers.map((layer) => insertLayerAfter(text, layer, 'batchNormalization()'))) },
      ];
    },
  },
});
