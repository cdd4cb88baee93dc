import { within } from '../activations/intervals';
import { byId } from '../activations/lookup';
import { consumersOf } from '../network/roles';
import type { ActivationUse, Layer, Network } from '../network/types';
import { boundsOf } from './curves';
import { hasBusyArguments, removeKey, removeLayer, unwrapOp } from './edits';
import { isDefeatedRemedy } from './leaky-after-relu-no-op';
import { defineRule, say } from './types';
import type { Mend, RuleContext } from './types';

/** An activation and, for a layer's, the layer. */
interface Place {
  readonly use: ActivationUse;
  readonly layer: Layer | undefined;
  readonly network: Network | undefined;
}

interface Subject {
  /** The one that does nothing. */
  readonly idle: Place;
  /** The other one of the two, where it stands in the text. */
  readonly other: Place | undefined;
  /** The idle one is applied after the other. */
  readonly outside: boolean;
}

const messages = {
  redundant: '{outer}({inner}(x)) = {inner}(x): {outer} changes nothing here.',
  shift: '{outer}({inner}(x)) = {outer}(x): {inner} changes nothing here.',
  inner: '{inner} is applied first.',
  outer: '{outer} is applied to it.',
  remove: 'Remove the redundant {name}',
  instead: 'Remove the {inner} inside instead, so that {outer} acts',
};

function placeOf(use: ActivationUse, context: RuleContext): Place {
  const network = context.networkOf(use);
  return { use, network, layer: use.layer === undefined ? undefined : network?.layers[use.layer] };
}

/** softmax takes no notice of what is added to all its logits, which is all that logSoftmax does to them. */
function isShift(use: ActivationUse): boolean {
  const [inner] = use.inner;
  const lastAxis = (axis: number | undefined): boolean => axis === undefined || axis === -1;
  return use.function === 'softmax' && inner?.function === 'logSoftmax' && lastAxis(use.parameters['axis']) && lastAxis(inner.parameters['axis']) && use.form !== 'layer';
}

/** Every value that the inner function can take is one that the outer one leaves as it is. */
function isIdle(use: ActivationUse): boolean {
  const [inner] = use.inner;
  // Whatever its slope is, prelu leaves alone what is not negative.
  if (!inner || !(use.parametersKnown || use.function === 'prelu')) return false;
  const outerBounds = boundsOf(use.function, use.parameters, use.form);
  const innerBounds = boundsOf(inner.function, inner.parameters, 'op');
  return outerBounds !== undefined && innerBounds !== undefined && outerBounds.identityOn.some((part) => within(innerBounds.range, part));
}

export const rule = defineRule<Subject>({
  id: 'redundant-activation',
  severity: 'warning',
  claim: 'C4',
  unnecessary: true,
  messages,
  docs: {
    summary: 'An activation is the identity on everything the one before it can give.',
    why: 'ReLU is idempotent: relu(relu(x)) = relu(x). More generally an activation does nothing where it equals x on the whole range of the function before it: relu after softmax, sigmoid, softplus, relu6, abs, exp, sqrt or square, and abs after relu. A LeakyReLU behind a ReLU is such a no-op too; as a layer it has a rule of its own. The range of the inner function decides, not a list of pairs. And softmax takes no notice of a logSoftmax inside, which only shifts its logits.',
    ignore: 'Where the repetition is wanted for readability.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.reLU());
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['tfjs-core/src/ops/relu.ts'],
  },
  *find(context) {
    const all = [...context.uses, ...context.elementary];
    for (const use of all) {
      const [inner] = use.inner;
      if (!inner || use.certainty !== 'certain') continue;
      // A remedy that does nothing is not there to be removed: another rule's matter.
      if (isDefeatedRemedy(use, inner)) continue;
      const other = inner.span && all.find(({ span }) => span.start === inner.span?.start);
      const data = { outer: use.function, inner: inner.function };
      // Two functions that are no activations are none of our business.
      if (isIdle(use) && (isActivation(use.function) || isActivation(inner.function))) {
        yield {
          at: use.span, say: say(messages.redundant, data), network: use.network, layer: use.layer,
          subject: { idle: placeOf(use, context), other: other && placeOf(other, context), outside: true },
          ...(inner.span ? { related: [{ span: inner.span, say: say(messages.inner, data) }] } : {}),
        };
      } else if (other && use.parametersKnown && isShift(use)) {
        yield {
          at: other.span, say: say(messages.shift, data), network: other.network, layer: other.layer,
          subject: { idle: placeOf(other, context), other: placeOf(use, context), outside: false },
          related: [{ span: use.span, say: say(messages.outer, data) }],
        };
      }
    }
  },
  mend: {
    safe: (subject, { text }) => (isSafe(subject, text) ? [remove(subject.idle, text)] : []),
    suggest: (subject, { text }) => [...(isSafe(subject, text) ? [] : [remove(subject.idle, text)]), ...instead(subject, text)],
  },
});

/** Takes an activation out of the program. */
function withdraw({ use, layer }: Place, text: string): Mend['edits'] {
  if (use.form === 'op' || use.form === 'method') return unwrapOp(text, use);
  if (!layer) return undefined;
  return layer.facts?.group === 'activation' ? removeLayer(text, layer) : use.form === 'config' ? removeKey(text, layer, 'activation') : undefined;
}

function remove(idle: Place, text: string): Mend {
  // The activation of a layer with weights is never the idle one on the outside, but it may be the one inside.
  return { title: say(messages.remove, { name: idle.use.function }), edits: withdraw(idle, text) };
}

/** Somebody besides the idle one takes what the other one gives. */
function isShared(idle: Place, { use, layer, network }: Place): boolean {
  if (use.form === 'op' || use.form === 'method') return !idle.use.direct;
  return !layer || !network || network.outputs.includes(layer.index) || consumersOf(network, layer.index).length !== 1;
}

/** A LeakyReLU behind a ReLU was meant to act; so was a ReLU behind a softmax between neurons. */
function instead({ idle, other, outside }: Subject, text: string): readonly Mend[] {
  if (!other || !outside || other.use.function === idle.use.function || !isActivation(other.use.function) || isShared(idle, other)) return [];
  return [{ title: say(messages.instead, { inner: other.use.function, outer: idle.use.function }), edits: withdraw(other, text) }];
}

function isActivation(id: string): boolean {
  return byId(id) !== undefined;
}

/** Ops that give float32 whatever they are given; the others keep int32. */
const FLOAT: ReadonlySet<string> = new Set(['sigmoid', 'tanh', 'softmax', 'logSoftmax', 'elu', 'leakyRelu', 'prelu', 'erf']);

/** Layers are asked for by their name or their place: one that goes would be missed. */
const ASKS_FOR_LAYERS = /\bgetLayer\s*\(|\.layers\s*(?:[[;),]|\.\s*(?:length|map|forEach|slice|filter|find|at|some|every|pop|push)\b)/;

/** Nothing else in the program can tell whether the activation is there. */
function isSafe({ idle: { use, layer, network }, outside }: Subject, text: string): boolean {
  const [inner] = use.inner;
  // Without its shift the softmax gives the same values up to rounding.
  if (!outside) return false;
  if (use.form === 'op' || use.form === 'method') return use.direct && inner !== undefined && (!FLOAT.has(use.function) || FLOAT.has(inner.function)) && !hasBusyArguments(text, use);
  if (!layer || !network || ASKS_FOR_LAYERS.test(text)) return false;
  const written = layer.stepSpan.start <= layer.span.start && layer.span.end <= layer.stepSpan.end;
  return written && layer.configKnown && !layer.config.has('name') && (network.kind === 'sequential' || !network.outputs.includes(layer.index));
}
