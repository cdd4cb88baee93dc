import type { Layer, Network } from '../network/types';
import { collapses, unfedRuns } from '../signal/collapse';
import type { Collapse } from '../signal/collapse';
import { setActivation } from './activation-edits';
import { removeLayer, together } from './edits';
import { handlesWeights } from './handled';
import { defineRule, none, say } from './types';
import type { Data, Related } from './types';

interface Subject {
  readonly run: readonly Layer[];
}

const messages = {
  dense: 'No activation between {count} dense layers: together they are one linear layer from {inputs} to {outputs}, of rank {rank} at most, with {after} weights instead of {before}.',
  unfed: 'No activation between {count} dense layers: together they are one linear layer to {outputs}, of rank {rank} at most, with fewer weights.',
  convolution: 'No activation between {count} convolutions: away from the borders they are one with a kernel of {kernel}, from {inputs} to {outputs} channels, with {after} weights instead of {before}.',
  bottleneck: 'No activation between {count} layers: together they are one linear map from {inputs} to {outputs} of rank {rank}. As a bottleneck this saves weights; it adds no layer of depth.',
  last: 'These weights are multiplied with those before.',
  add: 'Add {name} between the layers',
  merge: 'Merge them into the last layer',
};

/** A layer of the run is itself what another model gives: an embedding that is looked at. */
function isShown(networks: readonly Network[], network: Network, run: readonly Layer[]): boolean {
  return networks.some((other) => other !== network && other.outputs.some((output) => run.slice(0, -1).some(({ span }) => span.start === other.layers[output]?.span.start)));
}

/** Somebody's own choice of weights, another file's layers, or layers that are looked at by themselves. */
function isMeant(networks: readonly Network[], network: Network, run: readonly Layer[]): boolean {
  return run[0]?.foreign === true || run.some((layer) => layer.config.has('trainable') || layer.config.has('weights')) || isShown(networks, network, run);
}

function relatedTo(run: readonly Layer[]): readonly Related[] {
  const last = run.at(-1);
  return !last || last.foreign ? [] : [{ span: last.nameSpan, say: say(messages.last) }];
}

function dataOf({ layers, inputs, outputs, rank, before, after, kernel }: Collapse): Data {
  return { count: layers.length, inputs, outputs, rank, before, after, kernel: kernel.join('×') };
}

/** What may stand between the layers; narrow ones would be dead with ReLU too easily. */
function betweenOf(run: readonly Layer[]): readonly string[] {
  return run.slice(0, -1).every(({ units = 0 }) => units > 4) ? ['relu', 'tanh'] : ['tanh'];
}

/** Layers of the same place in the text, such as a helper called twice, are changed once. */
function distinct(layers: readonly Layer[]): readonly Layer[] {
  return layers.filter(({ span }, index) => layers.findIndex((other) => other.span.start === span.start) === index);
}

export const rule = defineRule<Subject>({
  id: 'linear-stack-collapse',
  severity: 'warning',
  sometimes: ['hint'],
  claim: 'C8',
  messages,
  docs: {
    summary: 'Layers with nothing but weighted sums between them are one linear layer.',
    why: 'W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂): however many linear layers stand one behind another, they compute what one does, with more weights and a rank of at most the narrowest. A network needs something non-linear between its weighted sums to be more than a linear model. Dropout and the inference of batch normalisation are linear too.',
    ignore: 'For a factorisation on purpose: where the layer between is narrower than both sides it is only a hint.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['Goodfellow, Bengio & Courville 2016, §6.1'],
  },
  *find({ networks, text }) {
    // Weights that are not all trained, or that come from elsewhere, may be what the two layers are for.
    if (handlesWeights(text)) return;
    for (const network of networks) {
      if (!network.outputsKnown) continue;
      for (const unfed of unfedRuns(network)) {
        const run = unfed.layers.flatMap((index) => network.layers[index] ?? []);
        const [first] = run;
        // What goes in may be wider than the narrowest, so that it may be a bottleneck on purpose.
        if (!first || unfed.rank < unfed.outputs || unfed.layers.length > 2 || isMeant(networks, network, run)) continue;
        yield { at: first.activation?.span ?? first.nameSpan, subject: { run }, network: network.id, layer: first.index, say: say(messages.unfed, { count: run.length, outputs: unfed.outputs, rank: unfed.rank }), related: relatedTo(run) };
      }
      if (!network.complete) continue;
      for (const collapse of collapses(network)) {
        const run = collapse.layers.flatMap((index) => network.layers[index] ?? []);
        const [first] = run;
        if (!first || isMeant(networks, network, run)) continue;
        const isBottleneck = collapse.rank < Math.min(collapse.inputs, collapse.outputs);
        yield {
          at: first.activation?.span ?? first.nameSpan, subject: { run }, network: network.id, layer: first.index,
          say: say(isBottleneck ? messages.bottleneck : messages[collapse.kind], dataOf(collapse)),
          ...(isBottleneck ? { severity: 'hint' as const } : {}),
          related: relatedTo(run),
        };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ run }, { text }) => {
      const before = distinct(run.slice(0, -1));
      const startsModel = before.some(({ config }) => config.has('inputShape') || config.has('batchInputShape'));
      return [
        ...betweenOf(run).map((name) => ({ title: say(messages.add, { name }), edits: together(...before.map((layer) => setActivation(text, layer, name))) })),
        { title: say(messages.merge), edits: startsModel || run[0]?.className !== 'Dense' ? undefined : together(...before.map((layer) => removeLayer(text, layer))) },
      ];
    },
  },
});
