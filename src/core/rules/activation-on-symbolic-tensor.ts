import type { Op } from '../network/types';
import { activationStrings } from '../tfjs/activation-names';
import { activationOps } from '../tfjs/ops';
import { layersPrefix, preferredQuote, replace } from './edits';
import { defineRule, none, say } from './types';

const messages = {
  op: 'tf.{name} takes tensors and throws at the symbolic tensor of a model that is being built: a layer is applied to it.',
  method: 'A symbolic tensor of a model that is being built has no method {name}, and this throws: a layer is applied to it.',
  layer: 'Apply the layer {layer}',
};

const OPS: ReadonlySet<string> = new Set(activationOps);

/** The layer that does what the op does, behind `tf.layers.`. */
function layerCode({ name, inputs, argumentSpans, form }: Op, quote: string): string | undefined {
  const second = inputs[1];
  if (name === 'leakyRelu') return second === undefined || typeof second === 'number' ? `leakyReLU({ alpha: ${second ?? 0.2} })` : undefined;
  if (!activationStrings.includes(name) || argumentSpans.length !== (form === 'op' ? 1 : 0)) return undefined;
  return `activation({ activation: ${quote}${name}${quote} })`;
}

export const rule = defineRule<Op>({
  id: 'activation-on-symbolic-tensor',
  severity: 'error',
  messages,
  docs: {
    summary: 'An activation op is called on a symbolic tensor, which holds no numbers.',
    why: 'What tf.input and layer.apply give while a model is being built stands for a tensor of a certain shape and holds nothing. The ops of tf compute with numbers and throw at it; x.relu is not even a method. In a functional model everything is a layer: tf.layers.activation applies an activation.',
    ignore: 'Never: it throws.',
    bad: `const features = tf.input({ shape: [4] });
const hidden = tf.relu(tf.layers.dense({ units: 8 }).apply(features));
const model = tf.model({ inputs: features, outputs: tf.layers.dense({ units: 1 }).apply(hidden) });`,
    good: `const features = tf.input({ shape: [4] });
const hidden = tf.layers.activation({ activation: 'relu' }).apply(tf.layers.dense({ units: 8 }).apply(features));
const model = tf.model({ inputs: features, outputs: tf.layers.dense({ units: 1 }).apply(hidden) });`,
    sources: ['tfjs-core/src/tensor_util_env.ts', 'tfjs-layers/src/engine/topology.ts'],
  },
  *find({ ops }) {
    for (const op of ops) {
      if (!op.symbolic || !OPS.has(op.name) || !op.certain || op.foreign) continue;
      yield { at: op.nameSpan, say: say(op.form === 'op' ? messages.op : messages.method, { name: op.name }), subject: op };
    }
  },
  mend: {
    safe: none,
    suggest: (op, { text, layers }) => {
      const code = layerCode(op, preferredQuote(text));
      const prefix = layers.map((layer) => layersPrefix(text, layer)).find((one) => one?.endsWith('layers.'));
      if (code === undefined || prefix === undefined || !op.operandSpan) return [];
      const operand = text.slice(op.operandSpan.start, op.operandSpan.end);
      return [{ title: say(messages.layer, { layer: code.slice(0, code.indexOf('(')) }), edits: replace(op.span, `${prefix}${code}.apply(${operand})`) }];
    },
  },
});
