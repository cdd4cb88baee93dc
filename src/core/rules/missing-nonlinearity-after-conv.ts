import { perAxis } from '../network/config';
import { consumersOf } from '../network/roles';
import type { Layer, Network } from '../network/types';
import { setActivation } from './activation-edits';
import { handlesWeights } from './handled';
import { defineRule, none, say } from './types';
import type { Said } from './types';

interface Subject {
  readonly layer: Layer;
}

const messages = {
  linear: 'No activation between this convolution and the next weights: what stands between them is linear too, so that together they are one linear map, from {inputs} values to {outputs}.',
  unknown: 'No activation between this convolution and the next weights: what stands between them is linear too, so that together they are one linear map.',
  pool: 'No activation behind this convolution: max pooling is all that is not linear before the next weights. It takes the largest of {places} sums; an activation acts on every one.',
  largest: 'No activation behind this convolution: max pooling is all that is not linear before the next weights. It takes the largest of some sums; an activation acts on every one.',
  next: 'These are the next weights.',
  add: 'Add {name} to the convolution',
};

/** Depthwise convolutions are halves of a separable one and often have their activation behind the other half. */
const CONVOLUTIONS: ReadonlySet<string> = new Set(['Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'Conv3DTranspose']);

const MOVES: ReadonlySet<string> = new Set(['Flatten', 'Reshape', 'Permute', 'ZeroPadding2D', 'Cropping2D', 'UpSampling2D']);

interface Way {
  readonly next: Layer;
  readonly between: readonly Layer[];
}

/** The one layer of weights that takes what this one gives, where only linear layers and max pooling stand between. */
function wayOn(network: Network, layer: Layer): Way | undefined {
  const between: Layer[] = [];
  for (let at = layer; between.length < 16;) {
    const [next, ...others] = consumersOf(network, at.index);
    if (!next || others.length > 0 || next.optional || next.inputs.length !== 1 || network.outputs.includes(at.index)) return undefined;
    if (next.className === 'Dense' || CONVOLUTIONS.has(next.className ?? '')) return { next, between };
    const group = next.facts?.group;
    const passes = group === 'dropout' || group === 'pool-average' || group === 'pool-max' || MOVES.has(next.className ?? '') || next.className === 'BatchNormalization'
      || (group === 'activation' && next.activation?.function === 'linear');
    if (!passes) return undefined;
    between.push(next);
    at = next;
  }
  return undefined;
}

/** What linear-stack-collapse looks at: nothing between the convolutions that moves or averages. */
function isPlainStack({ next, between }: Way): boolean {
  return next.className !== 'Dense' && between.every(({ facts, className }) => facts?.group === 'dropout' || facts?.group === 'activation' || className === 'BatchNormalization');
}

/** A bottleneck on purpose: fewer channels than before and behind. */
function isBottleneck(layer: Layer, next: Layer): boolean {
  const channels = layer.inputShape?.at(-1);
  return layer.units === undefined || next.units === undefined || typeof channels !== 'number' || (layer.units < channels && layer.units < next.units);
}

function sizeOf(shape: Layer['inputShape']): number | undefined {
  return shape?.slice(1).reduce<number | undefined>((product, size) => (product === undefined || typeof size !== 'number' ? undefined : product * size), 1);
}

function messageOf(layer: Layer, { next, between }: Way): Said {
  const pool = between.find(({ facts }) => facts?.group === 'pool-max');
  if (pool) {
    const axes = (pool.inputShape?.length ?? 2) - 2;
    const sizes = pool.className?.startsWith('Global') ? (pool.inputShape ?? []).slice(1, -1) : perAxis(pool, 'poolSize', axes, 2);
    const places = sizeOf([null, ...sizes]);
    return places === undefined ? say(messages.largest) : say(messages.pool, { places });
  }
  const inputs = sizeOf(layer.inputShape);
  const outputs = sizeOf(next.outputShape);
  return inputs === undefined || outputs === undefined ? say(messages.unknown) : say(messages.linear, { inputs, outputs });
}

export const rule = defineRule<Subject>({
  id: 'missing-nonlinearity-after-conv',
  severity: 'warning',
  sometimes: ['information'],
  claim: 'C8',
  messages,
  docs: {
    summary: 'Between a convolution and the next weights stands nothing but pooling and reshaping.',
    why: 'A convolution is a weighted sum, and so is average pooling; flattening, padding and upsampling only move values. Together with the dense layer or the convolution behind them they are one linear map, which one layer could compute. The order that has proved itself is convolution, ReLU, pooling, convolution, ReLU, pooling, dense. Max pooling is not linear, so that such a network is more than a linear model; where it alone stands between the weights this is only an information.',
    ignore: 'For a projection on purpose, with fewer channels than before and behind; it is not reported. Convolutions directly one behind another are reported by linear-stack-collapse.',
    bad: `const model = tf.sequential();
model.add(tf.layers.conv2d({ filters: 8, kernelSize: 3, inputShape: [12, 12, 1] }));
model.add(tf.layers.averagePooling2d({ poolSize: 2 }));
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [12, 12, 1] }));
model.add(tf.layers.averagePooling2d({ poolSize: 2 }));
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['Goodfellow, Bengio & Courville 2016, §9.3', 'LeCun, Bottou, Bengio & Haffner 1998, Gradient-Based Learning Applied to Document Recognition'],
  },
  *find({ networks, text }) {
    // Weights that are not all trained, or that come from elsewhere, may be filters on purpose.
    if (handlesWeights(text)) return;
    for (const network of networks) {
      if (!network.complete) continue;
      for (const layer of network.layers) {
        if (!CONVOLUTIONS.has(layer.className ?? '') || layer.activation?.function !== 'linear' || layer.optional || layer.foreign || !layer.configKnown) continue;
        const way = wayOn(network, layer);
        if (!way || isPlainStack(way) || isBottleneck(layer, way.next) || [layer, way.next].some(({ config }) => config.has('trainable') || config.has('weights'))) continue;
        yield {
          at: layer.activation.span ?? layer.nameSpan, say: messageOf(layer, way), subject: { layer }, network: network.id, layer: layer.index,
          ...(way.between.some(({ facts }) => facts?.group === 'pool-max') ? { severity: 'information' as const } : {}),
          ...(way.next.foreign ? {} : { related: [{ span: way.next.nameSpan, say: say(messages.next) }] }),
        };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer }, { text }) => ['relu', 'elu'].map((name) => ({ title: say(messages.add, { name }), edits: setActivation(text, layer, name) })),
  },
});
