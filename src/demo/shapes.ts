/** The shapes that go through a network, and whether they fit each other. */
import { type Parsed, refuse } from './json';
import { type LayerState, LOSS_FORMS, type LossId, type Padding, type RunState } from './layers';

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

/** Windows of a size along an axis: how many, and how many places the first one begins before the axis, as TensorFlow pads. */
export function windowsOf(length: number, size: number, stride: number, padding: Padding): { readonly count: number; readonly before: number } {
  if (padding === 'valid') return { count: Math.floor((length - size) / stride) + 1, before: 0 };
  const count = Math.ceil(length / stride);
  return { count, before: Math.floor(Math.max(0, (count - 1) * stride + size - length) / 2) };
}

/** Units of the output layer. */
export function outputUnits(loss: LossId, classes: number): number {
  return LOSS_FORMS[loss].target === 'value' ? 1 : classes;
}

/** Every layer of the network, the output layer last, with its shapes; refused where one does not fit. */
export function shapesOf(run: RunState, task: { readonly shape: readonly number[]; readonly classes: number }): Parsed<readonly ShapedLayer[]> {
  const output: LayerState = { kind: 'dense', units: outputUnits(run.loss, task.classes), activation: run.output, ...run.head };
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
    case 'depthwise':
    case 'pool': {
      if (shape.length !== 3) return refuse('needs images');
      const units = layer.kind === 'conv2d' ? layer.filters : layer.kind === 'depthwise' ? channels * layer.multiplier : channels;
      const placed = [height, width].map((length) => windowsOf(length, layer.size, layer.stride ?? layer.size, layer.padding).count);
      return placed.some((count) => count < 1) ? refuse('is larger than what it looks at') : { ok: true, value: [...placed, units] };
    }
    case 'globalPool':
      return shape.length === 3 ? { ok: true, value: [channels] } : refuse('needs images');
    case 'flatten':
      return { ok: true, value: [sizeOf(shape)] };
    case 'dropout':
    case 'batchNorm':
    case 'layerNorm':
    case 'activation':
      return { ok: true, value: shape };
  }
}

function weightsOf(layer: LayerState, input: readonly number[]): number {
  const channels = input.at(-1) ?? 0;
  if (layer.kind === 'dense') return (channels + 1) * layer.units;
  if (layer.kind === 'depthwise') return (layer.size ** 2 + 1) * channels * layer.multiplier;
  return layer.kind === 'conv2d' ? (layer.size ** 2 * channels + 1) * layer.filters : 0;
}

/** Multiplications of a layer for one example. */
export function multiplications({ state, input, output }: ShapedLayer): number {
  if (state.kind === 'dense') return sizeOf(input) * state.units;
  if (state.kind === 'depthwise') return sizeOf(output) * state.size ** 2;
  return state.kind === 'conv2d' ? sizeOf(output) * state.size ** 2 * (input.at(-1) ?? 0) : 0;
}
