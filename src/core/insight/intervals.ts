/** Numbers and intervals as mathematics writes them. */
import type { Curve, Interval } from '../activations/types';

/** A number with up to three significant digits, a proper minus sign and ∞. */
export function number(value: number, digits = 3): string {
  if (value === Infinity) return '∞';
  if (value === -Infinity) return '−∞';
  const size = Math.abs(value);
  const text = value === 0 ? '0' : size < 1e-3 || size >= 1e5 ? value.toExponential(1).replace('e+', 'e') : String(Number(value.toPrecision(digits)));
  return text.replaceAll('-', '−');
}

/** `[0, ∞)`. */
export function intervalText({ lo, hi, loOpen, hiOpen }: Interval, separator = ', '): string {
  return `${loOpen || lo === -Infinity ? '(' : '['}${number(lo)}${separator}${number(hi)}${hiOpen || hi === Infinity ? ')' : ']'}`;
}

/** `x ≤ 0`, `x ≥ 6`, `|x| ≥ 4.58` or `−1 ≤ x ≤ 1` for a set of intervals on the x axis. */
export function regionText(regions: readonly Interval[]): string {
  const [first, second] = regions;
  if (first && second && regions.length === 2 && first.lo === -Infinity && second.hi === Infinity && Math.abs(first.hi + second.lo) < 1e-9) {
    return `|x| ${second.loOpen ? '>' : '≥'} ${number(second.lo)}`;
  }
  return regions.map(({ lo, hi, loOpen, hiOpen }) => {
    if (lo === -Infinity && hi === Infinity) return '∀x';
    if (lo === -Infinity) return `x ${hiOpen ? '<' : '≤'} ${number(hi)}`;
    if (hi === Infinity) return `x ${loOpen ? '>' : '≥'} ${number(lo)}`;
    return lo === hi ? `x = ${number(lo)}` : `${number(lo)} ${loOpen ? '<' : '≤'} x ${hiOpen ? '<' : '≤'} ${number(hi)}`;
  }).join(', ');
}

/** Where a curve saturates, in words; undefined where it does not, or where that is only its stretch without gradient. */
export function saturationText({ saturation, zeroGradient }: Curve): string | undefined {
  const region = regionText(saturation);
  return saturation.length === 0 || region === regionText(zeroGradient) ? undefined : region;
}
