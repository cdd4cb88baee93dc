import type { Op } from '../network/types';
import { opRange } from '../signal/op-range';
import type { Span } from '../syntax/span';
import { replace } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  readonly op: Op;
  /** What the stable function is applied to. */
  readonly of: Span | undefined;
  readonly stable: 'logSoftmax' | 'softplus' | 'negative softplus' | undefined;
}

const messages = {
  logSoftmax: 'log(softmax(x)) is −∞ where a probability is too small for a float, and its gradient NaN; logSoftmax is exact.',
  logSigmoid: 'log(sigmoid(x)) has an infinite gradient or is −∞ for x far below 0; −softplus(−x) is exact.',
  softplus: 'log(1 + exp(x)) is infinite for x above 88; softplus is exact.',
  softmax: 'exp(x) is infinite above 88, and ∞/∞ is NaN; softmax takes the largest value off first.',
  use: 'Use {name}',
};

const isOp = (input: Op['inputs'][number], name: string): input is Op => typeof input === 'object' && input.name === name;

/** exp(x) plus 1, either way round. */
function expPlusOne(input: Op['inputs'][number]): Op | undefined {
  if (!isOp(input, 'add')) return undefined;
  const [a, b] = input.inputs;
  return isOp(a, 'exp') && isOne(b) ? a : isOp(b, 'exp') && isOne(a) ? b : undefined;
}

function isOne(input: Op['inputs'][number]): boolean {
  return input === 1 || (isOp(input, 'scalar') && input.inputs[0] === 1);
}

/** exp(x) over the sum of the same, without a maximum taken off. */
function isPlainSoftmax({ inputs: [above, below] }: Op): boolean {
  if (!isOp(above, 'exp') || !isOp(below, 'sum')) return false;
  const [under] = below.inputs;
  if (!isOp(under, 'exp')) return false;
  const [x] = above.inputs;
  // What has something taken off, is bounded or is not known may be small enough.
  return typeof x === 'object' && x === under.inputs[0] && SUMS.has(x.name);
}

/** What may give numbers of any size: a weighted sum, with its bias. */
const SUMS: ReadonlySet<string> = new Set(['matMul', 'dot', 'conv1d', 'conv2d', 'add', 'model']);

/** In float32 exp is infinite above, and sigmoid and its slope are 0 so far below. */
const LARGEST = 88.7;
const LEAST = -88;

function overflows(exp: Op): boolean {
  return opRange(exp.inputs[0]).hi > LARGEST;
}

function subjectOf(op: Op): { readonly subject: Subject; readonly template: string } | undefined {
  const [input] = op.inputs;
  if (op.name === 'log') {
    if (isOp(input, 'softmax')) return { template: messages.logSoftmax, subject: { op, of: input.argumentSpans.length === (input.form === 'op' ? 1 : 0) ? input.operandSpan : undefined, stable: 'logSoftmax' } };
    if (isOp(input, 'sigmoid') && opRange(input.inputs[0]).lo < LEAST) return { template: messages.logSigmoid, subject: { op, of: input.operandSpan, stable: 'negative softplus' } };
    const exp = expPlusOne(input);
    if (exp && overflows(exp)) return { template: messages.softplus, subject: { op, of: exp.operandSpan, stable: 'softplus' } };
  }
  if (op.name === 'log1p' && isOp(input, 'exp') && overflows(input)) return { template: messages.softplus, subject: { op, of: input.operandSpan, stable: 'softplus' } };
  if (op.name === 'div' && isPlainSoftmax(op)) return { template: messages.softmax, subject: { op, of: undefined, stable: undefined } };
  return undefined;
}

/** Everything between the call and what the stable function is applied to is written within the call. */
function isInside(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export const rule = defineRule<Subject>({
  id: 'unstable-log-exp',
  severity: 'warning',
  messages,
  docs: {
    summary: 'A logarithm and an exponential are written out where a function computes both without overflow.',
    why: 'Single precision ends at exp(88): beyond it exp is infinite. log(softmax(x)) is −∞ for a class that is far behind, and its gradient NaN; log(sigmoid(x)) has an infinite gradient at −100; log(1 + exp(x)) is infinite from 89 on; exp(x) over its sum is NaN. tf.logSoftmax, tf.softplus and tf.softmax compute the same without leaving the range. For log(sigmoid(x)) it is −softplus(−x): the gradient of tf.logSigmoid fails for most arguments.',
    ignore: 'Where the numbers are known to be small, or the largest was taken off before.',
    bad: `const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
const logits = model.predict(tf.ones([1, 4]));
const logProbabilities = tf.log(tf.softmax(logits));`,
    good: `const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
const logits = model.predict(tf.ones([1, 4]));
const logProbabilities = tf.logSoftmax(logits);`,
    sources: ['tfjs-core/src/ops/log_softmax.ts', 'tfjs-core/src/ops/softplus.ts', 'tfjs-core/src/ops/log_sigmoid.ts'],
  },
  *find({ text, ops }) {
    for (const op of ops) {
      // A call that is still being typed may go on.
      const found = op.certain && !op.foreign && text[op.span.end - 1] === ')' ? subjectOf(op) : undefined;
      if (found) yield { at: op.nameSpan, say: say(found.template), subject: found.subject };
    }
  },
  mend: {
    safe: none,
    suggest: ({ op, of, stable }, { text }) => {
      if (stable === undefined || !of || !isInside(op.span, of)) return [];
      const head = text.slice(op.span.start, of.start);
      const operand = text.slice(of.start, of.end);
      if (/\/[/*]/.test(text.slice(op.span.start, op.span.end))) return [];
      // `tf.log(tf.softmax(x))`, or a chain that ends in `.softmax().log()`.
      const prefix = op.form === 'op' ? /^([\w$]+\.)\w+\(/.exec(head)?.[1] : undefined;
      const simple = /^[\w$]+(?:\.[\w$]+|\([^()]*\))*$/.test(operand);
      const name = stable === 'negative softplus' ? '−softplus(−x)' : stable;
      const one = (fn: string): string | undefined => (prefix !== undefined ? `${prefix}${fn}(${operand})` : simple ? `${operand}.${fn}()` : undefined);
      const code = stable === 'negative softplus'
        ? (prefix !== undefined ? `${prefix}neg(${prefix}softplus(${prefix}neg(${operand})))` : simple ? `${operand}.neg().softplus().neg()` : undefined)
        : one(stable);
      return [{ title: say(messages.use, { name }), edits: code === undefined ? undefined : replace(op.span, code) }];
    },
  },
});
