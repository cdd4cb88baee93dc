/** Matrices that are made, not drawn entry by entry. Row by row: M[i][j] at i·columns + j. */

/** Orthonormal columns, or rows where there are fewer of them, from normal draws by Gram and Schmidt. */
export function orthogonal(rows: number, columns: number, draw: () => number): Float64Array {
  const [length, count] = [Math.max(rows, columns), Math.min(rows, columns)];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const v = Float64Array.from({ length }, draw);
    for (const u of vectors) {
      const along = dot(u, v);
      for (let i = 0; i < length; i += 1) v[i] = v[i]! - along * u[i]!;
    }
    const norm = Math.sqrt(dot(v, v));
    // Nearly inside the span of the others: drawn again.
    if (norm > 1e-6) vectors.push(v.map((x) => x / norm));
  }
  const matrix = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) matrix[i * columns + j] = rows >= columns ? vectors[j]![i]! : vectors[i]![j]!;
  return matrix;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * Walsh–Hadamard entries with random signs per input, scaled so that rows have the length of an orthonormal transform:
 * what a fast transform of n·log n additions computes, written as a matrix. H[i][j] = (−1)^(bits that i and j share).
 */
export function hadamard(rows: number, columns: number, random: () => number): Float64Array {
  const signs = Array.from({ length: rows }, () => (random() < 0.5 ? -1 : 1));
  const scale = 1 / Math.sqrt(rows);
  const matrix = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) matrix[i * columns + j] = scale * signs[i]! * (parity(i & j) === 0 ? 1 : -1);
  return matrix;
}

function parity(bits: number): number {
  let odd = 0;
  for (let rest = bits; rest !== 0; rest >>>= 1) odd ^= rest & 1;
  return odd;
}
