import { asNumber } from '../evaluate/values';
import type { Layer, Network } from '../network/types';
import { isChain, stepShift, switchedOff } from '../signal/dead';
import { signalFlow } from '../signal/flow';
import { isZero, weighingOf } from '../signal/weights';
import type { Span } from '../syntax/span';
import { moveActivationToLayer, removeKey, replace, together } from './edits';
import { putsWeightsIn } from './handled';
import { percent, short } from './numbers';
import { defineRule, none, say } from './types';
import type { Found } from './types';

interface Subject {
  /** Where the learning rate stands; undefined where it is the bias. */
  readonly rate: Span | undefined;
  readonly layers: readonly Layer[];
}

const messages = {
  bias: 'Risk of dead ReLU: the biases of this layer start at {bias}. For inputs of mean 0 and variance 1 its sums have a standard deviation of {deviation} at initialisation, so that a unit is off, and gets no gradient, for {share} of them; without the bias it is off for half of them.',
  remove: 'Remove the bias initialiser: biases then start at 0',
  step: 'Risk of dead ReLU: the first step of {optimizer} moves every weight by {rate}. The inputs of this network\'s ReLU layer of {units} units are never negative, so that all weights of a unit push the same way: of the units that are on for an input about {share} are off after that step. Those that are off for every input stay so.',
  layer: 'This ReLU layer is moved so far.',
  rate: 'Lower the rate to 0.001',
  leaky: 'Use LeakyReLU layers instead, whose units come back',
};

/** Optimizers whose first step is as long as the rate for every weight, whatever the gradient. */
const BY_RATE: ReadonlySet<string> = new Set(['adam', 'adamax']);

/** Lower rates are often meant. */
const LEAST_RATE = 0.05;

/** With less the units mostly come back. */
const WORTH_SAYING = 0.25;

/** A bias that is meant to make the layer sparse leaves more than this. */
const MOSTLY_OFF = 0.95;

function isPlainRelu(layer: Layer | undefined): layer is Layer {
  const weighing = layer?.className === 'Dense' && layer.activation?.function === 'relu' && !layer.foreign ? weighingOf(layer) : undefined;
  return weighing !== undefined && weighing.draw.symmetric && weighing.draw.variance > 0 && isZero(weighing.bias);
}

/** A layer with the share of its active units that the first step switches off; only behind another ReLU are inputs known to be of one sign. */
function switchedBy(network: Network, layer: Layer, rate: number): { readonly layer: Layer; readonly share: number } | undefined {
  const before = network.layers[layer.inputs[0] ?? -1];
  const weighing = weighingOf(layer);
  const { layers } = signalFlow(network);
  const mean = layers[before?.index ?? -1]?.mean;
  const variance = layers[layer.index]?.preVariance;
  if (!isPlainRelu(layer) || !isPlainRelu(before) || !weighing || mean === undefined || !variance || layer.trainable !== layer.parameters) return undefined;
  const share = switchedOff(stepShift(rate, weighing.channels, mean, variance));
  return share >= WORTH_SAYING ? { layer, share } : undefined;
}

/** A finding of a layer whose biases are so far below 0 that hardly anything gets over them. */
function heldDown(network: Network, layer: Layer): Found<Subject> | undefined {
  const span = layer.config.get('biasInitializer')?.valueSpan;
  const isRelu = layer.facts?.group === 'affine' && (layer.activation?.function === 'relu' || layer.activation?.function === 'relu6');
  const weighing = isRelu && span && !layer.foreign && !layer.optional ? weighingOf(layer) : undefined;
  // Weights of a mean of their own may lift the sums over the bias.
  if (!span || weighing?.bias.kind !== 'constant' || !(weighing.bias.mean < 0) || !weighing.draw.symmetric) return undefined;
  const { inactive, preVariance } = signalFlow(network).layers[layer.index] ?? {};
  if (!preVariance || inactive === undefined || inactive < MOSTLY_OFF) return undefined;
  return {
    at: span, subject: { rate: undefined, layers: [layer] }, network: network.id, layer: layer.index,
    say: say(messages.bias, { bias: short(weighing.bias.mean).replace('-', '−'), deviation: short(Math.sqrt(preVariance)), share: percent(inactive) }),
  };
}

export const rule = defineRule<Subject>({
  id: 'dead-relu-hyperparameters',
  severity: 'warning',
  claim: 'C5',
  messages,
  docs: {
    summary: 'The learning rate, or a negative bias, switches most units of a ReLU layer off.',
    why: 'Adam and Adamax move every weight by the rate in their first step, however small the gradient is. Behind a ReLU layer all inputs are 0 or more, so that the n weights of a unit push the same way: its sum moves by about rate · (n · E x + 1). Measured in standard deviations of the sums that is the shift s, and Φ(s) − ½ of the active units are switched off. In networks of 16 to 64 units a layer a rate of 0.1 leaves between an eighth and four fifths of the second layer off for every input of a batch after fifty steps; at 0.001 it is less than a tenth. A bias that starts at −b does the same before any step: a sum of standard deviation d is then above 0 with Φ(−b/d) only.',
    ignore: 'Where the network still learns well enough: dead units are capacity that is lost, not yet a failure. For a bias also where the inputs are far larger than 1.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 32, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 32, activation: 'relu' }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ loss: 'meanSquaredError', optimizer: tf.train.adam(0.1) });`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 32, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 32, activation: 'relu' }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ loss: 'meanSquaredError', optimizer: tf.train.adam(0.001) });`,
    sources: ['Kingma & Ba 2015, arXiv:1412.6980, §2.1', 'Lu, Shin, Su & Karniadakis 2019, arXiv:1903.06733'],
  },
  *find({ networks, calls, text }) {
    // Weights that are put in afterwards are not those of the initialiser.
    if (putsWeightsIn(text)) return;
    for (const network of networks) {
      yield* network.layers.flatMap((layer) => heldDown(network, layer) ?? []);
      const { optimizer, certain } = network.compile ?? {};
      const { name, learningRate: rate } = optimizer ?? {};
      if (!network.complete || !certain || !isChain(network) || name === undefined || !BY_RATE.has(name) || rate === undefined || !(rate >= LEAST_RATE)) continue;
      // The one call that gives this rate: where there are two, which of them it is would be a guess.
      const [call, ...others] = calls.filter(({ path, args }) => path === `train.${name}` && asNumber(args[0]?.value) === rate);
      const at = call?.args[0]?.span;
      const moved = network.layers.flatMap((layer) => switchedBy(network, layer, rate) ?? []);
      const [worst] = moved.toSorted((a, b) => b.share - a.share);
      if (!at || others.length > 0 || !worst || !/^\s*[,)]/.test(text.slice(at.end, at.end + 200))) continue;
      yield {
        at, subject: { rate: at, layers: moved.map(({ layer }) => layer) }, network: network.id, layer: worst.layer.index,
        say: say(messages.step, { optimizer: name, rate, units: worst.layer.units ?? 0, share: percent(Math.round(worst.share * 20) / 20) }),
        related: [{ span: worst.layer.activation?.span ?? worst.layer.span, say: say(messages.layer) }],
      };
    }
  },
  mend: {
    safe: none,
    suggest: ({ rate, layers }, { text }) => {
      const leaky = { title: say(messages.leaky), edits: together(...layers.map((layer) => moveActivationToLayer(text, layer, 'leakyReLU({ alpha: 0.2 })'))) };
      if (!rate) return [{ title: say(messages.remove), edits: together(...layers.map((layer) => removeKey(text, layer, 'biasInitializer'))) }];
      return [{ title: say(messages.rate), edits: /^[\d.e-]+$/.test(text.slice(rate.start, rate.end)) ? replace(rate, '0.001') : undefined }, leaky];
    },
  },
});
