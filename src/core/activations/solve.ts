/**
 * The root of a continuous function between two finite points of opposite sign, by bisection to the last bit.
 *
 * Returns the end nearer to zero where there is no change of sign: it never throws and always ends.
 */
export function root(f: (x: number) => number, lo: number, hi: number): number {
  let a = lo;
  let b = hi;
  const fa = f(a);
  const fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0) return Math.abs(fa) <= Math.abs(fb) ? a : b;
  // 1,100 halvings reach the last bit from the widest pair of finite doubles; from [-10, 10] it takes about 57.
  for (let i = 0; i < 1100; i++) {
    const middle = a + (b - a) / 2;
    if (middle <= Math.min(a, b) || middle >= Math.max(a, b)) break;
    const value = f(middle);
    if (value === 0) return middle;
    if (value > 0 === fa > 0) a = middle;
    else b = middle;
  }
  return a + (b - a) / 2;
}

/** Computes a value when it is first asked for and keeps it. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: make() }).value;
}
