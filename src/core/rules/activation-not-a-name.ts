import type { Value } from '../evaluate/values';
import type { ConfigKey, Layer } from '../network/types';
import { activationStrings } from '../tfjs/activation-names';
import { layerFactories } from '../tfjs/layers';
import { tensorFunctions } from '../tfjs/ops';
import { moveActivationToLayer, preferredQuote, replace } from './edits';
import { defineRule, none, say } from './types';
import type { Mend } from './types';
import { meantActivation } from './unknown-activation-name';

interface Subject {
  readonly layer: Layer;
  readonly key: string;
  readonly value: Value;
  readonly at: NonNullable<ConfigKey['valueSpan']>;
}

const messages = {
  function: 'An activation is named by a string; at a function tfjs throws when the layer is made.',
  layer: 'An activation is named by a string; at a layer tfjs throws when this one is made. A layer is put behind it.',
  plain: 'An activation is named by a string; at {given} tfjs throws when the layer is made.',
  missing: 'tf.{path} does not exist: this is undefined, and the layer silently keeps its default, {fallback}.',
  string: "Write '{name}'",
  move: 'Put a {name} layer behind this one',
};

/** The activation that a member of the namespace does or would do. */
function nameOf(path: string): string | undefined {
  const last = path.slice(path.lastIndexOf('.') + 1);
  return activationStrings.includes(last) ? last : meantActivation(last);
}

/** Members that people expect in the namespace and that are not there. */
function isMissing(path: string): boolean {
  if (path.startsWith('layers.')) return !Object.hasOwn(layerFactories, path.slice('layers.'.length)) && meansActivation(path);
  return !path.includes('.') && !tensorFunctions.has(path) && meansActivation(path);
}

function meansActivation(path: string): boolean {
  const last = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return nameOf(path) !== undefined || last === 'leakyrelu' || last === 'prelu';
}

/** What stands there, if it is surely nothing that tfjs takes. */
function problemOf({ value }: ConfigKey, layer: Layer, key: string): ReturnType<typeof say> | undefined {
  switch (value.kind) {
    case 'function': return say(messages.function);
    case 'layer': return say(messages.layer);
    case 'known': return typeof value.value === 'number' || typeof value.value === 'boolean' ? say(messages.plain, { given: String(value.value) }) : undefined;
    case 'tf': {
      if (tensorFunctions.has(value.path) || (value.path.startsWith('layers.') && Object.hasOwn(layerFactories, value.path.slice('layers.'.length)))) return say(messages.function);
      const fallback = key === 'recurrentActivation' ? layer.facts?.recurrentActivation : layer.facts?.activation;
      return isMissing(value.path) && fallback !== undefined ? say(messages.missing, { path: value.path, fallback }) : undefined;
    }
    default: return undefined;
  }
}

/** The call that stands behind `tf.layers.`, where it is written out in full. */
function layerCode(text: string, { start, end }: Subject['at']): string | undefined {
  return /^[\w$]+\.layers\.(\w+\([^()]*\))$/.exec(text.slice(start, end))?.[1];
}

const LEAKY: Readonly<Record<string, string>> = { leakyrelu: 'leakyReLU({ alpha: 0.2 })', prelu: 'prelu()' };

export const rule = defineRule<Subject>({
  id: 'activation-not-a-name',
  severity: 'error',
  messages,
  docs: {
    summary: 'The activation is no string: a function, a layer, or a member of tf that does not exist.',
    why: 'Layers take the name of an activation. At a function or a layer TensorFlow.js throws “Improper config format” when the layer is made. Worse is a name that does not exist: tf.reLu is undefined, and the layer silently stays linear.',
    ignore: 'Never: name the activation, or put an activation layer behind.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: tf.relu, inputShape: [4] }));
model.add(tf.layers.dense({ units: 1 }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['tfjs-layers/src/activations.ts', 'tfjs-layers/src/utils/generic_utils.ts'],
  },
  *find({ layers }) {
    for (const layer of layers) {
      if (layer.foreign || layer.facts === undefined) continue;
      for (const key of ['activation', 'recurrentActivation'] as const) {
        const entry = layer.facts[key] === undefined ? undefined : layer.config.get(key);
        const problem = entry?.valueSpan && problemOf(entry, layer, key);
        // A function may be written over several lines: its beginning is enough.
        if (entry?.valueSpan && problem) yield { at: entry.valueSpan, say: problem, subject: { layer, key, value: entry.value, at: entry.valueSpan } };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, key, value, at }, { text }) => {
      const mends: Mend[] = [];
      const path = value.kind === 'tf' ? value.path : undefined;
      const last = path?.slice(path.lastIndexOf('.') + 1).toLowerCase() ?? '';
      const code = value.kind === 'layer' ? layerCode(text, at) : Object.hasOwn(LEAKY, last) ? LEAKY[last] : undefined;
      if (code !== undefined && key === 'activation') mends.push({ title: say(messages.move, { name: code.slice(0, code.indexOf('(')) }), edits: moveActivationToLayer(text, layer, code) });
      const made = value.kind === 'layer' && value.layer.config.size === 0 ? value.layer.factory : undefined;
      const name = path !== undefined ? nameOf(path) : made !== undefined && made !== 'activation' ? nameOf(made) : undefined;
      const quote = preferredQuote(text);
      if (name !== undefined && code === undefined) mends.push({ title: say(messages.string, { name }), edits: replace(at, `${quote}${name}${quote}`) });
      return mends;
    },
  },
});
