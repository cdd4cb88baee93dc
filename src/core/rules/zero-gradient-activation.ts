import { within } from '../activations/intervals';
import type { Op } from '../network/types';
import { boundsOf, curveOf } from './curves';
import { remove, replace } from './edits';
import { nestedActivations, removeInner, removeOuter } from './nested';
import type { Nested } from './nested';
import { short } from './numbers';
import { defineRule, none, say } from './types';

const messages = {
  flat: '{name} is flat: its derivative is 0, so none of the weights before it learns from this loss.',
  constant: '{outer}({inner}(x)) is {value} for every x: {inner} gives nothing on which {outer} has a slope, and no gradient comes through.',
  inner: '{inner} is applied first.',
  removeOuter: 'Remove {outer}',
  removeInner: 'Remove the {inner} inside',
  smooth: 'Use {name}, which is smooth',
  remove: 'Remove {name}, and apply it to predictions only',
};

/** Ops of derivative 0, with the smooth function that is nearest. */
const SMOOTH: Readonly<Record<string, string | undefined>> = { step: 'sigmoid', sign: 'tanh', round: undefined, floor: undefined, ceil: undefined, argMax: undefined, argMin: undefined, oneHot: undefined };

interface Subject {
  readonly op?: Op;
  readonly nested?: Nested;
}

/** The one value of an activation on all that the one inside it gives; undefined where it has more. */
function constantOf({ use, inner }: Nested): number | undefined {
  const outer = curveOf(use.function, use.parameters, use.form);
  const range = boundsOf(inner.function, inner.parameters, 'op')?.range;
  // Floats reach the open ends.
  const flat = range && outer?.zeroGradient.some((part) => within({ lo: range.lo, hi: range.hi }, part));
  if (!outer || !range || !flat) return undefined;
  const [low, high] = [Math.max(range.lo, -1e6), Math.min(range.hi, 1e6)];
  // Flat parts may lie at two heights with a jump between, or at the end.
  const [value, ...others] = [0, 0.25, 0.5, 0.75, 1].map((at) => outer.f(low + (high - low) * at));
  return others.every((other) => other === value) ? value : undefined;
}

export const rule = defineRule<Subject>({
  id: 'zero-gradient-activation',
  severity: 'error',
  messages,
  docs: {
    summary: 'A function stands there whose derivative is 0 on everything that it is given, so that nothing before it learns.',
    why: 'step, sign, round, floor, ceil, argMax and oneHot are constant between their jumps: the derivative is 0 wherever there is one, and TensorFlow.js gives exactly 0. By the chain rule the gradient of every weight before it is 0 as well, whatever the loss is. The same is true of two functions that do not go together: logSoftmax and logSigmoid give nothing above 0, so that relu behind them is 0 for every x.',
    ignore: 'Where the gradient is given by hand with tf.customGrad, as for a straight-through estimator.',
    bad: `const weights = tf.variable(tf.randomNormal([4, 1]));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
tf.train.sgd(0.1).minimize(() => tf.ones([2, 4]).matMul(weights).step().sub(1).square().mean());`,
    good: `const weights = tf.variable(tf.randomNormal([4, 1]));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
tf.train.sgd(0.1).minimize(() => tf.ones([2, 4]).matMul(weights).sigmoid().sub(1).square().mean());`,
    sources: ['tfjs-core/src/gradients/Step_grad.ts', 'tfjs-core/src/gradients/Sign_grad.ts', 'tfjs-core/src/gradients/Round_grad.ts'],
  },
  *find(context) {
    for (const nested of nestedActivations(context)) {
      const { use, inner } = nested;
      const value = constantOf(nested);
      if (value === undefined) continue;
      yield {
        at: use.span, say: say(messages.constant, { outer: use.function, inner: inner.function, value: short(value) }), subject: { nested }, network: use.network, layer: use.layer,
        ...(inner.span ? { related: [{ span: inner.span, say: say(messages.inner, { inner: inner.function }) }] } : {}),
      };
    }
    for (const op of context.ops) {
      if (!Object.hasOwn(SMOOTH, op.name) || !op.blocks || !op.certain || op.foreign) continue;
      yield { at: op.nameSpan, say: say(messages.flat, { name: op.name }), subject: { op } };
    }
  },
  mend: {
    safe: none,
    suggest: ({ op, nested }, context) => {
      const { text } = context;
      if (nested) {
        return [
          { title: say(messages.removeOuter, { outer: nested.use.function }), edits: removeOuter(text, nested) },
          { title: say(messages.removeInner, { inner: nested.inner.function }), edits: removeInner(context, nested) },
        ];
      }
      if (!op) return [];
      const smooth = SMOOTH[op.name];
      const written = text.slice(op.nameSpan.start, op.nameSpan.end) === op.name;
      const alone = op.argumentSpans.length === (op.form === 'op' ? 1 : 0);
      if (smooth !== undefined) return [{ title: say(messages.smooth, { name: smooth }), edits: written && alone ? replace(op.nameSpan, smooth) : undefined }];
      const rounds = op.name === 'round' || op.name === 'floor' || op.name === 'ceil';
      const edit = rounds && alone && op.form === 'method' && op.operandSpan ? remove(text, { start: op.operandSpan.end, end: op.span.end }) : undefined;
      return [{ title: say(messages.remove, { name: op.name }), edits: edit && [edit] }];
    },
  },
});
