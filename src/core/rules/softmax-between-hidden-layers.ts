import type { ActivationUse, Layer, Network } from '../network/types';
import { consumersOf, reaches } from '../network/roles';
import { isTrainableGroup } from '../tfjs/layers';
import { removeKey, removeLayer, renameActivation, replace, unwrapOp } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Found, RuleContext, Said } from './types';

interface Subject {
  readonly use: ActivationUse;
  /** Absent for an op. */
  readonly layer: Layer | undefined;
  /** An activation that follows directly, which is left if the softmax goes. */
  readonly follows: string | undefined;
  /** The layer before a softmax layer. */
  readonly before: Layer | undefined;
}

/** The trainable layer that takes the probabilities as its input, if it is certain that one does. */
function victim(network: Network, layer: Layer): Layer | undefined {
  if (network.outputs.includes(layer.index) || layer.optional) return undefined;
  const { layers, ends, certain } = reaches(network, layer.index);
  // Gates, attention and mixtures merge the probabilities with something else: that is what softmax is for.
  const only = layers.every((next) => next.facts !== undefined && isTrainableGroup(next.facts.group) && next.facts.group !== 'embedding');
  return only && certain && !ends ? layers[0] : undefined;
}

/** For each network its hidden softmax layers with those before and behind them; made once. */
const chains = new WeakMap<Network, ReadonlyMap<number, readonly Layer[]>>();

/** More softmax layers than these are not told apart. */
const MAX_CHAIN = 64;

/** The hidden softmax layers through which a signal to or from this one goes, itself among them. */
function chainOf(network: Network, layer: Layer): readonly Layer[] {
  let found = chains.get(network);
  if (!found) {
    const hidden = network.layers.filter((one) => one.activation?.function === 'softmax' && one.facts?.group !== 'recurrent' && victim(network, one) !== undefined).slice(0, MAX_CHAIN);
    const behind = new Map(hidden.map((one) => [one.index, behindOf(network, one)]));
    const connected = (a: Layer, b: Layer): boolean => behind.get(a.index)?.has(b.index) === true || behind.get(b.index)?.has(a.index) === true;
    found = new Map(hidden.map((one) => [one.index, hidden.filter((other) => connected(one, other))]));
    chains.set(network, found);
  }
  return found.get(layer.index) ?? [layer];
}

function behindOf(network: Network, layer: Layer): ReadonlySet<number> {
  const seen = new Set([layer.index]);
  for (const index of seen) for (const next of consumersOf(network, index)) seen.add(next.index);
  return seen;
}

function widthOf(layer: Layer): number | undefined {
  return layer.outputShape?.at(-1) ?? layer.units;
}

/** What a chain of several softmax layers passes together, where all widths are known. */
function together(chain: readonly Layer[]): number | undefined {
  const widths = chain.map(widthOf).filter((width) => width !== undefined);
  return widths.length === chain.length ? widths.reduce((product, width) => product / width, 1) : undefined;
}

const messages = {
  chain: 'Softmax between hidden layers, {count} in a row: the {units} outputs of this one sum to 1. While outputs are about equal, the {count} together pass back at most {product} of the gradient, apart from what the weights do. Use relu or tanh here.',
  chainUnknown: 'Softmax between hidden layers, one of {count} in a row: the outputs of each sum to 1, and each passes back at most half of the gradient. Use relu or tanh here.',
  op: 'Softmax between neurons: {outer}(softmax(x)) = softmax(x), so that the next weights are fed with outputs that sum to 1, and it passes back at most half of the gradient. Use {outer} alone.',
  outside: '{outer} changes nothing here.',
  width: 'Softmax between hidden layers: its {units} outputs sum to 1, and while they are about equal it passes back at most 1/{units} = {share} of the gradient. Use relu or tanh here.',
  unknown: 'Softmax between hidden layers: its outputs sum to 1, and it passes back at most half of the gradient. Use relu or tanh here.',
  next: 'These weights are fed with probabilities.',
  replace: 'Replace softmax by {name}',
  remove: 'Remove the softmax layer',
  keep: 'Remove the softmax, so that {follows} acts alone',
};

export const rule = defineRule<Subject>({
  id: 'softmax-between-hidden-layers',
  severity: 'warning',
  sometimes: ['error'],
  claim: 'C6',
  messages,
  docs: {
    summary: 'A softmax feeds another trainable layer.',
    why: 'Softmax normalises a vector to a distribution. Between hidden layers that throws a dimension away, keeps every unit below 1 and starves the layers before it: its Jacobian diag(p) − ppᵀ has a norm of at most 1/2, and of 1/n where the n outputs are about equal, as they are at initialisation. Two hidden softmax layers of 16 units behind two inputs leave the first layer with about 0.05 of the last layer\'s gradient, six with less than a millionth: two or more in a row are an error. The same holds for relu(softmax(x)) between weighted sums, where the relu changes nothing.',
    ignore: 'Attention, gates and mixtures of experts multiply or dot the probabilities with something; they are not reported.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'softmax', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['Goodfellow, Bengio & Courville 2016, §6.2.2.3', 'tfjs-core/src/gradients/Softmax_grad.ts'],
  },
  *find(context) {
    for (const use of context.uses) {
      if (use.function !== 'softmax' || use.certainty !== 'certain') continue;
      const found = use.form === 'op' || use.form === 'method' ? betweenNeurons(use, context) : betweenLayers(use, context);
      if (found) yield found;
    }
  },
  mend: {
    safe: none,
    suggest: ({ use, layer, follows, before }, { text }) => {
      const keep = follows === undefined ? [] : [say(messages.keep, { follows })];
      if (!layer) return keep.map((title) => ({ title, edits: unwrapOp(text, use) }));
      if (use.form === 'config') {
        return [
          ...keep.map((title) => ({ title, edits: removeKey(text, layer, 'activation') })),
          ...['relu', 'tanh'].filter((name) => name !== follows).map((name) => ({ title: say(messages.replace, { name }), edits: renameActivation(text, layer.activation, name) })),
        ];
      }
      const isOwn = text.slice(layer.nameSpan.start, layer.nameSpan.end) === 'softmax';
      return [
        { title: say(messages.replace, { name: 'reLU' }), edits: isOwn && layer.config.size === 0 ? replace(layer.nameSpan, 'reLU') : undefined },
        // Between two weighted sums something has to stand that is not linear.
        { title: say(messages.remove), edits: before?.activation === undefined || before.activation.function === 'linear' ? undefined : removeLayer(text, layer) },
      ];
    },
  },
});

function saidOf(width: number | undefined, chain: readonly Layer[]): Said {
  const product = together(chain);
  const count = chain.length;
  if (count > 1) return typeof width === 'number' && product !== undefined ? say(messages.chain, { count, units: width, product: short(product) }) : say(messages.chainUnknown, { count });
  return typeof width === 'number' ? say(messages.width, { units: width, share: short(1 / width) }) : say(messages.unknown);
}

function betweenLayers(use: ActivationUse, context: RuleContext): Found<Subject> | undefined {
  const network = context.networkOf(use);
  const layer = use.layer === undefined ? undefined : network?.layers[use.layer];
  if (!network || !layer || layer.facts?.group === 'recurrent') return undefined;
  const next = victim(network, layer);
  if (!next) return undefined;
  const width = widthOf(layer);
  // A single unit is the constant 1, which is another rule's matter.
  if (width === 1) return undefined;
  const chain = chainOf(network, layer);
  const [follower, ...others] = consumersOf(network, layer.index);
  const follows = follower && others.length === 0 && follower.facts?.group === 'activation' ? follower.activation?.function : undefined;
  return {
    at: use.span, subject: { use, layer, follows: follows === 'linear' || follows === 'softmax' ? undefined : follows, before: network.layers[layer.inputs[0] ?? -1] }, network: network.id, layer: layer.index, say: saidOf(width, chain),
    // Each softmax starves those before it once more: several do not learn in any reasonable time.
    ...(chain.length > 1 ? { severity: 'error' as const } : {}),
    related: [{ span: next.span, say: say(messages.next) }],
  };
}

/**
 * `relu(softmax(x))` whose result goes into a weighted sum. A softmax alone that does may be attention, which nobody
 * rectifies.
 */
function betweenNeurons(use: ActivationUse, context: RuleContext): Found<Subject> | undefined {
  const outer = context.uses.find(({ inner, direct, certainty }) => direct && certainty === 'certain' && inner[0]?.span?.start === use.span.start);
  if (!outer || !RECTIFIERS.has(outer.function) || outer.role !== 'hidden' || use.consumers.length !== 1) return undefined;
  return { at: use.span, subject: { use, layer: undefined, follows: outer.function, before: undefined }, say: say(messages.op, { outer: outer.function }), related: [{ span: outer.span, say: say(messages.outside, { outer: outer.function }) }] };
}

/** What is put behind a softmax in the belief that it does something there. */
const RECTIFIERS: ReadonlySet<string> = new Set(['relu', 'relu6', 'leakyRelu', 'elu']);
