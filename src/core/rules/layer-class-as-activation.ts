import type { ActivationRef, Layer } from '../network/types';
import { moveActivationToLayer, removeKey, renameActivation } from './edits';
import { defineRule, none, say } from './types';
import type { Mend, Severity } from './types';

interface Subject {
  readonly layer: Layer;
  readonly ref: ActivationRef;
  readonly name: string;
}

const messages = {
  reload: "'{name}' is the class of a layer. As an activation it computes the same, but the saved model cannot be loaded again.",
  prelu: "'PReLU' is the class of a layer. As an activation its slopes are never trained: it stays a plain ReLU, and the saved model cannot be loaded again.",
  greater: "'ThresholdedReLU' is the class of a layer that cannot be trained: the gradient throws “gradient function not found for Greater”.",
  nothing: "'Dropout' is the class of a layer. As an activation it drops nothing: the layer is linear, and the saved model cannot be loaded again.",
  rename: "Change to '{meant}'",
  move: 'Put a {meant} layer behind this one',
  remove: 'Remove the activation: the layer stays linear',
};

interface Class {
  readonly severity: Severity;
  readonly template: string;
  /** The activation that is the same or the nearest. */
  readonly string?: string;
  /** The layer to put behind instead. */
  readonly code?: string;
}

/** Classes that somebody may take for an activation; ELU and Softmax are none, for they work and can be loaded again. */
const CLASSES: Readonly<Record<string, Class>> = {
  ReLU: { severity: 'warning', template: messages.reload, string: 'relu' },
  LeakyReLU: { severity: 'warning', template: messages.reload, code: 'leakyReLU()' },
  PReLU: { severity: 'error', template: messages.prelu, string: 'relu', code: 'prelu()' },
  ThresholdedReLU: { severity: 'error', template: messages.greater, string: 'relu', code: 'leakyReLU()' },
  Dropout: { severity: 'error', template: messages.nothing, code: 'dropout({ rate: 0.5 })' },
};

export const rule = defineRule<Subject>({
  id: 'layer-class-as-activation',
  severity: 'warning',
  sometimes: ['error'],
  messages,
  docs: {
    summary: 'The activation string is the class name of a layer, which TensorFlow.js takes by accident.',
    why: 'All serialisable classes share one registry, so that an activation string may name a layer. The layer is made with its defaults and applied as if it were a function. Its own weights are not among those of the model: the slopes of a PReLU stay 0. And it is written into a saved model under a name that cannot be loaded: “Unknown activation: leakyReLu”.',
    ignore: 'Where the model is never trained with it nor saved.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'LeakyReLU', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1 }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(tf.layers.leakyReLU());
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['tfjs-layers/src/activations.ts', 'tfjs-layers/src/utils/generic_utils.ts', 'https://github.com/tensorflow/tfjs/issues/1093'],
  },
  *find({ text, layers }) {
    for (const layer of layers) {
      if (layer.foreign) continue;
      for (const ref of [layer.activation, layer.recurrentActivation]) {
        const name = ref?.name;
        if (!ref?.span || name === undefined || !Object.hasOwn(CLASSES, name)) continue;
        // A class of the program's own may have taken the name.
        if (text.includes('registerClass')) continue;
        const found = CLASSES[name];
        if (found) yield { at: ref.span, say: say(found.template, { name }), subject: { layer, ref, name }, severity: found.severity };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, ref, name }, { text }) => {
      const found = CLASSES[name];
      const mends: Mend[] = [];
      if (found?.string !== undefined && found.code === undefined) mends.push({ title: say(messages.rename, { meant: found.string }), edits: renameActivation(text, ref, found.string) });
      const { code } = found ?? {};
      if (code !== undefined && ref === layer.activation) mends.push({ title: say(messages.move, { meant: code.slice(0, code.indexOf('(')) }), edits: moveActivationToLayer(text, layer, code) });
      if (found?.string !== undefined && found.code !== undefined) mends.push({ title: say(messages.rename, { meant: found.string }), edits: renameActivation(text, ref, found.string) });
      if (name === 'Dropout' && ref === layer.activation && layer.factory !== 'activation') mends.push({ title: say(messages.remove), edits: layer.facts?.group === 'affine' ? removeKey(text, layer, 'activation') : undefined });
      return mends;
    },
  },
});
