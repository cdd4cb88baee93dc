// Faulty: names of other libraries. TensorFlow.js throws when the layer is made.
import * as tf from '@tensorflow/tfjs';

export function createModel() {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 32, activation: 'leakyRelu', inputShape: [10] }));
  model.add(tf.layers.dense({ units: 16, activation: 'hard_sigmoid' }));
  model.add(tf.layers.dense({ units: 1, activation: 'Sigmoid' }));
  return model;
}
