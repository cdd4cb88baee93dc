import type { ActivationUse, Layer, Network } from '../network/types';
import { effectOn } from '../signal/intervals';
import { curveOf } from './curves';
import { removeLayer, unwrapOp } from './edits';
import { isDefeatedRemedy } from './leaky-after-relu-no-op';
import { defineRule, say } from './types';
import type { Mend } from './types';

interface Subject {
  readonly use: ActivationUse;
  readonly layer: Layer | undefined;
  readonly network: Network | undefined;
}

const messages = {
  redundant: '{outer} changes nothing here: every output of {inner} lies where {outer} is the identity.',
  inner: '{inner} is applied first.',
  remove: 'Remove the redundant {outer}',
};

export const rule = defineRule<Subject>({
  id: 'redundant-activation',
  severity: 'warning',
  claim: 'C4',
  unnecessary: true,
  messages,
  docs: {
    summary: 'An activation is the identity on everything the one before it can give.',
    why: 'ReLU is idempotent: relu(relu(x)) = relu(x). More generally an activation does nothing where it equals x on the whole range of the one before it: relu after softmax, sigmoid, softplus or relu6. A LeakyReLU behind a ReLU is such a no-op too; as a layer it has a rule of its own. The range of the inner function decides, not a list of pairs.',
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
    for (const use of context.uses) {
      const [inner] = use.inner;
      if (!inner || use.certainty !== 'certain' || !use.parametersKnown) continue;
      const outerCurve = curveOf(use.function, use.parameters, use.form);
      const innerCurve = curveOf(inner.function, inner.parameters, 'op');
      if (!outerCurve || !innerCurve || effectOn(outerCurve, innerCurve.range).kind !== 'identity') continue;
      const network = context.networkOf(use);
      const layer = use.layer === undefined ? undefined : network?.layers[use.layer];
      // A remedy that does nothing is not there to be removed: another rule's matter.
      if (isDefeatedRemedy(use, inner)) continue;
      const data = { outer: use.function, inner: inner.function };
      yield {
        at: use.span, say: say(messages.redundant, data), subject: { use, layer, network }, network: use.network, layer: use.layer,
        ...(inner.span ? { related: [{ span: inner.span, say: say(messages.inner, data) }] } : {}),
      };
    }
  },
  mend: {
    safe: (subject, { text }) => (isSafe(subject, text) ? [mend(subject, text)] : []),
    suggest: (subject, { text }) => (isSafe(subject, text) ? [] : [mend(subject, text)]),
  },
});

function mend({ use, layer }: Subject, text: string): Mend {
  const title = say(messages.remove, { outer: use.function });
  if (use.form === 'op' || use.form === 'method') return { title, edits: unwrapOp(text, use) };
  return { title, edits: layer?.facts?.group === 'activation' ? removeLayer(text, layer) : undefined };
}

/** Ops that give float32 whatever they are given; the others keep int32. */
const FLOAT: ReadonlySet<string> = new Set(['sigmoid', 'tanh', 'softmax', 'logSoftmax', 'elu', 'leakyRelu', 'prelu', 'erf']);

/** Layers are asked for by their name or their place: one that goes would be missed. */
const ASKS_FOR_LAYERS = /\bgetLayer\s*\(|\.layers\s*(?:[[;),]|\.\s*(?:length|map|forEach|slice|filter|find|at|some|every|pop|push)\b)/;

/** Nothing else in the program can tell whether the activation is there. */
function isSafe({ use, layer, network }: Subject, text: string): boolean {
  const [inner] = use.inner;
  if (use.form === 'op' || use.form === 'method') return use.direct && inner !== undefined && (!FLOAT.has(use.function) || FLOAT.has(inner.function));
  if (!layer || !network || ASKS_FOR_LAYERS.test(text)) return false;
  const written = layer.stepSpan.start <= layer.span.start && layer.span.end <= layer.stepSpan.end;
  return written && layer.configKnown && !layer.config.has('name') && (network.kind === 'sequential' || !network.outputs.includes(layer.index));
}
