/** Layers around layers (`layers/wrappers.ts` of tfjs-layers). */
import { booleanOf, valueOf } from '../config';
import { asString } from '../../evaluate/values';
import type { LayerFacts } from '../layers';
import { isRefused, refuse } from '../problems';
import type { Dimension, Shape } from '../types';
import { addWeights } from './arithmetic';
import type { Built, Inside, Kind, Surroundings } from './kind';

type Input = readonly Dimension[];

const UNKNOWN_WEIGHTS: Built = { weights: { all: undefined, trainable: undefined } };

/** The layer inside, with what is inside that one known too. */
function insideOf(layer: LayerFacts, { inside }: Surroundings): Inside | undefined {
  return inside(valueOf(layer, 'layer'));
}

const withoutTime = (input: Input): Input => [input[0], ...input.slice(2)];

/** What is inside is built for one step. Its rank is not checked, and `trainable` is its own. */
export const timeDistributed: Kind = {
  build: (layer, input, _, surroundings) => {
    if (input.length < 3) return refuse({ kind: 'rank', expected: 3, least: true, found: input.length });
    const built = insideOf(layer, surroundings)?.build([withoutTime(input)]) ?? UNKNOWN_WEIGHTS;
    return isRefused(built) ? built : { weights: built.weights, spec: { shape: input } };
  },
  outputs: (layer, input, _, surroundings) => {
    const inner = insideOf(layer, surroundings)?.outputs([withoutTime(input)]);
    if (!inner) return [undefined];
    if (isRefused(inner)) return inner;
    const [shape] = inner;
    return inner.length === 1 && shape ? [[shape[0], input[1], ...shape.slice(1)]] : [undefined];
  },
};

/** tfjs copies the layer inside through its configuration, which these do not survive twice. */
const NOT_COPIED: ReadonlySet<string> = new Set(['RNN', 'StackedRNNCells', 'TimeDistributed', 'Bidirectional']);

/** Outputs beside the first one; undefined where it is not known whether there are any. */
function returnsState(inside: Inside): boolean | undefined {
  return inside.facts?.facts?.group === 'recurrent' || inside.facts?.className === 'RNN' ? booleanOf(inside.facts, 'returnState', false) : false;
}

function joined(layer: LayerFacts, inside: Inside, inner: readonly Shape[]): readonly Shape[] {
  const mode = valueOf(layer, 'mergeMode');
  const [shape, ...states] = inner;
  const list = returnsState(inside) === true ? [...states, ...states] : [];
  if (mode?.kind === 'known' && mode.value === null) return [shape, shape && [...shape], ...list];
  const name = mode === undefined ? 'concat' : asString(mode);
  const last = shape?.at(-1);
  const wide = name === undefined ? undefined : name === 'concat' ? (typeof last === 'number' ? 2 * last : last === null ? 0 : undefined) : last;
  return [shape && [...shape.slice(0, -1), wide], ...list];
}

/** Two copies of the layer inside, one for each direction; `trainable` is that of the layer inside. */
export const bidirectional: Kind = {
  made: (layer, surroundings) => {
    const value = valueOf(layer, 'layer');
    const inside = insideOf(layer, surroundings);
    if (value === undefined || (value.kind === 'known' && (value.value === null || value.value === undefined)) || NOT_COPIED.has(inside?.className ?? '')) return { kind: 'option', key: 'layer', value: inside?.className };
    const mode = valueOf(layer, 'mergeMode');
    return mode?.kind === 'known' && mode.value !== null && !['sum', 'mul', 'concat', 'ave'].includes(String(mode.value)) ? { kind: 'option', key: 'mergeMode', value: mode.value } : undefined;
  },
  spec: (layer, surroundings) => {
    const inside = insideOf(layer, surroundings);
    return inside?.facts && inside.kind?.spec?.(inside.facts, surroundings);
  },
  takesStates: true,
  build: (layer, _, inputs, surroundings) => {
    const [first, ...states] = inputs;
    if (states.length % 2 > 0) return refuse({ kind: 'input-count', expected: inputs.length + 1, least: false, found: inputs.length });
    const inside = insideOf(layer, surroundings);
    if (!inside) return UNKNOWN_WEIGHTS;
    const forward = inside.build([first, ...states.slice(0, states.length / 2)]);
    const backward = inside.build([first, ...states.slice(states.length / 2)]);
    if (isRefused(forward)) return forward;
    return isRefused(backward) ? backward : { weights: addWeights([forward.weights, backward.weights]) };
  },
  outputs: (layer, _, inputs, surroundings) => {
    const inside = insideOf(layer, surroundings);
    const inner = inside?.outputs(inputs.slice(0, 1));
    if (!inside || !inner) return [undefined];
    if (isRefused(inner)) return inner;
    const state = returnsState(inside);
    return state === undefined ? [undefined] : joined(layer, inside, inner);
  },
};
