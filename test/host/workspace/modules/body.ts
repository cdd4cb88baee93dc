import * as tf from '@tensorflow/tfjs';

export function addBody(model: tf.Sequential, hidden: readonly number[]): void {
  for (const [index, units] of hidden.entries()) {
    model.add(tf.layers.dense({ units, activation: 'relu', ...(index === 0 ? { inputShape: [4] } : {}) }));
  }
}
