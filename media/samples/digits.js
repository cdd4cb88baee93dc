// A sound convolutional network: conv → relu → pool, twice, then dense and softmax.
const tf = require('@tensorflow/tfjs');

const WIDTH = 28;
const CLASSES = 10;

function convBlock(model, filters, options = {}) {
  model.add(tf.layers.conv2d({ filters, kernelSize: 3, activation: 'relu', kernelInitializer: 'heUniform', ...options }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }));
}

function createModel() {
  const model = tf.sequential();
  convBlock(model, 16, { inputShape: [WIDTH, WIDTH, 1] });
  convBlock(model, 32);
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 64, activation: 'relu' }));
  model.add(tf.layers.dropout({ rate: 0.25 }));
  model.add(tf.layers.dense({ units: CLASSES, activation: 'softmax' }));
  model.compile({ optimizer: 'rmsprop', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

module.exports = { model: createModel() };
