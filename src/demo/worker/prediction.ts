/** What `core/signal` says of a run's gradients before the first step, to stand beside what is measured. */
import { signalFlow } from '../../core/signal/flow';
import { draw } from '../../core/signal/initialisers';
import { layerFactories } from '../../core/tfjs/layers';
import type { Value } from '../../core/evaluate/values';
import type { ActivationRef, Layer, Network } from '../../core/network/types';
import { type ActivationState, chainOf, type LayerState, type RunState, weightsIn } from '../layers';
import { shapesOf } from '../shapes';
import type { Task } from '../state';
import { parameterOf } from './curves';

const NOWHERE = { start: 0, end: 0 } as const;

/**
 * The gradient norm of each weighted layer's kernel relative to the last one's; null where that is not known.
 *
 * The signal takes inputs of mean square 1. Inputs of mean square s are the same as inputs of 1 under first weights that
 * are √s times as large, whose gradients are then √s times as large as well.
 */
export function predictGradients(run: RunState, task: Pick<Task, 'shape' | 'classes'>, inputSquare: number): readonly (number | null)[] {
  const shapes = shapesOf(run, task);
  if (!shapes.ok) return [];
  const layers: Layer[] = [];
  const weighted: number[] = [];
  for (const { state, input, output, units } of shapes.value) {
    const chain = chainOf(state);
    const [first, ...rest] = state.kind === 'activation' ? [undefined, ...(chain ?? [])] : (chain ?? []);
    if (weightsIn(state) !== undefined) weighted.push(layers.length);
    if (state.kind !== 'activation') layers.push(layerOf(layers.length, factoryOf(state), input, output, configOf(state, input, weighted.length === 1 ? inputSquare : 1), first, units));
    for (const one of rest) if (one !== undefined) layers.push(layerOf(layers.length, 'activation', output, output, {}, one, undefined));
  }
  const network: Network = {
    id: 'demo', kind: 'sequential', layers, outputs: [layers.length - 1], complete: true, outputsKnown: true, compile: undefined, training: [], fits: [], pixels: [], span: NOWHERE, predicts: false, afterwards: [],
  };
  const flow = signalFlow(network);
  return weighted.map((index, i) => {
    const gradient = flow.layers[index]?.kernelGradient;
    return gradient === undefined ? null : gradient * (i === 0 && weighted.length > 1 ? Math.sqrt(inputSquare) : 1);
  });
}

/** Names under `tf.layers` where they are not those of the demo. */
const FACTORIES: Readonly<Partial<Record<LayerState['kind'], string>>> = { depthwise: 'depthwiseConv2d', batchNorm: 'batchNormalization', layerNorm: 'layerNormalization' };

function factoryOf(state: LayerState): string {
  if (state.kind === 'pool') return `${state.mode}Pooling2d`;
  return state.kind === 'globalPool' ? `global${state.mode === 'max' ? 'Max' : 'Average'}Pooling2d` : (FACTORIES[state.kind] ?? state.kind);
}

type Config = Readonly<Record<string, Value>>;

const known = (value: number | string | boolean): Value => ({ kind: 'known', value });

/** `square` multiplies the variance of the layer's weights. */
function configOf(state: RunState['layers'][number], input: readonly number[], square: number): Config {
  switch (state.kind) {
    case 'dense':
    case 'conv2d':
    case 'depthwise': {
      const initializer = (name: string, option: string, value: number): Value => ({ kind: 'initializer', name, options: new Map([[option, { value: known(value) }]]) });
      const name = state.initializer === 'hadamard' ? 'orthogonal' : state.initializer;
      const shape = state.kind === 'dense' ? [input.at(-1)!, state.units] : [state.size, state.size, input.at(-1)!, state.kind === 'conv2d' ? state.filters : state.multiplier];
      const drawn = draw(name, shape);
      const factor = square * state.gain ** 2;
      const scaled = factor !== 1 && drawn !== undefined && drawn.variance > 0;
      const weights = {
        [state.kind === 'depthwise' ? 'depthwiseInitializer' : 'kernelInitializer']: scaled ? initializer('randomNormal', 'stddev', Math.sqrt(drawn.variance * factor)) : known(name),
        ...(state.bias === 0 || !state.useBias ? {} : { biasInitializer: initializer('constant', 'value', state.bias) }),
      };
      if (state.kind === 'dense') return weights;
      return { ...weights, kernelSize: known(state.size), padding: known(state.padding), strides: known(state.stride), ...(state.kind === 'depthwise' ? { depthMultiplier: known(state.multiplier) } : {}) };
    }
    case 'pool':
      return { poolSize: known(state.size), strides: known(state.stride ?? state.size), padding: known(state.padding) };
    case 'dropout':
      return { rate: known(state.rate) };
    default:
      return {};
  }
}

/** A function of the demo's own, the straight-through step, is none that the signal knows. */
function referenceOf(activation: ActivationState | undefined): ActivationRef | undefined {
  if (activation === undefined) return undefined;
  const { id } = activation;
  const names = { leakyRelu: 'alpha', prelu: 'alpha', thresholdedRelu: 'theta' } as const;
  const parameters = id in names ? { [names[id as keyof typeof names]]: parameterOf(activation) } : {};
  return { function: id === 'straightThrough' ? undefined : id, name: id, parameters, parametersKnown: true, span: undefined, literal: false };
}

function layerOf(index: number, factory: string, input: readonly number[], output: readonly number[], config: Config, activation: ActivationState | undefined, units: number | undefined): Layer {
  const shape = [null, ...output];
  return {
    index, factory, facts: layerFactories[factory], custom: undefined, className: layerFactories[factory]?.className, name: undefined, units, activation: referenceOf(activation),
    recurrentActivation: undefined, config: new Map(Object.entries(config).map(([key, value]) => [key, { value, property: undefined, valueSpan: undefined }])), configKnown: true, bare: false,
    inputs: index === 0 ? [] : [index - 1], inputShape: [null, ...input], outputShape: shape, outputShapes: [shape], parameters: undefined, trainable: undefined, problem: undefined,
    optional: false, span: NOWHERE, nameSpan: NOWHERE, configSpan: undefined, stepSpan: NOWHERE, step: 'add', statement: true, within: -1, foreign: false,
  };
}
