// Faulty: softmax between hidden layers, and a loss that applies softmax once more.
import * as tf from '@tensorflow/tfjs';

const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'softmax', inputShape: [2] }));
model.add(tf.layers.dense({ units: 16, activation: 'softmax' }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ optimizer: 'adam', loss: tf.losses.softmaxCrossEntropy });

/** "relu(softmax(x)) between neurons: is that right?" The relu does nothing here. */
export function betweenNeurons(x: tf.Tensor2D): tf.Tensor {
  return tf.relu(tf.softmax(x));
}

/** Sigmoid again and again: the largest slope falls from 0.25 to 0.059 and 0.0134. */
export function squash(x: tf.Tensor): tf.Tensor {
  return x.sigmoid().sigmoid().sigmoid();
}

export { model };
