// Faulty: ReLU layers so narrow that the network may be dead before it starts.
import * as tf from '@tensorflow/tfjs';

const input = tf.input({ shape: [1] });
const first = tf.layers.dense({ units: 2, activation: 'relu' }).apply(input);
const second = tf.layers.dense({ units: 2, activation: 'relu' }).apply(first);
const output = tf.layers.dense({ units: 1 }).apply(second) as tf.SymbolicTensor;

export const model = tf.model({ inputs: input, outputs: output });
model.compile({ optimizer: tf.train.sgd(0.05), loss: 'meanSquaredError' });

// The remedy stands behind a relu and never sees a negative number.
export const remedy = tf.sequential({
  layers: [
    tf.layers.dense({ units: 32, activation: 'relu', inputShape: [8] }),
    tf.layers.leakyReLU({ alpha: 0.2 }),
    tf.layers.dense({ units: 1 }),
  ],
});
