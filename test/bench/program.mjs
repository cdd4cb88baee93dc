/** A program of a given number of lines: a third model code with its faults, the rest what stands around it. */

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

/** The text, as long as asked for to the line. */
export function programOf(lines) {
  const parts = ["import * as tf from '@tensorflow/tfjs';\n\nconst FEATURES = 4;\nconst CLASSES = 3;\nconst HIDDEN = [16, 8];\n"];
  let count = 6;
  for (let n = 0; count < lines; n++) {
    const part = (MODEL + AROUND).replaceAll('__N', String(n));
    parts.push(part);
    count += part.split('\n').length - 1;
  }
  return parts.join('').split('\n').slice(0, lines).join('\n');
}
