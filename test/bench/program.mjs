/**
 * A program of a given number of lines, with a model about every fifty, which is more than public examples of
 * TensorFlow.js have: stacks, chains with helpers that make blocks, classes that build and train, operations on tensors.
 * The rest is what stands around models: reading data, drawing, the page's controls.
 */

const MODEL = `
function createModel__N(units, activation = 'relu') {
  const model = tf.sequential({ name: 'model__N' });
  model.add(tf.layers.dense({ units, activation, inputShape: [FEATURES], kernelInitializer: 'heUniform' }));
  for (const width of HIDDEN) {
    model.add(tf.layers.dense({ units: width, activation: 'tanh' }));
  }
  model.add(tf.layers.dropout({ rate: 0.2 }));
  model.add(tf.layers.dense({ units: CLASSES, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}
`;

const FUNCTIONAL = `
const settings__N = { filters: [8, 16, 32], kernel: 3, activation: 'relu', rate: 0.25, classes: CLASSES };

/** Two convolutions and a way around them. */
function residual__N(input, filters, { kernel, activation }) {
  const inner = tf.layers.conv2d({ filters, kernelSize: kernel, padding: 'same', activation }).apply(input);
  const outer = tf.layers.conv2d({ filters, kernelSize: kernel, padding: 'same' }).apply(inner);
  const around = tf.layers.conv2d({ filters, kernelSize: 1, padding: 'same' }).apply(input);
  return tf.layers.reLU().apply(tf.layers.add().apply([outer, around]));
}

function createNetwork__N(settings = settings__N) {
  const input = tf.input({ shape: [28, 28, 1], name: 'pixels__N' });
  let x = input;
  settings.filters.forEach((filters, index) => {
    x = residual__N(x, filters, settings);
    if (index < settings.filters.length - 1) x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x);
  });
  x = tf.layers.globalAveragePooling2d({}).apply(x);
  x = tf.layers.dropout({ rate: settings.rate }).apply(x);
  const output = tf.layers.dense({ units: settings.classes, activation: 'softmax' }).apply(x);
  const network = tf.model({ inputs: input, outputs: output });
  network.compile({ optimizer: tf.train.sgd(0.05), loss: 'categoricalCrossentropy' });
  return network;
}
`;

const CLASS = `
/** Learns to tell what comes next in a row of numbers. */
class Forecaster__N {
  constructor({ window = 24, units = 16 } = {}) {
    this.window = window;
    this.units = units;
    this.losses = [];
    this.model = this.build();
  }

  build() {
    const model = tf.sequential();
    model.add(tf.layers.lstm({ units: this.units, inputShape: [this.window, 1], returnSequences: false }));
    model.add(tf.layers.dense({ units: 8, activation: 'elu' }));
    model.add(tf.layers.dense({ units: 1, activation: this.bounded ? 'sigmoid' : 'linear' }));
    return model;
  }

  async train(rows, epochs = 5) {
    const optimizer = tf.train.adam(0.001);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const loss = optimizer.minimize(() => {
        const guess = this.model.predict(tf.tensor3d(rows.map(({ past }) => past)));
        return tf.losses.meanSquaredError(tf.tensor2d(rows.map(({ next }) => [next])), guess);
      }, true);
      this.losses.push((await loss.data())[0]);
      loss.dispose();
    }
    return this.losses.at(-1);
  }

  attention(query, key, value) {
    return tf.tidy(() => {
      const scores = tf.matMul(query, key, false, true).div(tf.scalar(Math.sqrt(this.units)));
      return tf.matMul(tf.softmax(scores), value).tanh();
    });
  }
}
`;

const AROUND = `
/** Reads a table of measurements and scales every column to zero mean and unit variance. */
async function loadData__N(address, { separator = ',', skip = 1 } = {}) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(\`\${address}: \${response.status}\`);
  const lines = (await response.text()).trim().split('\\n').slice(skip);
  const rows = lines.map((line) => line.split(separator).map(Number));
  const means = rows[0].map((_, column) => rows.reduce((sum, row) => sum + row[column], 0) / rows.length);
  const scaled = rows.map((row) => row.map((value, column) => value - means[column]));
  return { xs: tf.tensor2d(scaled.map((row) => row.slice(0, FEATURES))), ys: tf.oneHot(tf.tensor1d(rows.map((row) => row[FEATURES]), 'int32'), CLASSES) };
}

async function run__N() {
  const { xs, ys } = await loadData__N('data.csv');
  const model = createModel__N(16);
  const started = performance.now();
  await model.fit(xs, ys, {
    epochs: 20,
    callbacks: { onEpochEnd: (epoch, logs) => console.log(\`epoch \${epoch}: \${logs.loss.toFixed(4)}\`) },
  });
  console.log('seconds', (performance.now() - started) / 1000);
  return model.predict(xs).argMax(-1).dataSync();
}
`;

const PAGE = `
/** Draws the loss as a line and marks the best epoch. */
function drawHistory__N(canvas, history) {
  const context = canvas.getContext('2d');
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  if (history.length < 2) return;
  const highest = Math.max(...history);
  const lowest = Math.min(...history);
  const x = (index) => (index / (history.length - 1)) * (width - 20) + 10;
  const y = (value) => height - 10 - ((value - lowest) / (highest - lowest || 1)) * (height - 20);
  context.beginPath();
  history.forEach((value, index) => {
    if (index === 0) context.moveTo(x(index), y(value));
    else context.lineTo(x(index), y(value));
  });
  context.strokeStyle = getComputedStyle(canvas).color;
  context.stroke();
  const best = history.indexOf(lowest);
  context.fillRect(x(best) - 2, y(lowest) - 2, 4, 4);
}

/** Connects the controls of one card of the page. */
function connect__N(card) {
  const button = card.querySelector('button');
  const status = card.querySelector('.status');
  const select = card.querySelector('select');
  const state = { running: false, started: 0, choice: select.value };
  select.addEventListener('change', () => {
    state.choice = select.value;
    status.textContent = \`chosen: \${state.choice}\`;
  });
  button.addEventListener('click', async () => {
    if (state.running) return;
    state.running = true;
    state.started = Date.now();
    button.disabled = true;
    try {
      const classes = await run__N();
      status.textContent = \`\${classes.length} rows in \${((Date.now() - state.started) / 1000).toFixed(1)} s\`;
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      state.running = false;
      button.disabled = false;
    }
  });
}
`;

/** The text, as long as asked for to the line. */
export function programOf(lines) {
  const parts = ["import * as tf from '@tensorflow/tfjs';\n\nconst FEATURES = 4;\nconst CLASSES = 3;\nconst HIDDEN = [16, 8];\n"];
  let count = 6;
  for (let n = 0; count < lines; n++) {
    const part = (MODEL + AROUND + FUNCTIONAL + CLASS + PAGE).replaceAll('__N', String(n));
    parts.push(part);
    count += part.split('\n').length - 1;
  }
  return parts.join('').split('\n').slice(0, lines).join('\n');
}
