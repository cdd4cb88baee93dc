import type { ConfigKey, Layer } from '../network/types';
import type { Span } from '../syntax/span';
import { layerOptions } from '../tfjs/options';
import { replace, together } from './edits';
import { distance } from './spelling';
import { defineRule, none, say } from './types';

interface Subject {
  readonly at: Span;
  /** Undefined where it cannot simply be put there. */
  readonly meant: string | undefined;
  /** The name of the factory, where another has what is meant. */
  readonly factory?: Span | undefined;
}

const messages = {
  ignored: "tf.layers.{factory} reads no option '{key}' and ignores it without a word. Did you mean '{meant}'?",
  slope: "tf.layers.reLU reads no option '{key}' and ignores it without a word: what is negative becomes 0. A slope is what leakyReLU has.",
  leaky: 'Use leakyReLU with this alpha',
  rename: "Change to '{meant}'",
};

/** Names that other libraries have for an option. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  negativeslope: ['alpha'], slope: ['alpha'], act: ['activation'], nonlinearity: ['activation'], probability: ['rate'], dim: ['axis'], activationfunction: ['activation'], activationfn: ['activation'], p: ['rate'], dropout: ['rate'], droprate: ['rate'], dropoutrate: ['rate'], keepprob: [],
  nfilters: ['filters'], numfilters: ['filters'], numunits: ['units'], nunits: ['units'],
};

/** What other libraries call the slope of their leaky ReLU, which may be an option of ReLU there. */
const SLOPES: ReadonlySet<string> = new Set(['negativeslope', 'alpha', 'slope']);

const folded = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

/** The option that was meant, if one is near enough to be sure. */
function meantOption(key: string, options: ReadonlySet<string>): string | undefined {
  const name = folded(key);
  const listed = Object.hasOwn(MEANT, name) ? MEANT[name] : undefined;
  if (listed) return listed.find((one) => options.has(one));
  const all = [...options];
  const exact = all.find((one) => folded(one) === name);
  if (exact !== undefined) return exact;
  const near = all.filter((one) => one.length > 3 && distance(folded(one), name) <= (one.length > 6 ? 2 : 1));
  return near.length === 1 ? near[0] : undefined;
}

/** The key of a property that is written in the layer's own options. */
function keySpan(text: string, layer: Layer, key: string, { property, valueSpan }: ConfigKey): Span | undefined {
  if (!layer.configSpan || !property || property.start < layer.configSpan.start || property.end > layer.configSpan.end) return undefined;
  // A shorthand `{ use_bias }` names a variable as well.
  if (!valueSpan || valueSpan.start === property.start || text.slice(property.start, property.start + key.length) !== key) return undefined;
  return { start: property.start, end: property.start + key.length };
}

export const rule = defineRule<Subject>({
  id: 'ignored-layer-option',
  severity: 'warning',
  messages,
  docs: {
    summary: 'A layer has an option of a name that TensorFlow.js does not read.',
    why: 'The options of a layer are read by their names, and what has another name is ignored: { activiation: ‘relu’ } makes a linear layer, { use_bias: false } one with a bias, { stride: 2 } a convolution of stride 1. TypeScript finds it in an object that is written in the call; JavaScript never does.',
    ignore: 'Where a class of the program’s own extends the layer and reads the option.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activiation: 'sigmoid' }));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));`,
    sources: ['tfjs-layers/src/engine/topology.ts', 'tfjs-layers/src/layers/core.ts', 'tfjs-layers/src/layers/convolutional.ts'],
  },
  *find({ text, layers }) {
    for (const layer of layers) {
      const options = layer.className === undefined ? undefined : layerOptions.get(layer.className);
      if (!options || layer.foreign) continue;
      for (const [key, entry] of layer.config) {
        const at = options.has(key) ? undefined : keySpan(text, layer, key, entry);
        if (at && layer.className === 'ReLU' && SLOPES.has(folded(key))) {
          const isAlone = layer.config.size === 1 && text.slice(layer.nameSpan.start, layer.nameSpan.end) === 'reLU';
          yield { at, say: say(messages.slope, { key }), subject: { at, meant: isAlone ? 'alpha' : undefined, factory: layer.nameSpan } };
          continue;
        }
        const meant = at && meantOption(key, options);
        if (!at || meant === undefined || layer.config.has(meant)) continue;
        yield { at, say: say(messages.ignored, { factory: layer.factory ?? '', key, meant }), subject: { at, meant } };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ at, meant, factory }) => {
      if (meant === undefined) return [];
      const renamed = replace(at, meant);
      return factory ? [{ title: say(messages.leaky), edits: together(replace(factory, 'leakyReLU'), renamed) }] : [{ title: say(messages.rename, { meant }), edits: renamed }];
    },
  },
});
