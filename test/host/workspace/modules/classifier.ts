import * as tf from '@tensorflow/tfjs';
import { addBody } from './body';
import sizes from './sizes.json';

const model = tf.sequential();
addBody(model, sizes.hidden);
model.add(tf.layers.dense({ units: sizes.classes, activation: 'softmax' }));
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });

export { model };
