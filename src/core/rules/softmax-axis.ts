import { numberOf } from '../network/config';
import type { ActivationUse, Layer } from '../network/types';
import { replace } from './edits';
import { defineRule, none, say } from './types';

interface Subject {
  readonly layer: Layer | undefined;
  readonly use: ActivationUse | undefined;
}

const messages = {
  standard: 'Without an axis this layer normalises axis 1, not the last one as documented. The input has {rank} axes, and tfjs throws when it computes this: “Softmax along a non-last dimension is not yet supported”.',
  layer: 'tfjs normalises the last axis only: with the axis {axis} of {rank} it throws “Softmax along a non-last dimension is not yet supported”.',
  op: 'tfjs normalises the last axis only: at the axis {axis} it throws “Softmax along a non-last dimension is not yet supported”.',
  last: 'Normalise the last axis: axis −1',
};

/** The axis of a Softmax layer; its default is 1. A list of several axes is computed in another way. */
function axisOf(layer: Layer): number | undefined {
  const value = layer.config.get('axis')?.value;
  if (value?.kind === 'array') {
    const [only] = value.items;
    return value.open || value.items.length !== 1 || only?.kind !== 'known' || typeof only.value !== 'number' ? undefined : only.value;
  }
  return numberOf(layer, 'axis', 1);
}

export const rule = defineRule<Subject>({
  id: 'softmax-axis',
  severity: 'error',
  messages,
  docs: {
    summary: 'Softmax is asked for along an axis that is not the last, which TensorFlow.js cannot do.',
    why: 'TensorFlow.js computes softmax along the last axis and throws for any other. The layer tf.layers.softmax() takes axis 1 where none is given, although −1 is documented: behind a dense layer that is the last one, but behind a convolution, a recurrent layer that returns sequences, or scores of attention it is not.',
    ignore: 'Never: it throws. To normalise another axis, move it to the end with permute, and back afterwards.',
    bad: `const model = tf.sequential();
model.add(tf.layers.lstm({ units: 3, returnSequences: true, inputShape: [5, 2] }));
model.add(tf.layers.softmax());`,
    good: `const model = tf.sequential();
model.add(tf.layers.lstm({ units: 3, returnSequences: true, inputShape: [5, 2] }));
model.add(tf.layers.softmax({ axis: -1 }));`,
    sources: ['tfjs-layers/src/layers/advanced_activations.ts', 'tfjs-core/src/ops/softmax.ts'],
  },
  *find({ networks, uses }) {
    for (const network of networks) {
      for (const layer of network.layers) {
        const rank = layer.inputShape?.length;
        if (layer.className !== 'Softmax' || layer.foreign || layer.optional || rank === undefined) continue;
        const axis = layer.positional ? 1 : axisOf(layer);
        if (axis === undefined || axis === -1 || axis === rank - 1) continue;
        const given = layer.config.get('axis')?.valueSpan;
        yield {
          at: given ?? layer.nameSpan, network: network.id, layer: layer.index, subject: { layer, use: undefined },
          say: given ? say(messages.layer, { axis, rank }) : say(messages.standard, { rank }),
        };
      }
    }
    for (const use of uses) {
      if ((use.function !== 'softmax' && use.function !== 'logSoftmax') || (use.form !== 'op' && use.form !== 'method') || use.certainty !== 'certain' || !use.parametersKnown) continue;
      const axis = use.parameters['axis'];
      // Of a vector 0 is the last axis; no tensor has it last that has more.
      if (axis === undefined || axis >= -1) continue;
      yield { at: use.span, say: say(messages.op, { axis }), subject: { layer: undefined, use }, network: use.network, layer: use.layer };
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, use }, { text }) => {
      const title = say(messages.last);
      if (use) {
        const call = use.callSpan && text.slice(use.callSpan.start, use.callSpan.end);
        const argument = call === undefined || !use.callSpan ? undefined : /-\s*\d+\s*\)$/.exec(call);
        return [{ title, edits: argument && use.callSpan ? replace({ start: use.callSpan.start + argument.index, end: use.callSpan.end }, '-1)') : undefined }];
      }
      const given = layer?.config.get('axis')?.valueSpan;
      if (given) return [{ title, edits: /^[-\d[\] ]+$/.test(text.slice(given.start, given.end)) ? replace(given, '-1') : undefined }];
      const empty = layer && /^softmax\(\s*(?:\{\s*\})?\s*\)$/.test(text.slice(layer.nameSpan.start, layer.span.end));
      return [{ title, edits: empty ? replace({ start: layer.nameSpan.end, end: layer.span.end }, '({ axis: -1 })') : undefined }];
    },
  },
});
