import { byId } from '../activations/lookup';
import type { Curve } from '../activations/types';
import { mostOfSoftmax, rangeOfNested, steepestOfNested } from '../signal/nested';
import { curveOf } from './curves';
import { nestedActivations, removeInner, removeOuter } from './nested';
import type { Nested } from './nested';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Said } from './types';

const messages = {
  curves: '{outer} of {inner}: squashed twice, the output stays between {lo} and {hi}, and the slope is never above {slope}.',
  range: '{outer} of {inner}: squashed twice, the output stays between {lo} and {hi}.',
  softmax: 'softmax of {inner}: its inputs lie between 0 and 1, so that none of the {units} outputs can ever be above {most}.',
  softmaxOf: 'softmax of {inner}: its inputs lie between 0 and 1, so that no output can be more than e = 2.72 times as large as another.',
  inner: '{inner} is applied first.',
  removeOuter: 'Remove the outer {outer}',
  removeInner: 'Remove the inner {inner}',
};

const SQUASHES: ReadonlySet<string> = new Set(['sigmoid', 'hardSigmoid', 'tanh', 'softsign']);
/** What is a probability already. */
const PROBABILITIES: ReadonlySet<string> = new Set(['softmax', 'sigmoid', 'hardSigmoid']);

/** The squashing functions in a row, the outermost first. */
function chainOf({ use }: Nested): readonly { readonly id: string; readonly curve: Curve }[] {
  const chain: { readonly id: string; readonly curve: Curve }[] = [];
  for (const one of [{ function: use.function, parameters: use.parameters }, ...use.inner]) {
    const curve = SQUASHES.has(one.function) || (one.function === 'softmax' && chain.length > 0) ? curveOf(one.function, one.parameters, 'op') : undefined;
    if (!curve) break;
    chain.push({ id: one.function, curve });
  }
  return chain;
}

function message(nested: Nested): Said | undefined {
  const { use, inner, layer, before } = nested;
  if (use.function === 'softmax') {
    const units = (layer ?? before)?.outputShape?.at(-1);
    const curve = curveOf(inner.function, inner.parameters, 'op');
    if (!PROBABILITIES.has(inner.function) || !curve) return undefined;
    if (typeof units !== 'number') return layer ? undefined : say(messages.softmaxOf, { inner: inner.function });
    if (units < 2) return undefined;
    return say(messages.softmax, { inner: inner.function, units, most: short(mostOfSoftmax({ lo: 0, hi: 1 }, units)) });
  }
  const chain = chainOf(nested);
  const curves = chain.map(({ curve }) => curve);
  const range = chain.length > 1 ? rangeOfNested(curves) : undefined;
  if (!range) return undefined;
  const data = { outer: use.function, inner: chain.slice(1).map(({ id }) => id).join(' of '), lo: short(range.lo), hi: short(range.hi) };
  const slope = chain.some(({ id }) => byId(id)?.kind === 'vector') ? 1 : steepestOfNested(curves);
  return slope >= 1 ? say(messages.range, data) : say(messages.curves, { ...data, slope: short(slope) });
}

export const rule = defineRule<Nested>({
  id: 'double-squash',
  severity: 'warning',
  claim: 'C4',
  messages,
  docs: {
    summary: 'A squashing function is applied to what has been squashed already.',
    why: 'sigmoid(sigmoid(x)) lies between 0.5 and 0.731 and its slope is never above 0.059; a third one leaves 0.622 to 0.675 and 0.0134, a fourth a slope of 0.003. tanh(tanh(x)) lies within ±0.762. softmax of probabilities cannot exceed e/(e + n − 1). The output cannot take the values it should, and the gradient is multiplied by both slopes.',
    ignore: 'Where the narrow range is wanted.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.add(tf.layers.activation({ activation: 'sigmoid' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1 }));
model.add(tf.layers.activation({ activation: 'sigmoid' }));`,
    sources: ['tfjs-layers/src/activations.ts'],
  },
  *find(context) {
    for (const nested of nestedActivations(context)) {
      const { use, inner } = nested;
      const text = use.role === 'gate' ? undefined : message(nested);
      if (!text) continue;
      yield {
        at: use.span, say: text, subject: nested, network: use.network, layer: use.layer,
        ...(inner.span ? { related: [{ span: inner.span, say: say(messages.inner, { inner: inner.function }) }] } : {}),
      };
    }
  },
  mend: {
    safe: none,
    suggest: (nested, context) => [
      { title: say(messages.removeOuter, { outer: nested.use.function }), edits: removeOuter(context.text, nested) },
      { title: say(messages.removeInner, { inner: nested.inner.function }), edits: removeInner(context, nested) },
    ],
  },
});
