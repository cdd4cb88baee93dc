// A sound classifier for the iris flowers: four measurements in, three species out.
import * as tf from '@tensorflow/tfjs';

const SPECIES = ['setosa', 'versicolor', 'virginica'];
const FEATURES = 4;

export function createModel(hidden = [16, 8]): tf.Sequential {
  const model = tf.sequential({ name: 'iris' });
  model.add(tf.layers.dense({ units: 16, activation: 'relu', kernelInitializer: 'heUniform', inputShape: [FEATURES] }));
  for (const units of hidden.slice(1)) {
    model.add(tf.layers.dense({ units, activation: 'tanh' }));
  }
  model.add(tf.layers.dense({ units: SPECIES.length, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

export async function train(xs: tf.Tensor2D, labels: tf.Tensor1D): Promise<tf.LayersModel> {
  const model = createModel();
  const ys = tf.oneHot(labels.toInt(), SPECIES.length);
  await model.fit(xs, ys, { epochs: 60, batchSize: 32, shuffle: true });
  return model;
}

export const sound = createModel();
