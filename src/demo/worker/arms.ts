/**
 * Data for a network of any input: spiral arms, as many as there are classes, in a plane of the input's space.
 *
 * Two patterns at right angles span the plane, waves of one and two half periods along a list, stripes along the two
 * sides of an image: a convolution finds something in them as well as a dense layer does.
 */
import type { Sample } from '../state';
import { sizeOf } from '../shapes';
import { normal, type Random } from './random';

/** The plane that the examples lie in before noise. */
export interface Plane {
  /** The input at 1 on each axis of the plane; both at right angles. */
  readonly axes: readonly [Float64Array, Float64Array];
  /** Both coordinates of each example in turn, without noise. */
  readonly places: Float32Array;
}

/** Half a turn is more than a straight line can follow, and less than a few units can. */
const TURN = Math.PI;

function axesOf(shape: readonly number[]): Plane['axes'] {
  const size = sizeOf(shape);
  const [height = 1, width = 1, channels = 1] = shape;
  const image = shape.length === 3 && height > 1 && width > 1;
  // Rows 1 and 2 of the discrete cosine transform; of two values the second is 0, of one both are.
  const wave = (length: number, halves: number, at: number): number => Math.cos((Math.PI * halves * (at + 0.5)) / length);
  const unit = (axis: number) => (_: unknown, i: number): number => (i === axis ? 1 : 0);
  if (size < 3) return [Float64Array.from({ length: size }, unit(0)), Float64Array.from({ length: size }, unit(1))];
  if (!image) return [Float64Array.from({ length: size }, (_, i) => wave(size, 1, i)), Float64Array.from({ length: size }, (_, i) => wave(size, 2, i))];
  const place = (i: number): number => Math.floor(i / channels);
  return [Float64Array.from({ length: size }, (_, i) => wave(width, 1, place(i) % width)), Float64Array.from({ length: size }, (_, i) => wave(height, 1, Math.floor(place(i) / width)))];
}

/** The examples, classes in turn; without classes a smooth value between 0 and 1. */
export function arms({ shape, classes }: Sample, n: number, noise: number, random: Random): { readonly inputs: Float32Array; readonly labels: Float32Array; readonly plane: Plane } {
  const axes = axesOf(shape);
  const [u, v] = axes;
  const inputs = new Float32Array(n * u.length);
  const labels = new Float32Array(n);
  const places = new Float32Array(2 * n);
  for (let i = 0; i < n; i += 1) {
    const along = Math.sqrt(random());
    const label = classes === 0 ? 0 : i % classes;
    const angle = classes === 0 ? 2 * Math.PI * random() : (2 * Math.PI * label) / classes + TURN * along + (random() - 0.5) * (Math.PI / classes);
    const [a, b] = [along * Math.cos(angle), along * Math.sin(angle)];
    places.set([a, b], 2 * i);
    labels[i] = classes === 0 ? 0.5 + 0.25 * (Math.sin(Math.PI * a) + Math.cos(Math.PI * b)) + noise * normal(random) : label;
    for (let j = 0; j < u.length; j += 1) inputs[i * u.length + j] = a * u[j]! + b * v[j]! + noise * normal(random);
  }
  return { inputs, labels, plane: { axes, places } };
}
