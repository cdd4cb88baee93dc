/** Seeded random numbers: the same seed gives the same data and the same initial weights in Node and in a browser. */

/** Draws uniformly from [0, 1), 32 bits at a time. */
export type Random = () => number;

/**
 * An sfc32 generator (Chris Doty-Humphrey's PractRand family). `stream` keeps the data apart from the weights, so that
 * changing one does not shift the other.
 */
export function seeded(seed: number, stream: number): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x9e37_79b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The state is thin at first; a dozen rounds mix the seed in.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** One draw of N(0, 1), by Box and Muller's transform. */
export function normal(random: Random): number {
  // 1 − u lies in (0, 1]: the logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * One draw of N(0, 1) cut at two standard deviations by drawing again, as `tf.truncatedNormal` does.
 * Its standard deviation is 0.8796, not 1.
 */
export function truncatedNormal(random: Random): number {
  for (;;) {
    const value = normal(random);
    if (Math.abs(value) <= 2) return value;
  }
}
