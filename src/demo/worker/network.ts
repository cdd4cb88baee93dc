/** Where a network's parameters stand in one flat vector. */
import { chainOf, type LossId, type RunState } from '../layers';
import { type ShapedLayer, shapesOf, sizeOf } from '../shapes';
import type { Task } from '../state';

/** `mean` and `variance` are the moving averages of batch normalisation, which no gradient moves. */
export type SlotRole = 'kernel' | 'bias' | 'slope' | 'scale' | 'offset' | 'mean' | 'variance';

/** One tensor of parameters: a part of the flat vector, row by row. */
export interface Slot {
  readonly role: SlotRole;
  readonly at: number;
  readonly size: number;
  readonly shape: readonly number[];
  readonly trainable: boolean;
}

export interface NetworkLayer extends ShapedLayer {
  readonly slots: readonly Slot[];
  /** Values before and after it, for one example. */
  readonly inputs: number;
  readonly outputs: number;
}

export interface Network {
  readonly layers: readonly NetworkLayer[];
  /** Number of parameters; 105 for 2-8-8-1. */
  readonly size: number;
  /** Values of one example, and of one output. */
  readonly inputs: number;
  readonly outputs: number;
  readonly loss: LossId;
}

/** Lays a run's network out for a task; the state has been validated, so that one which does not fit is an error. */
export function networkOf(run: RunState, task: Pick<Task, 'shape' | 'classes'>): Network {
  const shapes = shapesOf(run, task);
  if (!shapes.ok) throw new Error(shapes.reason);
  let at = 0;
  const layers = shapes.value.map((layer): NetworkLayer => {
    const slots = slotsOf(layer).map(([role, shape, trainable]): Slot => {
      const size = sizeOf(shape);
      const slot = { role, at, size, shape, trainable };
      at += size;
      return slot;
    });
    return { ...layer, slots, inputs: sizeOf(layer.input), outputs: sizeOf(layer.output) };
  });
  return { layers, size: at, inputs: sizeOf(task.shape), outputs: layers.at(-1)!.outputs, loss: run.loss };
}

function slotsOf({ state, input, units }: ShapedLayer): readonly (readonly [SlotRole, readonly number[], boolean])[] {
  const channels = input.at(-1)!;
  const slopes = (chainOf(state) ?? []).filter(({ id }) => id === 'prelu').map(() => ['slope', [units], true] as const);
  switch (state.kind) {
    case 'dense':
      return [['kernel', [channels, units], !state.frozen], ['bias', [units], state.useBias], ...slopes];
    case 'conv2d':
    case 'depthwise':
      return [['kernel', [state.size, state.size, channels, state.kind === 'conv2d' ? units : state.multiplier], !state.frozen], ['bias', [units], state.useBias], ...slopes];
    case 'layerNorm':
      return [['scale', [units], true], ['offset', [units], true]];
    case 'batchNorm':
      return [['scale', [units], true], ['offset', [units], true], ['mean', [units], false], ['variance', [units], false]];
    case 'activation':
      return slopes;
    default:
      return [];
  }
}

/** The slot of a role; undefined where the layer has none. */
export function slotOf({ slots }: Pick<NetworkLayer, 'slots'>, role: SlotRole): Slot | undefined {
  return slots.find((slot) => slot.role === role);
}

/** Indices of the layers with an activation that does something: what can die, saturate or be sparse. The output layer is not among them. */
export function activeLayers({ layers }: Network): readonly number[] {
  return layers.flatMap(({ state }, i) => {
    const chain = chainOf(state);
    return i < layers.length - 1 && chain !== undefined ? [i] : [];
  });
}

/** Indices of the layers with a kernel, the output layer last. */
export function weightedLayers({ layers }: Network): readonly number[] {
  return layers.flatMap((layer, i) => (slotOf(layer, 'kernel') === undefined ? [] : [i]));
}
