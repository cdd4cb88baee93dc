/** What the rule about large rates says of the first step, in whole networks as TensorFlow.js trains them. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { seeded } from '../../../support/execute';

before(async () => {
  await tf.setBackend('cpu');
});

const LOSSES = { softmax: 'categoricalCrossentropy', linear: 'meanSquaredError' };

function programOf(optimizer: string, width: number, output: keyof typeof LOSSES): string {
  return `const model = tf.sequential({ layers: [
  tf.layers.dense({ units: ${width}, activation: 'relu', inputShape: [4] }), tf.layers.dense({ units: ${width}, activation: 'relu' }), tf.layers.dense({ units: 3, activation: '${output}' }),
] });
model.compile({ loss: '${LOSSES[output]}', optimizer: tf.train.${optimizer} });`;
}

/** Of the second layer: the share of active units that one step switches off, and the share that is off for all inputs after some. */
async function measure(program: string, draws: number, steps: number): Promise<{ readonly off: number; readonly dead: number }> {
  let [off, on, dead, units] = [0, 0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const model = new Function('tf', `${program} return model;`)(tf) as tf.LayersModel;
    const x = tf.randomNormal([128, 4]);
    const y = tf.oneHot(x.slice([0, 0], [128, 3]).argMax(1), 3).toFloat();
    const hidden = tf.model({ inputs: model.inputs, outputs: model.layers[1]?.output as tf.SymbolicTensor });
    const earlier = (hidden.predict(x) as tf.Tensor).dataSync();
    await model.trainOnBatch(x, y);
    const later = (hidden.predict(x) as tf.Tensor).dataSync();
    for (const [at, value] of earlier.entries()) {
      if (value <= 0) continue;
      on++;
      if ((later[at] ?? 0) <= 0) off++;
    }
    for (let step = 1; step < steps; step++) await model.trainOnBatch(x, y);
    const most = (hidden.predict(x) as tf.Tensor).max(0).dataSync();
    units += most.length;
    dead += most.filter((value) => value <= 0).length;
  }
  return { off: off / on, dead: dead / units };
}

for (const [optimizer, width, output] of [['adam(0.05)', 32, 'softmax'], ['adam(0.1)', 16, 'linear'], ['adam(0.1)', 64, 'softmax'], ['adamax(0.1)', 32, 'linear']] as const) {
  test(`the first step of ${optimizer} switches off as many of ${width} units before ${output} as the message says`, async (t) => {
    const program = programOf(optimizer, width, output);
    const finding = analyze(`import * as tf from '@tensorflow/tfjs';\n${program}`, 'javascript').findings.find(({ rule }) => rule === 'dead-relu-hyperparameters');
    assert.ok(finding);
    const said = Number.parseFloat(String(finding.say.data['share'])) / 100;
    const { off } = await seeded(5, () => measure(program, 6, 1));
    t.diagnostic(`${off.toFixed(3)} switched off, said ${said}`);
    assert.ok(off > said * 0.67 && off < said * 1.33, `${off}, said ${said}`);
  });
}

test('at a rate of 0.1 an eighth and more stay off after fifty steps, at the rate of the mend less than a tenth', async (t) => {
  for (const [width, output] of [[16, 'linear'], [32, 'softmax']] as const) {
    const large = await seeded(5, () => measure(programOf('adam(0.1)', width, output), 3, 50));
    const small = await seeded(5, () => measure(programOf('adam(0.001)', width, output), 3, 50));
    t.diagnostic(`${width} ${output}: ${large.dead.toFixed(3)} and ${small.dead.toFixed(3)}`);
    assert.ok(large.dead > 0.125 && large.dead < 0.9 && small.dead < 0.1 && small.off < 0.03, `${large.dead} and ${small.dead}, ${small.off}`);
  }
});

for (const [bias, features] of [[-2, 8], [-1.5, 4], [-3, 16]] as const) {
  test(`biases of ${bias} on ${features} inputs leave as many units off as the message says`, async () => {
    const program = `const model = tf.sequential();
model.add(tf.layers.dense({ units: 64, activation: 'relu', biasInitializer: tf.initializers.constant({ value: ${bias} }), inputShape: [${features}] }));
model.add(tf.layers.dense({ units: 1 }));`;
    const finding = analyze(`import * as tf from '@tensorflow/tfjs';\n${program}`, 'javascript').findings.find(({ rule }) => rule === 'dead-relu-hyperparameters');
    assert.ok(finding);
    const said = Number.parseFloat(String(finding.say.data['share'])) / 100;
    const off = await seeded(9, () => {
      const model = new Function('tf', `${program} return model;`)(tf) as tf.LayersModel;
      const hidden = tf.model({ inputs: model.inputs, outputs: model.layers[0]?.output as tf.SymbolicTensor });
      const values = (hidden.predict(tf.randomNormal([2000, features])) as tf.Tensor).dataSync();
      return values.filter((value) => value === 0).length / values.length;
    });
    assert.ok(Math.abs(off - said) < 0.01, `${off}, said ${said}`);
  });
}
