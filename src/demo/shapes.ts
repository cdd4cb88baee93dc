/** The shapes that go through a network, and whether they fit each other. */
import { type Parsed, refuse } from './json';
import type { LayerState, LossId, RunState } from './layers';

/** Most trainable numbers of a network: what trains in seconds on the cpu backend. */
export const MOST_PARAMETERS = 20_000;

/** A layer with the shapes of one example before and after it. */
export interface ShapedLayer {
  readonly state: LayerState;
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Length of its last axis: units or channels. */
  readonly units: number;
}

/** Number of values in a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Units of the output layer. */
export function outputUnits(loss: LossId, classes: number): number {
  return loss === 'softmaxCrossEntropy' ? classes : 1;
}

/** Every layer of the network, the output layer last, with its shapes; refused where one does not fit. */
export function shapesOf(run: RunState, task: { readonly shape: readonly number[]; readonly classes: number }): Parsed<readonly ShapedLayer[]> {
  const output: LayerState = { kind: 'dense', units: outputUnits(run.loss, task.classes), activation: run.output, initializer: 'glorotNormal', bias: 0, frozen: false };
  const layers: ShapedLayer[] = [];
  let shape = task.shape;
  let parameters = 0;
  for (const [i, state] of [...run.layers, output].entries()) {
    const name = i === run.layers.length ? 'output' : `layer ${i + 1} (${state.kind})`;
    const next = after(state, shape);
    if (!next.ok) return refuse(`${name} ${next.reason}`);
    layers.push({ state, input: shape, output: next.value, units: next.value.at(-1)! });
    parameters += weightsOf(state, shape);
    shape = next.value;
  }
  return parameters > MOST_PARAMETERS ? refuse(`has ${parameters} parameters; ${MOST_PARAMETERS} can be trained here`) : { ok: true, value: layers };
}

function after(layer: LayerState, shape: readonly number[]): Parsed<readonly number[]> {
  const [height = 1, width = 1, channels = 1] = shape;
  switch (layer.kind) {
    case 'dense':
      return shape.length === 1 ? { ok: true, value: [layer.units] } : refuse('needs a flat input: put flatten before it');
    case 'conv2d':
      return shape.length === 3 ? { ok: true, value: [height, width, layer.filters] } : refuse('needs images');
    case 'pool': {
      const pooled = [Math.floor(height / layer.size), Math.floor(width / layer.size), channels];
      if (shape.length !== 3) return refuse('needs images');
      return pooled.includes(0) ? refuse('is larger than what it pools') : { ok: true, value: pooled };
    }
    case 'flatten':
      return { ok: true, value: [sizeOf(shape)] };
    case 'dropout':
    case 'batchNorm':
    case 'activation':
      return { ok: true, value: shape };
  }
}

function weightsOf(layer: LayerState, input: readonly number[]): number {
  const channels = input.at(-1) ?? 0;
  if (layer.kind === 'dense') return (channels + 1) * layer.units;
  return layer.kind === 'conv2d' ? (layer.size ** 2 * channels + 1) * layer.filters : 0;
}

/** Multiplications of a layer for one example. */
export function multiplications({ state, input, output }: ShapedLayer): number {
  if (state.kind === 'dense') return sizeOf(input) * state.units;
  return state.kind === 'conv2d' ? sizeOf(output) * state.size ** 2 * (input.at(-1) ?? 0) : 0;
}
