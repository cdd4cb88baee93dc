import { valueOf } from '../network/config';
import type { Layer, Network } from '../network/types';
import { bornDead, isChain } from '../signal/dead';
import { isZero, weighingOf } from '../signal/weights';
import { moveActivationToLayer, renameActivation, replace } from './edits';
import { putsWeightsIn } from './handled';
import { percent } from './numbers';
import { defineRule, none, say } from './types';

interface Subject {
  readonly layer: Layer;
}

const messages = {
  one: 'Dead ReLU: at a width of {units} there is a chance of {layer} that every unit is off for a given input at initialisation (2^−{units}). The layer then gives 0 for it and passes no gradient back.',
  several: 'Dead ReLU: at a width of {units} there is a chance of {layer} that every unit is off for a given input at initialisation (2^−{units}); for one or more of the {count} narrow ReLU layers of this chain, {network}. What is off gives 0 and passes no gradient back.',
  elu: 'Replace relu by elu, whose gradient is never 0',
  leaky: 'Use a LeakyReLU layer instead',
  widen: 'Widen the layer to {units} units',
};

/** Wider layers are dead with less than one chance in sixteen. */
const NARROW = 4;

/** Below this the whole network is not worth a word. */
const WORTH_SAYING = 0.1;

/** Weights and their opposites are equally likely, and there is no bias. */
function startsSymmetric(layer: Layer): boolean {
  const weighing = weighingOf(layer);
  return weighing !== undefined && weighing.draw.symmetric && weighing.draw.variance > 0 && isZero(weighing.bias);
}

/** A dense ReLU layer drawn symmetrically about zero, without bias at the start. */
function isPlainRelu(layer: Layer): boolean {
  return layer.className === 'Dense' && layer.activation?.function === 'relu' && layer.activation.span !== undefined && !layer.optional
    && typeof layer.units === 'number' && layer.units >= 1 && startsSymmetric(layer);
}

/**
 * Inputs on one ray from the origin share their fate: all of them with one input feature, and more or less all behind a
 * layer that gives nothing negative. Wide inputs of both signs do not: some of them always get through.
 */
function inputsShareFate(network: Network, layer: Layer): boolean {
  if (layer.inputShape?.length === 2 && layer.inputShape[1] === 1) return true;
  const before = network.layers[layer.inputs[0] ?? -1];
  return before !== undefined && isPlainRelu(before) && (before.units ?? Infinity) <= NARROW;
}

export const rule = defineRule<Subject>({
  id: 'dead-relu-narrow',
  severity: 'warning',
  claim: 'C5',
  messages,
  docs: {
    summary: 'A ReLU layer is so narrow that all its units may be off from the start.',
    why: 'With weights drawn symmetrically about 0 and zero bias, each unit is off for a given input with probability ½, so that a layer of N units is wholly off with 2^−N and a network of such layers with 1 − ∏(1 − 2^−N). Where the inputs lie on one ray (a single feature of one sign, or the output of a narrow ReLU layer) they are all off together, the output is constant and the gradient is 0: training cannot start.',
    ignore: 'Wide inputs of both signs: some of them always get through. They are not reported.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 2, activation: 'relu', inputShape: [1] }));
model.add(tf.layers.dense({ units: 1 }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [1] }));
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['Lu, Shin, Su & Karniadakis 2019, arXiv:1903.06733', 'tensorflow/tfjs issue 918'],
  },
  *find({ networks, text }) {
    // Weights that are put in afterwards are not those of the initialiser.
    if (putsWeightsIn(text)) return;
    for (const network of networks) {
      if (!isChain(network)) continue;
      const narrow = network.layers.filter((layer) => isPlainRelu(layer) && (layer.units ?? Infinity) <= NARROW && inputsShareFate(network, layer));
      const whole = bornDead(narrow.map((layer) => layer.units ?? Infinity));
      if (whole < WORTH_SAYING) continue;
      for (const layer of narrow) {
        const units = layer.units ?? 0;
        const data = { units, layer: percent(2 ** -units), count: narrow.length, network: percent(whole) };
        const span = layer.activation?.span ?? layer.span;
        yield { at: span, say: say(narrow.length > 1 ? messages.several : messages.one, data), subject: { layer }, network: network.id, layer: layer.index };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer }, { text }) => {
      const isOutput = valueOf(layer, 'units') !== undefined && layer.units === 1;
      return [
        { title: say(messages.elu), edits: renameActivation(text, layer.activation, 'elu') },
        { title: say(messages.leaky), edits: moveActivationToLayer(text, layer, 'leakyReLU({ alpha: 0.2 })') },
        { title: say(messages.widen, { units: 16 }), edits: isOutput ? undefined : widen(text, layer) },
      ];
    },
  },
});

/** Writes 16 where the number of units stands as a literal. */
function widen(text: string, layer: Layer): ReturnType<typeof replace> {
  const span = layer.config.get('units')?.valueSpan;
  return span && /^\d+$/.test(text.slice(span.start, span.end)) ? replace(span, '16') : undefined;
}
