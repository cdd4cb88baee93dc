/** What a network has become, looked at once per frame in plain loops: far cheaper than tensor ops for so few numbers. */
import { SATURATION_SLOPE } from '../../core/activations/types';
import { multiplications } from '../shapes';
import type { Plane } from './arms';
import type { Data } from './data';
import { answerOf, isRight, losses } from './losses';
import { activeLayers, type Network, weightedLayers } from './network';
import { createPlainNetwork, type PlainNetwork } from './plain-network';

/** A unit is dead where no point of the probe set lets more than this of its gradient through. */
export const DEAD_SLOPE = 1e-6;

/** Points of the training data, at most, that say whether a unit is dead. */
const PROBE_POINTS = 256;
/** Examples that go through the network together. */
const CHUNK = 50;

/** Side of the picture over the plane, and of each unit's map; places along a line. */
export const GRID_SIDE = 50;
export const MAP_SIDE = 25;
export const LINE_PLACES = 100;
/** Pictures cover [−extent, extent] in every coordinate. */
export const GRID_EXTENT = 1.2;
/** Images whose answers are shown. */
export const SHOWN_IMAGES = 24;
/** Bars of a histogram. */
export const BINS = 24;
/** Units with a map of their own, at most. */
export const MOST_MAPS = 64;

/** Loss and share of right answers over some points; for values, the share of their variance that is explained. */
export interface Score {
  readonly loss: number;
  readonly accuracy: number;
}

/** One layer with an activation, over the probe points. */
export interface LayerReport {
  readonly units: number;
  /**
   * Units with max |f′(z)| < {@link DEAD_SLOPE}, for softmax the diagonal p(1 − p); a filter counts at all its places.
   * Counting z ≤ 0 instead would call healthy ELU and leaky units dead.
   */
  readonly dead: readonly boolean[];
  /** Share of values with |f′(z)| below {@link SATURATION_SLOPE}, and of outputs that are exactly 0. */
  readonly saturated: number;
  readonly sparse: number;
  /** Least and largest output, and how many fall into each of {@link BINS} equal parts between. */
  readonly from: number;
  readonly to: number;
  readonly histogram: readonly number[];
}

export interface Examination extends Score {
  /** Over the points that are not trained on; null where there are none. */
  readonly test: Score | null;
  /** Every layer with an activation but the output layer. */
  readonly layers: readonly LayerReport[];
}

/** The sums of every unit over the plane, or along the line, and what becomes of them. */
export interface UnitMaps {
  readonly z: Float32Array<ArrayBuffer>;
  readonly out: Float32Array<ArrayBuffer>;
}

export interface Examiner {
  examine(parameters: Float64Array): Examination;
  /**
   * What the network answers: P(class 1) over the plane, rows from top to bottom; the value along the line; the
   * probabilities of each class for the first images. With `maps` the units' own too.
   */
  picture(parameters: Float64Array, maps: boolean): { readonly picture: Float32Array<ArrayBuffer>; readonly maps: UnitMaps | null };
  /** √Σg² over each weighted layer's kernel; over all its parameters where the kernel is frozen. */
  gradientNorms(gradient: Float64Array): readonly number[];
}

/** Places where a picture is taken: inputs in turn. */
export function pictureInputs({ task, inputs, plane }: Data): Float64Array {
  const at = (i: number, side: number): number => GRID_EXTENT * ((2 * (i + 0.5)) / side - 1);
  if (plane !== undefined) return planePlaces(plane);
  if (task.shape.length === 3) return Float64Array.from(inputs.subarray(0, SHOWN_IMAGES * task.shape.reduce((a, b) => a * b, 1)));
  if (task.shape[0] === 1) return Float64Array.from({ length: LINE_PLACES }, (_, i) => at(i, LINE_PLACES));
  return Float64Array.from({ length: 2 * GRID_SIDE ** 2 }, (_, i) => (i % 2 === 0 ? at((i / 2) % GRID_SIDE, GRID_SIDE) : -at(Math.floor(i / 2 / GRID_SIDE), GRID_SIDE)));
}

/** The places of the picture over the plane, in the space of the inputs. */
function planePlaces({ axes: [u, v] }: Plane, side = GRID_SIDE): Float64Array {
  const at = (i: number): number => GRID_EXTENT * ((2 * (i + 0.5)) / side - 1);
  const places = new Float64Array(side ** 2 * u.length);
  for (let place = 0; place < side ** 2; place += 1) {
    const [a, b] = [at(place % side), -at(Math.floor(place / side))];
    for (let i = 0; i < u.length; i += 1) places[place * u.length + i] = a * u[i]! + b * v[i]!;
  }
  return places;
}

/** Multiplications that one picture may take: a few hundredths of a second. */
const PICTURE_WORK = 10_000_000;
/** A picture with fewer places a side shows no shape. */
const LEAST_SIDE = 9;

/** Fewer places for a network that takes long at each of them; undefined where all of them are cheap. */
function coarsePicture({ layers }: Network, plane: Plane): { readonly side: number; readonly places: Float64Array } | undefined {
  const work = layers.reduce((sum, layer) => sum + multiplications(layer), 0);
  const side = Math.max(LEAST_SIDE, Math.floor(Math.sqrt(PICTURE_WORK / work)));
  return side >= GRID_SIDE ? undefined : { side, places: planePlaces(plane, side) };
}

/** A picture of fewer places a side at all places, linear between them. */
function smoothed(values: Float32Array, side: number): Float32Array<ArrayBuffer> {
  const between = Array.from({ length: GRID_SIDE }, (_, i) => {
    const at = Math.min(side - 1, Math.max(0, ((i + 0.5) * side) / GRID_SIDE - 0.5));
    const low = Math.min(side - 2, Math.floor(at));
    return { low, part: at - low };
  });
  const value = (row: number, column: number): number => values[row * side + column]!;
  return Float32Array.from({ length: GRID_SIDE ** 2 }, (_, place) => {
    const [y, x] = [between[Math.floor(place / GRID_SIDE)]!, between[place % GRID_SIDE]!];
    const [above, below] = [0, 1].map((row) => value(y.low + row, x.low) * (1 - x.part) + value(y.low + row, x.low + 1) * x.part) as [number, number];
    return above * (1 - y.part) + below * y.part;
  });
}

/** Makes the buffers for one network on its data; the methods use them again. */
export function createExaminer(network: Network, data: Data): Examiner {
  const net = createPlainNetwork(network, CHUNK);
  const active = activeLayers(network);
  const inputs = Float64Array.from(data.inputs);
  const places = pictureInputs(data);
  const coarse = data.plane === undefined || data.task.shape.length === 1 ? undefined : coarsePicture(network, data.plane);

  /** Runs so many examples through, chunk by chunk. */
  function through(parameters: Float64Array, from: Float64Array, count: number, visit: (out: Float64Array, first: number, rows: number) => void): void {
    net.w.set(parameters.subarray(0, network.size));
    for (let first = 0; first < count; first += CHUNK) {
      const rows = Math.min(CHUNK, count - first);
      visit(net.forward(from, first * network.inputs, rows, null), first, rows);
    }
  }

  return {
    examine(parameters) {
      const count = data.labels.length;
      const scores = [createScore(network, data, 0, data.training), createScore(network, data, data.training, count)] as const;
      const probed = Math.min(PROBE_POINTS, data.training);
      const reports = active.map((l) => createReport(net, network, l, probed));
      through(parameters, inputs, count, (out, first, rows) => {
        for (const score of scores) score.add(out, first, rows);
        for (const report of reports) report.add(Math.min(rows, probed - first));
      });
      return { ...scores[0].result(), test: data.training < count ? scores[1].result() : null, layers: reports.map((report) => report.result()) };
    },
    picture(parameters, wanted) {
      const { outputs, loss } = network;
      if (coarse !== undefined) {
        const values = new Float32Array(coarse.side ** 2);
        through(parameters, coarse.places, values.length, (out, first, rows) => {
          for (let r = 0; r < rows; r += 1) values[first + r] = answerOf(loss, out, r * outputs, outputs);
        });
        return { picture: smoothed(values, coarse.side), maps: null };
      }
      const images = data.plane === undefined && data.task.shape.length === 3;
      const count = places.length / network.inputs;
      const picture = new Float32Array(count * (images ? outputs : 1));
      const maps = wanted && data.task.shape.length === 1 ? createMaps(net, network, active, data.plane !== undefined || data.task.shape[0] === 2) : undefined;
      through(parameters, places, count, (out, first, rows) => {
        if (images) softmaxInto(picture, out, first, rows, outputs);
        else for (let r = 0; r < rows; r += 1) picture[first + r] = answerOf(loss, out, r * outputs, outputs);
        maps?.add(first, rows);
      });
      return { picture, maps: maps?.result ?? null };
    },
    gradientNorms(gradient) {
      return weightedLayers(network).map((l) => {
        let sum = 0;
        const { slots } = network.layers[l]!;
        const learning = slots.filter(({ role, trainable }) => role === 'kernel' && trainable);
        for (const { at, size } of learning.length > 0 ? learning : slots) for (let i = at; i < at + size; i += 1) sum += gradient[i]! ** 2;
        return Math.sqrt(sum);
      });
    },
  };
}

function softmaxInto(picture: Float32Array, out: Float64Array, first: number, rows: number, units: number): void {
  for (let r = 0; r < rows; r += 1) {
    let [top, sum] = [-Infinity, 0];
    for (let j = 0; j < units; j += 1) top = Math.max(top, out[r * units + j]!);
    for (let j = 0; j < units; j += 1) sum += Math.exp(out[r * units + j]! - top);
    for (let j = 0; j < units; j += 1) picture[(first + r) * units + j] = Math.exp(out[r * units + j]! - top) / sum;
  }
}

/** Adds up the score of the points from `from` to `to`. */
function createScore({ loss: id, outputs }: Network, { labels, task }: Data, from: number, to: number): { add(out: Float64Array, first: number, rows: number): void; result(): Score } {
  const loss = losses[id];
  let [sum, right, value, square] = [0, 0, 0, 0];
  return {
    add(out, first, rows) {
      for (let r = Math.max(0, from - first); r < Math.min(rows, to - first); r += 1) {
        const label = labels[first + r]!;
        sum += loss.value(out, r * outputs, outputs, label);
        if (task.classes > 0 && isRight(id, out, r * outputs, outputs, label)) right += 1;
        value += label;
        square += label * label;
      }
    },
    result() {
      const n = to - from;
      const variance = square / n - (value / n) ** 2;
      return { loss: sum / n, accuracy: task.classes > 0 ? right / n : Math.max(0, 1 - sum / n / variance) || 0 };
    },
  };
}

/** Watches one layer over the probe points. */
function createReport(net: PlainNetwork, network: Network, index: number, points: number): { add(rows: number): void; result(): LayerReport } {
  const { units, outputs } = network.layers[index]!;
  const { z, out, activation } = net.layers[index]!;
  const steepest = new Float64Array(units);
  const kept = new Float64Array(points * outputs);
  let [n, saturated, zeros] = [0, 0, 0];
  return {
    add(rows) {
      for (let i = 0; i < rows * outputs; i += 1, n += 1) {
        const slope = activation!.slope(z, out, i);
        const unit = i % units;
        if (slope > steepest[unit]!) steepest[unit] = slope;
        if (slope < SATURATION_SLOPE) saturated += 1;
        if (out[i] === 0) zeros += 1;
        kept[n] = out[i]!;
      }
    },
    result() {
      let [from, to] = [Infinity, -Infinity];
      for (const value of kept) {
        if (value < from) from = value;
        if (value > to) to = value;
      }
      const histogram = Array.from({ length: BINS }, () => 0);
      const finite = Number.isFinite(from) && Number.isFinite(to);
      for (const value of kept) {
        if (!finite || Number.isNaN(value)) continue;
        const bin = to > from ? Math.min(BINS - 1, Math.floor((BINS * (value - from)) / (to - from))) : 0;
        histogram[bin] = histogram[bin]! + 1;
      }
      return { units, dead: Array.from(steepest, (slope) => slope < DEAD_SLOPE), saturated: saturated / Math.max(1, n), sparse: zeros / Math.max(1, n), from: finite ? from : Number.NaN, to: finite ? to : Number.NaN, histogram };
    },
  };
}

/** Collects the units' own pictures: over the plane at every second place of every second row. */
function createMaps(net: PlainNetwork, network: Network, active: readonly number[], plane: boolean): { add(first: number, rows: number): void; readonly result: UnitMaps } {
  const length = plane ? MAP_SIDE ** 2 : LINE_PLACES;
  const units = Math.min(MOST_MAPS, active.reduce((sum, l) => sum + network.layers[l]!.units, 0));
  const result = { z: new Float32Array(units * length), out: new Float32Array(units * length) };
  return {
    result,
    add(first, rows) {
      for (let r = 0; r < rows; r += 1) {
        const [row, column] = [Math.floor((first + r) / GRID_SIDE), (first + r) % GRID_SIDE];
        if (plane && (row % 2 === 1 || column % 2 === 1)) continue;
        const place = plane ? (row / 2) * MAP_SIDE + column / 2 : first + r;
        let unit = 0;
        for (const l of active) {
          const { z, out } = net.layers[l]!;
          const width = network.layers[l]!.units;
          for (let j = 0; j < width && unit < units; j += 1, unit += 1) {
            result.z[unit * length + place] = z[r * width + j]!;
            result.out[unit * length + place] = out[r * width + j]!;
          }
        }
      }
    },
  };
}
