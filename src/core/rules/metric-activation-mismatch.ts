import type { Layer } from '../network/types';
import type { Span } from '../syntax/span';
import { layersPrefix, renameString, replace } from './edits';
import { judgedOutputs } from './outputs';
import type { JudgedOutput } from './outputs';
import { defineRule, none, say } from './types';

type Kind = 'precision' | 'logits' | 'signed' | 'regression';

interface Subject {
  readonly kind: Kind;
  readonly layer: Layer;
  readonly metric: Span;
}

const messages = {
  precision: 'The metric precision counts outputs that are exactly 1, which {activation} gives only where it is saturated: of probabilities it is 0, however right they are.',
  logits: 'accuracy compares this output with 0.5, and it is a logit: 0.5 is the probability 0.62, not ½.',
  signed: 'accuracy asks whether the target is 1 where the output is above 0.5 and 0 where it is not: with {loss} the targets are −1 and 1, and −1 is never right.',
  regression: 'accuracy asks whether the target is 1 where the output is above 0.5 and 0 where it is not, which says nothing of a number that is learnt with {loss}.',
  rounded: 'Round the outputs first',
  sigmoid: 'Give the metric probabilities',
  shifted: 'Bring targets and outputs between 0 and 1 first',
  mae: 'Use the mean absolute error, mae',
};

const REGRESSION: ReadonlySet<string> = new Set(['meanSquaredError', 'meanAbsoluteError', 'meanAbsolutePercentageError', 'meanSquaredLogarithmicError', 'logcosh', 'huberLoss', 'absoluteDifference']);
const ANY_NUMBER: ReadonlySet<string> = new Set(['linear', 'relu']);

/** What is wrong between a metric and an output; undefined where nothing is. */
function kindOf(metric: string, { layer, size, name, wants, through }: JudgedOutput): Kind | undefined {
  const activation = layer.activation?.function;
  if (activation === undefined || through.length > 0) return undefined;
  if (metric === 'precision') return activation === 'sigmoid' || (activation === 'softmax' && size !== undefined && size > 1) ? 'precision' : undefined;
  // Of several outputs the largest counts, which is right for logits too.
  if ((metric !== 'accuracy' && metric !== 'acc') || size !== 1) return undefined;
  if (wants === 'logits' && activation === 'linear') return 'logits';
  if (name === 'hinge' || name === 'squaredHinge') return 'signed';
  return REGRESSION.has(name) && ANY_NUMBER.has(activation) ? 'regression' : undefined;
}

export const rule = defineRule<Subject>({
  id: 'metric-activation-mismatch',
  severity: 'warning',
  sometimes: ['information'],
  messages,
  docs: {
    summary: 'A metric takes the outputs for something that the last activation does not give.',
    why: 'For a single output the metric accuracy is binaryAccuracy, which compares the output with 0.5. That is right behind a sigmoid. A logit of 0.5 is the probability 0.62; targets of −1 and 1 are never 0; and for a number that is learnt by regression the question makes no sense. The metric precision compares outputs with 1 without rounding them, so that it is 0 for probabilities.',
    ignore: 'Where a regression has the targets 0 and 1, for which accuracy means something: with these losses it is only an information.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam', metrics: ['precision'] });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam', metrics: ['accuracy'] });`,
    sources: ['tfjs-layers/src/metrics.ts', 'tfjs-layers/src/engine/training.ts'],
  },
  *find({ networks }) {
    for (const judged of judgedOutputs(networks)) {
      const { network, layer, loss } = judged;
      const { compile } = network;
      if (network.outputs.length !== 1 || !compile?.certain || (loss === undefined && compile.loss?.form !== 'custom')) continue;
      for (const { name, span } of compile.metricStrings) {
        const kind = span && kindOf(name, judged);
        if (!kind) continue;
        yield {
          at: span, say: say(messages[kind], { activation: layer.activation?.function ?? '', loss: judged.name }), subject: { kind, layer, metric: span }, network: network.id, layer: layer.index,
          ...(kind === 'regression' ? { severity: 'information' as const } : {}),
        };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ kind, layer, metric }, { text }) => {
      if (kind === 'regression') return [{ title: say(messages.mae), edits: renameString(text, metric, 'mae') }];
      const namespace = /^([\w$]+)\.layers\.$/.exec(layersPrefix(text, layer) ?? '')?.[1];
      const isLiteral = /["'`]/.test(text[metric.start] ?? '');
      const by = (code: string): ReturnType<typeof replace> => (namespace === undefined || !isLiteral ? undefined : replace(metric, `(labels, outputs) => ${namespace}.metrics.${code}`));
      if (kind === 'precision') return [{ title: say(messages.rounded), edits: by('precision(labels, outputs.greaterEqual(0.5).toFloat())') }];
      if (kind === 'logits') return [{ title: say(messages.sigmoid), edits: by('binaryAccuracy(labels, outputs.sigmoid())') }];
      return [{ title: say(messages.shifted), edits: by('binaryAccuracy(labels.add(1).div(2), outputs.add(1).div(2))') }];
    },
  },
});
