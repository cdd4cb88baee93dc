import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyze } from '../../src/core/analyze';
import { experimentOf, stateOf } from '../../src/demo/experiment';
import type { OwnNetwork } from '../../src/demo/own';
import { button, checked, until } from './driver';

const program = (activation: string): string => `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: '${activation}', inputShape: [12] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
`;

const experiments = ['softmax', 'relu'].map((activation) => {
  const [network] = analyze(program(activation), 'javascript').networks;
  const read = network && experimentOf(network);
  assert.ok(read?.ok);
  return read.experiment;
});

const race = stateOf(experiments[0]!, experiments[1]);

const own: OwnNetwork = {
  place: 'model.js, line 2', fix: 'Replace softmax by relu', notes: ['Layer 1 (Dense) learns biases here.'],
  layers: [{ text: 'Dense · 16 · softmax', line: 3 }, { text: 'Dense · 3 · softmax', line: 4 }], findings: [{ text: 'Softmax between <hidden> layers', line: 3, severity: 'warning' }],
};

describe('the network of a program', () => {
  test('trains before and after a fix, with its findings and lines beside it, and goes with another experiment', checked({}, async (demo) => {
    const panel = demo.page.locator('.program');
    assert.equal(await panel.isVisible(), false);
    await demo.send({ v: 1, type: 'own', own });
    assert.equal(await panel.isVisible(), false, 'it belongs to generated data');
    assert.ok(race);
    await demo.send({ v: 1, type: 'configure', state: race, play: true });
    await panel.waitFor();
    await until(demo, 200);
    assert.match((await panel.textContent())!, /Your network: model\.js, line 2.*Warning: Softmax between <hidden> layers · line 3.*Layer 1 \(Dense\) learns biases here\./s);
    await button(demo, 'line 4').click();
    await button(demo, 'Apply fix').click();
    const asked = (await demo.sent()).filter(({ type }) => type === 'source' || type === 'applyFix');
    assert.deepEqual(asked, [{ v: 1, type: 'source', list: 'layers', index: 1 }, { v: 1, type: 'applyFix' }]);
    await demo.send({ v: 1, type: 'applied', done: false, text: 'The file has changed since.' });
    await demo.page.getByText('The file has changed since.').waitFor();
    await demo.send({ v: 1, type: 'own', own: { ...own, layers: [{ text: 7, line: 0 }] } });
    await demo.page.waitForFunction(() => (globalThis as unknown as { sent: { type: string }[] }).sent.some(({ type }) => type === 'error'));
    await button(demo, 'Next experiment').click();
    await panel.waitFor({ state: 'hidden' });
  }));
});
