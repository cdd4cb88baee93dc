/** What a program's network is trained for: its loss in the demo's words, and the classes it tells apart. */
import type { Network } from '../core/network/types';
import { type Refused, refused, remark, type Remark } from './experiment-remark';
import { type Chain, LAYER_LIMITS, LINEAR, type LossId } from './layers';

export interface Goal {
  readonly ok: true;
  readonly loss: LossId;
  /** What is applied to the output layer before a loss that takes logits. */
  readonly output: Chain;
  /** 0 where a value is to be found. */
  readonly classes: number;
  readonly notes: readonly Remark[];
}

const text = {
  loss: 'The demo has no loss like {name}; it trains cross entropies and squared errors.',
  unknownLoss: 'The loss of this network is not known and does not follow from its output; compile it with a loss in this file.',
  assumed: 'The loss is not known; it is {name} here.',
  several: 'The {count} outputs learn to give 1 for their class and 0 for the others here.',
  labels: 'Each example has one or two of {count} labels here.',
  one: 'One output tells no classes apart for {name}; the demo needs two at least.',
  chain: 'More than {most} activations stand behind the output layer.',
} as const;

/** The loss by the name that counts: a string, a function of tf.losses, or the only one that is trained on by hand. */
function nameOf({ compile, training }: Network): string | undefined {
  if (compile?.loss !== undefined) return compile.loss.form === 'string' || compile.loss.form === 'function' ? `${compile.loss.form === 'function' ? 'losses.' : ''}${compile.loss.name}` : compile.loss.name;
  const names = new Set(training.map(({ name, through, direct }) => (direct && through.length === 0 ? `losses.${name}` : 'custom')));
  return names.size === 1 ? [...names][0] : undefined;
}

/** The loss that an output is made for; undefined where it may be several. */
function usualFor(units: number, last: string): string | undefined {
  if (last === 'softmax') return 'categoricalCrossentropy';
  if (last === 'sigmoid') return 'binaryCrossentropy';
  return last === 'linear' && units === 1 ? 'meanSquaredError' : undefined;
}

/** The chain without its last function. */
function before(chain: Chain): Chain {
  return chain.length < 2 ? LINEAR : chain.slice(0, -1);
}

/** Reads the goal of a network whose output layer has so many units, with a chain of activations behind them. */
export function goalOf(network: Network, units: number, chain: Chain): Goal | Refused {
  const last = chain.at(-1)?.id ?? 'linear';
  if (chain.length > LAYER_LIMITS.chain[1]) return refused(text.chain, { most: LAYER_LIMITS.chain[1] });
  const given = nameOf(network);
  const name = given ?? usualFor(units, last);
  if (name === undefined) return refused(text.unknownLoss);
  const notes = given === undefined ? [remark(text.assumed, { name })] : [];
  const goal = (loss: LossId, output: Chain, classes: number, more?: Remark): Goal => ({ ok: true, loss, output, classes, notes: more === undefined ? notes : [...notes, more] });
  const labels = remark(text.labels, { count: units });
  switch (name) {
    case 'categoricalCrossentropy':
    case 'sparseCategoricalCrossentropy':
      if (units < 2) return refused(text.one, { name });
      // Without a softmax it is computed from what the outputs are, as tfjs does.
      return last === 'softmax' ? goal('softmaxCrossEntropy', before(chain), units) : goal('categoricalCrossentropy', chain, units);
    case 'losses.softmaxCrossEntropy':
      return units < 2 ? refused(text.one, { name }) : goal('softmaxCrossEntropy', chain, units);
    case 'binaryCrossentropy':
    case 'losses.logLoss':
      if (last !== 'sigmoid') return units === 1 ? goal('binaryCrossentropy', chain, 2) : goal('oneHotBinaryCrossentropy', chain, units, remark(text.several, { count: units }));
      return units === 1 ? goal('sigmoidCrossEntropy', before(chain), 2) : goal('multiLabelCrossEntropy', before(chain), units, labels);
    case 'losses.sigmoidCrossEntropy':
      return units === 1 ? goal('sigmoidCrossEntropy', chain, 2) : goal('multiLabelCrossEntropy', chain, units, labels);
    case 'meanSquaredError':
    case 'losses.meanSquaredError':
      if (units > 1) return goal('oneHotSquaredError', chain, units, remark(text.several, { count: units }));
      // Between 0 and 1 it is one of two classes that is meant.
      return goal('meanSquaredError', chain, last === 'sigmoid' || last === 'hardSigmoid' ? 2 : 0);
    default:
      return refused(text.loss, { name });
  }
}
