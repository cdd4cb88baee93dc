import { layerRange } from '../signal/ranges';
import { dropActivation, lossString, setActivation } from './activation-edits';
import { short } from './numbers';
import { judgedOutputs } from './outputs';
import type { JudgedOutput } from './outputs';
import { defineRule, none, say } from './types';
import type { Mend, Said, Severity } from './types';

interface Subject {
  readonly judged: JudgedOutput;
  readonly kind: Kind;
}

type Kind = 'outside' | 'positive' | 'softmaxBinary' | 'sigmoidCategorical' | 'bounded' | 'flat';

const messages = {
  outside: '{activation} on the output with {loss}: the loss expects probabilities, but the values reach from {lo} to {hi}. What lies outside (0, 1) is clipped, and its gradient is exactly 0.',
  quotient: '{activation} on the output with {loss}: the loss expects probabilities, but the values reach from {lo} to {hi}. It divides them by their sum and clips the quotient to (0, 1), where the gradient is exactly 0.',
  inverted: 'logSoftmax on the output with {loss}: the loss divides each output by their sum, and of negative logarithms the least likely class has the largest share. Training drives towards the wrong class.',
  positive: '{activation} on the output with {loss}: the loss takes the logarithm of the values, which reach from {lo} to {hi}. The first negative one makes it NaN.',
  softmaxBinary: 'softmax on {units} outputs with binaryCrossentropy: softmax makes one choice among all, the loss judges each output as a choice of its own.',
  sigmoidCategorical: '{activation} on {units} outputs with {loss}: sigmoid makes each output a choice of its own, the loss divides them by their sum as if they were one choice among all.',
  softmaxEach: 'softmax on the output with binaryCrossentropy: softmax makes one choice among all, the loss judges each output as a choice of its own.',
  sigmoidAll: '{activation} on the output with {loss}: sigmoid makes each output a choice of its own, the loss divides them by their sum as if they were one choice among all.',
  flat: 'softmax on the output with {loss}: where it is sure of a wrong class softmax is flat, and this loss passes next to no gradient through it. categoricalCrossentropy passes the whole error on.',
  bounded: '{activation} on the output with {loss}: the loss applies {applied} itself and expects logits; values between 0 and 1 keep it from coming near 0.',
  loss: 'This loss judges the output.',
  activation: 'Replace {activation} by {name}',
  use: 'Use the loss {name}',
  remove: 'Remove {activation}: the model then returns logits',
};

const SEVERITIES: Readonly<Record<Kind, Severity>> = { outside: 'error', positive: 'error', softmaxBinary: 'warning', sigmoidCategorical: 'warning', bounded: 'warning', flat: 'hint' };

const CATEGORICAL: ReadonlySet<string> = new Set(['categoricalCrossentropy', 'sparseCategoricalCrossentropy']);
/** Losses of a regression, of which softmax leaves little. */
const DISTANCES: ReadonlySet<string> = new Set(['meanSquaredError', 'meanAbsoluteError']);
const EACH: ReadonlySet<string> = new Set(['sigmoid', 'hardSigmoid']);
/** Other rules' matter: no activation, and ReLU. */
const OTHERS: ReadonlySet<string> = new Set(['linear', 'relu', 'relu6']);

function kindOf({ network, layer, size, name, wants, through }: JudgedOutput): Kind | undefined {
  const activation = layer.activation?.function;
  if (through.length > 0 || activation === undefined || !layer.activation?.span) return undefined;
  const range = layerRange(network, layer.index);
  if (wants === 'positive') return range !== undefined && range.lo < 0 && name === 'poisson' ? 'positive' : undefined;
  if (name === 'softmaxCrossEntropy') return EACH.has(activation) ? 'bounded' : undefined;
  if (name === 'sigmoidCrossEntropy') return activation === 'softmax' && size !== undefined && size > 1 ? 'bounded' : undefined;
  if (activation === 'softmax' && DISTANCES.has(name)) return size === 1 ? undefined : 'flat';
  if (wants !== 'probabilities' || OTHERS.has(activation)) return undefined;
  // Divided by their sum, values that are never negative are probabilities after all.
  if (name === 'categoricalCrossentropy' && range !== undefined && range.lo >= 0 && range.hi > 1) return undefined;
  if (range !== undefined && (range.lo < 0 || range.hi > 1)) return size === 1 && CATEGORICAL.has(name) ? undefined : 'outside';
  if (size === 1) return undefined;
  if (activation === 'softmax') return name === 'binaryCrossentropy' ? 'softmaxBinary' : undefined;
  return EACH.has(activation) && CATEGORICAL.has(name) ? 'sigmoidCategorical' : undefined;
}

function message({ network, layer, size, name }: JudgedOutput, kind: Kind): Said {
  const range = layerRange(network, layer.index);
  const end = (value: number): string => (value === Infinity ? '∞' : value === -Infinity ? '−∞' : short(value));
  const divided = layer.activation?.function === 'logSoftmax' ? messages.inverted : messages.quotient;
  const unsized = kind === 'softmaxBinary' ? messages.softmaxEach : kind === 'sigmoidCategorical' ? messages.sigmoidAll : messages[kind];
  const template = kind === 'outside' && name === 'categoricalCrossentropy' ? divided : size === undefined ? unsized : messages[kind];
  return say(template, { activation: layer.activation?.function ?? '', loss: name, applied: name === 'sigmoidCrossEntropy' ? 'sigmoid' : 'softmax', units: size ?? 0, ...(range && { lo: end(range.lo), hi: end(range.hi) }) });
}

function alternatives({ judged: { layer, loss, name, size }, kind }: Subject, text: string): Mend[] {
  const activation = layer.activation?.function ?? '';
  const by = (to: string): Mend => ({ title: say(messages.activation, { activation, name: to }), edits: layer.facts?.group === 'affine' || layer.className === 'Activation' ? setActivation(text, layer, to) : undefined });
  const use = (to: string): Mend => ({ title: say(messages.use, { name: to }), edits: lossString(text, loss, to) });
  switch (kind) {
    case 'outside': return [by(name === 'binaryCrossentropy' && size !== undefined ? 'sigmoid' : 'softmax')];
    case 'positive': return [by('softplus')];
    // Of one unit the categorical loss and softmax are wrong: where the number is not known they are not offered.
    case 'softmaxBinary': return [...(size === undefined ? [] : [use('categoricalCrossentropy')]), by('sigmoid')];
    // Targets that are numbers of classes do not fit a loss that judges each output.
    case 'sigmoidCategorical': return [...(size === undefined ? [] : [by('softmax')]), ...(name === 'categoricalCrossentropy' ? [use('binaryCrossentropy')] : [])];
    case 'flat': return size === undefined ? [] : [use('categoricalCrossentropy')];
    case 'bounded': return [{ title: say(messages.remove, { activation }), edits: dropActivation(text, layer) }];
  }
}

export const rule = defineRule<Subject>({
  id: 'output-loss-mismatch',
  severity: 'warning',
  sometimes: ['error', 'hint'],
  claim: 'C7',
  messages,
  docs: {
    summary: 'The activation of the output and the loss do not belong together.',
    why: 'A loss is made for what an output activation gives. Crossentropies want probabilities: with tanh or elu they meet values outside (0, 1), clip them, and the gradient there is exactly 0; given logSoftmax, categoricalCrossentropy even prefers the wrong class. poisson takes a logarithm and is NaN for negative values. softmax is one choice among all classes and belongs to categoricalCrossentropy; sigmoid is a choice of its own for each output and belongs to binaryCrossentropy. With meanSquaredError softmax trains, but where it is sure of a wrong class the gradient is nearly 0; that is only a hint.',
    ignore: 'softmax with binaryCrossentropy trains, if more slowly; where several labels can be true at once, sigmoid with binaryCrossentropy is right. meanSquaredError is the Brier score, and may be what is wanted.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'tanh' }));
model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam' });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam' });`,
    sources: ['tfjs-layers/src/losses.ts'],
  },
  *find({ networks }) {
    for (const judged of judgedOutputs(networks)) {
      const kind = kindOf(judged);
      const at = judged.layer.activation?.span;
      if (!kind || !at) continue;
      yield {
        at, say: message(judged, kind), subject: { judged, kind }, severity: SEVERITIES[kind], network: judged.network.id, layer: judged.layer.index,
        ...(judged.span ? { related: [{ span: judged.span, say: say(messages.loss) }] } : {}),
      };
    }
  },
  mend: { safe: none, suggest: (subject, { text }) => alternatives(subject, text) },
});
