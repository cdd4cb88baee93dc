/** What a program does to weights besides training them: then those of the initialiser say nothing. */

/** Weights are put in from elsewhere. */
export function putsWeightsIn(text: string): boolean {
  return /\b(?:set|load)Weights\b/.test(text);
}

/** Weights are put in from elsewhere, or not all of them are trained. */
export function handlesWeights(text: string): boolean {
  return putsWeightsIn(text) || /\.trainable\s*=/.test(text);
}
