/** Two classes of points in the plane, drawn from a seed. */
import type { DataSetId } from '../state';
import { normal, type Random, seeded } from './random';

export interface Data {
  /** Coordinates x₁, x₂ of each point in turn: length 2·n, float32 so that both engines see the same numbers. */
  readonly inputs: Float32Array;
  /** 0 or 1 for each point: length n. */
  readonly labels: Float32Array;
}

type Place = (label: number, random: Random) => readonly [number, number];

/** Where a point of the class lies, before noise. All sets span about [−1, 1] in both coordinates. */
const places: Readonly<Record<DataSetId, Place>> = {
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

/** Draws n points, classes in turn, so that every batch is balanced; `noise` is a standard deviation. */
export function generate(set: DataSetId, n: number, noise: number, seed: number): Data {
  const random = seeded(seed, 1);
  const inputs = new Float32Array(2 * n);
  const labels = new Float32Array(n);
  for (let i = 0; i < n; i += 1) {
    const label = i % 2;
    const [x, y] = places[set](label, random);
    inputs[2 * i] = x + noise * normal(random);
    inputs[2 * i + 1] = y + noise * normal(random);
    labels[i] = label;
  }
  return { inputs, labels };
}
