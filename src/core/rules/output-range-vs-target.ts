import type { Fit, Layer } from '../network/types';
import type { Interval } from '../activations/types';
import { dropActivation, setActivation } from './activation-edits';
import { curveOf } from './curves';
import { short } from './numbers';
import { judgedOutputs } from './outputs';
import { defineRule, none, say } from './types';
import type { Said } from './types';

interface Subject {
  readonly layer: Layer;
  readonly least: number;
  readonly most: number;
}

const messages = {
  between: '{activation} gives nothing outside of {lo} to {hi}, and the targets go from {least} to {most}: {loss} cannot become less than {floor}.',
  below: '{activation} gives nothing below {lo}, and the targets go from {least} to {most}: {loss} cannot become less than {floor}.',
  targets: 'These are the targets.',
  remove: 'Remove {activation}, so that the output can be any number',
  tanh: 'Use tanh, which goes from −1 to 1',
};

/** Losses whose least value is easily told: what is missing of each target, squared or not. */
const POWERS: ReadonlyMap<string, number> = new Map([['meanSquaredError', 2], ['meanAbsoluteError', 1]]);

/** What lies this much outside is not worth a word. */
const TOLERANCE = 1e-6;

function floorOf(values: readonly number[], { lo, hi }: Interval, power: number): number {
  return values.reduce((sum, value) => sum + Math.max(lo - value, value - hi, 0) ** power, 0) / values.length;
}

/** What the functions give that are not bounded on both sides, or have a curve of one value: softmax is between 0 and 1. */
function rangeOf({ activation, facts }: Layer): Interval | undefined {
  if (activation?.function === undefined || !activation.parametersKnown || activation.function === 'linear') return undefined;
  if (activation.function === 'softmax') return { lo: 0, hi: 1 };
  return curveOf(activation.function, activation.parameters, facts?.group === 'activation' ? 'layer' : 'config')?.range;
}

export const rule = defineRule<Subject>({
  id: 'output-range-vs-target',
  severity: 'warning',
  messages,
  docs: {
    summary: 'The targets that stand in the program lie outside of what the last activation can give.',
    why: 'A sigmoid gives values between 0 and 1, tanh between −1 and 1, relu nothing below 0. A target outside of that is never reached, however long the training lasts: what is missing of it stays in the loss, and the sums before the activation are driven to where it is flat. Only targets that are written in the program are looked at.',
    ignore: 'Where the targets are scaled in a way that is not seen.',
    bad: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 1, activation: 'sigmoid', inputShape: [1] }));
model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
model.fit(tf.tensor2d([1, 2, 3], [3, 1]), tf.tensor2d([1, 3, 5], [3, 1]));`,
    good: `const model = tf.sequential();
model.add(tf.layers.dense({ units: 1, inputShape: [1] }));
model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
model.fit(tf.tensor2d([1, 2, 3], [3, 1]), tf.tensor2d([1, 3, 5], [3, 1]));`,
    sources: ['tfjs-layers/src/losses.ts'],
  },
  *find({ networks }) {
    for (const { network, layer, through, name, wants } of judgedOutputs(networks)) {
      const { activation } = layer;
      const power = POWERS.get(name);
      const range = rangeOf(layer);
      if (network.outputs.length !== 1 || through.length > 0 || wants !== 'any' || power === undefined || !range || !activation?.span) continue;
      const fit = network.fits.find((one): one is Fit & { readonly targetValues: readonly number[] } => one.certain && one.targetValues !== undefined);
      if (!fit) continue;
      const floor = floorOf(fit.targetValues, range, power);
      if (!(floor > TOLERANCE)) continue;
      const [least, most] = [Math.min(...fit.targetValues), Math.max(...fit.targetValues)];
      yield {
        at: activation.span, say: messageOf(range, { activation: activation.function ?? '', least, most, loss: name, floor: short(floor) }), subject: { layer, least, most }, network: network.id, layer: layer.index,
        ...(fit.targetsSpan ? { related: [{ span: fit.targetsSpan, say: say(messages.targets) }] } : {}),
      };
    }
  },
  mend: {
    safe: none,
    suggest: ({ layer, least, most }, { text }) => {
      const activation = layer.activation?.function ?? '';
      const fits = least >= -1 && most <= 1 && activation !== 'tanh' && layer.facts?.group === 'affine';
      return [
        { title: say(messages.remove, { activation }), edits: dropActivation(text, layer) },
        ...(fits ? [{ title: say(messages.tanh), edits: setActivation(text, layer, 'tanh') }] : []),
      ];
    },
  },
});

function messageOf({ lo, hi }: Interval, data: Readonly<Record<string, string | number>>): Said {
  return Number.isFinite(hi) ? say(messages.between, { ...data, lo: short(lo), hi: short(hi) }) : say(messages.below, { ...data, lo: short(lo) });
}
