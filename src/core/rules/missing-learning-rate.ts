import type { TfCall } from '../network/types';
import type { Span } from '../syntax/span';
import { layersPrefix, replace } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  readonly call: TfCall | undefined;
  /** The string 'adadelta'. */
  readonly string: Span | undefined;
  readonly prefix: string | undefined;
}

const messages = {
  nan: '{name} has no default for the learning rate: without it every weight is NaN after the first step.',
  throws: '{name} has no default for the learning rate, and tfjs throws without it.',
  one: "The string '{name}' means a learning rate of 1, not 0.001 as tf.train.adadelta() has.",
  rate: 'Write the learning rate {rate}',
  call: 'Use tf.train.adadelta(), with a rate of 0.001',
};

/** What happens without a rate, by the name that is called. */
const WITHOUT: Readonly<Record<string, 'nan' | 'throws'>> = {
  'train.sgd': 'nan', 'train.adagrad': 'nan', 'train.rmsprop': 'throws', SGDOptimizer: 'nan', AdagradOptimizer: 'nan', RMSPropOptimizer: 'throws',
};

const RATES: Readonly<Record<string, string>> = { 'train.rmsprop': '0.001', RMSPropOptimizer: '0.001' };

export const rule = defineRule<Subject>({
  id: 'missing-learning-rate',
  severity: 'error',
  sometimes: ['warning'],
  messages,
  docs: {
    summary: 'An optimizer is made without the learning rate that it needs.',
    why: 'tf.train.sgd and tf.train.adagrad multiply the gradient by the learning rate and have no default for it: undefined times a number is NaN, and so is every weight from the first step on. tf.train.rmsprop throws. The strings that compile takes have defaults: ‘sgd’ is 0.01. But ‘adadelta’ is 1 as a string, and 0.001 as tf.train.adadelta().',
    ignore: 'A learning rate of 1 for Adadelta is that of its paper, and may be what is wanted.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 1, inputShape: [4] }));
model.compile({ loss: 'meanSquaredError', optimizer: tf.train.sgd() });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 1, inputShape: [4] }));
model.compile({ loss: 'meanSquaredError', optimizer: tf.train.sgd(0.01) });`,
    sources: ['tfjs-core/src/optimizers/sgd_optimizer.ts', 'tfjs-core/src/optimizers/adagrad_optimizer.ts', 'tfjs-layers/src/optimizers.ts'],
  },
  *find({ text, calls, networks }) {
    for (const call of calls) {
      const without = Object.hasOwn(WITHOUT, call.path) ? WITHOUT[call.path] : undefined;
      if (without === undefined || !call.counted || call.args.length > 0) continue;
      // The bracket is there and empty: nobody is about to write the rate.
      if (text[call.span.end - 1] !== ')') continue;
      yield { at: call.nameSpan, say: say(messages[without], { name: `${call.path.includes('.') ? '' : 'new '}tf.${call.path}` }), subject: { call, string: undefined, prefix: undefined } };
    }
    for (const network of networks) {
      const { optimizer } = network.compile ?? {};
      if (optimizer?.string?.toLowerCase() !== 'adadelta' || optimizer.learningRate !== 1 || !optimizer.span) continue;
      const [prefix] = network.layers.flatMap((layer) => layersPrefix(text, layer) ?? []);
      yield { at: optimizer.span, say: say(messages.one, { name: optimizer.string }), severity: 'warning', network: network.id, subject: { call: undefined, string: optimizer.span, prefix } };
    }
  },
  mend: {
    safe: none,
    suggest: ({ call, string, prefix }, { text }) => {
      if (string) {
        const code = prefix?.endsWith('.layers.') && /["'`]/.test(text[string.start] ?? '') ? `${prefix.slice(0, -'layers.'.length)}train.adadelta()` : undefined;
        return [{ title: say(messages.call), edits: code === undefined ? undefined : replace(string, code) }];
      }
      if (!call) return [];
      const rate = RATES[call.path] ?? '0.01';
      const blank = /\(\s*\)$/.exec(text.slice(call.nameSpan.end, call.span.end));
      return [{ title: say(messages.rate, { rate }), edits: blank ? replace({ start: call.nameSpan.end + blank.index, end: call.span.end }, `(${rate})`) : undefined }];
    },
  },
});
