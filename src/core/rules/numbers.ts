/** Numbers as people read them in a sentence. */

/** Three significant digits, without an exponent where that stays short. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(1).replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}

/** A share as a percentage: three significant digits, half up. What is not quite all is not said to be all. */
export function percent(share: number): string {
  // What is a half but for the last bits of a float is a half.
  const rounded = Number(Number((share * 100).toPrecision(9)).toPrecision(3));
  return `${rounded === 100 && share < 1 ? '99.9' : short(rounded)} %`;
}
