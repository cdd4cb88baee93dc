/** Colours of a map: one for each probability, packed for the pixels of a canvas. */
import type { Rgb, Theme } from '../theme';

export const LEVELS = 256;
/** How far a map's colours go towards the pure class colour, so that points of that colour still stand out. */
const STRENGTH = 0.62;

/** A colour for each probability, packed for a little-endian Uint32Array; the last entry stands for NaN. */
export function lookUpTable({ background, middle, classes }: Theme): Uint32Array<ArrayBuffer> {
  const table = new Uint32Array(LEVELS + 1);
  for (let level = 0; level < LEVELS; level += 1) {
    const p = level / (LEVELS - 1);
    // Steeper near ½ than straight: where the network decides is where to look.
    const amount = STRENGTH * Math.abs(2 * p - 1) ** 0.8;
    table[level] = pack(mix(middle, classes[p < 0.5 ? 0 : 1], amount));
  }
  table[LEVELS] = pack(background);
  return table;
}

function mix(from: Rgb, to: Rgb, amount: number): Rgb {
  const channel = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * amount);
  return [channel(0), channel(1), channel(2)];
}

export function pack([r, g, b]: Rgb): number {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
