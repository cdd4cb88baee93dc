import type { ClassPlace, Layer, Network, TfCall } from '../network/types';
import { asString } from '../evaluate/values';
import { layerFactories } from '../tfjs/layers';
import { lineBreak, preferredQuote } from './edits';
import { defineRule, none, say } from './types';
import type { Edit } from './types';

interface Subject {
  readonly place: ClassPlace;
  /** What is missing. */
  readonly lacks: 'className' | 'registration';
}

const messages = {
  nameless: 'The class {name} has no static className, and the layer is given no name: tfjs throws “Cannot read properties of undefined (reading ‘replace’)” when it is made.',
  unregistered: 'The model is saved with a layer of the class {name} in it and loaded again, but the class is not registered: tf.loadLayersModel throws “Unknown layer: {className}”.',
  made: 'Here the layer is made.',
  loaded: 'Here the model is loaded.',
  className: 'Add static className',
  register: 'Register the class',
};

const escaped = (name: string): string => name.replaceAll('$', '\\$');

/** Something may give the class its name from outside, before the layer is made or after. */
function isNamedElsewhere(text: string, name: string | undefined): boolean {
  if (text.includes('getClassName')) return true;
  return name !== undefined && new RegExp(`(?<![\\w$])${escaped(name)}\\s*(?:\\.\\s*(?:className|prototype)\\b|\\[)|\\b(?:assign|defineProperty|defineProperties|setPrototypeOf|set)\\s*\\(\\s*${escaped(name)}\\s*,`).test(text);
}

/** The class is named where it is declared and made, and nowhere that could hand it on. */
function isKeptHere(text: string, { name, statement }: ClassPlace): boolean {
  if (name === undefined || !statement) return false;
  return [...text.matchAll(new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`, 'g'))].every(({ index }) => {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    return /\b(?:class|new|instanceof)\s+$|['"`]$|^\s*\*|\/[/*]/.test(line) || /^\s*\.\s*className\b/.test(text.slice(index + name.length));
  });
}

/** Stores that give back under an address what was saved under it. */
function isStore(address: string): boolean {
  return /^(?:indexeddb|localstorage|file):\/\//.test(address);
}

/** The call that loads what the network was saved to. */
function loadOf(network: Network, calls: readonly TfCall[]): TfCall | undefined {
  const saved = (network.saves ?? []).filter(isStore);
  return calls.find(({ path, args: [from] }) => {
    const address = path === 'loadLayersModel' && from ? asString(from.value) : undefined;
    return address !== undefined && saved.some((to) => address === (to.startsWith('file:') ? `${to.replace(/\/$/, '')}/model.json` : to));
  });
}

const KNOWN: ReadonlySet<string> = new Set(Object.values(layerFactories).map(({ className }) => className));

/** Classes of the document with the first layer of each. */
function declaredIn(layers: readonly Layer[]): ReadonlyMap<number, Layer & { readonly declared: ClassPlace }> {
  const found = new Map<number, Layer & { readonly declared: ClassPlace }>();
  for (const layer of layers) if (layer.declared && !layer.foreign && !found.has(layer.declared.span.start)) found.set(layer.declared.span.start, { ...layer, declared: layer.declared });
  return found;
}

function insertClassName(text: string, { name, bodyStart, span }: ClassPlace): readonly Edit[] | undefined {
  if (name === undefined) return undefined;
  const literal = `${preferredQuote(text)}${name}${preferredQuote(text)}`;
  const member = /\bstatic\s+get\s+className\b/.test(text) ? `static get className() { return ${literal}; }` : `static className = ${literal};`;
  const before = /^(?:[ \t]*\r?\n)*([ \t]*)(?=\S)/.exec(text.slice(bodyStart, span.end));
  if (before?.[0].includes('\n') !== true) return [{ start: bodyStart, end: bodyStart, text: text[bodyStart] === '}' ? ` ${member} ` : ` ${member}` }];
  const indent = text[bodyStart + before[0].length] === '}' ? `${before[1] ?? ''}  ` : (before[1] ?? '');
  // Where methods stand apart, a field does as well.
  const body = text.slice(bodyStart + before[0].length, span.end);
  const apart = /\}[ \t]*\r?\n[ \t]*\r?\n/.test(body) && /^(?:(?:override|async|public)\s+)?[\w$]+\s*\(/.test(body);
  return [{ start: bodyStart, end: bodyStart, text: `${lineBreak(text)}${indent}${member}${apart ? lineBreak(text) : ''}` }];
}

/** As the class says it: `tf` of `tf.layers.Layer`. */
function registerClass(text: string, { name, span, statement }: ClassPlace): readonly Edit[] | undefined {
  const namespace = /\bextends\s+([\w$]+)\s*\.\s*layers\s*\.\s*Layer\b/.exec(text.slice(span.start, span.end))?.[1];
  if (name === undefined || namespace === undefined || !statement) return undefined;
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, span.start))?.[1];
  return indent === undefined ? undefined : [{ start: span.end, end: span.end, text: `${lineBreak(text)}${indent}${namespace}.serialization.registerClass(${name});` }];
}

export const rule = defineRule<Subject>({
  id: 'custom-activation-unregistered',
  severity: 'error',
  messages,
  docs: {
    summary: 'A layer class of the program has no static className, or is not registered although the model is saved and loaded.',
    why: 'TensorFlow.js finds a class by the string className, which every class that extends tf.layers.Layer has to bring along. It makes the name of a layer of it, “antirectifier_Antirectifier1”, and where neither the class nor the config has one it throws “Cannot read properties of undefined (reading ‘replace’)” from its inside. A saved model holds the string in the place of the class. When it is loaded the class is looked up among those that were given to tf.serialization.registerClass, and where it is not there tf.loadLayersModel throws “Unknown layer”.',
    ignore: 'Where the class is registered by another file.',
    bad: `class Snake extends tf.layers.Layer {
  call(inputs) {
    const [x] = [inputs].flat();
    return x.add(x.sin().square());
  }
}
const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(new Snake());
model.add(tf.layers.dense({ units: 1 }));`,
    good: `class Snake extends tf.layers.Layer {
  static className = 'Snake';
  call(inputs) {
    const [x] = [inputs].flat();
    return x.add(x.sin().square());
  }
}
tf.serialization.registerClass(Snake);
const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(new Snake());
model.add(tf.layers.dense({ units: 1 }));`,
    sources: ['tfjs-layers/src/engine/topology.ts', 'tfjs-layers/src/utils/generic_utils.ts', 'tfjs-core/src/serialization.ts', 'tfjs#1804'],
  },
  *find({ layers, networks, calls, text }) {
    // `new Snake` may be a call that is still being typed.
    for (const [, { declared, span }] of declaredIn(layers.filter((layer) => layer.custom?.nameless && text[layer.span.end - 1] === ')'))) {
      if (isNamedElsewhere(text, declared.name)) continue;
      yield { at: declared.nameSpan, say: say(messages.nameless, { name: declared.name ?? 'that extends tf.layers.Layer' }), subject: { place: declared, lacks: 'className' }, related: [{ span, say: say(messages.made) }] };
    }
    if (/registerClass|SerializationMap/.test(text)) return;
    for (const network of networks) {
      const load = loadOf(network, calls);
      if (!load) continue;
      for (const [, { declared, custom }] of declaredIn(network.layers.filter(({ optional }) => !optional))) {
        const className = custom?.className;
        if (className === undefined || className === '' || KNOWN.has(className) || !isKeptHere(text, declared)) continue;
        yield { at: declared.nameSpan, say: say(messages.unregistered, { name: declared.name ?? '', className }), subject: { place: declared, lacks: 'registration' }, related: [{ span: load.nameSpan, say: say(messages.loaded) }], network: network.id };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ place, lacks }, { text }) => (lacks === 'className' ? [{ title: say(messages.className), edits: insertClassName(text, place) }] : [{ title: say(messages.register), edits: registerClass(text, place) }]),
  },
});
