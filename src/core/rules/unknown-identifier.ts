import { asString } from '../evaluate/values';
import type { Layer, Network } from '../network/types';
import type { Span } from '../syntax/span';
import { accidentalActivationStrings, activationStrings } from '../tfjs/activation-names';
import { initializerStrings, lossStrings, metricStrings, optimizerAliases, optimizerStrings } from '../tfjs/training';
import { layersPrefix, renameString, replace } from './edits';
import { distance } from './spelling';
import { defineRule, none, say } from './types';
import { callMeant, unknownMembers } from './unknown-member';
import type { UnknownMember } from './unknown-member';

type Kind = 'loss' | 'metric' | 'optimizer' | 'initializer';

interface Named {
  readonly kind: Kind;
  readonly name: string;
  readonly span: Span;
  readonly network: Network | undefined;
}

type Subject = Named | UnknownMember;

const messages = {
  meant: "tfjs knows no {kind} '{name}' and throws. Did you mean '{meant}'?",
  function: "tfjs knows no {kind} '{name}' and throws: it is the function tf.losses.{meant}.",
  unknown: "tfjs knows no {kind} '{name}' and throws.",
  member: "There is no {written}: the call throws “{written} is not a function”. Did you mean '{meant}'?",
  rename: "Change to '{meant}'",
  call: 'Use the function tf.losses.{meant}',
};

const words: Readonly<Record<Kind, string>> = { loss: 'loss', metric: 'metric', optimizer: 'optimizer', initializer: 'initializer' };

/** Every name of a kind that tfjs 4.22 takes. */
const KNOWN: Readonly<Record<Kind, readonly string[]>> = {
  loss: Object.keys(lossStrings), metric: metricStrings, optimizer: [...Object.keys(optimizerStrings), ...Object.keys(optimizerAliases)], initializer: initializerStrings,
};

/** Names of other libraries, short forms, and names of the other kind. */
const MEANT: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  loss: { mse: 'meanSquaredError', mae: 'meanAbsoluteError', mape: 'meanAbsolutePercentageError', msle: 'meanSquaredLogarithmicError', kld: 'kullbackLeiblerDivergence', kldivergence: 'kullbackLeiblerDivergence', bce: 'binaryCrossentropy', crossentropy: 'categoricalCrossentropy', cosine: 'cosineProximity' },
  metric: { meansquarederror: 'mse', meanabsoluteerror: 'mae', meanabsolutepercentageerror: 'mape', cosineproximity: 'cosine', binarycrossentropy: 'crossentropy', accuracy: 'accuracy', sparsecategoricalaccuracy: 'accuracy' },
  optimizer: {},
  initializer: { zero: 'zeros', one: 'ones', normal: 'randomNormal', uniform: 'randomUniform', xavier: 'glorotUniform', xaviernormal: 'glorotNormal', xavieruniform: 'glorotUniform' },
};

/** Losses that are functions only. */
const FUNCTIONS: Readonly<Record<string, string>> = { softmaxcrossentropy: 'softmaxCrossEntropy', sigmoidcrossentropy: 'sigmoidCrossEntropy', huber: 'huberLoss', huberloss: 'huberLoss', logloss: 'logLoss', absolutedifference: 'absoluteDifference', cosinedistance: 'cosineDistance' };

const folded = (name: string): string => name.toLowerCase().replaceAll(/[_\s-]/g, '');

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function functionFor(kind: Kind, name: string): string | undefined {
  return kind === 'loss' ? own(FUNCTIONS, folded(name)) : undefined;
}

/** The name that was meant, if one is near enough to be sure. */
function meantName(kind: Kind, name: string): string | undefined {
  const short = own(MEANT[kind], folded(name));
  if (short !== undefined) return short;
  const exact = KNOWN[kind].find((known) => folded(known) === folded(name));
  if (exact !== undefined) return exact;
  const near = KNOWN[kind].filter((known) => known.length > 5 && distance(folded(known), folded(name)) <= 2);
  return near.length === 1 ? near[0] : undefined;
}

/** Initializers are looked up among all classes, so that a layer's name or an activation's is found as well. */
function isKnown(kind: Kind, name: string): boolean {
  if (KNOWN[kind].includes(name) || name in {}) return true;
  return kind === 'initializer' && (accidentalActivationStrings.has(name) || activationStrings.includes(name));
}

/** By the group of a layer: options that it looks up when it is made. */
const TAKES: Readonly<Record<string, RegExp>> = {
  affine: /^(?:kernel|bias|depthwise)Initializer$/, recurrent: /^(?:kernel|bias|recurrent)Initializer$/, embedding: /^embeddingsInitializer$/,
  normalization: /^(?:gamma|beta|movingMean|movingVariance)Initializer$/, activation: /^alphaInitializer$/,
};

/** Options of a layer that name an initializer and are read. */
function initializerKeys({ facts, className, config }: Layer): readonly string[] {
  const takes = facts && TAKES[facts.group];
  // The depthwise convolution has a kernel of another name.
  return takes ? [...config.keys()].filter((key) => takes.test(key) && (className !== 'DepthwiseConv2D' || key !== 'kernelInitializer')) : [];
}

export const rule = defineRule<Subject>({
  id: 'unknown-identifier',
  severity: 'error',
  messages,
  docs: {
    summary: 'A loss, metric, optimizer or initializer is named by a string that TensorFlow.js does not know, or a layer or an optimizer by a function that it does not have.',
    why: 'The strings are looked up when the model is compiled or the layer is made, and an unknown one throws; TypeScript does not check them. They are not those of Keras: a loss is meanSquaredError and not mse, while a metric is mse and not meanSquaredError; initializers are written heNormal and leCunNormal; the optimizer is rmsprop or RMSProp, not RMSprop. Functions are spelt in their own way too: tf.layers.leakyReLU and tf.train.adam, not LeakyReLU or Adam, which are no functions.',
    ignore: 'Where a class of that name is registered with tf.serialization.registerClass in a file that is not seen.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ loss: 'mse', optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });`,
    sources: ['tfjs-layers/src/losses.ts', 'tfjs-layers/src/metrics.ts', 'tfjs-layers/src/optimizers.ts', 'tfjs-layers/src/initializers.ts'],
  },
  *find({ text, networks, layers, calls }) {
    for (const member of unknownMembers(text, calls)) {
      const { call: { nameSpan }, written, meant } = member;
      yield { at: nameSpan, say: say(messages.member, { written, meant }), subject: member };
    }
    const found = function* (kind: Kind, name: string | undefined, span: Span | undefined, network?: Network) {
      if (name === undefined || !span || isKnown(kind, name)) return;
      const fn = functionFor(kind, name);
      const meant = fn ?? meantName(kind, name);
      const template = meant === undefined ? messages.unknown : fn === undefined ? messages.meant : messages.function;
      yield { at: span, say: say(template, { kind: words[kind], name, ...(meant === undefined ? {} : { meant }) }, 'kind'), subject: { kind, name, span, network }, network: network?.id };
    };
    for (const network of networks) {
      const { compile } = network;
      if (!compile) continue;
      for (const loss of [compile.loss, ...compile.losses]) if (loss?.form === 'string') yield* found('loss', loss.name, loss.span, network);
      for (const { name, span } of compile.metricStrings) yield* found('metric', name, span, network);
      yield* found('optimizer', compile.optimizer?.string, compile.optimizer?.span, network);
    }
    if (text.includes('registerClass')) return;
    for (const layer of layers) {
      if (layer.foreign) continue;
      for (const key of initializerKeys(layer)) {
        const { value, valueSpan } = layer.config.get(key) ?? {};
        yield* found('initializer', asString(value), valueSpan);
      }
    }
  },
  mend: {
    safe: none,
    suggest: (subject, { text }) => {
      if ('call' in subject) return [{ title: say(messages.rename, { meant: subject.meant }), edits: callMeant(text, subject) }];
      const { kind, name, span, network } = subject;
      const fn = functionFor(kind, name);
      if (fn !== undefined) {
        const [prefix] = (network?.layers ?? []).flatMap((layer) => layersPrefix(text, layer) ?? []);
        const losses = prefix !== undefined && prefix.endsWith('.layers.') ? `${prefix.slice(0, -'layers.'.length)}losses.${fn}` : undefined;
        return [{ title: say(messages.call, { meant: fn }), edits: losses === undefined || !/["'`]/.test(text[span.start] ?? '') ? undefined : replace(span, losses) }];
      }
      const meant = meantName(kind, name);
      return meant === undefined ? [] : [{ title: say(messages.rename, { meant }), edits: renameString(text, span, meant) }];
    },
  },
});
