import { asString } from '../evaluate/values';
import type { ConfigKey, Op } from '../network/types';
import { fusedActivations } from '../tfjs/activation-names';
import { renameString, replace } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  readonly entry: ConfigKey;
  readonly meant: string | undefined;
}

const messages = {
  alpha: 'tf.fused.{op} has no default for leakyreluAlpha: without it negative sums become NaN on the cpu, 0 on wasm, and 0.2 of themselves under a gradient.',
  spelling: "The fused ops know no activation '{name}' and throw. Did you mean '{meant}'?",
  unknown: "The fused ops know no activation '{name}' and throw: apply it to the result.",
  add: 'Add leakyreluAlpha: 0.2',
  rename: "Change to '{meant}'",
};

/** Fused ops in which the slope has no default; matMul has 0.2. */
const WITHOUT_DEFAULT: ReadonlySet<string> = new Set(['conv2d', 'depthwiseConv2d']);

function meantName(name: string): string | undefined {
  return fusedActivations.find((known) => known === name.toLowerCase().replaceAll(/[_-]/g, ''));
}

function problemOf({ name: op, options }: Op, entry: ConfigKey): { readonly message: ReturnType<typeof say>; readonly meant: string | undefined; readonly severity: 'warning' | 'error' } | undefined {
  const name = asString(entry.value);
  if (name === undefined) return undefined;
  if (!fusedActivations.includes(name)) {
    const meant = meantName(name);
    return { message: meant === undefined ? say(messages.unknown, { name }) : say(messages.spelling, { name, meant }), meant, severity: 'error' };
  }
  return name === 'leakyrelu' && WITHOUT_DEFAULT.has(op) && options?.has('leakyreluAlpha') === false ? { message: say(messages.alpha, { op }), meant: undefined, severity: 'warning' } : undefined;
}

export const rule = defineRule<Subject>({
  id: 'fused-leaky-without-alpha',
  severity: 'warning',
  sometimes: ['error'],
  messages,
  docs: {
    summary: 'A fused convolution applies leakyrelu without a slope, or an activation that the fused ops lack.',
    why: 'tf.fused.conv2d and tf.fused.depthwiseConv2d pass leakyreluAlpha on without a default: the cpu backend multiplies negative sums by undefined, which is NaN; the wasm backend takes 0; where a gradient is taken the convolution is computed in parts, with the default 0.2 of tf.leakyRelu. The names are those of the fused ops: leakyrelu is written in lower case, and tanh or softmax do not exist.',
    ignore: 'Never: write the slope.',
    bad: `const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
const image = tf.randomNormal([1, 8, 8, 1]);
const features = tf.fused.conv2d({ x: image, filter: tf.ones([3, 3, 1, 4]), strides: 1, pad: 'same', activation: 'leakyrelu' });`,
    good: `const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
const image = tf.randomNormal([1, 8, 8, 1]);
const features = tf.fused.conv2d({ x: image, filter: tf.ones([3, 3, 1, 4]), strides: 1, pad: 'same', activation: 'leakyrelu', leakyreluAlpha: 0.2 });`,
    sources: ['tfjs-core/src/ops/fused/conv2d.ts', 'tfjs-core/src/ops/fused/depthwise_conv2d.ts', 'tfjs-core/src/ops/fused_util.ts', 'tfjs-backend-cpu/src/utils/fused_utils.ts'],
  },
  *find({ ops }) {
    for (const op of ops) {
      const entry = op.form === 'fused' && !op.foreign ? op.options?.get('activation') : undefined;
      const problem = entry?.valueSpan && op.optionsKnown ? problemOf(op, entry) : undefined;
      if (entry?.valueSpan && problem) yield { at: entry.valueSpan, say: problem.message, severity: problem.severity, subject: { entry, meant: problem.meant } };
    }
  },
  mend: {
    safe: none,
    suggest: ({ entry: { property, valueSpan }, meant }, { text }) => {
      if (meant !== undefined) return [{ title: say(messages.rename, { meant }), edits: renameString(text, valueSpan, meant) }];
      const isLeaky = valueSpan && text.slice(valueSpan.start + 1, valueSpan.end - 1) === 'leakyrelu';
      return [{ title: say(messages.add), edits: isLeaky && property ? replace({ start: property.end, end: property.end }, ', leakyreluAlpha: 0.2') : undefined }];
    },
  },
});
