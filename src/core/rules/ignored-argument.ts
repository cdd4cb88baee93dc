import type { Argument } from '../network/types';
import type { Span } from '../syntax/span';
import { replace } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Value } from '../evaluate/values';

/** What is meant by a value in the place of the options object. */
interface Meant {
  /** The option that does it; undefined where there is none that can be told. */
  readonly key: string | undefined;
  /** What happens instead. */
  readonly stays: string;
  /** Values that change nothing: those that tfjs has anyway. */
  readonly same: readonly unknown[];
}

interface Subject {
  readonly argument: Argument;
  readonly key: string | undefined;
  /** All arguments, where the call throws at them. */
  readonly all?: Span;
}

const messages = {
  known: '{name} takes an options object and ignores {given}: {stays}.',
  throws: '{name} takes an options object: of {given} it reads no option, and it throws when the layer is made.',
  write: 'Write {code}',
};

const words = {
  list: 'the list', slope: 'the slope stays 0.3', alpha: 'alpha stays 1', slopes: 'the slopes start at 0', unbounded: 'there is no upper bound', threshold: 'the threshold stays 1', axis: 'the axis stays 1',
  linear: 'the layer is linear', kept: 'nothing is dropped', noise: 'the noise has the standard deviation 1', masked: 'what is masked stays 0', last: 'the axis stays −1',
  batch: 'the axis stays −1 and the momentum 0.99', size: 'the size stays [2, 2]', padding: 'the padding stays 1', seed: 'there is no seed', deviation: 'the standard deviation stays 0.05',
  between: 'the values stay between −0.05 and 0.05', scale: 'the scale stays 1', gain: 'the gain stays 1',
};

const meant = (key: string | undefined, stays: string, ...same: readonly unknown[]): Meant => ({ key, stays, same });
const nothing = meant('rate', words.kept, 0);

/** Layer factories that ignore what is no object; those that throw at it are not among them. */
const LAYERS: Readonly<Record<string, Meant>> = {
  leakyReLU: meant('alpha', words.slope, 0.3), elu: meant(undefined, words.alpha, 1), prelu: meant(undefined, words.slopes, 0),
  reLU: meant('maxValue', words.unbounded), thresholdedReLU: meant('theta', words.threshold, 1), softmax: meant('axis', words.axis, 1),
  activation: meant('activation', words.linear, 'linear'),
  dropout: nothing, spatialDropout1d: nothing, alphaDropout: nothing, gaussianDropout: nothing, gaussianNoise: meant('stddev', words.noise, 1),
  masking: meant('maskValue', words.masked, 0), concatenate: meant('axis', words.last, -1), layerNormalization: meant(undefined, words.last, -1),
  batchNormalization: meant(undefined, words.batch, -1, 0.99), upSampling2d: meant('size', words.size), zeroPadding2d: meant('padding', words.padding, 1),
};

/** Factories that throw at what is no object, with the option that is meant. */
const THROWING: Readonly<Record<string, string>> = {
  dense: 'units', simpleRNN: 'units', lstm: 'units', gru: 'units', conv1d: 'filters', conv2d: 'filters', conv3d: 'filters', maxPooling1d: 'poolSize', maxPooling2d: 'poolSize', averagePooling1d: 'poolSize', averagePooling2d: 'poolSize',
};

const seed = (stays: string): Meant => meant('seed', stays);

/** The same of `tf.initializers`. */
const INITIALIZERS: Readonly<Record<string, Meant>> = {
  randomNormal: meant('stddev', words.deviation, 0.05), truncatedNormal: meant('stddev', words.deviation, 0.05),
  randomUniform: meant(undefined, words.between), varianceScaling: meant('scale', words.scale, 1), identity: meant('gain', words.gain, 1), orthogonal: meant('gain', words.gain, 1),
  ...Object.fromEntries(['glorotNormal', 'glorotUniform', 'heNormal', 'heUniform', 'leCunNormal', 'leCunUniform'].map((name) => [name, seed(words.seed)])),
};

/** What is written there, where it is known and would be something. */
function givenText(value: Value, { same }: Meant): string | undefined {
  if (value.kind === 'array') return value.open ? undefined : words.list;
  if (value.kind !== 'known' || value.value === undefined || value.value === null || same.includes(value.value)) return undefined;
  return typeof value.value === 'string' ? `'${value.value}'` : typeof value.value === 'number' ? short(value.value) : String(value.value);
}

/** Numbers and strings go where they belong; what is a string belongs nowhere but to an activation. */
function fits(value: Value, key: string): boolean {
  if (value.kind === 'array') return key === 'size';
  return value.kind === 'known' && typeof value.value === (key === 'activation' ? 'string' : 'number') && key !== 'size' && key !== 'padding';
}

export const rule = defineRule<Subject>({
  id: 'ignored-argument',
  severity: 'error',
  messages,
  docs: {
    summary: 'A plain value stands where TensorFlow.js reads an options object, and is ignored.',
    why: 'The factories of tf.layers and tf.initializers take one object. What is no object has none of the properties that are looked for, and the defaults apply without a word: tf.layers.leakyReLU(0.2) keeps the slope 0.3, tf.layers.dropout(0.25) drops nothing, tf.layers.activation(‘relu’) is linear, tf.initializers.randomNormal(1) draws with the standard deviation 0.05. Layers that cannot do without an option, such as tf.layers.dense(32), throw.',
    ignore: 'Never: write the option by its name.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dropout(0.25));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dropout({ rate: 0.25 }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`,
    sources: ['tfjs-layers/src/exports_layers.ts', 'tfjs-layers/src/exports_initializers.ts', 'tfjs-layers/src/layers/core.ts'],
  },
  *find({ layers, calls }) {
    const found = function* (name: string, is: Meant | undefined, argument: Argument | undefined) {
      const given = is && argument?.span ? givenText(argument.value, is) : undefined;
      if (!is || !argument?.span || given === undefined) return;
      yield { at: argument.span, say: say(messages.known, { name, given, stays: is.stays }, 'stays', ...(argument.value.kind === 'array' ? ['given'] : [])), subject: { argument, key: is.key !== undefined && fits(argument.value, is.key) ? is.key : undefined } };
    };
    for (const { factory, positional, foreign, span } of layers) {
      const throws = factory === undefined || foreign || !Object.hasOwn(THROWING, factory) ? undefined : THROWING[factory];
      if (throws !== undefined && positional?.span && positional.value.kind === 'known' && typeof positional.value.value === 'number') {
        yield { at: positional.span, say: say(messages.throws, { name: `tf.layers.${factory}`, given: short(positional.value.value) }), subject: { argument: positional, key: throws, all: { start: positional.span.start, end: span.end - 1 } } };
      }
      if (foreign || factory === undefined || !Object.hasOwn(LAYERS, factory)) continue;
      yield* found(`tf.layers.${factory}`, LAYERS[factory], positional);
    }
    for (const { path, args } of calls) {
      const name = path.startsWith('initializers.') ? path.slice('initializers.'.length) : '';
      if (Object.hasOwn(INITIALIZERS, name)) yield* found(`tf.${path}`, INITIALIZERS[name], args[0]);
    }
  },
  mend: {
    safe: none,
    suggest: ({ argument: { span }, key, all }, { text }) => {
      if (!span || key === undefined) return [];
      const written = text.slice(span.start, span.end);
      if (all) {
        // What comes second is an activation by its name; anything else cannot be told.
        const rest = /^\s*(?:,\s*(?:(["'])\w+\1\s*,?)?)?\s*$/.exec(text.slice(span.end, all.end))?.[0];
        const named = /(["'])\w+\1/.exec(rest ?? '')?.[0];
        if (rest === undefined || (named !== undefined && (key === 'poolSize' || key === 'filters'))) return [];
        const code = named === undefined ? `{ ${key}: ${written} }` : `{ ${key}: ${written}, activation: ${named} }`;
        return [{ title: say(messages.write, { code }), edits: replace(all, code) }];
      }
      const code = written === key ? `{ ${key} }` : `{ ${key}: ${written} }`;
      return [{ title: say(messages.write, { code }), edits: replace(span, code) }];
    },
  },
});
