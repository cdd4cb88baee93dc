/** The least loss that a loss which wants logits can reach on what is already a probability. */

/**
 * Softmax cross entropy of probabilities over some classes: they stand between 0 and 1, so that the best is
 * −log(e/(e + n − 1)). 0.313 for 2 classes, 0.551 for 3, 1.461 for 10.
 */
export function doubleSoftmaxFloor(classes: number): number {
  return Math.log1p((classes - 1) / Math.E);
}

/** Sigmoid cross entropy of a probability: softplus(−1) for label 1, ln 2 for label 0, and their mean for balanced labels. */
export const doubleSigmoidFloors: { readonly positive: number; readonly negative: number; readonly balanced: number } = (() => {
  const positive = Math.log1p(Math.exp(-1));
  return { positive, negative: Math.LN2, balanced: (positive + Math.LN2) / 2 };
})();
