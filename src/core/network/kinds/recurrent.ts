/** Recurrent layers and their cells (`layers/recurrent.ts` and `convolutional_recurrent.ts` of tfjs-layers). */
import type { Value } from '../../evaluate/values';
import { booleanOf, perAxis, stringOf, valueOf } from '../config';
import type { LayerFacts } from '../layers';
import { isRefused, refuse } from '../problems';
import type { Refused, ShapeProblem } from '../problems';
import type { Dimension, Shape } from '../types';
import { addWeights, bias, differ, product, slide, weigh } from './arithmetic';
import { channelsFirst, withChannels } from './convolution';
import type { Built, Kind, Made, Outputs, Surroundings, Weights } from './kind';
import { checks, dataFormat, mainSize, padding, perAxisNumbers } from './options';

type Input = readonly Dimension[];

/** Gates and states of each class of cells, by the class of the layer too. */
const CELLS: Readonly<Record<string, { readonly gates: number; readonly states: number }>> = {
  SimpleRNN: { gates: 1, states: 1 }, GRU: { gates: 3, states: 1 }, LSTM: { gates: 4, states: 2 }, ConvLSTM2D: { gates: 4, states: 2 },
};

function cellClass(layer: LayerFacts): { readonly gates: number; readonly states: number } | undefined {
  const name = (layer.className ?? '').replace(/Cell$/, '');
  return Object.hasOwn(CELLS, name) ? CELLS[name] : undefined;
}

function cellWeights(layer: LayerFacts, step: Input): Weights | Refused {
  const { units } = layer;
  const wide = product(cellClass(layer)?.gates, units);
  return weigh(layer, [[step.at(-1), wide], [units, wide], ...bias(layer, wide)]);
}

function convolutionCellWeights(layer: LayerFacts, step: Input): Weights | Refused {
  const first = channelsFirst(layer);
  const built = withChannels(step, first === undefined ? undefined : first ? 1 : step.length - 1, (channels) => {
    const kernel = perAxis(layer, 'kernelSize', 2);
    const wide = product(4, layer.units);
    const weights = weigh(layer, [[...kernel, channels, wide], [...kernel, layer.units, wide], ...bias(layer, wide)]);
    return isRefused(weights) ? weights : { weights };
  });
  return isRefused(built) ? built : built.weights;
}

function weightsOf(layer: LayerFacts, step: Input): Weights | Refused {
  return layer.className?.startsWith('ConvLSTM2D') ? convolutionCellWeights(layer, step) : cellWeights(layer, step);
}

const cell = (made: Made): Kind => ({
  made,
  build: (layer, input) => {
    const weights = weightsOf(layer, input);
    return isRefused(weights) ? weights : { weights };
  },
});

const convolutionOptions = checks(mainSize, perAxisNumbers(2, 'kernelSize', true), perAxisNumbers(2, 'strides', false), perAxisNumbers(2, 'dilationRate', false), padding, dataFormat);

/** SimpleRNNCell, GRUCell, LSTMCell: as layers they give what they take. */
export const simpleCell = cell(mainSize);
export const convolutionCell = cell(convolutionOptions);

/** The cells of `rnn({cell})` in the order of the data; undefined where one is not known. */
function cellsIn(value: Value | undefined, { inside }: Surroundings): readonly LayerFacts[] | undefined {
  if (value?.kind === 'array') {
    const all = value.open ? [undefined] : value.items.map((item) => inside(item)?.facts);
    return all.includes(undefined) ? undefined : all.flatMap((one) => one ?? []);
  }
  const facts = inside(value)?.facts;
  return facts && (facts.className === 'StackedRNNCells' ? cellsIn(valueOf(facts, 'cells'), { inside }) : [facts]);
}

function stack(cells: readonly LayerFacts[], step: Input): Weights | Refused {
  const all: Weights[] = [];
  let input = step;
  for (const facts of cells) {
    const weights = weightsOf(facts, input);
    if (isRefused(weights)) return weights;
    all.push(weights);
    input = [step[0], facts.units];
  }
  return addWeights(all);
}

/** Weights of what is frozen as a whole. */
function frozen(layer: LayerFacts, weights: Weights): Weights {
  const trains = booleanOf(layer, 'trainable', true);
  return { all: weights.all, trainable: trains === undefined ? undefined : trains ? weights.trainable : 0 };
}

export const stackedCells: Kind = {
  build: (layer, input, _, surroundings) => {
    const cells = cellsIn(valueOf(layer, 'cells'), surroundings);
    const weights = cells && stack(cells, input);
    if (!weights) return { weights: { all: undefined, trainable: undefined } };
    return isRefused(weights) ? weights : { weights: frozen(layer, weights) };
  },
};

/** Sizes of the states, the output's first. */
function statesOf(layer: LayerFacts, surroundings: Surroundings): readonly (number | undefined)[] | undefined {
  if (layer.className !== 'RNN') return Array.from({ length: cellClass(layer)?.states ?? 1 }, () => layer.units);
  const cells = cellsIn(valueOf(layer, 'cell'), surroundings);
  return cells?.toReversed().flatMap((facts) => Array.from({ length: cellClass(facts)?.states ?? 1 }, () => facts.units));
}

function wrongStates(expected: readonly (number | undefined)[], states: readonly Shape[]): ShapeProblem | undefined {
  if (states.length !== expected.length) return { kind: 'input-count', expected: expected.length + 1, least: false, found: states.length + 1 };
  const index = expected.findIndex((size, at) => differ(size, states[at]?.at(-1)));
  return index < 0 ? undefined : { kind: 'other-size', axis: (states[index]?.length ?? 1) - 1, expected: expected[index], found: states[index]?.at(-1) };
}

function build(layer: LayerFacts, input: Input, inputs: readonly Shape[], surroundings: Surroundings): Built | Refused {
  const step = [input[0], ...input.slice(2)];
  const cells = layer.className === 'RNN' ? cellsIn(valueOf(layer, 'cell'), surroundings) : undefined;
  const weights = layer.className === 'RNN' ? cells && stack(cells, step) : weightsOf(layer, step);
  if (weights && isRefused(weights)) return weights;
  const states = statesOf(layer, surroundings);
  const wrong = states && inputs.length > 1 ? wrongStates(states, inputs.slice(1)) : undefined;
  if (wrong) return refuse(wrong);
  const stateful = booleanOf(layer, 'stateful', false);
  if (stateful === true && input[0] === null) return refuse({ kind: 'open-batch' });
  return {
    weights: weights ? (layer.className === 'RNN' ? frozen(layer, weights) : weights) : { all: undefined, trainable: undefined },
    // With states, tfjs puts the specification back that the constructor made.
    ...(inputs.length > 1 ? {} : { spec: { rank: input.length, shape: [stateful === false ? null : stateful ? input[0] : undefined, null, ...input.slice(2)] } }),
  };
}

/** What a recurrent layer gives: the last step or all of them, and its states where they are wanted. */
function over(layer: LayerFacts, input: Input, last: readonly Dimension[], states: readonly Shape[] | undefined): readonly Shape[] {
  const sequences = booleanOf(layer, 'returnSequences', false);
  const state = booleanOf(layer, 'returnState', false);
  const shape = sequences === undefined ? undefined : sequences ? [input[0], input[1], ...last] : [input[0], ...last];
  // How many outputs there are is not known: no first one can be told from the only one, but they have one shape.
  return state === true ? [shape, ...(states ?? [])] : [shape];
}

const outputs: Outputs = (layer, input, _, surroundings) => {
  const sizes = statesOf(layer, surroundings);
  return over(layer, input, [sizes?.[0]], sizes?.map((size) => [input[0], size]));
};

const recurrent = (made: Made): Kind => ({ made, spec: () => ({ rank: 3 }), rank: 3, takesStates: true, build, outputs });

export const simpleRecurrent = recurrent(mainSize);

export const rnn = recurrent((layer) => {
  const value = valueOf(layer, 'cell');
  return value === undefined || (value.kind === 'known' && value.value === null) ? { kind: 'option', key: 'cell', value: undefined } : undefined;
});

export const convolutionLstm: Kind = {
  made: convolutionOptions, spec: () => ({ rank: 5 }), rank: 5, takesStates: true,
  build: (layer, input, inputs, surroundings) => {
    const built = build(layer, input, inputs, surroundings);
    // The output shape of a list of inputs is beyond it.
    return isRefused(built) || inputs.length === 1 ? built : refuse({ kind: 'input-count', expected: 1, least: false, found: inputs.length });
  },
  outputs: (layer, input) => {
    const first = channelsFirst(layer);
    if (first === undefined || input.length < 5) return [undefined];
    const kernel = perAxis(layer, 'kernelSize', 2);
    const stride = perAxis(layer, 'strides', 2, 1);
    const dilation = perAxis(layer, 'dilationRate', 2, 1);
    const pad = stringOf(layer, 'padding', 'valid');
    const spatial = (first ? input.slice(3, 5) : input.slice(2, 4)).map((size, axis) => (dilation[axis] === undefined ? undefined : slide(size, kernel[axis], stride[axis], pad, dilation[axis])));
    const step = first ? [layer.units, ...spatial] : [...spatial, layer.units];
    return over(layer, input, step, [[input[0], ...step], [input[0], ...step]]);
  },
};
