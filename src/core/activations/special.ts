/** The logistic function 1 / (1 + e⁻ˣ); exact to about 1 ulp on the whole line, no overflow. */
export function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** σ′(x) = e⁻|ˣ| / (1 + e⁻|ˣ|)²; keeps its relative accuracy in both tails, unlike σ(1 − σ). */
export function logisticSlope(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return e / ((1 + e) * (1 + e));
}

/** σ″(x) = σ′(x)(1 − 2σ(x)). */
export function logisticCurvature(x: number): number {
  const e = Math.exp(-Math.abs(x));
  const slope = e / ((1 + e) * (1 + e));
  return x >= 0 ? (slope * (e - 1)) / (1 + e) : (slope * (1 - e)) / (1 + e);
}

/** log(1 + eˣ) without overflow on the right or loss on the left. */
export function logOnePlusExp(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** 2/√π, the slope of erf at 0. */
export const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

// Beyond this the series needs many terms and the continued fraction few.
const SERIES_UP_TO = 2.5;
const FRACTION_DEPTH = 60;

/**
 * The error function; absolute error below 1e-15, relative error below 1e-14 on the whole line.
 *
 * Abramowitz & Stegun 1964, 7.1.6 (a series of positive terms) up to |x| = 2.5, 7.1.14 (continued fraction) beyond.
 * tfjs itself uses 7.1.26, whose absolute error is up to 1.5e-7.
 */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z <= SERIES_UP_TO) return series(x);
  return Number.isNaN(x) ? x : Math.sign(x) * (1 - fraction(z));
}

/** 1 − erf(x); relative error below 1e-11 where the result is a normal double, 0 from about x = 27 on. */
export function erfc(x: number): number {
  if (x > SERIES_UP_TO) return fraction(x);
  return 1 - erf(x);
}

function series(x: number): number {
  const twoSquares = 2 * x * x;
  let term = x;
  let sum = x;
  for (let n = 1; n < 100; n++) {
    term *= twoSquares / (2 * n + 1);
    sum += term;
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
  }
  return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
}

function fraction(z: number): number {
  const scale = Math.exp(-z * z);
  if (scale === 0) return 0;
  let tail = z;
  for (let n = FRACTION_DEPTH; n >= 1; n--) tail = z + n / 2 / tail;
  return scale / (Math.sqrt(Math.PI) * tail);
}

/** The standard normal density φ(x) = e^(−x²/2) / √(2π). */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** The standard normal distribution function Φ(x), accurate in the left tail. */
export function normalDistribution(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}
