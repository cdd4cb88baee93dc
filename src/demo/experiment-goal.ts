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
  several: 'The network has {count} outputs for {name}; the demo finds one value only.',
  needs: 'The loss {name} takes what {function} gives, and the output is none; the demo needs it there.',
  one: 'A softmax of one unit tells no classes apart; the demo needs two at least.',
  binary: 'The network has {count} outputs for {name}; the demo tells two classes apart by one.',
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
  if (last === 'sigmoid' && units === 1) return 'binaryCrossentropy';
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
  switch (name) {
    case 'categoricalCrossentropy':
    case 'sparseCategoricalCrossentropy':
      if (last !== 'softmax') return refused(text.needs, { name, function: 'softmax' });
      return units < 2 ? refused(text.one) : { ok: true, loss: 'softmaxCrossEntropy', output: before(chain), classes: units, notes };
    case 'losses.softmaxCrossEntropy':
      return units < 2 ? refused(text.one) : { ok: true, loss: 'softmaxCrossEntropy', output: chain, classes: units, notes };
    case 'binaryCrossentropy':
    case 'losses.logLoss':
      if (units !== 1) return refused(text.binary, { count: units, name });
      return last === 'sigmoid' ? { ok: true, loss: 'sigmoidCrossEntropy', output: before(chain), classes: 2, notes } : refused(text.needs, { name, function: 'sigmoid' });
    case 'losses.sigmoidCrossEntropy':
      return units === 1 ? { ok: true, loss: 'sigmoidCrossEntropy', output: chain, classes: 2, notes } : refused(text.binary, { count: units, name });
    case 'meanSquaredError':
    case 'losses.meanSquaredError':
      // Between 0 and 1 it is one of two classes that is meant.
      return units === 1 ? { ok: true, loss: 'meanSquaredError', output: chain, classes: last === 'sigmoid' || last === 'hardSigmoid' ? 2 : 0, notes } : refused(text.several, { count: units, name });
    default:
      return refused(text.loss, { name });
  }
}
