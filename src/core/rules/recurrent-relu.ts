import { asString } from '../evaluate/values';
import { valueOf } from '../network/config';
import type { Layer, Network } from '../network/types';
import { setOption } from './activation-edits';
import { removeKey } from './edits';
import { short } from './numbers';
import { defineRule, none, say } from './types';
import type { Said } from './types';

interface Subject {
  readonly layer: Layer;
  readonly key: 'activation' | 'recurrentActivation';
}

const messages = {
  steps: 'relu in {layer}: what is fed back from step to step has no bound. Recurrent weights that stretch it by a tenth make it 1.1^{steps} = {growth} times as large over the {steps} steps; tanh keeps it below 1.',
  unbounded: 'relu in {layer}: what is fed back from step to step has no bound, and recurrent weights that stretch it a little make it grow with every step; tanh keeps it below 1.',
  gate: 'relu as a gate of {layer}: a gate says how much comes through, from 0 to 1, and relu has no upper bound, so that the state can grow with every step.',
  tanh: 'Remove the activation: the default is tanh',
  hardSigmoid: 'Remove the activation of the gates: the default is hardSigmoid',
  identity: 'Start the recurrent weights as the identity, which relu needs here',
};

/** A network of ReLUs that starts by passing its state on: Le, Jaitly & Hinton 2015. */
function startsAsIdentity(layer: Layer): boolean {
  const value = valueOf(layer, 'recurrentInitializer');
  const name = value?.kind === 'initializer' ? value.name : asString(value);
  // What is not known may be it.
  return value !== undefined && (name === undefined || name.toLowerCase() === 'identity');
}

function messageOf({ className, inputShape }: Layer): Said {
  const steps = inputShape?.[1];
  const layer = className ?? '';
  // Gates let only a part of the state through at each step; a cell does not know how many there are.
  if (layer !== 'SimpleRNN' || typeof steps !== 'number' || steps < 2) return say(messages.unbounded, { layer });
  return say(messages.steps, { layer, steps, growth: short(1.1 ** steps) });
}

export const rule = defineRule<Subject>({
  id: 'recurrent-relu',
  severity: 'hint',
  sometimes: ['warning'],
  messages,
  docs: {
    summary: 'A recurrent layer applies relu to what it feeds back to itself.',
    why: 'A recurrent layer multiplies its state by the same weights at every step. tanh keeps the state between −1 and 1 whatever the weights are; relu does not, so that it grows like the power of what the weights stretch it by, or dies at 0. The gates of lstm and gru are to lie between 0 and 1; with relu they do not, which is a warning.',
    ignore: 'For a simple recurrent layer whose recurrent weights start as the identity, which relu goes with; it is not reported. Short sequences may train all the same.',
    bad: `const model = tf.sequential();
model.add(tf.layers.lstm({ units: 16, activation: 'relu', inputShape: [20, 3] }));
model.add(tf.layers.dense({ units: 1 }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.lstm({ units: 16, inputShape: [20, 3] }));
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['Le, Jaitly & Hinton 2015, arXiv:1504.00941', 'tfjs-layers/src/layers/recurrent.ts', 'keras-team/keras issue 3687'],
  },
  *find({ layers, networks }) {
    const networkOf = new Map<Layer, Network>(networks.flatMap((network) => network.layers.map((layer) => [layer, network] as const)));
    for (const layer of layers) {
      if (layer.facts?.group !== 'recurrent' || layer.foreign || !layer.configKnown) continue;
      const place = { network: networkOf.get(layer)?.id, layer: networkOf.has(layer) ? layer.index : undefined };
      const { activation, recurrentActivation } = layer;
      if (recurrentActivation?.function === 'relu' && recurrentActivation.span) {
        yield { at: recurrentActivation.span, say: say(messages.gate, { layer: layer.className ?? '' }), severity: 'warning', subject: { layer, key: 'recurrentActivation' }, ...place };
      }
      if (activation?.function === 'relu' && activation.span && !startsAsIdentity(layer)) {
        yield { at: activation.span, say: messageOf(layer), subject: { layer, key: 'activation' }, ...place };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, key }, { text }) => [
      { title: say(key === 'activation' ? messages.tanh : messages.hardSigmoid), edits: removeKey(text, layer, key) },
      ...(key === 'activation' && layer.className?.startsWith('SimpleRNN') ? [{ title: say(messages.identity), edits: setOption(text, layer, 'recurrentInitializer', 'identity') }] : []),
    ],
  },
});
