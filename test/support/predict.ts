/** Runs models on made-up inputs, and gives one model the weights of another. */
import * as tf from '@tensorflow/tfjs';

/** Rows of a batch. */
const ROWS = 3;
/** The length of an axis that a model leaves open. */
const OPEN = 4;

/** Inputs of the shapes that a model wants, the same for the same seed. Indices where an embedding reads them. */
function inputsOf(model: tf.LayersModel, seed: number): tf.Tensor[] {
  const indices = model.layers.some((layer) => layer.getClassName() === 'Embedding');
  return model.inputs.map(({ shape }, index) => {
    const sizes = shape.map((size, axis) => size ?? (axis === 0 ? ROWS : OPEN));
    return indices ? tf.randomUniform(sizes, 0, 2, 'float32', seed + index).floor() : tf.randomNormal(sizes, 0, 1, 'float32', seed + index);
  });
}

/** What a model makes of made-up inputs, one list of numbers for each output. */
export function predict(model: tf.LayersModel, seed = 1): readonly Float32Array[] {
  return tf.tidy(() => {
    const inputs = inputsOf(model, seed);
    const outputs = model.predict(inputs.length === 1 && inputs[0] ? inputs[0] : inputs);
    return (Array.isArray(outputs) ? outputs : [outputs]).map((output) => output.dataSync<'float32'>().slice());
  });
}

function isSame(a: tf.layers.Layer, b: tf.layers.Layer): boolean {
  const sizes = (layer: tf.layers.Layer): string => JSON.stringify(layer.getWeights().map(({ shape }) => shape));
  return a.getClassName() === b.getClassName() && sizes(a) === sizes(b);
}

/** Gives a model the weights of one that has the same layers and maybe more between them. */
export function copyWeights(from: tf.LayersModel, to: tf.LayersModel): void {
  let at = 0;
  for (const layer of to.layers) {
    while (at < from.layers.length && !isSame(layer, from.layers[at] as tf.layers.Layer)) at++;
    const source = from.layers[at++];
    if (!source) throw new Error(`no layer of the other model is like ${layer.name}`);
    layer.setWeights(source.getWeights());
  }
}
