import { booleanOf, perAxis } from '../network/config';
import { consumersOf } from '../network/roles';
import type { ActivationRef, Layer, Network } from '../network/types';
import { insertLayerAfter, removeKey, removeLayer, together } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  /** The layer that applies the ReLU. */
  readonly layer: Layer;
  readonly pool: Layer;
}

const messages = {
  commute: '{name} and max pooling can change places: the largest of {places} rectified values is the rectified largest. Behind the pooling there are {after} values instead of {before} to rectify.',
  pool: 'This layer pools.',
  move: 'Put {name} behind the pooling',
};

/** Functions that never fall, so that the largest value has the largest image. */
const RISING: ReadonlySet<string> = new Set(['relu', 'relu6']);

/** What follows `tf.layers.` where the function is a layer. */
const CODE: Readonly<Record<string, string>> = { relu: 'reLU()', relu6: 'reLU({ maxValue: 6 })' };

function sizeOf(shape: Layer['outputShape']): number | undefined {
  return shape?.slice(1).reduce<number | undefined>((product, size) => (product === undefined || typeof size !== 'number' ? undefined : product * size), 1);
}

/** The pooling that alone takes what the layer gives. */
function poolBehind(network: Network, layer: Layer): Layer | undefined {
  const [next, ...others] = consumersOf(network, layer.index);
  return next && others.length === 0 && !next.optional && !network.outputs.includes(layer.index) && /^MaxPooling[123]D$/.test(next.className ?? '') ? next : undefined;
}

function isRising(activation: ActivationRef | undefined): activation is ActivationRef & { readonly function: string } {
  return activation?.function !== undefined && RISING.has(activation.function) && activation.parametersKnown && Object.keys(activation.parameters).length === 0;
}

export const rule = defineRule<Subject>({
  id: 'relu-before-maxpool',
  severity: 'hint',
  default: 'off',
  claim: 'C8',
  messages,
  docs: {
    summary: 'A ReLU stands before max pooling, behind which it would have less to do.',
    why: 'relu never falls, so that max(relu(a), relu(b)) = relu(max(a, b)): the two can change places, and the result is the same to the last bit. Behind a pooling of 2 × 2 there is a quarter of the values to rectify and to keep for the gradient. Average pooling does not commute with relu. The usual order, convolution, ReLU, pooling, is as right; this is only for those who count every operation, and off by default.',
    ignore: 'Nearly always: the convolution before costs far more, and TensorFlow.js computes its relu together with it.',
    bad: `const model = tf.sequential();
model.add(tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [10, 10, 1] }));
model.add(tf.layers.reLU());
model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [10, 10, 1] }));
model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
model.add(tf.layers.reLU());
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['Goodfellow, Bengio & Courville 2016, §9.3'],
  },
  *find({ networks }) {
    for (const network of networks) {
      for (const layer of network.layers) {
        const { activation } = layer;
        if (!isRising(activation) || !activation.span || layer.foreign || layer.optional || layer.facts?.group === 'recurrent') continue;
        const pool = poolBehind(network, layer);
        const before = sizeOf(layer.outputShape);
        const after = sizeOf(pool?.outputShape);
        const places = pool && perAxis(pool, 'poolSize', (pool.inputShape?.length ?? 2) - 2, 2).reduce<number | undefined>((product, size) => (product === undefined || size === undefined ? undefined : product * size), 1);
        if (!pool || pool.foreign || before === undefined || after === undefined || places === undefined || after >= before || booleanOf(layer, 'trainable', true) !== true) continue;
        yield {
          at: activation.span, say: say(messages.commute, { name: activation.function, places, before, after }), subject: { layer, pool }, network: network.id, layer: layer.index,
          related: [{ span: pool.nameSpan, say: say(messages.pool) }],
        };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, pool }, { text }) => {
      const name = layer.activation?.function ?? 'relu';
      const taken = layer.facts?.group === 'activation' ? removeLayer(text, layer) : removeKey(text, layer, 'activation');
      return [{ title: say(messages.move, { name }), edits: together(taken, insertLayerAfter(text, pool, CODE[name] ?? 'reLU()')) }];
    },
  },
});
