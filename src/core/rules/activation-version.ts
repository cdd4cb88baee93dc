import { compareVersions } from '../evaluate/version';
import type { Version, WrittenVersion } from '../evaluate/version';
import type { ActivationRef } from '../network/types';
import { activationsSince } from '../tfjs/activation-names';
import { renameActivation, replace, together } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  /** An old name that fits in its place. */
  readonly instead: string;
  readonly ref: ActivationRef;
  readonly version: WrittenVersion;
}

const messages = {
  address: "TensorFlow.js has the activation '{name}' since {since}, and {version} is loaded here: it throws “Unknown activation: {name}” when the layer is made.",
  manifest: "TensorFlow.js has the activation '{name}' since {since}, and package.json asks for {version}: what that installs throws “Unknown activation: {name}” when the layer is made.",
  load: 'Load TensorFlow.js {version}',
  instead: "Use '{name}', which every version has",
};

/** The version that all this is tested with. */
const TESTED = '4.22.0';

function parts(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}

export const rule = defineRule<Subject>({
  id: 'activation-version',
  severity: 'information',
  messages,
  docs: {
    summary: 'The version of TensorFlow.js that is asked for does not have the activation yet.',
    why: 'Activation strings came one after another: swish with 2.5.0, mish with 3.5.0, gelu and gelu_new with 4.19.0. An older version throws “Unknown activation” when the layer is made. The version is taken from the address of a script or an import, and for a package from the nearest package.json; a range counts only where even its newest version is too old.',
    ignore: 'Where another version is loaded in the end than the one that is written.',
    bad: `const tf = require('npm:@tensorflow/tfjs@2.0.0');
const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'swish', inputShape: [4] }));`,
    good: `const tf = require('npm:@tensorflow/tfjs@4.22.0');
const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'swish', inputShape: [4] }));`,
    sources: ['tfjs-layers/src/activations.ts of 2.4.0, 2.5.0, 3.4.0, 3.5.0, 4.18.0 and 4.19.0'],
  },
  *find({ text, layers, version }) {
    for (const layer of layers) {
      for (const ref of layer.foreign ? [] : [layer.activation, layer.recurrentActivation]) {
        const name = ref?.name;
        const since = name === undefined ? undefined : activationsSince.get(name);
        if (!ref?.span || name === undefined || since === undefined || text.includes('registerClass')) continue;
        const asked = version();
        if (!asked || compareVersions(asked.below, parts(since)) > 0) continue;
        const template = asked.spans ? messages.address : messages.manifest;
        yield { at: ref.span, say: say(template, { name, since, version: asked.written }), subject: { ref, version: asked, instead: layer.facts?.group === 'recurrent' ? 'tanh' : 'relu' } };
      }
    }
  },
  mend: {
    safe: none,
    suggest: ({ ref, instead, version: { spans } }, { text }) => [
      { title: say(messages.load, { version: TESTED }), edits: spans && together(...spans.map((span) => replace(span, TESTED))) },
      { title: say(messages.instead, { name: instead }), edits: renameActivation(text, ref, instead) },
    ],
  },
});
