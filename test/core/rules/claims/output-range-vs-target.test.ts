/** The least loss that the rule about targets states, computed by TensorFlow.js for the nearest outputs that there are. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { readFixture } from '../../../support/fixtures';

before(async () => {
  await tf.setBackend('cpu');
});

const cases: readonly { readonly fixture: string; readonly targets: readonly number[]; readonly lo: number; readonly hi: number; readonly loss: (labels: tf.Tensor, outputs: tf.Tensor) => tf.Tensor }[] = [
  { fixture: 'sigmoid.ts', targets: [-3, -1, 1, 3, 5, 7], lo: 0, hi: 1, loss: tf.losses.meanSquaredError },
  { fixture: 'softplus.js', targets: [-2, -1, 0, 4], lo: 0, hi: 1e6, loss: tf.losses.absoluteDifference },
  { fixture: 'tanh.js', targets: [10, -10, -10, 10], lo: -1, hi: 1, loss: tf.losses.meanSquaredError },
  { fixture: 'signs.js', targets: [-1, 1, 1, -1], lo: 0, hi: 1, loss: tf.losses.meanSquaredError },
  { fixture: 'layer.html', targets: [20, 40], lo: 0, hi: 1, loss: tf.losses.meanSquaredError },
];

for (const { fixture: name, targets, lo, hi, loss } of cases) {
  test(`no output that the activation of ${name} can give has less loss than the message says`, () => {
    const { text, language } = readFixture(`test/fixtures/rules/output-range-vs-target/${name}`);
    const finding = analyze(text, language).findings.find(({ rule }) => rule === 'output-range-vs-target');
    const said = Number(finding?.say.data['floor']);
    const labels = tf.tensor1d([...targets]);
    const least = loss(labels, labels.clipByValue(lo, hi)).dataSync()[0] ?? Number.NaN;
    assert.ok(Math.abs(said / least - 1) < 0.005, `${said} said, ${least} computed`);
    for (let seed = 0; seed < 50; seed++) assert.ok((loss(labels, tf.randomUniform([targets.length], lo, Math.min(hi, 50), 'float32', seed)).dataSync()[0] ?? 0) >= least - 1e-4);
  });
}
