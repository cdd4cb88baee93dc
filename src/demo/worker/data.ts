/** Examples drawn from a seed: points in the plane, a curve, small images; or the user's own points. */
import { type DataSetId, type DemoState, pointsOf, type Task, taskOf, trainingPoints } from '../state';
import { arms, type Plane } from './arms';
import { normal, type Random, seeded } from './random';

export interface Data {
  readonly task: Task;
  /** Values of each example in turn, float32 so that both engines see the same numbers. */
  readonly inputs: Float32Array;
  /** The class of each example, or the value to be found. */
  readonly labels: Float32Array;
  /** So many examples, from the first on, are trained on; the others only tested. */
  readonly training: number;
  /** Where the examples lie in a plane of their space, which is what a picture shows. */
  readonly plane?: Plane;
}

type Place = (label: number, random: Random) => readonly [number, number];
type PlaneSet = Exclude<DataSetId, 'own' | 'wave' | 'line' | 'strokes' | 'arms'>;

/** Where a point of the class lies, before noise. All sets span about [−1, 1] in both coordinates. */
const places: Readonly<Record<PlaneSet, Place>> = {
  // A disc inside a ring, with a gap between them. The square root makes the density even.
  circle: (label, random) => {
    const [inner, outer] = label === 1 ? [0, 0.45] : [0.65, 1];
    const radius = Math.sqrt(inner ** 2 + (outer ** 2 - inner ** 2) * random());
    const angle = 2 * Math.PI * random();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  // Two arms of 1.5 turns.
  spiral: (label, random) => {
    const along = Math.sqrt(random());
    const angle = 3 * Math.PI * along + Math.PI * label;
    return [along * Math.cos(angle), along * Math.sin(angle)];
  },
  moons: (label, random) => {
    const angle = Math.PI * random();
    const [x, y] = label === 1 ? [1 - Math.cos(angle), 0.5 - Math.sin(angle)] : [Math.cos(angle), Math.sin(angle)];
    return [(x - 0.5) / 1.5, (y - 0.25) / 1.2];
  },
  xor: (label, random) => {
    const [x, y] = [0.08 + 0.92 * random(), 0.08 + 0.92 * random()];
    const sign = random() < 0.5 ? -1 : 1;
    return [sign * x, (label === 1 ? sign : -sign) * y];
  },
  gaussians: (label, random) => {
    const centre = label === 1 ? 0.45 : -0.45;
    return [centre + 0.18 * normal(random), centre + 0.18 * normal(random)];
  },
};

/** Draws the examples of a state, classes in turn, so that every batch is balanced. */
export function generate(state: Pick<DemoState, 'data' | 'seed'>): Data {
  const { set, noise, own } = state.data;
  const task = taskOf(state.data);
  const random = seeded(state.seed, 1);
  const n = pointsOf(state);
  const common = { task, training: trainingPoints(state) };
  if (set === 'own') return { ...common, inputs: Float32Array.from(own.flatMap(({ x, y }) => [x, y])), labels: Float32Array.from(own, ({ label }) => label) };
  if (set === 'wave') return { ...common, ...wave(n, noise, random) };
  if (set === 'line') return { ...common, ...line(n, noise, random) };
  if (set === 'arms') return { ...common, ...arms(state.data.sample, n, noise, random) };
  if (set === 'strokes') return { ...common, ...strokes(n, noise, random) };
  const inputs = new Float32Array(2 * n);
  const labels = new Float32Array(n);
  for (let i = 0; i < n; i += 1) {
    const label = i % 2;
    const [x, y] = places[set](label, random);
    inputs[2 * i] = x + noise * normal(random);
    inputs[2 * i + 1] = y + noise * normal(random);
    labels[i] = label;
  }
  return { ...common, inputs, labels };
}

type Examples = Pick<Data, 'inputs' | 'labels'>;

/** y = 0.7 sin(πx·1.5) + 0.25 x over [−1, 1]: one curve to fit. */
function wave(n: number, noise: number, random: Random): Examples {
  const inputs = Float32Array.from({ length: n }, () => 2 * random() - 1);
  return { inputs, labels: inputs.map((x) => 0.7 * Math.sin(1.5 * Math.PI * x) + 0.25 * x + noise * normal(random)) };
}

/** y = 1.6x − 0.6 over [0, 1]: as simple as it gets, and no input is negative. */
function line(n: number, noise: number, random: Random): Examples {
  const inputs = Float32Array.from({ length: n }, () => random());
  return { inputs, labels: inputs.map((x) => 1.6 * x - 0.6 + noise * normal(random)) };
}

const SIDE = 8;
/** Pixels of a stroke. */
const STROKE = 5;

/** Images of one stroke each, anywhere: lying (0), standing (1) or slanting (2), on a noisy ground. */
function strokes(n: number, noise: number, random: Random): Examples {
  const inputs = new Float32Array(n * SIDE * SIDE);
  const labels = new Float32Array(n);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let i = 0; i < n; i += 1) {
    const label = i % 3;
    const [row, column] = [label === 0 ? below(SIDE) : below(SIDE - STROKE + 1), label === 1 ? below(SIDE) : below(SIDE - STROKE + 1)];
    const base = i * SIDE * SIDE;
    for (let p = 0; p < SIDE * SIDE; p += 1) inputs[base + p] = noise * normal(random);
    for (let s = 0; s < STROKE; s += 1) {
      const at = base + (label === 0 ? row : row + s) * SIDE + (label === 1 ? column : column + s);
      inputs[at] = inputs[at]! + 1;
    }
    labels[i] = label;
  }
  return { inputs, labels };
}
