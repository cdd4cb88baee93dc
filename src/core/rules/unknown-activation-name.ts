import type { ActivationRef, Layer } from '../network/types';
import { accidentalActivationStrings, activationStrings } from '../tfjs/activation-names';
import { moveActivationToLayer, renameActivation } from './edits';
import { distance } from './spelling';
import { defineRule, none, say } from './types';
import type { Mend } from './types';

interface Subject {
  readonly layer: Layer;
  readonly ref: ActivationRef;
  readonly name: string;
}

const messages = {
  similar: "tfjs knows no activation '{name}' and throws when the layer is made. Did you mean '{meant}'?",
  layer: "tfjs knows no activation '{name}' and throws when the layer is made: {meant} is a layer of its own there.",
  unknown: "tfjs knows no activation '{name}' and throws when the layer is made, unless a class of that name is registered.",
  rename: "Change to '{meant}'",
  move: 'Put a {meant} layer behind this one',
};

/** Names of other libraries and what they are here. */
const MEANT: Readonly<Record<string, string>> = {
  hard_sigmoid: 'hardSigmoid', silu: 'swish', SiLU: 'swish', log_softmax: 'logSoftmax', geluNew: 'gelu_new', identity: 'linear', none: 'linear', Identity: 'linear',
};

/** Activations that are layers only: the code behind `tf.layers.`. */
const LAYERS: Readonly<Record<string, string>> = { leakyrelu: 'leakyReLU({ alpha: 0.2 })', prelu: 'prelu()' };

function layerCode(name: string): string | undefined {
  const key = name.toLowerCase().replaceAll(/[_\s-]/g, '');
  return Object.hasOwn(LAYERS, key) ? LAYERS[key] : undefined;
}

function sortedLetters(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}

/** The registered name that was meant, if one is near enough to be sure. */
export function meantActivation(name: string): string | undefined {
  if (Object.hasOwn(MEANT, name)) return MEANT[name];
  const folded = name.toLowerCase().replaceAll(/[_\s-]/g, '');
  const exact = activationStrings.find((known) => known.toLowerCase().replaceAll('_', '') === folded);
  if (exact !== undefined) return exact;
  const near = activationStrings.filter((known) => distance(known.toLowerCase(), folded) <= (known.length > 4 ? 2 : 1));
  // Letters in the wrong order are likelier than a missing one: rleu is relu, not elu.
  const swapped = near.filter((known) => sortedLetters(known) === sortedLetters(folded));
  return near.length === 1 ? near[0] : swapped.length === 1 ? swapped[0] : undefined;
}

/** Modules of the program may register classes; names of other libraries are what people register. */
const OWN_MODULES = /from\s+['"]\.|require\(\s*['"]\.|import\s+['"]\./;

/** Somebody may have registered the name: this file does so with some name, or code that we do not see might. */
function mayBeRegistered(text: string, name: string, meant: string | undefined): boolean {
  return text.includes('registerClass') || ((meant === undefined || Object.hasOwn(MEANT, name)) && OWN_MODULES.test(text));
}

export const rule = defineRule<Subject>({
  id: 'unknown-activation-name',
  severity: 'error',
  messages,
  docs: {
    summary: 'The activation string is none that TensorFlow.js knows.',
    why: 'Activation strings are case-sensitive and looked up in a registry when the layer is made; an unknown one throws “Unknown activation”. The names differ from those of other libraries: hardSigmoid, not hard_sigmoid; swish, not silu. Leaky ReLU and PReLU have no string at all: they are layers.',
    ignore: 'Where a class of that name is registered with tf.serialization.registerClass in a file that is not seen.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'hard_sigmoid', inputShape: [4] }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'hardSigmoid', inputShape: [4] }));`,
    sources: ['tfjs-layers/src/activations.ts', 'tfjs-layers/src/utils/generic_utils.ts'],
  },
  *find({ text, layers }) {
    for (const layer of layers) {
      for (const ref of [layer.activation, layer.recurrentActivation]) {
        if (!ref || ref.function !== undefined || ref.name === undefined || !ref.span || accidentalActivationStrings.has(ref.name)) continue;
        const { name } = ref;
        const code = layerCode(name);
        const meant = code === undefined ? meantActivation(name) : code.slice(0, code.indexOf('('));
        if (mayBeRegistered(text, name, meant)) continue;
        const template = meant === undefined ? messages.unknown : code === undefined ? messages.similar : messages.layer;
        yield { at: ref.span, say: say(template, { name, ...(meant === undefined ? {} : { meant }) }), subject: { layer, ref, name } };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, ref, name }, { text }) => {
      const code = layerCode(name);
      const mends: Mend[] = [];
      if (code !== undefined && ref === layer.activation) mends.push({ title: say(messages.move, { meant: code.slice(0, code.indexOf('(')) }), edits: moveActivationToLayer(text, layer, code) });
      const meant = code === undefined ? meantActivation(name) : 'relu';
      if (meant !== undefined) mends.push({ title: say(messages.rename, { meant }), edits: renameActivation(text, ref, meant) });
      return mends;
    },
  },
});
