import { consumersOf } from '../network/roles';
import type { Layer, Network } from '../network/types';
import { isZero, weighingOf } from '../signal/weights';
import type { Weighing } from '../signal/weights';
import { setOption } from './activation-edits';
import { curveOf } from './curves';
import { removeKey } from './edits';
import { handlesWeights } from './handled';
import { defineRule, none, say } from './types';

interface Subject {
  readonly layer: Layer;
  readonly key: string;
  /** What is applied to its sums. */
  readonly activation: string;
}

const messages = {
  dead: 'All weights start at 0 and so does every input of {activation}, whose gradient there is 0 in tfjs: neither kernel nor bias of this layer ever moves, and nothing before it is trained through it.',
  still: 'All weights of this layer and of the next start at 0: it gives {activation}(0) = 0, so that the next kernel gets no gradient, and that kernel of zeros passes none back. Neither ever moves.',
  equal: 'All weights of this layer start with one and the same value, and those of the next layer too: its {units} units give the same, get the same gradient and stay the same, so that together they are worth one.',
  next: 'These weights start with one value too.',
  remove: 'Remove {key}: the default is glorotNormal',
  replace: 'Draw the weights with {name}',
};

/** The kernel's option; what a separable convolution draws is a product of two. */
function keyOf({ className }: Layer): string {
  return className === 'DepthwiseConv2D' ? 'depthwiseInitializer' : 'kernelInitializer';
}

/** A layer in numbers, all of whose weights are one and the same. */
function constantIn(layer: Layer): Weighing | undefined {
  if (layer.facts?.group !== 'affine' || layer.className === 'SeparableConv2D' || layer.config.has('trainable')) return undefined;
  // A penalty moves weights too: that of |w| even at 0.
  if ([...layer.config.keys()].some((key) => key.endsWith('Regularizer'))) return undefined;
  const weighing = weighingOf(layer);
  return weighing?.draw.kind === 'constant' && weighing.bias.kind === 'constant' ? weighing : undefined;
}

/** What leaves units alike that are alike. */
function keepsAlike({ facts, className, config }: Layer): boolean {
  const group = facts?.group;
  if ([...config.keys()].some((key) => key.endsWith('Initializer'))) return false;
  return group === 'activation' || group === 'pool-max' || group === 'pool-average' || className === 'Flatten' || className === 'BatchNormalization';
}

interface Behind {
  readonly next: Layer;
  /** All that is applied on the way, the layer's own activation first. */
  readonly between: readonly Layer[];
}

/** The one layer of weights that takes what this one gives, and nothing else does. */
function behind(network: Network, layer: Layer): Behind | undefined {
  const between: Layer[] = [];
  for (let at = layer; between.length < 16;) {
    const [next, ...others] = consumersOf(network, at.index);
    if (!next || others.length > 0 || next.optional || next.inputs.length !== 1 || network.outputs.includes(at.index)) return undefined;
    if (next.facts?.group === 'affine') return { next, between };
    if (!keepsAlike(next)) return undefined;
    between.push(next);
    at = next;
  }
  return undefined;
}

/** The function that the layer's sums go into: its own, or that of the activation layer that alone follows. */
function appliedTo(network: Network, layer: Layer): { readonly ref: NonNullable<Layer['activation']>; readonly form: 'config' | 'layer' } | undefined {
  const own = layer.activation;
  if (own?.function === undefined) return undefined;
  if (own.function !== 'linear') return own.parametersKnown ? { ref: own, form: 'config' } : undefined;
  const [next, ...others] = consumersOf(network, layer.index);
  const isAlone = next !== undefined && others.length === 0 && !next.optional && !network.outputs.includes(layer.index) && next.facts?.group === 'activation';
  if (isAlone && next.activation?.parametersKnown === true && next.activation.function !== undefined) return { ref: next.activation, form: 'layer' };
  return { ref: own, form: 'config' };
}

/** Functions of each value by itself, whose derivative says what comes back. */
const VECTOR: ReadonlySet<string> = new Set(['softmax', 'logSoftmax']);

export const rule = defineRule<Subject>({
  id: 'constant-kernel-init',
  severity: 'error',
  sometimes: ['warning'],
  messages,
  docs: {
    summary: 'All weights of a hidden layer start with the same value, and training cannot tell its units apart, or not move them at all.',
    why: 'Units that start alike and are read alike get the same gradient, and stay alike: two layers of constant weights, one behind the other, are worth one unit however wide they are. With zeros it is worse. A ReLU at 0 has the gradient 0 in TensorFlow.js, so that a layer of zeros with relu never moves, whatever follows it. And where two layers of zeros have tanh between them, or nothing, the first gives 0, so that the second gets no gradient, and the second passes none back.',
    ignore: 'A single layer of constant weights before drawn ones learns, and so does a linear or logistic model; they are not reported, nor are layers that are frozen or given their weights.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', kernelInitializer: 'zeros', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', kernelInitializer: 'heUniform', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['Goodfellow, Bengio & Courville 2016, §8.4', 'tfjs-core/src/gradients/Relu_grad.ts', 'tfjs-layers/src/initializers.ts'],
  },
  *find({ networks, text }) {
    if (handlesWeights(text)) return;
    for (const network of networks) {
      for (const layer of network.layers) {
        const key = keyOf(layer);
        const span = layer.config.get(key)?.valueSpan;
        const weighing = layer.foreign || !span ? undefined : constantIn(layer);
        const applied = weighing && appliedTo(network, layer);
        if (!span || !weighing || !applied) continue;
        const activation = applied.ref.function ?? 'linear';
        const found = { at: span, subject: { layer, key, activation }, network: network.id, layer: layer.index };
        const curve = curveOf(activation, applied.ref.parameters, applied.form);
        const isStill = isZero(weighing.draw) && isZero(weighing.bias) && !VECTOR.has(activation);
        if (isStill && (activation === 'relu' || activation === 'relu6')) {
          yield { ...found, say: say(messages.dead, { activation }) };
          continue;
        }
        if (!network.complete) continue;
        const follower = behind(network, layer);
        const next = follower && constantIn(follower.next);
        if (!follower || !next || follower.between.some(({ activation: one }) => one !== undefined && one.function === undefined)) continue;
        const related = follower.next.foreign ? [] : [{ span: follower.next.config.get(keyOf(follower.next))?.valueSpan ?? follower.next.nameSpan, say: say(messages.next) }];
        // What stands further on may lift the 0 again.
        const isPlain = follower.between.every((one) => one.activation === undefined || one.activation === applied.ref || one.activation.function === 'linear');
        if (isStill && isPlain && isZero(next.draw) && curve?.f(0) === 0) yield { ...found, say: say(messages.still, { activation }), related };
        else if (weighing.units > 1) yield { ...found, say: say(messages.equal, { units: weighing.units }), severity: 'warning', related };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, key, activation }, { text }) => {
      const name = activation.includes('elu') ? 'heUniform' : 'glorotUniform';
      return [
        { title: say(messages.replace, { name }), edits: setOption(text, layer, key, name) },
        { title: say(messages.remove, { key }), edits: removeKey(text, layer, key) },
      ];
    },
  },
});
