/** Draws programs at random: options as text, so that what is compared goes the whole way from the text. */
import { generator } from '../../../support/execute';

export interface Draw {
  readonly int: (low: number, high: number) => number;
  readonly pick: <T>(...choices: readonly T[]) => T;
  /** True so many times of a hundred. */
  readonly chance: (percent: number) => boolean;
  /** An options object of the pairs; a pair whose text is undefined is left out. */
  readonly options: (pairs: Readonly<Record<string, string | undefined>>) => string;
  /** The text, or nothing, half of the time. */
  readonly maybe: (text: () => string, percent?: number) => string | undefined;
}

export function drawFrom(seed: number): Draw {
  const next = generator(seed);
  const draw: Draw = {
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (...choices) => {
      const chosen = choices[Math.floor(next() * choices.length)];
      if (chosen === undefined && choices.length === 0) throw new Error('nothing to choose from');
      return chosen as (typeof choices)[number];
    },
    chance: (percent) => next() * 100 < percent,
    options: (pairs) => `{ ${Object.entries(pairs).flatMap(([key, text]) => (text === undefined ? [] : [`${key}: ${text}`])).join(', ')} }`,
    maybe: (text, percent = 50) => (draw.chance(percent) ? text() : undefined),
  };
  return draw;
}

/** A size that most layers can take, seldom one that none can. */
export function size(draw: Draw): string {
  return draw.chance(94) ? String(draw.int(1, 4)) : draw.pick('0', '-1', '2.5', 'null', 'undefined', "'3'");
}

/** One number for all axes, or one for each, seldom too few. */
export function axes(draw: Draw, count: number, low: number, high: number): string {
  const one = (): string => String(draw.int(low, high));
  if (draw.chance(45)) return one();
  const length = draw.chance(92) ? count : draw.pick(1, count + 1);
  return `[${Array.from({ length }, one).join(', ')}]`;
}

/** The sizes of an input behind the batch. */
export function shape(draw: Draw, rank: number, low = 1, high = 8): (number | null)[] {
  return Array.from({ length: rank }, () => (draw.chance(4) ? null : draw.int(low, high)));
}
